"""Dates, times and numbers read as a council officer writes them, and the components' tags take what pages have."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.paginator import Paginator
from django.template import TemplateSyntaxError, engines
from django.test import RequestFactory

from tests.govuk.markup import meaning


def draw(source, **context):
    return engines["django"].from_string("{% load govuk %}" + source).render(context)


THURSDAY = date(2026, 12, 10)
# ten to midnight in Greenwich is already the next day in London in summer
LATE_IN_JUNE = datetime(2026, 6, 30, 23, 50, tzinfo=UTC)


@pytest.mark.parametrize(
    ("source", "value", "written"),
    [
        ("long_date", THURSDAY, "Thursday 10 December 2026"),
        ("long_date", LATE_IN_JUNE, "Wednesday 1 July 2026"),
        ("long_date", None, ""),
        ("short_date", THURSDAY, "10 December 2026"),
        ("short_date", "", ""),
        ("month_year", THURSDAY, "December 2026"),
        ("at_time", time(14), "2pm"),
        ("at_time", time(0), "midnight"),
        ("at_time", LATE_IN_JUNE, "12.50am"),
        ("at_time", None, ""),
        ("date_time", LATE_IN_JUNE, "12.50am on Wednesday 1 July 2026"),
        ("date_time", None, ""),
        ("file_size", 2_621_440, "2.5 MB"),
        ("file_size", 0, "0 bytes"),
        ("percent", 0.124, "12%"),
        ("percent:1", 0.124, "12.4%"),
        ("percent", None, "no data"),
        ("percent", 0, "0%"),
    ],
)
def test_days_times_and_amounts_are_written_out(source, value, written):
    assert draw("{{ value|" + source + " }}", value=value) == written


def test_djangos_own_filters_write_dates_the_same_way():
    assert draw("{{ value }}", value=THURSDAY) == "10 December 2026"


def test_a_tag_of_no_known_colour_is_refused():
    with pytest.raises(TemplateSyntaxError, match="can’t be 'pink'"):
        draw('{% tag "Draft" "pink" %}')


def test_a_breadcrumb_without_an_address_is_where_we_are():
    html = draw('{% breadcrumbs "Meetings" "/meetings/" "The Board" "" %}')

    assert '<a class="govuk-breadcrumbs__link" href="/meetings/">Meetings</a>' in html
    assert '<li class="govuk-breadcrumbs__list-item" aria-current="page">The Board</li>' in html


def test_breadcrumbs_that_do_not_pair_are_refused():
    with pytest.raises(TemplateSyntaxError, match="a text and an address by turns"):
        draw('{% breadcrumbs "Meetings" %}')


def test_a_summary_of_a_mapping_has_a_row_for_each_key():
    html = draw("{% summary_list facts %}", facts={"Venue": "Council House", "Starts": "<2pm>"})

    assert meaning(html)[2:] == meaning(
        '<dt class="govuk-summary-list__key">Venue</dt><dd class="govuk-summary-list__value">Council House</dd></div>'
        '<div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">Starts</dt>'
        '<dd class="govuk-summary-list__value">&lt;2pm&gt;</dd></div></dl>'
    )


def pages(number, of, address="/meetings/"):
    page = Paginator(range(of), 10).page(number)
    return draw("{% pagination page %}", page=page, request=RequestFactory().get(address))


def test_one_page_needs_no_pagination():
    assert pages(1, of=10).strip() == ""


def test_pagination_keeps_what_else_was_asked_for():
    html = pages(2, of=30, address="/meetings/?body=board&page=2")

    assert 'href="?body=board&amp;page=1"' in html
    assert 'href="?body=board&amp;page=3"' in html


def test_pagination_of_many_pages_leaves_gaps():
    html = pages(10, of=400)

    assert [number for number in range(1, 41) if f'aria-label="Page {number}"' in html] == [1, 9, 10, 11, 40]
    assert html.count("&ctdot;") == 2


def test_the_first_page_has_no_page_before_it():
    html = pages(1, of=20)

    assert "Previous" not in html and "Next" in html


def test_two_banners_on_one_page_have_ids_of_their_own():
    html = draw('{% notification "One" %}{% notification "Two" "success" 2 %}')

    assert 'aria-labelledby="govuk-notification-banner-title"' in html
    assert 'aria-labelledby="govuk-notification-banner-title-2"' in html

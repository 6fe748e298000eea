"""Dates and times are read as people give them; what can't be read is refused with a sentence."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsp_portal.govuk.fields import DateField, TimeField, written_time
from ccsp_portal.govuk.forms import PortalForm


class MeetingForm(PortalForm):
    missing = {"day": "Enter the meeting date", "start": "Enter when the meeting starts"}

    day = DateField(
        label="Date", called="the meeting date", earliest=date(2026, 4, 1), latest=lambda: date(2027, 3, 31)
    )
    start = TimeField(label="Start", called="the start time")


def sent(day="", month="", year="", start="2pm"):
    return MeetingForm({"day-day": day, "day-month": month, "day-year": year, "start": start})


@pytest.mark.parametrize(
    "typed",
    [("10", "12", "2026"), (" 10 ", "December", "2026"), ("10", "dec", "2026"), ("10", "Dec.", "2026")],
)
def test_a_day_is_read_however_its_month_is_written(typed):
    form = sent(*typed)

    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2026, 12, 10)


def test_leading_noughts_are_welcome():
    assert sent("06", "06", "2026").fields["day"].clean(["06", "06", "2026"]) == date(2026, 6, 6)


@pytest.mark.parametrize(
    ("typed", "says", "leads_to"),
    [
        (("", "", ""), "Enter the meeting date", "id_day-day"),
        (("10", "", "2026"), "The meeting date must include a month", "id_day-month"),
        (("10", "", ""), "The meeting date must include a month and year", "id_day-month"),
        (("", "12", "2026"), "The meeting date must include a day", "id_day-day"),
        (("31", "2", "2026"), "The meeting date must be a real date", "id_day-day"),
        (("31", "febtober", "2026"), "The meeting date must be a real date", "id_day-month"),
        (("10", "13", "2026"), "The meeting date must be a real date", "id_day-month"),
        (("ten", "12", "2026"), "The meeting date must be a real date", "id_day-day"),
        (("10", "12", "26"), "Year must include 4 numbers", "id_day-year"),
        (("10", "12", "0000"), "The meeting date must be a real date", "id_day-day"),
        (("-1", "12", "2026"), "The meeting date must be a real date", "id_day-day"),
        (("٣", "12", "2026"), "The meeting date must be a real date", "id_day-day"),
        (("31", "3", "2026"), "The meeting date must be 1 April 2026 or later", "id_day-day"),
        (("1", "4", "2027"), "The meeting date must be 31 March 2027 or earlier", "id_day-day"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_a_sentence_that_leads_to_the_box(typed, says, leads_to):
    form = sent(*typed)

    assert form.errors == {"day": [says]}
    assert form["day"].id_for_label == leads_to


def test_what_was_typed_stays_in_the_boxes():
    html = sent("31", "febtober", "2026")["day"].as_field_group()

    assert 'value="31"' in html and 'value="febtober"' in html and 'value="2026"' in html


def test_only_the_boxes_at_fault_are_red():
    parts = sent("10", "febtober", "2026")["day"].parts

    assert [part["wrong"] for part in parts] == [False, True, False]


def test_a_day_that_stands_is_shown_in_three_boxes():
    parts = MeetingForm(initial={"day": date(2026, 6, 4)})["day"].parts

    assert [part["value"] for part in parts] == ["4", "6", "2026"]


def test_a_day_sent_unchanged_counts_as_unchanged():
    form = MeetingForm(
        {"day-day": "04", "day-month": "June", "day-year": "2026", "start": "14:00"},
        initial={"day": date(2026, 6, 4), "start": time(14)},
    )

    assert not form.has_changed()


@given(st.text(max_size=6), st.text(max_size=6), st.text(max_size=6))
def test_no_three_texts_break_the_date(day, month, year):
    form = sent(day, month, year)

    assert form.is_valid() or form.errors["day"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2pm", time(14)),
        ("2 PM", time(14)),
        ("2.30pm", time(14, 30)),
        ("2:30 p.m.", time(14, 30)),
        ("14:00", time(14)),
        ("14.00", time(14)),
        ("1400", time(14)),
        ("9:05", time(9, 5)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("12.15am", time(0, 15)),
        ("midday", time(12)),
        ("Noon", time(12)),
        ("midnight", time(0)),
    ],
)
def test_a_time_is_read_however_it_is_written(typed, read):
    assert TimeField().clean(typed) == read


@pytest.mark.parametrize("typed", ["2", "25:00", "14:60", "14pm", "0am", "half past two", "2pmm", "2.3"])
def test_a_time_that_cannot_be_is_refused_in_a_sentence(typed):
    form = sent("10", "12", "2026", start=typed)

    assert form.errors == {"start": ["The start time must be a time, like 2pm or 2.30pm"]}


@given(st.times())
def test_a_time_that_is_written_is_read_back(moment):
    assert TimeField().clean(written_time(moment)) == moment.replace(second=0, microsecond=0)


@given(st.text(max_size=12))
def test_no_text_breaks_the_time(typed):
    form = sent("10", "12", "2026", start=typed)

    assert form.is_valid() or form.errors["start"]


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (time(14), "2pm"),
        (time(14, 30), "2.30pm"),
        (time(9, 5), "9.05am"),
        (time(0), "midnight"),
        (time(12), "midday"),
        (time(12, 30), "12.30pm"),
        (time(0, 1), "12.01am"),
        (datetime(2026, 12, 10, 14, tzinfo=ZoneInfo("Europe/London")), "2pm"),
    ],
)
def test_times_are_written_as_govuk_writes_them(moment, written):
    assert written_time(moment) == written

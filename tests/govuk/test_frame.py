"""The frame around every page, and the pages that say no: in plain English, and without the database."""

import json
import re

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.views.csrf import csrf_failure
from django.views.defaults import bad_request, server_error

from ccsp_portal.govuk.context import portal
from tests.govuk.markup import meaning


def visitor(path="/"):
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    return request


def page(body="", path="/", **context):
    source = (
        '{% extends "base.html" %}{% block title %}A page{% endblock %}{% block content %}' + body + "{% endblock %}"
    )
    return engines["django"].from_string(source).render(context, visitor(path))


REFUSALS = {
    "400": "Sorry, that request could not be read",
    "403": "You do not have permission to do this",
    "403_csrf": "Please send that again",
    "404": "Page not found",
    "409": "This can no longer be done",
    "429": "Too many tries",
    "500": "Sorry, there is a problem with the portal",
}


@pytest.mark.parametrize(("name", "heading"), REFUSALS.items())
def test_a_refusal_has_a_heading_and_a_title_of_its_own(name, heading):
    html = render_to_string(f"{name}.html", request=visitor())

    assert html.count("<h1") == 1
    assert f'<h1 class="govuk-heading-l">{heading}</h1>' in html


def test_no_two_refusals_share_a_title():
    titles = {meaning(render_to_string(f"{name}.html", request=visitor()))[4] for name in REFUSALS}

    assert len(titles) == len(REFUSALS)


def test_a_refusal_gives_the_reason_that_it_was_given():
    html = render_to_string("409.html", {"reason": "The agenda was circulated at 2pm."}, visitor())

    assert "The agenda was circulated at 2pm." in html


def test_the_page_of_a_failure_needs_neither_request_nor_database():
    response = server_error(visitor())

    assert response.status_code == 500
    assert "Sorry, there is a problem with the portal" in response.content.decode()


def test_a_request_that_cannot_be_read_is_answered_in_plain_english():
    assert "could not be read" in bad_request(visitor(), ValueError()).content.decode()


def test_a_page_left_open_too_long_says_to_send_again():
    response = csrf_failure(visitor(), reason="CSRF cookie not set.")

    assert response.status_code == 403
    assert "Please send that again" in response.content.decode()


def test_a_page_has_no_inline_script_or_style():
    html = page()

    assert "<style" not in html and " style=" not in html and " onclick=" not in html
    assert [tag for tag in html.split("<script")[1:] if not tag.lstrip().startswith(("src=", "type="))] == []


def test_the_title_of_a_refused_form_begins_with_error():
    class Refused:
        errors, fields = {"title": ["Enter the title"]}, {}

    assert "<title>Error: A page - " in page(form=Refused())


@pytest.mark.parametrize(
    ("level", "extra", "heading", "role"),
    [(constants.SUCCESS, "", "Success", "alert"), (constants.WARNING, "", "Important", "region")],
)
def test_a_message_is_a_banner(level, extra, heading, role):
    html = page(messages=[Message(level, "The dates are set.", extra)])

    assert f'role="{role}"' in html
    assert heading in meaning(html) and "The dates are set." in meaning(html)


def test_several_messages_of_a_kind_stand_in_one_banner_so_that_no_two_regions_have_one_name():
    said = [
        Message(constants.WARNING, "The room is booked twice.", ""),
        Message(constants.SUCCESS, "The dates are set.", ""),
        Message(constants.INFO, "Nobody was told.", ""),
        Message(constants.SUCCESS, "The agenda is copied.", ""),
    ]
    html = page(messages=said)

    assert html.count('data-module="govuk-notification-banner"') == 2
    assert html.count('role="region" aria-labelledby="govuk-notification-banner-title') == 1
    assert len(set(re.findall(r'aria-labelledby="(govuk-notification-banner-title[^"]*)"', html))) == 2
    for message in said:
        assert message.message in meaning(html)


def test_only_the_demo_says_that_it_is_one(settings):
    assert "This is a demonstration" not in page()

    settings.DEMO, settings.MAIL_CATCHER_URL = True, "http://127.0.0.1:8025/"
    html = page()

    assert "This is a demonstration" in html and 'href="http://127.0.0.1:8025/"' in html


def test_the_partnerships_name_leads_to_the_front_page():
    named = portal(visitor())["portal"]["name"]

    html = render_to_string("components/header.html", {"portal": {"name": named}})

    assert named in meaning(html)


def fixture(component, name):
    """What govuk-frontend draws for one of its own fixtures."""
    source = (
        settings.BASE_DIR
        / "node_modules"
        / "govuk-frontend"
        / "dist"
        / "govuk"
        / "components"
        / component
        / "fixtures.json"
    )
    return next(each["html"] for each in json.loads(source.read_text())["fixtures"] if each["name"] == name)


def test_the_header_is_govuks_generic_header():
    html = render_to_string("components/header.html", {"portal": {"name": "My cool service"}})

    assert meaning(html) == meaning(fixture("generic-header", "default"))


def test_the_phase_banner_is_govuks():
    html = render_to_string("components/phase_banner.html")

    assert meaning(html)[:3] == meaning(fixture("phase-banner", "default"))[:3]
    assert meaning(html)[4:6] == meaning(fixture("phase-banner", "default"))[4:6]


def test_the_skip_link_is_govuks():
    link = fixture("skip-link", "default").replace("test-target-element", "main-content")

    assert str(meaning(link))[1:-1] in str(meaning(page()))


def test_the_menu_is_govuks_service_navigation(settings):
    settings.ROOT_URLCONF = "tests.govuk.gallery"
    theirs = fixture("service-navigation", "with navigation with a current item")
    items = [
        ("Meetings", "/meetings/"),
        ("Assessments", "/assessments/list_assessments/"),
        ("Plans", "/plans/list_plans/"),
        ("Partners", "/partners/list_bodies/"),
        ("About", "/public/front/"),
        ("Sign in", "/sign-in/"),
    ]
    theirs = _with_as_many_items(theirs, len(items))
    for number, (text, href) in enumerate(items, 1):
        theirs = theirs.replace(f'#/{number}"', f'{href}"').replace(f"Navigation item {number}", text)

    ours = render_to_string("components/navigation.html", request=visitor("/assessments/list_assessments/"))

    assert meaning(ours) == meaning(theirs)


def _with_as_many_items(menu, count):
    """GOV.UK's example has four items: its last one, again and again, for the others."""
    last = menu[menu.rindex("<li") : menu.rindex("</li>") + len("</li>")]
    more = [last.replace("#/4", f"#/{number}").replace("item 4", f"item {number}") for number in range(5, count + 1)]
    return menu.replace(last, "".join([last, *more]))


def test_a_page_that_does_not_exist_yet_is_left_out_of_the_menu():
    html = engines["django"].from_string('{% load govuk %}{% navigation_item "no:such" "Nothing" %}').render({})

    assert html.strip() == ""


@pytest.mark.parametrize(
    ("path", "current"), [("/account/sign-in/", "page"), ("/account/sign-in/again/", "true"), ("/elsewhere/", None)]
)
def test_the_menu_shows_where_we_are(path, current):
    source = '{% load govuk %}{% navigation_item "account_login" "Sign in" %}'

    html = engines["django"].from_string(source).render({"request": visitor(path)})

    assert (f'aria-current="{current}"' in html) == (current is not None)
    assert ("govuk-service-navigation__item--active" in html) == (current is not None)


def test_visitors_do_not_pay_for_the_script_that_only_members_pages_use():
    assert "htmx-2" not in page()


def test_an_address_below_two_items_is_current_in_the_nearer_one_only(settings):
    settings.ROOT_URLCONF = "tests.govuk.gallery"

    html = render_to_string("components/navigation.html", request=visitor("/meetings/actions/"))

    assert html.count("govuk-service-navigation__item--active") == 0

    html = render_to_string("components/navigation.html", request=visitor("/meetings/board/"))

    assert html.count("govuk-service-navigation__item--active") == 1


@pytest.mark.parametrize("charset", ["utf-16", "latin-1", "cp1252"])
@pytest.mark.parametrize("address", ["/", "/privacy/", "/account/sign-in/", "/no-such-page/"])
def test_a_form_in_another_script_is_refused_with_a_sentence(client, db, address, charset):
    form = f"application/x-www-form-urlencoded; charset={charset}"
    answer = client.post(address, b"name=x", content_type=form)
    assert answer.status_code == 400
    assert b"not written in UTF-8" in answer.content


def test_a_form_that_says_that_it_is_in_utf_8_is_read(client, db):
    answer = client.post(
        "/account/sign-in/", b"login=", content_type="application/x-www-form-urlencoded; charset=UTF-8"
    )
    assert answer.status_code == 422

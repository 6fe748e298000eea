"""What programs read: only what is public, in the formats that they expect."""

from datetime import date
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from tests.factories import make_item, make_meeting

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

pytestmark = pytest.mark.django_db


def read(client, name):
    return ElementTree.fromstring(client.get(reverse(f"public:{name}")).content)  # noqa: S314 — our own


def test_the_feed_holds_what_was_published_newest_first(client, assessment, plan):
    feed = read(client, "feed")
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == [
        "Partnership plan: Community Safety Plan, version 1",
        "Strategic assessment: Strategic Assessment 2026, version 1",
        "Draft minutes: CCSP Board, 10 December 2026",
        "Agenda and papers: CCSP Board, 10 December 2026",
    ]
    assert feed.findtext(f"{ATOM}updated") == "2027-01-20T14:00:00+00:00"
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(set(ids)) == 4


def test_the_front_page_leads_to_the_feed(client, plan):
    page = client.get("/").content.decode()
    assert page.count('href="/feed.xml"') == 2


def test_the_feed_holds_nothing_that_is_private_or_not_yet_published(
    client, sign_in, board, secretary, held, plan, assessment
):
    make_item(held.meeting, title="SECRETTITLE", privacy="private")
    make_meeting(board, secretary, day=date(2027, 3, 11))
    plan.plan.title = assessment.assessment.title = "SECRETTITLE"
    for version, state in ((plan, "adopted"), (assessment, "signed off")):
        version.state = state
        version.save()
    plan.plan.save()
    assessment.assessment.save()
    held.meeting.minutes.state = "with the chair"
    held.meeting.minutes.save()
    for visitor in (client, sign_in(secretary)):
        for name in ("feed", "sitemap"):
            content = visitor.get(reverse(f"public:{name}")).content.decode()
            assert "SECRETTITLE" not in content
        assert [entry.findtext(f"{ATOM}title") for entry in read(visitor, "feed").iter(f"{ATOM}entry")] == [
            "Agenda and papers: CCSP Board, 10 December 2026"
        ]


def test_a_title_with_an_ampersand_or_a_control_character_leaves_the_feed_whole(client, held):
    held.meeting.title = "Board & <panel>\x0b"
    held.meeting.save()
    titles = [entry.findtext(f"{ATOM}title") for entry in read(client, "feed").iter(f"{ATOM}entry")]
    assert titles[0] == "Draft minutes: Board & <panel>, 10 December 2026"


def test_the_feed_and_the_sitemap_cost_one_query_when_nothing_changed(client, plan, django_assert_num_queries):
    for name in ("feed", "sitemap"):
        page = client.get(reverse(f"public:{name}"))
        with django_assert_num_queries(1):
            again = client.get(reverse(f"public:{name}"), headers={"If-None-Match": page["ETag"]})
        assert again.status_code == 304


def test_the_sitemap_names_every_public_page(client, plan, assessment, settings):
    places = [place.text for place in read(client, "sitemap").iter(f"{SITEMAP}loc")]
    assert len(places) == len(set(places))
    assert f"{settings.PORTAL_BASE_URL}/" in places
    meeting = plan.adopted_by.item.meeting
    for place in places:
        assert client.get(place.removeprefix(settings.PORTAL_BASE_URL)).status_code == 200, place
    for name, row in (
        ("meetings:show_meeting", meeting),
        ("meetings:show_minutes", meeting),
        ("assessments:show_assessment", assessment),
        ("plans:show_plan", plan),
    ):
        assert f"{settings.PORTAL_BASE_URL}{reverse(name, args=[row.pk])}" in places


def test_crawlers_are_told_where_not_to_go_and_left_out_of_a_demo(client, partnership, settings):
    said = client.get("/robots.txt").content.decode()
    assert "Disallow: /home/\n" in said
    assert said.endswith(f"Sitemap: {settings.PORTAL_BASE_URL}/sitemap.xml\n")
    settings.DEMO = True
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()


def test_whoever_finds_a_weakness_is_told_whom_to_write_to(client, partnership, clock_at):
    with clock_at(date(2027, 1, 1)):
        said = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:secretariat@ccsp.example\n" in said
    assert "Expires: 2027-06-30T00:00:00Z\n" in said

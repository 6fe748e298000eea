"""The secretary sees the very page that somebody else gets, before anything is out; looking leaves nothing behind."""

import re

import pytest
from django.urls import reverse

from meetings.models import Meeting, Receipt
from tests.meetings.conftest import text_of
from tests.meetings.packing import SECRET, fill, out


@pytest.fixture
def items(meeting, secretary, partnership):
    return fill(meeting, secretary, partnership.seats["police"])


@pytest.fixture
def first(meeting, items, secretary):
    return out(meeting, secretary)


def plain(answer):
    """The page without what is drawn afresh each time: tokens; and without scripts, which the frame runs none of."""
    body = re.sub(r"<script\b[^>]*></script>", "", answer.content.decode())
    body = re.sub(r'name="(csrfmiddlewaretoken|form_token)" value="[^"]*"', r'name="\1"', body)
    return re.sub(r'nonce="[^"]*"', "", body)


def seen(client, meeting, who, **asked):
    who = "public" if not who.is_authenticated else who.pk
    return client.get(reverse("meetings:see_page_as", args=[meeting.pk]), {"who": who, **asked})


@pytest.mark.parametrize("page", ["meeting", "papers"])
@pytest.mark.parametrize("name", ["public", "observer", "police_lead", "chair", "two_seats"])
def test_it_is_the_very_page_that_they_get(name, page, first, meeting, secretary, sign_in, cast):
    person = cast.everybody[name]
    address = {"meeting": "meetings:show_meeting", "papers": "meetings:read_pack"}[page]
    shown = seen(sign_in(secretary), meeting, person, page=page)
    theirs = sign_in(person).get(reverse(address, args=[meeting.pk]))
    assert (shown.status_code, theirs.status_code) == (200, 200)
    assert plain(shown) == plain(theirs)
    assert b"<script" not in shown.content


def test_what_is_not_there_for_them_is_not_there(meeting, items, secretary, sign_in, cast, client):
    shown = seen(sign_in(secretary), meeting, cast.public)
    assert shown.status_code == 404
    assert plain(shown) == plain(sign_in(cast.public).get(reverse("meetings:show_meeting", args=[meeting.pk])))


def test_before_it_goes_out_it_shows_what_the_public_will_see_and_publishes_nothing(
    meeting, items, secretary, sign_in, cast
):
    shown = seen(sign_in(secretary), meeting, cast.public, when="circulated")
    text = text_of(shown)
    assert "1. Knife crime" in text
    assert "2. A domestic homicide review Private" in text
    assert "Report on knives" in text
    assert SECRET not in shown.content.decode()
    assert Meeting.objects.get(pk=meeting.pk).state == "convened"
    assert not meeting.items.exclude(number="").exists()
    assert sign_in(cast.public).get(reverse("meetings:show_meeting", args=[meeting.pk])).status_code == 404


@pytest.mark.parametrize("when", ["now", "circulated"])
def test_before_there_is_a_pack_it_says_why_there_are_no_papers_on_the_web_and_what_to_look_at(
    when, meeting, items, secretary, sign_in, cast
):
    url = reverse("meetings:see_as", args=[meeting.pk])
    outer = sign_in(secretary).get(url, {"who": cast.chair.pk, "page": "papers", "when": when})
    assert "The papers on the web are put together from the pack, which is made when you circulate" in text_of(outer)
    assert "<iframe" not in outer.content.decode()
    assert f"{url}?who={cast.chair.pk}&amp;page=meeting&amp;when=circulated" in outer.content.decode()
    out(meeting, secretary)
    outer = sign_in(secretary).get(url, {"who": cast.chair.pk, "page": "papers", "when": when})
    assert "<iframe" in outer.content.decode()
    assert "put together from the pack" not in text_of(outer)


def test_looking_is_not_counted_as_their_reading(first, meeting, secretary, sign_in, cast):
    seen(sign_in(secretary), meeting, cast.police_lead)
    seen(sign_in(secretary), meeting, cast.police_lead, page="papers")
    assert not Receipt.objects.filter(person=cast.police_lead).exists()


def test_it_is_for_the_secretary_alone_and_within_a_frame(first, meeting, sign_in, cast):
    for page in ("see_as", "see_page_as"):
        url = reverse(f"meetings:{page}", args=[meeting.pk])
        for name, person in cast.everybody.items():
            expected = 200 if name == "secretary" else 302 if name == "public" else 403
            assert sign_in(person).get(url).status_code == expected, name
        assert sign_in(cast.secretary).post(url).status_code == 405
    outer = sign_in(cast.secretary).get(reverse("meetings:see_as", args=[meeting.pk]), {"who": cast.chair.pk})
    assert f"As seen by: {cast.chair.name}" in text_of(outer)
    assert "frame-src 'self'" in outer["Content-Security-Policy"]
    inner = seen(sign_in(cast.secretary), meeting, cast.chair)
    assert inner["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self';" in f"{inner['Content-Security-Policy']};"
    alone = sign_in(cast.secretary).get(
        reverse("meetings:see_page_as", args=[meeting.pk]), headers={"Sec-Fetch-Dest": "document"}
    )
    assert alone.status_code == 302


def test_nobody_of_another_body_can_be_chosen(first, meeting, secretary, sign_in, cast):
    shown = seen(sign_in(secretary), meeting, cast.former_member)
    assert plain(shown) == plain(sign_in(cast.public).get(reverse("meetings:show_meeting", args=[meeting.pk])))

"""Why papers went out again was written for everybody: not for longer than the files that it went out with."""

import pytest
from django.urls import reverse

from meetings.tasks import assemble_pack
from meetings.workflow import papers
from tests.meetings.conftest import text_of
from tests.meetings.packing import data, fill, out
from tests.meetings.pdfs import pdf, upload
from tests.walk.unpacking import unpacked

SAID = "The ZQXKNIFEBIN came up this week"
STANDS = "An item is taken off"
PRIVATE = {"privacy": "private", "private_reason": "It names a person", "public_title": "Equipment"}


def page(name, *of):
    return reverse(name, args=of)


@pytest.fixture
def knives(meeting, secretary, partnership):
    return fill(meeting, secretary, partnership.seats["police"])[0]


@pytest.fixture
def late(meeting, knives, secretary):
    """The papers went out, and again with a late one, for a reason that tells what it is about."""
    out(meeting, secretary)
    papers.bring_paper(knives, upload(pdf(1)), title="Late figures", by=secretary)
    return out(meeting, secretary, SAID)


@pytest.fixture
def close(late, meeting, knives, secretary, post, client):
    """Make the item private by its page, and have the pack made afresh."""

    def act():
        knives.refresh_from_db()
        sent = PRIVATE | {"version": knives.version}
        assert post(secretary, page("meetings:set_privacy", knives.pk), sent).status_code == 302
        afresh = meeting.packs.get(state="making")
        assemble_pack(afresh.job_id)
        client.logout()
        return afresh

    return act


def everywhere(meeting):
    """Every address at which the public reads of packs."""
    names = ("show_meeting", "show_published", "read_pack", "offline_pack", "open_pack")
    return [
        *(page(f"meetings:{name}", meeting.pk) for name in names),
        *(page("meetings:pack_file", meeting.pk, number, name) for number in (2, 3) for name in ("open", "supplement")),
        *map(reverse, ("meetings:list_published", "meetings:list_meetings", "public:feed", "public:front")),
        f"{reverse('search:search')}?q=ZQXKNIFEBIN",
    ]


def test_the_reason_of_a_supplement_is_told_no_more_once_it_is_withdrawn(late, close, meeting, client):
    told = [page("meetings:show_meeting", meeting.pk), page("meetings:show_published", meeting.pk),
            reverse("meetings:list_published"), reverse("public:feed")]  # fmt: skip
    marks = {each: client.get(each)["ETag"] for each in told}
    assert all(SAID in client.get(each).content.decode() for each in told)
    afresh = close()
    for address in everywhere(meeting):
        answer = client.get(address, headers={"If-None-Match": marks.get(address, "")})
        assert answer.status_code in (200, 302, 404, 410), address
        assert SAID not in unpacked(b"".join(answer) if answer.streaming else answer.content), address
    afresh.refresh_from_db()
    assert SAID not in unpacked(data(afresh.open_document))
    for address in told:
        assert "Item 1 is private: It names a person." in client.get(address).content.decode(), address
    said = text_of(client.get(told[0]))
    assert "Withdrawn at 10am on Tuesday 4 May 2027. Item 1 is private: It names a person." in said


def test_who_may_read_the_item_still_reads_why(close, meeting, cast, sign_in):
    close()
    for name, reads in {"police_lead": True, "chair": True, "observer": False, "councillor": False}.items():
        said = text_of(sign_in(cast.everybody[name]).get(page("meetings:show_meeting", meeting.pk)))
        assert (SAID in said) is reads, name


def test_who_closes_an_item_is_shown_the_reasons_that_stay_public(close, late, meeting, knives, secretary, sign_in):
    address = page("meetings:set_privacy", knives.pk)
    assert "stay public" not in text_of(sign_in(secretary).get(address))
    close()
    papers.withdraw_paper(meeting.items.get(title="The plan").papers.get(), reason="It was wrong", by=secretary)
    out(meeting, secretary, STANDS)
    said = text_of(sign_in(secretary).get(address))
    assert "These reasons for supplements stay public" in said
    assert STANDS in said
    assert SAID not in said

"""A meeting's history reads as sentences, for the secretary and the auditor, each told what they may read."""

from datetime import date

import pytest
from django.urls import reverse

from ccsp_portal.history.tracking import acting
from meetings.models import AgendaItem, Attendance, Decision, Declaration, ItemInvitation, Minutes, MinuteText, Paper
from meetings.workflow.replies import reply
from meetings.workflow.scheduling import reschedule
from tests.factories import make_decision
from tests.meetings.conftest import NOW, sitting, text_of


@pytest.fixture
def url(meeting):
    return reverse("meetings:show_history", args=[meeting.pk])


@pytest.fixture
def item(meeting, secretary):
    with acting("add", secretary):
        return AgendaItem.objects.create(meeting=meeting, position=1, title="Knife crime", purpose="decide")


def make_private(item, by):
    item.title, item.privacy = "PLANTED", "private"
    item.private_reason, item.public_title = "It names people", "A serious incident"
    with acting("make private", by):
        item.save()


def test_it_tells_who_did_what_and_from_what_to_what(url, sign_in, meeting, secretary):
    reschedule(meeting, sitting(date(2027, 6, 17)), version=1, by=secretary)
    page = text_of(sign_in(secretary).get(url))
    assert "Asha Patel convened the meeting “CCSP Board, 10 June 2027”." in page
    assert "Asha Patel rescheduled the meeting “CCSP Board, 17 June 2027”: " in page
    assert "start changed from 2pm on Thursday 10 June 2027 to 2pm on Thursday 17 June 2027" in page


def test_it_covers_all_that_a_meeting_leaves(url, sign_in, meeting, item, partnership, secretary, police_lead):
    seat = partnership.seats["police"]
    reply(meeting, seat, "attending", by=police_lead)
    with acting("record", secretary):
        Paper.objects.create(item=item, title="The picture in May")
        Attendance.objects.create(
            meeting=meeting, seat=seat, status="apologies", recorded_at=NOW, recorded_by=secretary
        )
        Decision.objects.create(
            item=item, reference="CCSP/2027/001", outcome="agreed", text="Adopt it", quorate=True,
            decided_at=NOW, recorded_by=secretary,
        )  # fmt: skip
        Minutes.objects.create(meeting=meeting)
    page = text_of(sign_in(secretary).get(url))
    for sentence in (
        f"Daniel Okafor sent the reply “{seat}: Attending”",
        "Asha Patel added the agenda item “Knife crime”",
        "recorded the paper “The picture in May”",
        f"recorded the attendance “{seat}: Apologies”",
        "recorded the decision “CCSP/2027/001: Adopt it”",
        "recorded the minutes “Minutes of CCSP Board, 10 June 2027”",
    ):
        assert sentence in page


def test_the_auditor_is_told_the_act_but_no_word_of_a_private_item(url, sign_in, item, secretary, auditor):
    make_private(item, secretary)
    Paper.objects.create(item=item, title="PLANTED too")
    assert "PLANTED" in text_of(sign_in(secretary).get(url))
    page = text_of(sign_in(auditor).get(url))
    assert "Asha Patel made private the agenda item" in page.replace(":", "")
    assert "PLANTED" not in page


def test_opening_an_item_tells_the_auditor_nothing_of_what_it_said_while_it_was_private(
    url, sign_in, item, secretary, auditor
):
    make_private(item, secretary)
    item.title, item.privacy = "Knife crime", "open"
    with acting("make open", secretary):
        item.save()
    assert "PLANTED" in text_of(sign_in(secretary).get(url))
    assert "PLANTED" not in text_of(sign_in(auditor).get(url))


def test_the_note_of_a_reply_is_not_the_auditors(url, sign_in, meeting, partnership, police_lead, secretary, auditor):
    reply(meeting, partnership.seats["police"], "attending", by=police_lead)
    reply(meeting, partnership.seats["police"], "apologies", note="In hospital", by=police_lead)
    page = text_of(sign_in(secretary).get(url))
    assert f"Daniel Okafor sent the reply “{partnership.seats['police']}: Attending”." in page
    assert "Sent apologies”: answer changed from attending to sent apologies; note: In hospital." in page
    page = text_of(sign_in(auditor).get(url))
    assert "In hospital" not in page
    assert "Daniel Okafor sent the reply." in page


def test_declarations_and_drafts_of_minutes_are_told_to_who_reads_private_items_alone(
    url, sign_in, meeting, item, partnership, secretary, auditor
):
    with acting("record", secretary):
        draft = MinuteText.objects.create(item=item, text="Noted", written_at=NOW, written_by=secretary)
        draft.text = "PLANTED draft"
        draft.save()
        Declaration.objects.create(
            meeting=meeting, item=item, seat=partnership.seats["police"], interest="PLANTED interest",
            recorded_at=NOW, recorded_by=secretary,
        )  # fmt: skip
    page = text_of(sign_in(secretary).get(url))
    assert "PLANTED draft" in page
    assert "PLANTED interest" in page
    assert "PLANTED" not in text_of(sign_in(auditor).get(url))


def test_only_the_secretary_and_the_auditor_may(url, sign_in, cast):
    for name, person in cast.everybody.items():
        expected = {"secretary": 200, "auditor": 200, "public": 302, "former_member": 404}.get(name, 403)
        assert sign_in(person).get(url).status_code == expected, name


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_however_much_was_done(
    url, sign_in, meeting, partnership, secretary, police_lead, count, django_assert_num_queries
):
    seats = list(partnership.seats.values())
    Minutes.objects.create(meeting=meeting)
    for number in range(count):
        item = AgendaItem.objects.create(meeting=meeting, position=number, title=f"Item {number}")
        item.presenter = seats[number]
        item.save()
        Paper.objects.create(item=item, title=f"Paper {number}")
        MinuteText.objects.create(item=item, text="Noted", written_at=NOW, written_by=secretary)
        ItemInvitation.objects.create(item=item, person=police_lead, invited_at=NOW, invited_by=secretary)
        make_decision(item, secretary)
        Attendance.objects.create(
            meeting=meeting, seat=seats[number], status="apologies", recorded_at=NOW, recorded_by=secretary
        )
    client = sign_in(secretary)
    client.get(url)
    with django_assert_num_queries(9):
        client.get(url)

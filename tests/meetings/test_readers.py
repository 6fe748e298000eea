"""Who could see an item on a day, by what right; and that the answer for today is what people can open."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from ccsp_portal import clock
from meetings.models import AgendaItem, PrivacyChange
from meetings.queries.readers import readers_of
from meetings.workflow.agenda import add_item, set_privacy
from meetings.workflow.exclusions import end_exclusion, leave_out
from meetings.workflow.guests import end_invitation, invite_to_item
from partners.models import Appointment
from tests.factories import make_item, make_meeting, moment
from tests.meetings.conftest import text_of

# `in_may` is Tuesday 4 May 2027
MAY = date(2027, 5, 4)
READ_PRIVATE = {"secretary", "chair", "police_lead", "deputy", "council_officer", "housing_rep", "two_seats"}
HOLD_NO_SEAT = {"former_member", "public"}


@pytest.fixture
def nightjar(in_may, board, secretary):
    """A private item since 1 April."""
    with clock.set_to(moment(date(2027, 4, 1))):
        meeting = make_meeting(board, secretary, day=date(2027, 6, 10))
        return add_item(
            meeting,
            title="Operation Nightjar",
            purpose="discuss",
            privacy="private",
            private_reason="It names people",
            public_title="A matter about persons",
            by=secretary,
        )


def names(cast, readers):
    by_pk = {person.pk: name for name, person in cast.everybody.items() if person.pk}
    return {by_pk[person.pk] for person, _ in readers.people}


def page_of(item, day=None):
    address = reverse("meetings:show_readers", args=[item.pk])
    return f"{address}?day-day={day.day}&day-month={day.month}&day-year={day.year}" if day else address


def test_members_advisers_and_the_secretary_could_by_right_of_their_seats(nightjar, cast):
    readers = readers_of(nightjar, MAY)
    assert names(cast, readers) == READ_PRIVATE
    rights = {person.name: [right.words for right in rights] for person, rights in readers.people}
    assert rights["Megan Price"] == ["Member: deputy for the seat Local policing area commander, West Midlands Police"]
    assert rights["Leila Haddad"] == ["Adviser: holds the seat Neighbourhoods manager, Spire Homes"]
    assert len(rights["Sam Tolland"]) == 2


def test_a_leaver_is_named_for_the_days_of_their_appointment_and_for_no_later_one(nightjar, cast):
    left = Appointment.objects.get(person=cast.former_member)
    Appointment.objects.filter(pk=left.pk).update(to_on=date(2027, 4, 20))
    assert names(cast, readers_of(nightjar, date(2027, 4, 20))) == READ_PRIVATE | {"former_member"}
    assert names(cast, readers_of(nightjar, date(2027, 4, 21))) == READ_PRIVATE


def test_a_seat_s_terms_of_that_day_decide(nightjar, cast, partnership):
    seat = partnership.seats["observer"]
    seat.terms.update(to_on=date(2027, 4, 9))
    seat.terms.create(role="adviser", from_on=date(2027, 4, 10), to_on=date(2027, 4, 12))
    seat.terms.create(role="observer", from_on=date(2027, 4, 13))
    could = [day for day in range(8, 15) if "observer" in names(cast, readers_of(nightjar, date(2027, 4, day)))]
    assert could == [10, 11, 12]


def test_a_guest_could_from_the_invitation_to_its_end(nightjar, cast):
    with clock.set_to(moment(date(2027, 4, 10))):
        invitation = invite_to_item(nightjar, cast.councillor, by=cast.secretary)
    with clock.set_to(moment(date(2027, 4, 12))):
        end_invitation(invitation, by=cast.chair)
    could = [day for day in range(8, 15) if "councillor" in names(cast, readers_of(nightjar, date(2027, 4, day)))]
    assert could == [10, 11, 12]
    [right] = [right for right in readers_of(nightjar, date(2027, 4, 11)).rights if right.person == cast.councillor]
    assert right.words.startswith("Invited to this item by Asha Patel at ")
    assert "ended by Rosa Whitfield" in right.words


def test_who_is_left_out_of_it_could_until_then_and_from_the_end_of_that(nightjar, cast, sign_in):
    with clock.set_to(moment(date(2027, 4, 10))):
        exclusion = leave_out(nightjar, cast.police_lead, reason="An interest", by=cast.secretary)

    def rights(day):
        readers = readers_of(nightjar, date(2027, 4, day))
        return [(right.words, right.to_on) for right in readers.rights if right.person == cast.police_lead]

    seat = "Member: holds the seat Local policing area commander, West Midlands Police"
    assert rights(9) == [(seat, None)]
    out = f"{seat}; left out of this item by Asha Patel at 2pm on Saturday 10 April 2027"
    assert rights(10) == [(out, date(2027, 4, 10))]
    assert rights(11) == []
    page = text_of(sign_in(cast.secretary).get(page_of(nightjar, date(2027, 4, 10))))
    assert f"Daniel Okafor {out} 1 April 2020 10 April 2027" in page
    assert "of invitations to the item, of people left out of it, and of the changes of its privacy" in page
    with clock.set_to(moment(date(2027, 4, 12))):
        end_exclusion(exclusion, by=cast.chair)
    assert rights(12) == [(f"{out}, until Rosa Whitfield ended it at 2pm on Monday 12 April 2027", None)]
    assert rights(13) == [(seat, None)]


def test_who_was_left_out_before_it_was_private_could_not_on_that_day(in_may, board, cast, secretary):
    item = make_item(make_meeting(board, secretary, day=date(2027, 6, 10)), privacy="private")
    leave_out(item, cast.police_lead, reason="An interest", by=secretary)
    assert "police_lead" not in names(cast, readers_of(item, MAY))


def test_nobody_could_before_it_was_on_the_agenda(nightjar):
    readers = readers_of(nightjar, date(2027, 3, 31))
    assert (readers.states, readers.people) == ([], [])


def test_what_was_open_for_part_of_a_day_was_open_on_that_day(nightjar, cast, secretary):
    with clock.set_to(moment(date(2027, 4, 20))):
        item = set_privacy(nightjar, version=nightjar.version, privacy="open", by=secretary)
    with clock.set_to(moment(date(2027, 4, 22))):
        again = {"privacy": "private", "private_reason": "Names", "public_title": "A matter"}
        item = set_privacy(item, version=item.version, **again, by=secretary)
    # the former member left yesterday
    everybody, private = set(cast.everybody) - {"public"}, READ_PRIVATE | {"former_member"}
    on = {day: names(cast, readers_of(item, date(2027, 4, day))) for day in (19, 20, 21, 22, 23)}
    assert on == {19: private, 20: everybody, 21: everybody, 22: everybody, 23: private}


def test_an_open_item_is_everybody_s_once_its_agenda_is_out(in_may, board, secretary):
    item = make_item(make_meeting(board, secretary, day=date(2027, 6, 10), state="circulated"))
    out = item.meeting.circulated_at.date()
    assert readers_of(item, out).is_public
    assert not readers_of(item, out - timedelta(days=1)).is_public


@pytest.mark.parametrize("state", ["convened", "circulated"])
@pytest.mark.parametrize("privacy", ["open", "private"])
def test_the_answer_for_today_is_what_each_of_the_cast_can_open(in_may, board, cast, sign_in, state, privacy):
    meeting = make_meeting(board, cast.secretary, day=date(2027, 5, 10), state=state)
    item = make_item(meeting, privacy=privacy)
    invite_to_item(item, cast.councillor, by=cast.secretary)
    end_invitation(invite_to_item(item, cast.observer, by=cast.secretary), by=cast.secretary)
    with clock.set_to(moment(date(2027, 5, 5))):
        readers = readers_of(item, clock.today())
        opened = {
            name
            for name, person in cast.everybody.items()
            if sign_in(person).get(reverse("meetings:show_item", args=[item.pk])).status_code == 200
        }
    assert opened == (set(cast.everybody) if readers.is_public else names(cast, readers))
    assert readers.is_public == ((state, privacy) == ("circulated", "open"))


def test_every_new_item_says_since_when_it_is_open_or_private(in_may, board, secretary):
    meeting = make_meeting(board, secretary, day=date(2027, 6, 10))
    item = add_item(meeting, title="Open", purpose="note", by=secretary)
    assert PrivacyChange.objects.get(item=item).privacy == "open"


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_secretary_and_auditors_see_it_and_nobody_else(nightjar, sign_in, cast):
    answers = {name: sign_in(person).get(page_of(nightjar)).status_code for name, person in cast.everybody.items()}
    others = set(cast.everybody) - {"secretary", "auditor"} - HOLD_NO_SEAT
    assert answers == {"secretary": 200, "auditor": 200, "former_member": 404, "public": 302} | dict.fromkeys(
        others, 403
    )


def test_an_auditor_is_told_who_but_not_what(nightjar, sign_in, auditor):
    page = text_of(sign_in(auditor).get(page_of(nightjar, date(2027, 4, 3))))
    assert "On Saturday 3 April 2027" in page
    assert "Private: members, advisers and the secretary, and people invited to it" in page
    assert "Megan Price" in page
    assert "A matter about persons" in page
    assert "Nightjar" not in page


def test_a_day_to_come_is_refused(nightjar, sign_in, secretary):
    refused = sign_in(secretary).get(page_of(nightjar, date(2027, 5, 5)))
    assert refused.status_code == 422
    assert "The day must be today or in the past" in text_of(refused)
    assert text_of(refused).count("There is a problem") == 1


def test_the_meeting_s_page_leads_an_auditor_to_it(nightjar, sign_in, auditor, observer):
    address = reverse("meetings:show_meeting", args=[nightjar.meeting_id])
    assert page_of(nightjar) in sign_in(auditor).get(address).content.decode()
    assert page_of(nightjar) not in sign_in(observer).get(address).content.decode()


def test_an_ended_guest_reads_nothing_of_it_any_more(nightjar, cast):
    end_invitation(invite_to_item(nightjar, cast.observer, by=cast.secretary), by=cast.secretary)
    assert not AgendaItem.objects.visible_to(cast.observer).filter(pk=nightjar.pk).exists()


@pytest.mark.parametrize("guests", [1, 3])
def test_what_it_costs(nightjar, sign_in, cast, django_assert_num_queries, guests):
    for name in ("observer", "councillor", "analyst")[:guests]:
        invite_to_item(nightjar, cast.everybody[name], by=cast.secretary)
    client = sign_in(cast.secretary)
    with django_assert_num_queries(9):
        client.get(page_of(nightjar))

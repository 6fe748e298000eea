"""Who comes late, leaves early, is a guest or takes the chair is recorded item by item, and the quorum follows it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from ccsp_portal.workflow import Conflict, Stale
from meetings.models import Attendance, Chairing, Decision, Declaration, Guest, ItemExclusion, Movement
from meetings.queries.attendance import attendance_by_authority
from meetings.queries.quorum import shortfalls
from meetings.queries.roll import roll_of
from meetings.queries.session import quorum_now, voting_seats_now
from meetings.workflow.chairing import take_chair
from meetings.workflow.exclusions import end_exclusion
from meetings.workflow.guests import invite_to_item
from meetings.workflow.minutes import send_to_chair
from meetings.workflow.presence import come, correct_guest, leave, record_guest, take_back, take_back_guest
from meetings.workflow.records import record_decision
from meetings.workflow.session import (
    Filling,
    conclude,
    correct_declaration,
    declare_interest,
    open_meeting,
    record_attendance,
    take_back_declaration,
)
from partners.models import Office
from tests.cast import LONG_AGO
from tests.factories import make_item, make_meeting
from tests.meetings.conftest import text_of
from tests.meetings.running import AT_TWO, HELD_ON, quorate, seat_of


@pytest.fixture
def items(sitting_now):
    """Five items on the agenda."""
    return [make_item(sitting_now, title=f"Matter {n}", purpose="note") for n in range(1, 6)]


@pytest.fixture
def there(sitting_now, items, cast):
    """Four seats are there, as many as are needed; the chair in the chair."""
    quorate(sitting_now, cast)
    return sitting_now


@pytest.fixture
def vice(partnership, cast):
    """The police lead is the vice chair."""
    held = cast.police_lead.appointments.get()
    return Office.objects.create(body=partnership.board, appointment=held, kind="vice chair", from_on=LONG_AGO)


def row(person):
    return Attendance.objects.get(appointment__person=person)


def appointed(person):
    return person.appointments.first()


def to(name, thing):
    return reverse(f"meetings:{name}", args=[thing.pk])


def quorate_for(meeting, items):
    """The numbers of the items for which the meeting is quorate."""
    roll = roll_of(meeting)
    return "".join(item.number for item in items if roll.quorum_for(item).met)


# coming and going


def test_the_quorum_is_lost_from_the_item_after_which_somebody_left(there, items, cast):
    leave(items[2], row(cast.council_officer), by=cast.secretary)
    assert quorate_for(there, items) == "123"
    assert quorum_now(there, item=items[3]).present == 3
    assert voting_seats_now(there, item=items[3]) == 3


def test_who_leaves_before_an_item_was_there_until_the_one_before(there, items, cast):
    movement = leave(items[2], row(cast.council_officer), before=True, by=cast.secretary)
    assert movement.item == items[1]
    assert quorate_for(there, items) == "12"


def test_who_comes_late_counts_from_their_item_and_is_present_in_the_figures(there, items, cast, board):
    record_attendance(there, [Filling(seat_of(cast.council_officer), "apologies")], by=cast.secretary)
    assert quorate_for(there, items) == ""
    come(items[3], appointed(cast.council_officer), by=cast.secretary)
    assert quorate_for(there, items) == "45"
    assert row(cast.council_officer).status == "present"
    conclude(there, by=cast.secretary)
    council = next(each for each in attendance_by_authority(board, HELD_ON, HELD_ON)
                   if each.organisation.key == "council")  # fmt: skip
    assert (council.present, council.apologies) == (2, 0)


def test_who_comes_for_the_first_item_was_in_time(there, items, cast):
    come(items[0], appointed(cast.housing_rep), by=cast.secretary)
    assert row(cast.housing_rep).status == "present"
    assert not Movement.objects.exists()


def test_a_deputy_who_comes_late_is_the_seat_s_deputy(sitting_now, items, cast):
    come(items[1], appointed(cast.deputy), by=cast.secretary)
    assert row(cast.deputy).status == "deputy"


def test_somebody_leaves_and_comes_back(there, items, cast):
    leave(items[0], row(cast.police_lead), by=cast.secretary)
    come(items[3], appointed(cast.police_lead), by=cast.secretary)
    assert quorate_for(there, items) == "145"


def test_who_is_back_for_the_next_item_never_left(there, items, cast):
    leave(items[0], row(cast.police_lead), by=cast.secretary)
    come(items[1], appointed(cast.police_lead), by=cast.secretary)
    assert quorate_for(there, items) == "12345"
    assert not Movement.objects.standing().exists()


def test_nobody_leaves_before_they_came(there, items, cast):
    come(items[3], appointed(cast.housing_rep), by=cast.secretary)
    with pytest.raises(
        ValidationError, match="Leila Haddad: they came for item 4, so they can’t have left after item 2"
    ):
        leave(items[1], row(cast.housing_rep), by=cast.secretary)
    assert Movement.objects.count() == 1


def test_nobody_leaves_before_the_first_item(there, items, cast):
    with pytest.raises(ValidationError, match="This is the first item"):
        leave(items[0], row(cast.police_lead), before=True, by=cast.secretary)


def test_nobody_comes_in_a_second_seat(there, items, cast):
    second = cast.two_seats.appointments.exclude(pk=row(cast.two_seats).appointment_id).get()
    with pytest.raises(ValidationError, match="Sam Tolland can be counted in one seat only"):
        come(items[2], second, by=cast.secretary)


def test_one_person_fills_a_seat_at_a_meeting(there, items, cast):
    with pytest.raises(ValidationError, match="Daniel Okafor is recorded in this seat"):
        come(items[2], appointed(cast.deputy), by=cast.secretary)


def test_another_meeting_s_item_and_people_are_refused(there, items, cast, board):
    other = make_meeting(board, cast.secretary, day=HELD_ON.replace(day=12), state="in session", opened_at=AT_TWO)
    strange = make_item(other)
    with pytest.raises(ValidationError, match="Choose somebody of this meeting"):
        leave(strange, row(cast.police_lead), by=cast.secretary)
    with pytest.raises(ValidationError, match="Choose an item of this meeting"):
        record_guest(there, name="Ann", came_for=strange, by=cast.secretary)
    with pytest.raises(ValidationError, match="Choose a seat and an item of this meeting"):
        take_chair(strange, row(cast.police_lead), by=cast.secretary)
    assert not Guest.objects.exists()


def test_saying_it_twice_is_saying_it_once(there, items, cast):
    first = leave(items[2], row(cast.police_lead), by=cast.secretary)
    assert leave(items[2], row(cast.police_lead), by=cast.secretary) == first
    with pytest.raises(ValidationError, match="are recorded as leaving after item 3: take that back first"):
        leave(items[1], row(cast.police_lead), by=cast.secretary)


def test_it_is_taken_back_and_stays_in_the_history(there, items, cast):
    movement = leave(items[2], row(cast.police_lead), by=cast.secretary)
    take_back(movement, by=cast.secretary)
    take_back(movement, by=cast.secretary)
    assert quorate_for(there, items) == "12345"
    assert Movement.pgh_event_model.objects.filter(pgh_obj_id=movement.pk).count() == 2


def test_what_would_leave_nonsense_is_not_taken_back(there, items, cast):
    come(items[1], appointed(cast.housing_rep), by=cast.secretary)
    gone = leave(items[2], row(cast.housing_rep), by=cast.secretary)
    come(items[4], appointed(cast.housing_rep), by=cast.secretary)
    with pytest.raises(ValidationError, match="Take back first that they came for item 5"):
        take_back(gone, by=cast.secretary)


def test_who_sent_apologies_after_all_came_and_left_at_no_item(there, items, cast):
    leave(items[2], row(cast.chair), by=cast.secretary)
    record_attendance(there, [Filling(seat_of(cast.chair), "apologies")], by=cast.secretary)
    assert not Movement.objects.standing().exists()
    assert not Chairing.objects.standing().exists()


def test_a_decision_says_what_the_attendance_comes_to(there, items, cast):
    decision = record_decision(items[3], outcome="agreed", text="Yes.", by=cast.secretary)
    assert decision.quorate
    movement = leave(items[2], row(cast.police_lead), by=cast.secretary)
    assert not Decision.objects.get().quorate
    take_back(movement, by=cast.secretary)
    assert Decision.objects.get().quorate


def test_who_takes_no_part_in_an_item_does_not_count_for_it(there, items, cast):
    ItemExclusion.objects.create(
        item=items[1], person=cast.police_lead, reason="An interest", excluded_at=AT_TWO, excluded_by=cast.secretary
    )
    assert quorate_for(there, items) == "1345"


def test_who_is_let_back_in_counts_from_then_on_but_not_for_a_meeting_that_is_over(there, items, cast):
    of_police = {"person": cast.police_lead, "reason": "x", "excluded_at": AT_TWO, "excluded_by": cast.secretary}
    first, second = (ItemExclusion.objects.create(item=item, **of_police) for item in items[1:3])
    end_exclusion(first, by=cast.secretary)
    assert quorate_for(there, items) == "1245"
    conclude(there, by=cast.secretary)
    # ended an hour after
    ItemExclusion.objects.filter(pk=second.pk).update(ended_at=AT_TWO.replace(hour=15), ended_by=cast.secretary)
    assert quorate_for(there, items) == "1245"


def test_only_the_secretary_records_it_and_only_until_the_minutes_are_with_the_chair(there, items, cast):
    for person in (cast.chair, cast.police_lead, cast.auditor):
        with pytest.raises(PermissionDenied):
            leave(items[2], row(cast.police_lead), by=person)
    conclude(there, by=cast.secretary)
    leave(items[2], row(cast.police_lead), by=cast.secretary)
    send_to_chair(there.minutes, by=cast.secretary)
    for late in (leave, take_chair):
        with pytest.raises(Conflict, match="The minutes of this meeting are “With the chair”"):
            late(items[3], row(cast.council_officer), by=cast.secretary)


# the chair


def test_the_body_s_chair_is_in_the_chair_from_the_beginning(there, items, cast):
    chairing = Chairing.objects.get()
    assert (chairing.attendance, chairing.item) == (row(cast.chair), None)


def test_when_the_chair_leaves_the_page_asks_who_takes_it_the_vice_chair_first(there, items, cast, vice, sign_in, post):
    answers = {"who": f"left appointment-{appointed(cast.chair).pk}"}
    assert post(cast.secretary, to("come_and_go", items[2]), answers).status_code == 302
    page = text_of(sign_in(cast.secretary).get(to("run_meeting", there)))
    assert "Rosa Whitfield is in the chair, and is not there for item 4. Say who takes the chair from item 4." in page
    form = sign_in(cast.secretary).get(to("take_chair", items[3])).context["form"]
    assert [label.split(",")[0] for _, label in form.fields["seat"].choices][:2] == ["Daniel Okafor", "Tom Hargreaves"]
    assert form["seat"].initial == str(row(cast.police_lead).pk)
    answers = {"seat": row(cast.police_lead).pk}
    assert post(cast.secretary, to("take_chair", items[3]), answers).status_code == 302
    page = text_of(sign_in(cast.secretary).get(to("run_meeting", there)))
    assert "In the chair: Rosa Whitfield from the beginning; Daniel Okafor from item 4." in page
    assert "Say who takes the chair from item 4." not in page


def test_the_chair_who_leaves_the_room_for_one_item_has_the_chair_again_after_it(there, items, cast, vice):
    declare_interest(there, seat_of(cast.chair), "A landlord", item=items[1], withdrew=True, by=cast.secretary)
    take_chair(items[1], row(cast.police_lead), only=True, by=cast.secretary)
    roll = roll_of(there)
    chairs = [roll.chairing_at(item).attendance_id for item in items]
    chair, other = row(cast.chair).pk, row(cast.police_lead).pk
    assert chairs == [chair, other, chair, chair, chair]


def test_saying_another_replaces_who_was_said(there, items, cast):
    take_chair(items[2], row(cast.police_lead), by=cast.secretary)
    take_chair(items[2], row(cast.council_officer), by=cast.secretary)
    take_chair(items[2], row(cast.council_officer), by=cast.secretary)
    assert Chairing.objects.standing().filter(item=items[2]).get().attendance == row(cast.council_officer)
    assert Chairing.objects.count() == 3


def test_nobody_takes_the_chair_who_is_not_there(there, items, cast):
    leave(items[1], row(cast.police_lead), by=cast.secretary)
    with pytest.raises(ValidationError, match="is not there for item 3"):
        take_chair(items[2], row(cast.police_lead), by=cast.secretary)


# guests


def test_who_was_let_into_an_item_is_a_guest_for_it_with_one_button(there, items, cast, post):
    invitation = invite_to_item(items[2], cast.former_member, by=cast.secretary)
    answers = {"who": f"came invited-{invitation.pk}"}
    assert post(cast.secretary, to("come_and_go", items[2]), answers).status_code == 302
    guest = Guest.objects.get()
    assert (guest.name, guest.person) == ("Neil Marsden", cast.former_member)
    roll = roll_of(there)
    assert [roll.is_at(guest, item) for item in items] == [False, False, True, False, False]


def test_a_guest_is_recorded_once_corrected_and_taken_back(there, items, cast):
    guest = record_guest(there, name=" Ann  Lee ", organisation="Refuge", came_for=items[1], by=cast.secretary)
    assert str(guest) == "Ann Lee, Refuge"
    with pytest.raises(ValidationError, match="This guest is recorded already"):
        record_guest(there, name="Ann Lee", organisation="Refuge", by=cast.secretary)
    corrected = correct_guest(guest, name="Ann Leigh", organisation="Refuge", version=1, by=cast.secretary)
    with pytest.raises(Stale) as stale:
        correct_guest(guest, name="Anne Lee", organisation="Refuge", version=1, by=cast.secretary)
    assert (stale.value.theirs.name, stale.value.yours["name"]) == ("Ann Leigh", "Anne Lee")
    take_back_guest(corrected, by=cast.secretary)
    assert not Guest.objects.standing().exists()
    assert not Movement.objects.standing().exists()


def test_a_guest_does_not_leave_before_they_come(there, items, cast, post):
    answers = {"name": "Ann", "organisation": "Refuge", "came_for": items[3].pk, "left_after": items[1].pk}
    page = post(cast.secretary, to("record_guest", there), answers)
    assert page.status_code == 422
    assert "they came for item 4, so they can’t have left after item 2" in text_of(page)
    assert not Guest.objects.exists()


# interests


def test_an_interest_is_corrected_and_taken_back(there, items, cast, post):
    declared = declare_interest(there, seat_of(cast.chair), "Landlord", nature="personal", item=items[1],
                                by=cast.secretary)  # fmt: skip
    address = to("correct_declaration", declared)
    answers = {"seat": declared.seat_id, "nature": "prejudicial", "interest": "Landlord", "item": items[1].pk,
               "withdrew": "on", "version": "1"}  # fmt: skip
    assert post(cast.secretary, address, answers).status_code == 302
    assert quorate_for(there, items) == "1345"
    page = post(cast.secretary, address, answers | {"nature": "pecuniary"})
    assert page.status_code == 409
    assert "Nature of the interest: prejudicial" in text_of(page)
    take_back_declaration(Declaration.objects.get(), by=cast.secretary)
    assert quorate_for(there, items) == "12345"
    with pytest.raises(Stale):
        correct_declaration(declared, seat=declared.seat, interest="x", version=1, by=cast.secretary)


# the page


def test_the_page_warns_plainly_beside_the_item_and_at_the_top(there, items, cast, sign_in):
    leave(items[2], row(cast.council_officer), by=cast.secretary)
    leave(items[3], row(cast.police_lead), by=cast.secretary)
    page = text_of(sign_in(cast.secretary).get(to("run_meeting", there)))
    words = (
        "The meeting is not quorate for item 4: 3 of the 4 needed are present. What is decided on it now is not a "
        "decision of the Board. Defer or refer it, or go on when enough are back."
    )
    assert page.count(words) == 2
    assert "item 5: 2 of the 4 needed are present, and nobody is there from West Midlands Police." in page
    assert "No quorum for items 4 and 5" in page
    assert "Daniel Okafor (Local policing area commander, West Midlands Police, until item 4)" in page


def test_items_in_a_row_are_said_together(there, items, cast):
    leave(items[1], row(cast.council_officer), by=cast.secretary)
    assert [each.where for each in shortfalls(roll_of(there), items, {})] == ["items 3 to 5"]


def test_coming_and_going_is_one_button_on_its_page(there, items, cast, sign_in, post):
    address = to("come_and_go", items[2])
    page = sign_in(cast.secretary).get(address).content.decode()
    assert f'value="left appointment-{appointed(cast.police_lead).pk}"' in page
    assert f'value="came appointment-{appointed(cast.housing_rep).pk}"' in page
    assert "Sam Tolland, Head of" not in page.split("Not there</h2>")[1]
    done = post(cast.secretary, address, {"who": f"left-before appointment-{appointed(cast.police_lead).pk}"})
    assert done.url == f"{to('run_meeting', there)}#item-{items[2].pk}"
    assert Movement.objects.get().item == items[1]


@pytest.mark.parametrize(
    "who", ["", "left", "left seat-", "left seat-0", "eaten seat-1", "left seat-99999999999999", "came x-1"]
)
def test_what_no_button_says_is_refused_with_a_sentence(there, items, cast, post, who):
    page = post(cast.secretary, to("come_and_go", items[2]), {"who": who})
    assert page.status_code == 422
    assert "Choose " in text_of(page)


def test_only_the_secretary_opens_these_pages(there, items, cast, sign_in):
    for person in (cast.chair, cast.police_lead, cast.observer, cast.auditor):
        for name, thing in (("come_and_go", items[0]), ("take_chair", items[0]), ("record_guest", there)):
            assert sign_in(person).get(to(name, thing)).status_code == 403


def test_before_it_opens_it_is_too_early(board, cast, sign_in, on_the_day):
    meeting = make_meeting(board, cast.secretary, state="circulated")
    item = make_item(meeting)
    assert sign_in(cast.secretary).get(to("come_and_go", item)).status_code == 409
    open_meeting(meeting, by=cast.secretary)
    assert sign_in(cast.secretary).get(to("come_and_go", item)).status_code == 200


@pytest.mark.parametrize("many", [1, 3])
def test_what_the_pages_cost(there, items, many, cast, sign_in, django_assert_num_queries):
    for n in range(many):
        record_guest(there, name=f"Guest {n}", organisation="Refuge", came_for=items[1], by=cast.secretary)
        leave(items[n + 1], list(Attendance.objects.order_by("pk"))[n], by=cast.secretary)
        invite_to_item(items[0], [cast.former_member, cast.observer, cast.councillor][n], by=cast.secretary)
    client = sign_in(cast.secretary)
    with django_assert_num_queries(11):
        client.get(to("come_and_go", items[0]))
    with django_assert_num_queries(10):
        client.get(to("take_chair", items[0]))

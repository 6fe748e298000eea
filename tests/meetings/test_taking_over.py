"""Somebody takes a seat over in the middle of a meeting: from that item on the seat is theirs, and counts once."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from ccsp_portal.once.tokens import new_token
from meetings.models import Attendance, Chairing, Decision, Dissent, ItemExclusion, Minutes, Movement
from meetings.queries.attendance import attendance_by_authority
from meetings.queries.roll import roll_of
from meetings.queries.session import voting_seats_now
from meetings.workflow.chairing import take_chair
from meetings.workflow.minutes import send_to_chair
from meetings.workflow.presence import come, leave, take_back, take_over
from meetings.workflow.records import record_decision, record_dissent
from meetings.workflow.session import Filling, conclude, declare_interest, record_attendance
from partners.models import Interest
from tests.cast import make_person, make_seat
from tests.factories import make_item
from tests.meetings.conftest import text_of
from tests.meetings.running import AT_TWO, HELD_ON, quorate, seat_of

COMMANDER = "Local policing area commander, West Midlands Police"


@pytest.fixture
def items(sitting_now):
    """Six items on the agenda."""
    return [make_item(sitting_now, title=f"Matter {n}", purpose="note") for n in range(1, 7)]


@pytest.fixture
def there(sitting_now, items, cast):
    """Four seats are there, as many as are needed; Daniel Okafor in that of the police, whose deputy is Megan Price."""
    quorate(sitting_now, cast)
    return sitting_now


def row(person):
    return Attendance.objects.get(appointment__person=person)


def appointed(person):
    return person.appointments.first()


def to(name, thing):
    return reverse(f"meetings:{name}", args=[thing.pk])


def over(person):
    return {"who": f"over appointment-{appointed(person).pk}"}


def fillers(meeting, items, person):
    """Who fills the seat of this person at each item: the first letters of their names, "-" where nobody does."""
    roll = roll_of(meeting)
    seat = next(each for each in roll.filled if each.seat == seat_of(person))
    return "".join(str(roll.filler_at(seat, each).person)[0] if roll.is_at(seat, each) else "-" for each in items)


def moves():
    return [(each.kind, each.item.number, str(each.appointment.person)) for each in Movement.objects.standing()]


# from the page


def test_a_deputy_takes_over_with_one_button_and_it_is_taken_back_with_one(there, items, cast, sign_in, post):
    address = to("come_and_go", items[4])
    page = sign_in(cast.secretary).get(address)
    assert f"Megan Price, {COMMANDER}, deputy Takes over from Daniel Okafor" in text_of(page)
    done = post(cast.secretary, address, over(cast.deputy), follow=True)
    assert done.redirect_chain == [(f"{to('run_meeting', there)}#item-{items[4].pk}", 302)]
    assert moves() == [("took over", "5", "Megan Price")]
    assert fillers(there, items, cast.police_lead) == "DDDDMM"
    page = text_of(done)
    assert "Megan Price took over from Daniel Okafor at item 5." in page
    assert "4 of 4 recorded seats are filled" in page
    assert f"Daniel Okafor ({COMMANDER}, until item 4); Megan Price ({COMMANDER}, deputy, from item 5)" in page
    assert "Quorum met Quorate: 4 present, 4 needed." in page
    assert "Megan Price took over from Daniel Okafor at item 5 Take back" in page
    done = post(cast.secretary, to("take_back_movement", Movement.objects.get()))
    assert done.status_code == 302
    assert fillers(there, items, cast.police_lead) == "DDDDDD"
    assert Movement.pgh_event_model.objects.filter(appointment=appointed(cast.deputy)).count() == 2


def test_the_page_offers_at_each_item_what_can_be_there(there, items, cast, sign_in):
    take_over(items[3], appointed(cast.deputy), by=cast.secretary)
    offered = {}
    for item in items:
        page = text_of(sign_in(cast.secretary).get(to("come_and_go", item)))
        offered[item.number] = page.partition("Could take over a seat")[2].partition("Cancel")[0].strip()
    deputy = f"Megan Price, {COMMANDER}, deputy Takes over from Daniel Okafor : Megan Price"
    holder = f"Daniel Okafor, {COMMANDER} Takes over from Megan Price : Daniel Okafor"
    # of the first item it is said in the attendance who was in the seat
    assert offered == {"1": "", "2": deputy, "3": deputy, "4": holder, "5": holder, "6": holder}
    after = text_of(sign_in(cast.secretary).get(to("come_and_go", items[4])))
    assert f"Megan Price, {COMMANDER}, deputy Left after it : Megan Price Left before it" in after


def test_the_holder_takes_over_from_the_deputy_and_back(there, items, cast):
    take_over(items[2], appointed(cast.deputy), by=cast.secretary)
    take_over(items[4], appointed(cast.police_lead), by=cast.secretary)
    assert fillers(there, items, cast.police_lead) == "DDMMDD"


def test_who_comes_after_the_other_left_comes_to_the_seat(there, items, cast, post, sign_in):
    leave(items[1], row(cast.police_lead), by=cast.secretary)
    answers = {"who": f"came appointment-{appointed(cast.deputy).pk}"}
    page = text_of(sign_in(cast.secretary).get(to("come_and_go", items[4])))
    assert f"Megan Price, {COMMANDER}, deputy Came for it" in page
    assert post(cast.secretary, to("come_and_go", items[4]), answers).status_code == 302
    assert fillers(there, items, cast.police_lead) == "DD--MM"
    roll = roll_of(there)
    assert [roll.quorum_for(item).present for item in items] == [4, 4, 3, 3, 4, 4]
    # the holder's leaving can't be taken back from under who came after them
    page = post(cast.secretary, to("take_back_movement", Movement.objects.get(kind="left")), follow=True)
    assert "Take back first that Megan Price came for item 5." in text_of(page)


def test_after_the_end_it_is_put_right_until_the_minutes_are_with_the_chair(there, items, cast, post):
    conclude(there, by=cast.secretary)
    assert post(cast.secretary, to("come_and_go", items[4]), over(cast.deputy)).status_code == 302
    assert fillers(there, items, cast.police_lead) == "DDDDMM"
    send_to_chair(Minutes.objects.get(), by=cast.secretary)
    page = post(cast.secretary, to("come_and_go", items[2]), over(cast.police_lead))
    assert page.status_code == 409
    assert "The minutes of this meeting are “With the chair”" in text_of(page)


# what it comes to at each item


def test_the_seat_counts_and_votes_once(there, items, cast, board):
    take_over(items[2], appointed(cast.deputy), by=cast.secretary)
    roll = roll_of(there)
    assert [roll.quorum_for(item).present for item in items] == [4] * 6
    assert voting_seats_now(there, item=items[3]) == 4
    conclude(there, by=cast.secretary)
    police = next(each for each in attendance_by_authority(board, HELD_ON, HELD_ON)
                  if each.organisation.key == "police")  # fmt: skip
    assert (police.present, police.by_deputy, police.expected) == (1, 0, 1)


def test_the_quorum_is_lost_when_who_took_over_leaves(there, items, cast):
    decision = record_decision(items[5], outcome="agreed", text="Yes.", by=cast.secretary)
    take_over(items[2], appointed(cast.deputy), by=cast.secretary)
    leave(items[3], appointed(cast.deputy), by=cast.secretary)
    assert fillers(there, items, cast.police_lead) == "DDMM--"
    decision.refresh_from_db()
    assert not decision.quorate


def test_who_takes_no_part_in_an_item_is_a_person_not_a_seat(there, items, cast):
    for item, person in ((items[1], cast.deputy), (items[3], cast.deputy), (items[5], cast.police_lead)):
        ItemExclusion.objects.create(
            item=item, person=person, reason="An interest", excluded_at=AT_TWO, excluded_by=cast.secretary
        )
    take_over(items[2], appointed(cast.deputy), by=cast.secretary)
    roll = roll_of(there)
    assert [roll.quorum_for(item).present for item in items] == [4, 4, 4, 3, 4, 4]


def test_a_dissent_is_of_whoever_was_in_the_seat_at_the_item(there, items, cast, sign_in):
    take_over(items[2], appointed(cast.deputy), by=cast.secretary)
    seat = seat_of(cast.police_lead)
    for item in (items[1], items[3]):
        decision = record_decision(item, outcome="agreed", text="Yes.", by=cast.secretary)
        record_dissent(decision, seat=seat, words="No.", by=cast.secretary)
    assert [str(each.appointment.person) for each in Dissent.objects.order_by("pk")] == ["Daniel Okafor", "Megan Price"]
    page = text_of(sign_in(cast.secretary).get(to("record_dissent", Decision.objects.order_by("pk").last())))
    assert f"Megan Price: {COMMANDER}" in page
    assert "Daniel Okafor" not in page


def test_interests_are_offered_for_both_and_a_seat_that_leaves_the_room_is_pointed_out(
    there, items, cast, post, sign_in
):
    declare_interest(there, seat_of(cast.police_lead), "Landlord", nature="personal", item=items[4], withdrew=True,
                     by=cast.secretary)  # fmt: skip
    Interest.objects.create(person=cast.deputy, category="organisation", text="Trustee of a refuge", from_on=HELD_ON)
    page = text_of(post(cast.secretary, to("come_and_go", items[2]), over(cast.deputy), follow=True))
    assert "The seat is recorded as out of the room for item 5: if Megan Price stays, correct the interest." in page
    assert "Megan Price: Trustee of a refuge" in page
    page = text_of(sign_in(cast.secretary).get(to("declare_interest", there)))
    assert f"Daniel Okafor, Megan Price: {COMMANDER}" in page


# the chair


def test_the_chair_does_not_go_with_the_seat(there, items, cast, sign_in, post):
    deputy = make_person("Ann Lee", seat_of(cast.chair), kind="deputy")
    page = text_of(post(cast.secretary, to("come_and_go", items[3]), over(deputy), follow=True))
    assert "Ann Lee took over from Rosa Whitfield at item 4. Rosa Whitfield was in the chair: say who takes it" in page
    assert "Rosa Whitfield is in the chair, and is not there for item 4. Say who takes the chair from item 4." in page
    form = sign_in(cast.secretary).get(to("take_chair", items[3]))
    assert "In the chair until now: Rosa Whitfield, Cabinet Member" in text_of(form)
    assert "Ann Lee, Cabinet Member" in text_of(form)
    assert post(cast.secretary, to("take_chair", items[3]), {"seat": row(cast.chair).pk}).status_code == 302
    page = text_of(sign_in(cast.secretary).get(to("run_meeting", there)))
    assert "In the chair: Rosa Whitfield from the beginning; Ann Lee from item 4." in page
    assert "Say who takes the chair from" not in page
    # back in the seat, the chair of the body is asked about
    page = text_of(post(cast.secretary, to("come_and_go", items[5]), over(cast.chair), follow=True))
    assert "Ann Lee was in the chair: say who takes it now." in page
    assert "Rosa Whitfield is the chair of the body: under “Chair”, say whether they take the chair now." in page
    assert roll_of(there).lacks_chair(items[5])


def test_who_took_the_chair_keeps_it_when_it_turns_out_that_another_was_in_the_seat(there, items, cast):
    take_chair(items[3], row(cast.police_lead), by=cast.secretary)
    take_over(items[2], appointed(cast.deputy), by=cast.secretary)
    roll = roll_of(there)
    assert [roll.lacks_chair(item) for item in items] == [False, False, False, True, True, True]
    take_back(Movement.objects.get(), by=cast.secretary)
    assert not any(roll_of(there).lacks_chair(item) for item in items)
    assert Chairing.objects.standing().count() == 2


# bad input


def test_a_double_click_is_one_act(there, items, cast, post):
    answers = over(cast.deputy) | {"form_token": new_token(cast.secretary)}
    for _ in range(2):
        assert post(cast.secretary, to("come_and_go", items[4]), answers).status_code == 302
    assert post(cast.secretary, to("come_and_go", items[4]), over(cast.deputy)).status_code == 302
    assert moves() == [("took over", "5", "Megan Price")]


def refused(page):
    assert page.status_code == 422
    return text_of(page)


def test_the_second_of_two_who_take_over_at_an_item_is_told_who_was_the_first(there, items, cast, post):
    other = make_person("Ann Lee", seat_of(cast.police_lead), kind="deputy")
    post(cast.secretary, to("come_and_go", items[4]), over(cast.deputy))
    words = "Ann Lee: they can’t, as Megan Price is recorded as taking over at item 5: take that back first."
    assert words in refused(post(cast.secretary, to("come_and_go", items[4]), over(other)))
    assert fillers(there, items, cast.police_lead) == "DDDDMM"


def test_nobody_takes_over_a_seat_that_they_are_in(there, items, cast, post):
    take_over(items[2], appointed(cast.deputy), by=cast.secretary)
    words = "Megan Price: they are recorded as there for item 5 already."
    assert words in refused(post(cast.secretary, to("come_and_go", items[4]), over(cast.deputy)))
    words = "Megan Price: they are recorded as taking over at item 3: take that back first."
    assert words in refused(post(cast.secretary, to("come_and_go", items[1]), over(cast.deputy)))


def test_nobody_takes_over_who_was_not_in_the_seat_that_day(there, items, cast, post):
    ended = make_person("Ann Lee", seat_of(cast.police_lead), kind="deputy", to_on=HELD_ON.replace(day=10))
    words = (
        f"Ann Lee was not appointed to this seat on Thursday 11 March 2027: {COMMANDER}. Choose somebody who was, or "
        "record them as a guest."
    )
    assert words in refused(post(cast.secretary, to("come_and_go", items[4]), over(ended)))
    assert not Movement.objects.exists()


def test_a_person_counts_in_one_seat_whichever_came_first(there, items, cast, post, partnership):
    both = make_person("Ann Lee", seat_of(cast.police_lead), kind="deputy")
    fire = both.appointments.create(seat=partnership.seats["fire"], kind="deputy", from_on=HELD_ON)
    in_police = both.appointments.get(seat=seat_of(cast.police_lead))
    take_over(items[2], in_police, by=cast.secretary)
    with pytest.raises(ValidationError, match="Ann Lee can be counted in one seat only"):
        record_attendance(there, [Filling(fire.seat, "deputy", fire)], by=cast.secretary)
    take_back(Movement.objects.get(), by=cast.secretary)
    record_attendance(there, [Filling(fire.seat, "deputy", fire)], by=cast.secretary)
    answers = {"who": f"over appointment-{in_police.pk}"}
    words = "Ann Lee can be counted in one seat only"
    assert words in refused(post(cast.secretary, to("come_and_go", items[2]), answers))


def test_nobody_takes_over_at_the_first_item_nor_in_another_body(there, items, cast, post, partnership):
    words = "This is the first item. Say under “Record attendance” who filled the seat from the beginning."
    assert words in refused(post(cast.secretary, to("come_and_go", items[0]), over(cast.deputy)))
    elsewhere = make_seat(partnership.group, partnership.organisations["police"], "police")
    stranger = make_person("Ann Lee", elsewhere, kind="deputy")
    page = post(cast.secretary, to("come_and_go", items[2]), over(stranger))
    assert "Choose somebody of this meeting: the list has changed since." in refused(page)
    with pytest.raises(ValidationError, match="Choose somebody of this meeting"):
        take_over(items[2], appointed(stranger), by=cast.secretary)
    answers = {"who": f"over seat-{row(cast.police_lead).pk}"}
    assert "Choose who comes or leaves." in refused(post(cast.secretary, to("come_and_go", items[2]), answers))


def test_to_take_over_an_absent_seat_is_to_come(there, items, cast, post):
    record_attendance(there, [Filling(seat_of(cast.police_lead), "absent")], by=cast.secretary)
    page = post(cast.secretary, to("come_and_go", items[3]), over(cast.deputy), follow=True)
    assert moves() == [("came", "4", "Megan Price")]
    assert row(cast.deputy).status == "deputy"
    assert "Megan Price came for item 4." in text_of(page)


def test_a_page_that_was_drawn_before_does_not_send_the_other_away(there, items, cast, post):
    left = {"who": f"left appointment-{appointed(cast.police_lead).pk}"}
    take_over(items[2], appointed(cast.deputy), by=cast.secretary)
    words = "Daniel Okafor: they were in the seat until Megan Price took over at item 3."
    assert words in refused(post(cast.secretary, to("come_and_go", items[4]), left))
    came = {"who": f"came appointment-{appointed(cast.police_lead).pk}"}
    words = f"Megan Price is recorded in this seat for item 5: {COMMANDER}. One person fills a seat at a time."
    assert words in refused(post(cast.secretary, to("come_and_go", items[4]), came))


def test_what_was_recorded_after_it_is_taken_back_first(there, items, cast, post):
    take_over(items[2], appointed(cast.deputy), by=cast.secretary)
    leave(items[3], appointed(cast.deputy), by=cast.secretary)
    took = Movement.objects.get(kind="took over")
    page = post(cast.secretary, to("take_back_movement", took), follow=True)
    assert "Take back first that they left after item 4." in text_of(page)
    words = "Daniel Okafor: they can’t, as Megan Price is recorded as"
    assert fillers(there, items, cast.police_lead) == "DDMM--"
    leaving = {"who": f"left appointment-{appointed(cast.police_lead).pk}"}
    page = refused(post(cast.secretary, to("come_and_go", items[0]), leaving))
    assert f"{words} taking over at item 3: take that back first." in page


def test_a_leaving_is_not_taken_back_from_under_a_coming_back(there, items, cast):
    gone = leave(items[1], row(cast.police_lead), by=cast.secretary)
    come(items[4], appointed(cast.police_lead), by=cast.secretary)
    with pytest.raises(ValidationError, match="Take back first that they came for item 5"):
        take_back(gone, by=cast.secretary)
    with pytest.raises(ValidationError, match="they are recorded as coming for item 5: take that back first"):
        come(items[2], appointed(cast.police_lead), by=cast.secretary)
    assert fillers(there, items, cast.police_lead) == "DD--DD"


def test_who_filled_the_seat_after_all_is_said_in_the_attendance_and_nobody_took_over(there, items, cast, sign_in):
    take_over(items[2], appointed(cast.deputy), by=cast.secretary)
    page = text_of(sign_in(cast.secretary).get(to("record_attendance", there)))
    assert (
        "Megan Price took over from Daniel Okafor at item 3. That is taken back if you choose another. Present: Daniel"
    ) in page
    filling = Filling(seat_of(cast.police_lead), "deputy", appointed(cast.deputy))
    record_attendance(there, [filling], by=cast.secretary)
    assert not Movement.objects.standing().exists()
    assert fillers(there, items, cast.deputy) == "MMMMMM"


def test_only_the_secretary_records_it(there, items, cast, post):
    for person in (cast.chair, cast.deputy, cast.observer):
        assert post(person, to("come_and_go", items[4]), over(cast.deputy)).status_code == 403
        with pytest.raises(PermissionDenied):
            take_over(items[4], appointed(cast.deputy), by=person)


def test_the_database_refuses_what_cannot_be(there, items, cast):
    fields = {"meeting": there, "item": items[2], "recorded_at": AT_TWO, "recorded_by": cast.secretary}
    with pytest.raises(IntegrityError, match="who_takes_a_seat_over_is_named"), transaction.atomic():
        Movement.objects.create(**fields, kind="took over", attendance=row(cast.police_lead))
    guest = there.guests.create(name="Ann", recorded_at=AT_TWO, recorded_by=cast.secretary)
    with pytest.raises(IntegrityError, match="who_is_appointed_comes_to_a_seat"), transaction.atomic():
        Movement.objects.create(**fields, kind="came", guest=guest, appointment=appointed(cast.deputy))


@pytest.mark.parametrize("many", [1, 3])
def test_what_the_pages_cost(there, items, many, cast, sign_in, django_assert_num_queries):
    people = [cast.police_lead, cast.chair, cast.council_officer][:many]
    for place, person in enumerate(people, start=1):
        deputy = make_person(f"Deputy {place}", seat_of(person), kind="deputy")
        take_over(items[place], appointed(deputy), by=cast.secretary)
    client = sign_in(cast.secretary)
    with django_assert_num_queries(11):
        client.get(to("come_and_go", items[4]))
    with django_assert_num_queries(16):
        client.get(to("run_meeting", there))

"""Attendance is recorded seat by seat, and the quorum follows from it."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ccsp_portal.workflow import Conflict, Stale
from meetings.models import Attendance, Decision, Declaration, Meeting, Reply
from meetings.queries.session import quorum_now
from meetings.workflow.minutes import send_to_chair
from meetings.workflow.presence import leave
from meetings.workflow.records import record_decision
from meetings.workflow.session import Filling, conclude, declare_interest, record_attendance
from partners.models import SeatTerms
from tests.meetings.conftest import text_of
from tests.meetings.running import AT_TWO, filling, quorate, seat_of


@pytest.fixture
def url(sitting_now):
    return reverse("meetings:record_attendance", args=[sitting_now.pk])


def question(person):
    return f"seat-{seat_of(person).pk}"


def test_the_form_is_filled_in_from_the_replies(url, sitting_now, cast, sign_in):
    for person, answer, deputy in (
        (cast.chair, "attending", None),
        (cast.police_lead, "deputy", cast.deputy.appointments.get()),
        (cast.council_officer, "apologies", None),
    ):
        Reply.objects.create(
            meeting=sitting_now, seat=seat_of(person), answer=answer, deputy=deputy, sequence=0,
            replied_at=AT_TWO, replied_by=person,
        )  # fmt: skip
    initial = sign_in(cast.secretary).get(url).context["form"].initial
    assert initial[question(cast.chair)] == f"present:{cast.chair.appointments.get().pk}"
    assert initial[question(cast.police_lead)] == f"deputy:{cast.deputy.appointments.get().pk}"
    assert initial[question(cast.council_officer)] == "apologies"
    assert initial[question(cast.housing_rep)] == ""


def test_nothing_chosen_is_not_said_to_be_saved(url, cast, post, sign_in):
    page = post(cast.secretary, url, {"version": "0"})
    assert page.status_code == 422
    assert "Nothing was chosen: select who filled at least one of the seats" in text_of(page)
    assert "Attendance is saved" not in text_of(sign_in(cast.secretary).get(url))


def test_saving_records_who_fills_which_seat_with_its_terms(url, cast, post):
    answers = {
        "version": "0",
        question(cast.police_lead): f"deputy:{cast.deputy.appointments.get().pk}",
        question(cast.housing_rep): "absent",
    }
    assert post(cast.secretary, url, answers).status_code == 302
    rows = Attendance.objects.order_by("seat__position").values_list(
        "status", "appointment__person__name", "voting", "counts_to_quorum"
    )
    assert list(rows) == [("deputy", "Megan Price", True, True), ("absent", None, False, False)]


def test_a_later_change_of_terms_does_not_rewrite_the_quorum(sitting_now, cast):
    quorate(sitting_now, cast)
    SeatTerms.objects.update(counts_to_quorum=False)
    assert quorum_now(sitting_now).present == 4


def test_a_deputy_counts_to_quorum_in_the_place_of_the_holder(sitting_now, cast):
    quorate(sitting_now, cast)
    who = cast.deputy.appointments.get()
    record_attendance(sitting_now, [Filling(who.seat, "deputy", who)], by=cast.secretary)
    assert quorum_now(sitting_now).met


def test_a_person_in_two_seats_is_counted_in_one(sitting_now, cast):
    first, second = cast.two_seats.appointments.all()
    both = [Filling(first.seat, "present", first), Filling(second.seat, "present", second)]
    with pytest.raises(ValidationError, match="Sam Tolland can be counted in one seat only"):
        record_attendance(sitting_now, both, by=cast.secretary)
    assert not Attendance.objects.exists()
    record_attendance(sitting_now, [both[0], Filling(second.seat, "apologies")], by=cast.secretary)
    assert quorum_now(sitting_now).present == 1


def test_nobody_fills_a_seat_that_is_not_theirs(sitting_now, cast):
    stranger = cast.chair.appointments.get()
    with pytest.raises(ValidationError, match="Choose one of the people appointed to the seat"):
        record_attendance(sitting_now, [Filling(seat_of(cast.police_lead), "present", stranger)], by=cast.secretary)


def test_two_people_recording_at_once_the_second_sees_both_and_chooses(url, sitting_now, cast, post):
    mine = {"version": "0", question(cast.chair): "apologies"}
    quorate(sitting_now, cast)
    page = post(cast.secretary, url, mine)
    assert page.status_code == 409
    assert "Cabinet Member for Policing and Equalities, The Council: Present, Rosa Whitfield" in text_of(page)
    form = page.context["form"]
    assert (form["version"].value(), form[question(cast.chair)].value()) == ("4", "apologies")
    assert post(cast.secretary, url, mine | {"version": "4"}).status_code == 302
    assert Attendance.objects.get(seat=seat_of(cast.chair)).status == "apologies"


def test_a_stale_act_changes_nothing(sitting_now, cast):
    quorate(sitting_now, cast)
    with pytest.raises(Stale):
        record_attendance(sitting_now, [filling(cast.chair, "present")], version=0, by=cast.secretary)


def test_concluding_and_sending_the_minutes_say_when_nobody_is_recorded(sitting_now, cast, sign_in):
    checklist = sign_in(cast.secretary).get(reverse("meetings:conclude_meeting", args=[sitting_now.pk]))
    assert "attendance is recorded: the minutes would name nobody" in text_of(checklist)
    conclude(sitting_now, by=cast.secretary)
    send, said = (
        reverse("meetings:send_to_chair", args=[sitting_now.pk]),
        "attendance is recorded, so the minutes name nobody",
    )
    assert said in text_of(sign_in(cast.secretary).get(send))
    quorate(sitting_now, cast)
    assert said not in text_of(sign_in(cast.secretary).get(send))


def test_attendance_is_put_right_until_the_minutes_are_with_the_chair_and_the_quorum_follows(
    url, sitting_now, item, cast, sign_in, post
):
    decision = record_decision(item, outcome="agreed", text="Yes.", by=cast.secretary)
    conclude(sitting_now, by=cast.secretary)
    answers = {f"seat-{each.seat.pk}": f"present:{each.appointment.pk}" for each in
               map(filling, (cast.chair, cast.police_lead, cast.council_officer, cast.two_seats))}  # fmt: skip
    assert not decision.quorate
    assert post(cast.secretary, url, {"version": "0", **answers}).status_code == 302
    assert Decision.objects.get().quorate
    page = text_of(sign_in(cast.secretary).get(reverse("meetings:run_meeting", args=[sitting_now.pk])))
    assert "Record attendance" in page
    leave(item, Attendance.objects.get(appointment__person=cast.chair), by=cast.secretary)
    send_to_chair(sitting_now.minutes, by=cast.secretary)
    sitting_now.refresh_from_db()
    assert sign_in(cast.secretary).get(url).status_code == 409
    with pytest.raises(Conflict, match="The minutes of this meeting are “With the chair”"):
        record_attendance(sitting_now, [filling(cast.chair)], by=cast.secretary)
    page = text_of(sign_in(cast.secretary).get(reverse("meetings:run_meeting", args=[sitting_now.pk])))
    assert "Record attendance" not in page


def test_who_left_the_room_does_not_count_for_the_item(sitting_now, item, cast, post):
    quorate(sitting_now, cast)
    answers = {
        "seat": seat_of(cast.chair).pk,
        "nature": "personal",
        "interest": "Is a landlord",
        "item": item.pk,
        "withdrew": "on",
    }
    address = reverse("meetings:declare_interest", args=[sitting_now.pk])
    assert post(cast.secretary, address, answers).status_code == 302
    assert Declaration.objects.get().withdrew
    assert quorum_now(sitting_now).met
    assert not quorum_now(sitting_now, item=item).met


def test_leaving_the_room_is_for_an_item(sitting_now, cast, post):
    answers = {"seat": seat_of(cast.chair).pk, "nature": "personal", "interest": "Is a landlord", "withdrew": "on"}
    page = post(cast.secretary, reverse("meetings:declare_interest", args=[sitting_now.pk]), answers)
    assert page.status_code == 422
    assert "Choose the item for which they left the room." in text_of(page)
    with pytest.raises(ValidationError):
        declare_interest(sitting_now, seat_of(cast.chair), "x", withdrew=True, by=cast.secretary)


def test_what_it_costs(url, sitting_now, cast, sign_in, django_assert_num_queries):
    quorate(sitting_now, cast)
    Meeting.objects.update(sequence=0)
    client = sign_in(cast.secretary)
    with django_assert_num_queries(9):
        client.get(url)

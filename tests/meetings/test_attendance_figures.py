"""Attendance by authority: what counts, what does not, who reads it, and what an authority says to it."""

import csv
import io
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsp_portal import clock
from meetings.models import Attendance, AttendanceRemark
from meetings.queries.attendance import attendance_by_authority, share
from partners.models import Appointment
from tests.factories import make_meeting

PAGE = "/meetings/attendance/board/"
TODAY = clock.today()


@pytest.fixture
def held(board, secretary):
    """`held(days_ago, police="present", fire=…)`: a concluded meeting, with how seats were filled; the rest absent."""

    def hold(days_ago, state="concluded", **filled):
        fields = {}
        if state == "cancelled":
            fields = {"cancelled_at": clock.now(), "cancelled_by": secretary, "cancelled_reason": "Snow."}
        meeting = make_meeting(board, secretary, day=TODAY - timedelta(days=days_ago), state=state, **fields)
        for seat in board.seats.all():
            key = seat.key.removeprefix("board-")
            status = filled.get(key, "absent")
            if status:
                record(meeting, seat, status, secretary)
        return meeting

    return hold


def record(meeting, seat, status, by):
    kind = {"present": "substantive", "deputy": "deputy"}.get(status)
    terms = seat.terms.first()
    Attendance.objects.create(
        meeting=meeting,
        seat=seat,
        status=status,
        appointment=seat.appointments.filter(kind=kind).first() if kind else None,
        voting=terms.voting,
        counts_to_quorum=terms.counts_to_quorum,
        recorded_at=clock.now(),
        recorded_by=by,
    )


def figures(board, key, since=365):
    found = attendance_by_authority(board, TODAY - timedelta(days=since), TODAY)
    return next((each for each in found if each.organisation.key == key), None)


def test_a_deputy_counts_for_the_seat(board, cast, held):
    held(90, police="present")
    held(10, police="deputy")
    found = figures(board, "police")
    assert (found.attended, found.expected, found.by_deputy, found.percent) == (2, 2, 1, 100)


def test_cancelled_meetings_and_meetings_of_other_days_do_not_count(board, cast, held):
    held(90, police="absent", state="cancelled")
    held(500, police="absent")
    held(30, police="present")
    held(20, police="absent", state="in session")
    assert (figures(board, "police").attended, figures(board, "police").expected) == (1, 1)


def test_a_seat_that_nobody_held_on_the_day_does_not_count(board, cast, held):
    # whose holder left yesterday
    held(0)
    found = figures(board, "fire")
    assert (found.expected, found.vacant, found.percent) == (0, 1, None)
    # of the Council's counting seats one is the chair's
    Appointment.objects.filter(person=cast.chair).update(to_on=TODAY - timedelta(days=1))
    assert (figures(board, "council").expected, figures(board, "council").vacant) == (1, 1)


def test_apologies_count_as_not_there_and_what_was_not_recorded_does_not_count(board, cast, held):
    held(90, police="apologies")
    held(30, police=None)
    found = figures(board, "police")
    assert (found.attended, found.expected, found.apologies, found.absent) == (0, 1, 1, 0)


def test_observers_and_advisers_are_not_counted(board, cast, held):
    held(30)
    assert figures(board, "housing") is None
    assert figures(board, "voluntary") is None


def test_the_last_day_is_of_the_period_in_london(board, cast, held):
    meeting = held(0, police="present")
    late = clock.now().astimezone(clock.LONDON).replace(hour=23, minute=30)
    type(meeting).objects.filter(pk=meeting.pk).update(starts_at=late, ends_at=late + timedelta(hours=1))
    assert figures(board, "police", since=0).attended == 1


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_share_is_the_nearest_percent_and_never_says_all_or_none_of_less(part, more):
    whole = part + more
    found = share(part, whole)
    if whole == 0:
        assert found is None
        return
    assert (found == 100) == (part == whole)
    assert (found == 0) == (part == 0)
    if 0 < part < whole:
        assert abs(Fraction(100 * part, whole) - found) <= 1


def test_the_page_shows_figures_the_rule_and_the_reply(sign_in, send, board, cast, held, words):
    held(90, police="present")
    held(30, police="absent")
    held(20, police="deputy")
    client = sign_in(cast.police_lead)
    page = words(client.get(PAGE))
    assert "3 meetings held" in page
    assert "West Midlands Police Reply for West Midlands Police 67% , 2 of 3" in page
    assert "A seat that nobody held on that day does not count." in page
    year = TODAY.year - (TODAY.month < 4)
    link = f"{PAGE}police/{year}/"
    assert send(link, text="We were short of staff.", version=0)["Location"] == PAGE
    assert "“We were short of staff.” Daniel Okafor" in words(sign_in(cast.housing_rep).get(PAGE))
    rows = list(csv.reader(io.StringIO(client.get(f"{PAGE}attendance.csv").content.decode("utf-8-sig"))))
    [police] = [row for row in rows if row[0] == "West Midlands Police"]
    assert police[1:8] == ["2", "3", "67", "1", "0", "1", "0"]
    assert police[8].endswith("We were short of staff.")


def test_a_reply_that_somebody_changed_meanwhile_shows_both(sign_in, send, board, cast, held, words):
    held(30)
    sign_in(cast.police_lead)
    link = f"{PAGE}police/2026/"
    send(link, text="First.", version=0)
    answer = send(link, text="Second.", version=0)
    assert answer.status_code == 409
    assert "First." in words(answer) and "Second." in words(answer)
    assert send(link, text="Second.", version=1).status_code == 302
    assert AttendanceRemark.objects.get().text == "Second."
    assert send(link, text=" ", version=2).status_code == 422


def test_an_authority_replies_for_itself_only(sign_in, send, board, cast, held):
    held(30)
    sign_in(cast.police_lead)
    assert send(f"{PAGE}fire/2026/", text="Not ours.", version=0).status_code == 403
    assert send(f"{PAGE}no-such/2026/", text="Nobody's.", version=0).status_code == 404
    assert send(f"{PAGE}pcc/9999/", text="Whenever.", version=0).status_code == 404
    sign_in(cast.secretary)
    assert send(f"{PAGE}fire/2026/", text="They telephoned.", version=0).status_code == 302


def test_who_reads_the_figures(cast, sign_in, held):
    held(30)
    may = {name: sign_in(person).get(PAGE).status_code for name, person in cast.everybody.items()}
    assert {name for name, status in may.items() if status != 200} == {"former_member", "public"}


def test_days_in_the_wrong_order_say_what_to_do(sign_in, secretary, words):
    answer = sign_in(secretary).get(
        f"{PAGE}?since-day=2&since-month=3&since-year=2026&until-day=1&until-month=3&until-year=2026"
    )
    assert answer.status_code == 422
    assert "The last day must be on or after the first day" in words(answer)


@pytest.mark.parametrize("number", [1, 3])
def test_what_it_costs(sign_in, secretary, held, number, django_assert_num_queries):
    for each in range(number):
        held(30 * each + 5)
    client = sign_in(secretary)
    client.get(PAGE)
    with django_assert_num_queries(8):
        client.get(PAGE)

"""Each duty says what is on file for it today, to everybody with a seat, and nothing that they may not read."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from ccsp_portal import clock
from ccsp_portal.documents.models import PDF
from ccsp_portal.documents.store import store_bytes
from ccsp_portal.duties.evidence import CHECKS, Reader, State
from ccsp_portal.statute import DUTIES
from meetings.models import Attendance, Movement
from partners.models import Appointment, Body, SelfAssessment
from partners.workflow import sharing
from tests.cast import LONG_AGO, make_person, make_seat
from tests.factories import make_item, make_meeting, moment

PAGE = "/duties/"
TODAY = date(2027, 2, 1)

pytestmark = pytest.mark.django_db


def evidence(key, person, day=TODAY):
    with clock.set_to(moment(day)):
        return CHECKS[key](Reader(person, day))


def hold(board, by, *, present):
    """A meeting in January, concluded, with the holders of these seats there."""
    meeting = make_meeting(board, by, day=date(2027, 1, 14), state="concluded")
    for seat in board.seats.filter(terms__counts_to_quorum=True):
        is_there = seat.key.removeprefix("board-") in present
        Attendance.objects.create(
            meeting=meeting,
            seat=seat,
            status="present" if is_there else "absent",
            appointment=seat.appointments.first() if is_there else None,
            counts_to_quorum=True,
            recorded_at=clock.now(),
            recorded_by=by,
        )
    return meeting


def test_every_duty_has_a_check_and_every_check_a_duty():
    assert set(CHECKS) == {duty.key for duty in DUTIES}


@pytest.mark.parametrize("name", ["secretary", "observer", "councillor", "auditor", "pcc_officer"])
def test_everybody_with_a_seat_reads_the_duties(cast, sign_in, name, words):
    page = sign_in(cast.everybody[name]).get(PAGE)
    assert page.status_code == 200
    assert words(page).count("What would show it") == len(DUTIES)


def test_somebody_whose_seat_has_ended_is_refused_and_the_public_is_asked_to_sign_in(cast, sign_in):
    assert sign_in(cast.former_member).get(PAGE).status_code == 403
    for address in (PAGE, f"{PAGE}duties.csv"):
        assert sign_in(AnonymousUser()).get(address).status_code == 302


def test_the_strategy_group_is_counted_by_person_and_authority(cast):
    """Two seats make one person; the secretary, the analyst and the auditor are no members."""
    found = evidence("C01", cast.secretary)
    assert (found.state, found.words) == (State.ON_FILE, "4 people appointed by 4 responsible authorities.")


def test_an_authority_without_a_seat_holder_is_named(cast):
    assert evidence("C02", cast.secretary).words == "Nobody holds a seat for West Midlands Fire and Rescue Authority."
    fire = cast.former_member.appointments.get().seat
    Appointment.objects.create(seat=fire, person=make_person("Ada Flint"), from_on=date(2027, 1, 1))
    assert evidence("C02", cast.secretary).state == State.ON_FILE
    assert evidence("C02", cast.secretary, date(2026, 12, 31)).state == State.NOT_YET


def test_nothing_is_on_file_for_an_empty_board(cast, plan):
    Appointment.objects.exclude(person=cast.secretary).update(to_on=LONG_AGO)
    Appointment.objects.filter(person=cast.secretary).update(to_on=LONG_AGO)
    found = evidence("C01", cast.secretary)
    assert (found.state, found.words, found.page) == (
        State.NOT_YET,
        "0 people appointed by 0 responsible authorities.",
        "",
    )


def test_the_assessment_of_the_year_is_evidence_once_signed_off(cast, assessment):
    found = evidence("C05", cast.secretary)
    assert found.words == (
        f"Strategic Assessment 2026, signed off on 1 February 2027 by decision {assessment.signed_off_by.reference}."
    )
    assert (found.state, found.pk) == (State.ON_FILE, assessment.pk)
    assert evidence("C05", cast.secretary, date(2027, 4, 1)).words == (
        "No assessment of April 2027 to March 2028 has been signed off."
    )


def test_the_plan_is_in_force_for_its_years_and_revised_in_the_year_of_its_adoption(cast, plan):
    adopted = f"adopted on 1 February 2027 by decision {plan.adopted_by.reference}."
    assert evidence("C13", cast.secretary).words == f"Community Safety Plan, April 2026 to March 2029, {adopted}"
    assert evidence("C14", cast.secretary).words == f"Community Safety Plan, version 1, {adopted}"
    assert evidence("C13", cast.secretary, date(2029, 3, 31)).state == State.ON_FILE
    assert evidence("C13", cast.secretary, date(2029, 4, 1)).state == State.NOT_YET
    assert evidence("C14", cast.secretary, date(2027, 4, 1)).state == State.NOT_YET


@pytest.mark.parametrize(
    "present, state, words",
    [
        (
            ["police", "chair", "probation", "fire"],
            State.ON_FILE,
            "Met on 14 January 2027. Quorate: 4 present, 4 needed.",
        ),
        (
            ["chair", "fire"],
            State.NOT_YET,
            "Met on 14 January 2027. Not quorate: 2 present, 4 needed."
            " It lacks 2 more present and West Midlands Police.",
        ),
    ],
)
def test_a_meeting_is_evidence_for_its_quarter_when_it_was_quorate(cast, board, present, state, words):
    meeting = hold(board, cast.secretary, present=present)
    found = evidence("C42", cast.secretary, date(2027, 3, 31))
    assert (found.state, found.words, found.pk) == (state, words, meeting.pk)
    assert evidence("C42", cast.secretary, date(2027, 4, 1)).words == (
        "No meeting has been concluded between 1 April 2027 and 30 June 2027."
    )


def move(seat, kind, item, by):
    """Somebody left after the item, or came for it."""
    row = item.meeting.attendances.get(seat__key=f"board-{seat}")
    Movement.objects.create(
        meeting=item.meeting, attendance=row, kind=kind, item=item, recorded_at=clock.now(), recorded_by=by
    )


def test_for_the_items_at_which_too_few_were_left_the_meeting_was_not_quorate(cast, board):
    meeting = hold(board, cast.secretary, present=["police", "chair", "probation", "fire"])
    first, second = make_item(meeting), make_item(meeting, title="Budget")
    move("fire", "left", first, cast.secretary)
    found = evidence("C42", cast.secretary, date(2027, 3, 31))
    assert (found.state, found.words) == (
        State.ON_FILE,
        "Met on 14 January 2027. Quorate for item 1: 4 present, 4 needed. Not quorate for item 2.",
    )
    move("probation", "came", second, cast.secretary)
    found = evidence("C42", cast.secretary, date(2027, 3, 31))
    assert (found.state, found.words) == (
        State.NOT_YET,
        "Met on 14 January 2027. Not quorate: 3 present, 4 needed. It lacks 1 more present.",
    )


def test_a_seat_on_another_body_is_not_told_of_what_is_not_published(cast, partnership, plan, assessment):
    seat = make_seat(partnership.group, partnership.organisations["voluntary"], "group")
    outsider = make_person("Uma Lark", seat)
    for version, state in ((plan, "adopted"), (assessment, "signed off")):
        type(version).objects.filter(pk=version.pk).update(state=state)
    for key in ("C05", "C13", "C14"):
        assert evidence(key, cast.secretary).state == State.ON_FILE
        assert evidence(key, outsider).state == State.NOT_YET


def test_the_table_can_be_kept(cast, sign_in, plan):
    kept = sign_in(cast.auditor).get(f"{PAGE}duties.csv")
    lines = kept.content.decode("utf-8-sig").splitlines()
    assert kept["Content-Disposition"] == 'attachment; filename="duties-2027-02-01.csv"'
    assert lines[0] == "Reference,Duty,Basis,Basis is,Next due,State,Evidence on file"
    assert len(lines) == 1 + len(DUTIES)
    assert "Not recorded here" in next(line for line in lines if line.startswith("C19"))


@pytest.mark.parametrize("meetings", [1, 3])
def test_the_page_costs_the_same_whatever_is_on_file(
    cast, sign_in, board, plan, assessment, meetings, django_assert_num_queries
):
    for day in range(meetings):
        meeting = hold(board, cast.secretary, present=["police", "chair", "probation", "fire"])
        type(meeting).objects.filter(pk=meeting.pk).update(starts_at=moment(date(2027, 1, day + 1)))
    visitor = sign_in(cast.secretary)
    with django_assert_num_queries(19):
        visitor.get(PAGE)


def test_another_body_of_the_partnership_is_no_board(cast, board):
    Body.objects.filter(pk=board.pk).update(kind=Body.Kind.DELIVERY_GROUP)
    assert evidence("C01", cast.secretary).state == State.NOT_YET


def test_the_protocol_is_on_file_once_every_authority_signed_it_and_its_review_is_not_overdue(cast, partnership):
    assert evidence("C20", cast.secretary).words == "No protocol is kept here."
    today, by = date(2026, 11, 23), cast.secretary
    with clock.set_to(moment(today)):
        document = store_bytes(b"%PDF-1.7", "protocol.pdf", PDF, by=by)
        protocol = sharing.put_in_force(document=document, in_force_on=today, review_on=date(2027, 11, 23), by=by)
        sign = {"signed_by": "Ann Lee", "position": "Chief Executive", "signed_on": today, "by": by}
        for key in ("council", "police", "fire", "probation"):
            sharing.record_signature(protocol, partnership.organisations[key], **sign)
        missing = evidence("C20", by, today)
        sharing.record_signature(protocol, partnership.organisations["icb"], **sign)
    since = "Version 1, in force since 23 November 2026"
    assert missing.state == State.NOT_YET
    assert missing.words == (
        f"{since}: not signed for Coventry and Warwickshire Integrated Care Board; to be reviewed by 23 November 2027."
    )
    on_file = evidence("C20", by, date(2027, 11, 23))
    assert on_file.state == State.ON_FILE
    assert on_file.words == f"{since}: signed for each responsible authority; to be reviewed by 23 November 2027."
    assert evidence("C20", by, date(2027, 11, 24)).state == State.NOT_YET


def test_the_knowledge_and_skills_are_on_file_with_the_boards_self_assessment(cast):
    missing = evidence("C25", cast.observer)
    assert (missing.state, missing.page) == (State.NOT_YET, "")
    assert missing.words == "No self-assessment of April 2026 to March 2027 is recorded."
    SelfAssessment.objects.create(year=2026, agreed_on=date(2026, 12, 10), agreed_by="Meeting")
    on_file = evidence("C25", cast.police_lead)
    assert on_file.words == "Self-assessment of April 2026 to March 2027, agreed on 10 December 2026."
    assert (on_file.state, on_file.page) == (State.ON_FILE, "partners:list_self_assessments")


def test_a_liaison_officer_is_on_file_once_each_authority_has_one(cast, partnership):
    authorities = ("council", "police", "fire", "probation", "icb")
    for key in authorities[:-1]:
        name_officer(partnership.organisations[key], cast.secretary)
    missing = "Nobody is named for Coventry and Warwickshire Integrated Care Board."
    assert evidence("C21", cast.secretary).words == missing
    name_officer(partnership.organisations["icb"], cast.secretary)
    assert evidence("C21", cast.secretary).state == State.ON_FILE


def name_officer(authority, by):
    sharing.name_liaison_officer(
        authority, name="Bo Finch", position="Manager", phone="024 7600 0000", from_on=clock.today(), by=by
    )

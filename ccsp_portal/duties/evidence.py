"""What the portal holds today to show that each duty was done: evidence on file, not a finding of compliance."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Count, Q

from assessments.models import AssessmentVersion
from ccsp_portal import workdays
from ccsp_portal.clock import LONDON
from ccsp_portal.statute import end_of_quarter
from meetings.models import Meeting
from meetings.queries.quorum import reached_in_words
from meetings.queries.roll import FILLED, roll_of
from partners.models import Appointment, Body, Organisation, Role, SelfAssessment
from partners.models.dated import current
from partners.sharing_queries import (
    authorities_without_a_signature,
    authorities_without_an_officer,
    protocol_in_force,
)
from plans.models import PlanVersion


class State(StrEnum):
    ON_FILE = "On file"
    NOT_YET = "Nothing on file yet"
    NOT_HERE = "Not recorded here"


@dataclass(frozen=True)
class Evidence:
    """What is on file for a duty, in a sentence, and the page that shows it where there is one."""

    state: State
    words: str
    page: str = ""
    pk: int | str | None = None


@dataclass(frozen=True)
class Reader:
    """Who asks, and on which day: nobody is told of what they may not read."""

    person: object
    day: date

    @property
    def year(self) -> int:
        return workdays.financial_year(self.day)


def board_seats(day):
    """Who holds a member's seat of the Board for a responsible authority: Appointments. One query."""
    held = Appointment.objects.current(day).substantive().select_related("seat__organisation", "seat__body")
    return held.filter(
        current(day, "seat__"),
        current(day, "seat__terms__"),
        seat__terms__role=Role.MEMBER,
        seat__body__kind=Body.Kind.BOARD,
        seat__organisation__kind=Organisation.Kind.RESPONSIBLE_AUTHORITY,
    )


def strategy_group(reader):
    """C01: two or more persons appointed by responsible authorities."""
    seats = list(board_seats(reader.day))
    people = {held.person_id for held in seats}
    authorities = {held.seat.organisation_id for held in seats}
    appointed = _count(len(people), "person", "people")
    words = f"{appointed} appointed by {_count(len(authorities), 'responsible authority', 'responsible authorities')}."
    return _of_board(seats, len(people) >= 2, words)


def every_authority(reader):
    """C02: each responsible authority has a seat-holder on the Board."""
    seats = list(board_seats(reader.day))
    holding = {held.seat.organisation_id for held in seats}
    authorities = Organisation.objects.current(reader.day).filter(kind=Organisation.Kind.RESPONSIBLE_AUTHORITY)
    missing = [authority.name for authority in authorities if authority.pk not in holding]
    if missing:
        return _of_board(seats, False, f"Nobody holds a seat for {', '.join(missing)}.")
    return _of_board(seats, bool(seats), "Each responsible authority has a seat-holder.")


def _of_board(seats, is_there, words):
    state = State.ON_FILE if is_there else State.NOT_YET
    return Evidence(state, words, "partners:show_body", seats[0].seat.body.key) if seats else Evidence(state, words)


def assessment_this_year(reader):
    """C05: an assessment of the financial year, signed off by a decision."""
    versions = AssessmentVersion.objects.visible_to(reader.person).filter(assessment__financial_year=reader.year)
    version = (
        versions.filter(signed_off_by__isnull=False)
        .select_related("assessment", "signed_off_by")
        .order_by("-signed_off_at")
        .first()
    )
    if version is None:
        return Evidence(State.NOT_YET, f"No assessment of {_year(reader.year)} has been signed off.")
    decided = f"signed off on {_day(version.signed_off_at)} by decision {version.signed_off_by.reference}"
    words = f"{version.assessment.title}, {decided}."
    return Evidence(State.ON_FILE, words, "assessments:show_assessment", version.pk)


def adopted_plans(reader):
    """Versions of plans that a decision adopted, the latest first. One query."""
    versions = PlanVersion.objects.visible_to(reader.person).filter(adopted_by__isnull=False)
    return versions.select_related("plan", "adopted_by").order_by("-adopted_at")


def plan_in_force(reader):
    """C13: an adopted plan whose years include today."""
    for version in adopted_plans(reader):
        if version.plan.first_year <= reader.year < version.plan.first_year + version.plan.years:
            words = f"{version.plan.title}, {version.plan.period}, {_adopted(version)}."
            return Evidence(State.ON_FILE, words, "plans:show_plan", version.pk)
    return Evidence(State.NOT_YET, "No adopted plan covers today.")


def plan_revised(reader):
    """C14: a version adopted in the financial year."""
    first, last = workdays.financial_year_days(reader.year)
    for version in adopted_plans(reader):
        if first <= version.adopted_at.astimezone(LONDON).date() <= last:
            words = f"{version.plan.title}, version {version.number}, {_adopted(version)}."
            return Evidence(State.ON_FILE, words, "plans:show_plan", version.pk)
    return Evidence(State.NOT_YET, f"No version of a plan was adopted in {_year(reader.year)}.")


def board_meets(reader):
    """C42: an ordinary meeting of the Board concluded in the quarter, and quorate for what it dealt with. Ten queries.

    Of several, it is the one to which most seats came.
    """
    last = end_of_quarter(reader.day)
    first = date(last.year, last.month - 2, 1)
    held = Meeting.objects.visible_to(reader.person).ordinary().filter(
        body__kind=Body.Kind.BOARD, state=Meeting.State.CONCLUDED, starts_at__date__range=(first, last)
    )  # fmt: skip
    came = Count("attendances", filter=Q(attendances__counts_to_quorum=True, attendances__status__in=FILLED))
    meeting = held.select_related("body").annotate(came=came).order_by("-came", "starts_at").first()
    if meeting is None:
        return Evidence(State.NOT_YET, f"No meeting has been concluded between {_date(first)} and {_date(last)}.")
    roll, items = roll_of(meeting), list(meeting.items.live())
    names = dict(Organisation.objects.values_list("key", "short_name"))
    quorate = any(roll.quorum_for(item).met for item in items or [None])
    words = f"Met on {_day(meeting.starts_at)}. {reached_in_words(roll, items, names)}"
    return Evidence(State.ON_FILE if quorate else State.NOT_YET, words, "meetings:show_meeting", meeting.pk)


def protocol_signed(reader):
    """C20: the protocol's version in force, signed for each authority, and its review not overdue."""
    protocol = protocol_in_force()
    if protocol is None:
        return Evidence(State.NOT_YET, "No protocol is kept here.", "partners:show_protocol")
    missing = [authority.name for authority in authorities_without_a_signature()]
    words = f"Version {protocol.number}, in force since {_date(protocol.in_force_on)}"
    said = f"not signed for {', '.join(missing)}" if missing else "signed for each responsible authority"
    overdue = protocol.review_on < reader.day
    review = f"{'its review was due' if overdue else 'to be reviewed'} by {_date(protocol.review_on)}"
    state = State.NOT_YET if missing or overdue else State.ON_FILE
    return Evidence(state, f"{words}: {said}; {review}.", "partners:show_protocol")


def liaison_officers(reader):
    """C21: a liaison officer for each responsible authority."""
    missing = [authority.name for authority in authorities_without_an_officer()]
    if missing:
        return Evidence(State.NOT_YET, f"Nobody is named for {', '.join(missing)}.", "partners:show_protocol")
    return Evidence(State.ON_FILE, "Each responsible authority has named one.", "partners:show_protocol")


def self_assessed(reader):
    """C25: the Board's assessment of itself in the financial year."""
    kept = SelfAssessment.objects.filter(year=reader.year).first()
    page = "partners:list_self_assessments" if reader.person.has_perm("partners.see_self_assessments") else ""
    if kept is None:
        return Evidence(State.NOT_YET, f"No self-assessment of {_year(reader.year)} is recorded.", page)
    return Evidence(State.ON_FILE, f"{kept}, agreed on {_date(kept.agreed_on)}.", page)


def not_recorded_here(reader):
    """A duty whose evidence the portal does not hold yet."""
    return Evidence(State.NOT_HERE, "The portal does not record this yet: keep the evidence on the partnership’s file.")


# key of the duty in statute.DUTIES: how its evidence is found; a test holds the two tables together
CHECKS: dict[str, Callable[[Reader], Evidence]] = {
    "C01": strategy_group,
    "C02": every_authority,
    "C05": assessment_this_year,
    "C13": plan_in_force,
    "C14": plan_revised,
    "C19": not_recorded_here,
    "C20": protocol_signed,
    "C21": liaison_officers,
    "C22": not_recorded_here,
    "C25": self_assessed,
    "C31": not_recorded_here,
    "C42": board_meets,
}


def _adopted(version):
    return f"adopted on {_day(version.adopted_at)} by decision {version.adopted_by.reference}"


def _year(year):
    return f"April {year} to March {year + 1}"


def _day(moment):
    return _date(moment.astimezone(LONDON))


def _date(day):
    return f"{day.day} {day:%B %Y}"


def _count(number, one, many):
    return f"{number} {one if number == 1 else many}"

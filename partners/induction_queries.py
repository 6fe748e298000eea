"""What is read of inductions: the profile's checklist, and what each person has done of it."""

from dataclasses import dataclass

from ccsp_portal import profile
from partners.models import Appointment, InductionStep
from partners.models.dated import current
from partners.queries import bodies_where


@dataclass(frozen=True)
class Step:
    """A step of the checklist and, where it is done, the row that says when and by whom."""

    key: str
    label: str
    done: InductionStep | None = None


def steps_of(appointment) -> list[Step]:
    """The profile's steps in its order, then what was done of an earlier one. Uses `induction_steps`, prefetched."""
    done = {row.key: row for row in appointment.induction_steps.all() if row.done_on}
    wanted = [Step(item.key, item.label, done.pop(item.key, None)) for item in profile.current().induction]
    return wanted + [Step(row.key, row.label, row) for row in done.values()]


def undone(steps) -> list[Step]:
    return [step for step in steps if step.done is None]


def in_words(appointment) -> str:
    """How far the induction is: "3 of 5 steps done"."""
    steps = steps_of(appointment)
    return f"{len(steps) - len(undone(steps))} of {len(steps)} steps done"


def appointments_to_induct(person, role):
    """The appointments of today to the bodies on which the person has the role, with their steps. Two queries."""
    rows = Appointment.objects.current().filter(current(prefix="seat__"), seat__body__in=bodies_where(person, role))
    rows = rows.select_related("person", "seat__organisation", "seat__body")
    return rows.prefetch_related("induction_steps").order_by("seat__body__name", "person__sort_key", "pk")


def appointments_with_steps():
    """Every appointment, with its seat and steps (and who ticked them). Two queries."""
    rows = Appointment.objects.select_related("person", "seat__organisation", "seat__body")
    return rows.prefetch_related("induction_steps__ticked_by")

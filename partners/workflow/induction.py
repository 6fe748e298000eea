"""How the steps of an induction are ticked, by the person or the secretary, and taken back."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Conflict, lock
from partners.induction_queries import steps_of, undone
from partners.models import InductionStep


def may_tick(person, appointment) -> bool:
    """Whether the person may tick steps: their own while they hold the seat, or as the body's secretary."""
    return any(person.has_perm(f"partners.{act}", appointment) for act in ("tick_own_induction", "end_appointment"))


def _check(appointment, by):
    if not may_tick(by, appointment):
        raise PermissionDenied("An induction is ticked by the person themselves, or by the body’s secretary.")
    if appointment.to_on and appointment.to_on < clock.today():
        raise Conflict(f"This appointment ended on {appointment.to_on:%-d %B %Y}.")


@transaction.atomic
def tick_steps(appointment, *, keys, done_on, by) -> list[InductionStep]:
    """Write down that steps of the checklist, by their keys in the profile, were done on a day.

    A step that is ticked already keeps its day: two people may tick at once.
    """
    appointment = lock(appointment)
    _check(appointment, by)
    if done_on > clock.today():
        raise ValidationError({"done_on": "The day must be today or earlier. Tick it once it is done."})
    labels = {step.key: step.label for step in undone(steps_of(appointment))}
    rows = {row.key: row for row in appointment.induction_steps.all()}
    ticked = []
    with acting("tick the induction", by):
        for key in keys:
            if key in labels:
                row = rows.get(key) or InductionStep(appointment=appointment, key=key)
                row.label, row.done_on, row.ticked_by = labels[key], done_on, by
                row.full_clean()
                row.save()
                ticked.append(row)
    return ticked


@transaction.atomic
def take_back_step(step, *, by) -> InductionStep:
    """A step was ticked by mistake: it is to be done again."""
    appointment = lock(step.appointment)
    _check(appointment, by)
    step = lock(step)
    if step.done_on is None:
        raise Conflict("This step is not ticked any more.")
    step.done_on, step.ticked_by = None, by
    with acting("take back the induction", by):
        step.save(update_fields=["done_on", "ticked_by"])
    return step

"""How seats and offices pass from one person to the next."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Conflict, lock
from partners.models import Office
from partners.standing import forget_standing

# ── leaving ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def end_appointment(appointment, *, last_day, by):
    """Say on which day a person leaves a seat: they may do and see what it allows to the end of that day."""
    if not by.has_perm("partners.end_appointment", appointment):
        raise PermissionDenied("Only the body's secretary ends appointments to its seats.")
    appointment = lock(appointment)
    if appointment.to_on and appointment.to_on < clock.today():
        raise Conflict(f"This appointment ended on {appointment.to_on:%-d %B %Y}.")
    if last_day < clock.today() - timedelta(days=1):
        raise ValidationError({"last_day": "The last day must be yesterday or later: what has been cannot be undone."})
    if last_day < appointment.from_on:
        raise ValidationError({"last_day": "The last day must be on or after the first day."})
    appointment.to_on = last_day
    appointment.full_clean()
    with acting("end the appointment", by):
        appointment.save(update_fields=["to_on"])
    forget_standing(appointment.person)
    return appointment


# ── offices ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def give_office(body, *, kind, appointment, from_on, by):
    """Make a seat's holder the chair, vice chair or lead of the body from a day; whoever it was ends the day before.

    Raises PermissionDenied, and ValidationError where the person's appointment or the days stand in the way.
    """
    if not by.has_perm("partners.give_office", body):
        raise PermissionDenied("Only the body's secretary gives its offices.")
    lock(body)
    if appointment.seat.body_id != body.pk or not appointment.is_current(from_on):
        raise ValidationError({"appointment": "This person holds no seat of the body on that day. Choose another."})
    if from_on < clock.today():
        raise ValidationError({"from_on": "The first day must be today or later."})
    _refuse_if_given_already(body, kind, from_on)
    office = Office(body=body, appointment=appointment, kind=kind, from_on=from_on)
    office.full_clean()
    with acting("give the office", by):
        for earlier in body.offices.filter(kind=kind).exclude(to_on__lt=from_on):
            earlier.to_on = from_on - timedelta(days=1)
            earlier.save(update_fields=["to_on"])
        office.save()
    forget_standing(appointment.person)
    return office


def _refuse_if_given_already(body, kind, from_on):
    """What was given is not taken back: an office begins after the one before it began."""
    later = body.offices.filter(kind=kind, from_on__gte=from_on).select_related("appointment__person").last()
    if later:
        held = f"{later.appointment.person} holds this office from {later.from_on:%-d %B %Y}."
        raise ValidationError({"from_on": f"{held} Give a later day."})

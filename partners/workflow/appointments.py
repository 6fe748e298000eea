"""How seats and offices pass from one person to the next."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Conflict, lock
from partners.models import Appointment, Office, Role
from partners.standing import forget_standing
from partners.workflow import invitations
from partners.workflow.seats import refuse_to_lose_the_last_secretary

# ── leaving ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def end_appointment(appointment, *, last_day, deputies_too=False, by):
    """Say on which day a person leaves a seat: they may do and see what it allows to the end of that day.

    With `deputies_too`, the seat's deputies leave with its holder. The body's last secretary cannot be let go.
    """
    if not by.has_perm("partners.end_appointment", appointment):
        raise PermissionDenied("Only the body's secretary ends appointments to its seats.")
    appointment = lock(appointment)
    if appointment.to_on and appointment.to_on < clock.today():
        raise Conflict(f"This appointment ended on {appointment.to_on:%-d %B %Y}.")
    if last_day < clock.today() - timedelta(days=1):
        raise ValidationError({"last_day": "The last day must be yesterday or later: what has been cannot be undone."})
    if last_day < appointment.from_on:
        raise ValidationError({"last_day": "The last day must be on or after the first day."})
    if appointment.seat.terms.current(last_day).filter(role=Role.SECRETARY).exists():
        refuse_to_lose_the_last_secretary(appointment.seat, last_day, but=appointment)
    with acting("end the appointment", by):
        _leave(appointment, last_day)
        if deputies_too and appointment.kind == Appointment.Kind.SUBSTANTIVE:
            for deputy in deputies_lasting_after(appointment.seat, last_day):
                _leave(deputy, last_day)
    return appointment


def _leave(appointment, last_day):
    appointment.to_on = last_day
    appointment.full_clean()
    appointment.save(update_fields=["to_on"])
    longer = appointment.offices.lasting(last_day + timedelta(days=1))
    longer.filter(from_on__lte=last_day).update(to_on=last_day)
    forget_standing(appointment.person)


def deputies_lasting_after(seat, day):
    """The appointments of the seat's deputies who would still deputise after a day."""
    deputies = seat.appointments.filter(kind=Appointment.Kind.DEPUTY, from_on__lte=day)
    return deputies.lasting(day + timedelta(days=1)).select_related("person")


@transaction.atomic
def hand_over(appointment, *, last_day, name, email, by):
    """Pass a seat on: its holder leaves with a day, and the next is invited from the day after.

    Returns the invitation and its link's token. What belongs to the seat (its action points, its papers) stays with
    it. Raises as `end_appointment` and `invitations.invite` do; then neither has happened.
    """
    if appointment.kind != Appointment.Kind.SUBSTANTIVE:
        raise ValidationError("A deputy has no seat to hand over. End the appointment, and invite another deputy.")
    end_appointment(appointment, last_day=last_day, by=by)
    next_day = max(last_day + timedelta(days=1), clock.today())
    return invitations.invite(appointment.seat, name=name, email=email, from_on=next_day, by=by)


@transaction.atomic
def record_induction(appointment, *, inducted_on, signed_terms_on, by):
    """Write down when a person was inducted, and when they signed the terms of their seat."""
    if not by.has_perm("partners.end_appointment", appointment):
        raise PermissionDenied("Only the body's secretary records inductions.")
    appointment = lock(appointment)
    for field, day in (("inducted_on", inducted_on), ("signed_terms_on", signed_terms_on)):
        if day and day > clock.today():
            raise ValidationError({field: "This day is to come. Write it down once it has been."})
    appointment.inducted_on, appointment.signed_terms_on = inducted_on, signed_terms_on
    appointment.full_clean()
    with acting("record the induction", by):
        appointment.save(update_fields=["inducted_on", "signed_terms_on"])
    return appointment


# ── offices ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def give_office(body, *, kind, appointment, from_on, to_on=None, by):
    """Make a seat's holder the chair, vice chair or lead of the body from a day, to a day or until further notice;
    whoever it was ends the day before.

    Raises PermissionDenied, and ValidationError where the person's appointment or the days stand in the way.
    """
    if not by.has_perm("partners.give_office", body):
        raise PermissionDenied("Only the body's secretary gives its offices.")
    lock(body)
    if appointment.seat.body_id != body.pk or not appointment.is_current(from_on):
        raise ValidationError({"appointment": "This person holds no seat of the body on that day. Choose another."})
    if from_on < clock.today():
        raise ValidationError({"from_on": "The first day must be today or later."})
    if to_on and not appointment.is_current(to_on):
        raise ValidationError({"to_on": f"{appointment.person} does not hold the seat so long. Give an earlier day."})
    _refuse_if_given_already(body, kind, from_on)
    office = Office(body=body, appointment=appointment, kind=kind, from_on=from_on, to_on=to_on)
    office.full_clean()
    with acting("give the office", by):
        _end_before(body, kind, from_on)
        office.save()
    forget_standing(appointment.person)
    return office


@transaction.atomic
def leave_office_empty(body, *, kind, from_on, by):
    """Nobody holds the office from a day: whoever does ends the day before. Raises as `give_office` does."""
    if not by.has_perm("partners.give_office", body):
        raise PermissionDenied("Only the body's secretary gives its offices.")
    lock(body)
    if from_on < clock.today():
        raise ValidationError({"from_on": "The first day must be today or later."})
    _refuse_if_given_already(body, kind, from_on)
    if not body.offices.filter(kind=kind).exclude(to_on__lt=from_on).exists():
        raise ValidationError({"kind": "Nobody holds this office on that day. Choose another, or leave the page."})
    with acting("leave the office empty", by):
        _end_before(body, kind, from_on)


def _end_before(body, kind, day):
    for earlier in body.offices.filter(kind=kind).exclude(to_on__lt=day):
        earlier.to_on = day - timedelta(days=1)
        earlier.save(update_fields=["to_on"])


def _refuse_if_given_already(body, kind, from_on):
    """What was given is not taken back: an office begins after the one before it began."""
    later = body.offices.filter(kind=kind, from_on__gte=from_on).select_related("appointment__person").last()
    if later:
        held = f"{later.appointment.person} holds this office from {later.from_on:%-d %B %Y}."
        raise ValidationError({"from_on": f"{held} Give a later day."})

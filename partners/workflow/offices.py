"""How the offices of a body are given, end with the appointment that they go with, and last as long as it."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import lock
from partners.models import Office
from partners.standing import forget_standing

ONE_DAY = timedelta(days=1)


@transaction.atomic
def give_office(body, *, kind, appointment, from_on, to_on=None, by):
    """Make a seat's holder the chair, vice chair or lead of the body from a day, to a day or until further notice;
    whoever it was ends the day before.

    Raises PermissionDenied, and ValidationError where the person's appointment or the days stand in the way.
    """
    if not by.has_perm("partners.give_office", body):
        raise PermissionDenied("Only the body’s secretary gives its offices.")
    lock(body)
    # whoever ends the appointment locks it before they end its offices
    appointment = lock(appointment)
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
        raise PermissionDenied("Only the body’s secretary gives its offices.")
    lock(body)
    if from_on < clock.today():
        raise ValidationError({"from_on": "The first day must be today or later."})
    _refuse_if_given_already(body, kind, from_on)
    if not _held_from(body, kind, from_on).exists():
        raise ValidationError({"kind": "Nobody holds this office on that day. Choose another, or leave the page."})
    with acting("leave the office empty", by):
        _end_before(body, kind, from_on)


def _held_from(body, kind, day):
    return body.offices.not_called_off().filter(kind=kind).exclude(to_on__lt=day)


def _end_before(body, kind, day):
    for earlier in _held_from(body, kind, day):
        earlier.to_on = day - ONE_DAY
        earlier.save(update_fields=["to_on"])


def _refuse_if_given_already(body, kind, from_on):
    """What was given is not taken back: an office begins after the one before it began."""
    given = body.offices.not_called_off().filter(kind=kind, from_on__gte=from_on)
    later = given.select_related("appointment__person").last()
    if later:
        held = f"{later.appointment.person} holds this office from {later.from_on:%-d %B %Y}."
        raise ValidationError({"from_on": f"{held} Give a later day."})


def end_offices(appointment, last_day):
    """What an appointment gave ends with it: an office of now on that day, one to come before it begins."""
    longer = appointment.offices.lasting(last_day + ONE_DAY)
    longer.filter(from_on__lte=last_day).update(to_on=last_day)
    longer.filter(from_on__gt=last_day).update(to_on=F("from_on") - ONE_DAY)


def lengthen_offices(appointment, old, new):
    """The offices that ended with an appointment's `old` last day last to its new one (None: until further notice),
    or until somebody else has them."""
    for office in appointment.offices.not_called_off().filter(to_on=old):
        others = office.body.offices.not_called_off().filter(kind=office.kind, from_on__gt=old).order_by("from_on")
        following = others.first()
        is_given = following and (new is None or following.from_on <= new)
        office.to_on = following.from_on - ONE_DAY if is_given else new
        office.save(update_fields=["to_on"])


def move_offices(appointment, first_day):
    """The offices that begin with an appointment that has not begun follow it to another first day."""
    kept = appointment.offices.not_called_off()
    kept.filter(from_on=appointment.from_on).update(from_on=first_day)
    kept.filter(from_on__lt=first_day).update(from_on=first_day)

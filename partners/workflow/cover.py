"""Cover: a secretary's work done by somebody else for a while."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import lock
from partners import letters
from partners.models import Appointment, Invitation, Role
from partners.standing import forget_standing
from partners.workflow.appointments import end_appointment
from partners.workflow.eligibility import known_of, overlap, refuse_if_unfit


@transaction.atomic
def arrange_cover(appointment, *, person, from_on, to_on, others=(), by) -> Appointment:
    """Let a person do all that a secretary does, from one day to another: as a deputy in her seat and in `others` of
    hers, all or none.

    It begins and ends by itself, and both are told once. Raises PermissionDenied, and ValidationError by
    field where the days, the seat or the person stand in the way.
    """
    covers = [_cover(each, person, from_on, to_on, by) for each in (appointment, *others)]
    forget_standing(person)
    letters.cover_arranged(covers, appointment, by)
    return covers[0]


def _cover(appointment, person, from_on, to_on, by):
    if not by.has_perm("partners.arrange_cover", appointment):
        raise PermissionDenied("Only the body’s secretary arranges cover.")
    lock(appointment.seat)
    appointment = lock(appointment)
    _refuse_days(appointment, from_on, to_on)
    if person.pk == by.pk:
        raise ValidationError({"person": "Nobody arranges their own cover: ask the secretary whom you cover for."})
    cover = Appointment(
        seat=appointment.seat,
        person=person,
        kind=Appointment.Kind.DEPUTY,
        from_on=from_on,
        to_on=to_on,
        appointed_by=by,
    )
    _refuse_person(cover)
    cover.full_clean()
    with acting("arrange cover", by):
        cover.save()
    return cover


@transaction.atomic
def end_cover(covers, *, by):
    """The secretary is back: cover that has begun ends at once, or, where it began today, with today."""
    yesterday = clock.today() - timedelta(days=1)
    for cover in covers:
        if not by.has_perm("partners.arrange_cover", cover):
            raise PermissionDenied("Only the body’s secretary ends cover.")
        end_appointment(cover, last_day=max(yesterday, cover.from_on), by=by)


def _refuse_days(appointment, from_on, to_on):
    if appointment.kind != Appointment.Kind.SUBSTANTIVE:
        raise ValidationError("A deputy’s work is covered by another deputy of the same seat. Invite one.")
    if from_on < clock.today():
        raise ValidationError({"from_on": "The first day must be today or later."})
    if to_on < from_on:
        first = f"{from_on:%-d %B %Y}"
        raise ValidationError({"to_on": f"The last day must be on or after the first day, {first}."})
    if not appointment.is_current(from_on) or not appointment.is_current(to_on):
        raise ValidationError(
            {"to_on": f"{appointment.person} does not hold the seat on all of these days. Give days when they do."}
        )
    if not appointment.seat.terms.current(from_on).filter(role=Role.SECRETARY).exists():
        raise ValidationError("Cover is for a secretary’s seat. In any other seat, invite a deputy.")


def _refuse_person(cover):
    """The rules of any deputy, as an invitation to be one would keep them."""
    asked = Invitation(
        seat=cover.seat, email=cover.person.email, kind=cover.kind, from_on=cover.from_on, to_on=cover.to_on
    )
    known = known_of([asked])
    there = [each for each in known.sitting.get(cover.seat_id, []) if each.person_id == cover.person_id]
    if any(overlap(each, cover) for each in there):
        raise ValidationError({"person": f"{cover.person} is in this seat already on some of these days."})
    try:
        refuse_if_unfit(asked, known)
    except ValidationError as refusal:
        raise ValidationError({"person": refusal.messages}) from refusal

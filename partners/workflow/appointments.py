"""How people leave seats, stay in them longer than was said, and are kept from coming to them."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Conflict, Stale, lock, save_if_fresh
from partners import letters
from partners.models import Appointment, Invitation, Role, Seat
from partners.standing import forget_standing
from partners.workflow.eligibility import Waiting, overlap
from partners.workflow.offices import end_offices, lengthen_offices
from partners.workflow.seats import refuse_to_lose_the_last_secretary

ONE_DAY = timedelta(days=1)


def fresh(appointment, version=None, **yours) -> Appointment:
    """The appointment as it is now, locked after its seat: whoever invites to the seat, or ends it, locks that first.

    Raises Stale if somebody changed it since `version`, the one that the person began from, where one is given.
    """
    lock(appointment.seat)
    now = lock(appointment)
    if version is not None and now.version != version:
        raise Stale(theirs=now, yours=yours)
    return now


def save_days(appointment, **days):
    """Give an appointment other days."""
    for name, day in days.items():
        setattr(appointment, name, day)
    appointment.version += 1
    appointment.full_clean()
    appointment.save(update_fields=[*days, "version"])
    forget_standing(appointment.person)


def _only_who_ends(by, appointment):
    if not by.has_perm("partners.end_appointment", appointment):
        raise PermissionDenied("Only the body’s secretary ends appointments to its seats.")


# ── leaving ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def end_appointment(appointment, *, last_day, deputies_too=False, others=(), version=None, by):
    """Say on which day a person leaves a seat: they may do and see what it allows to the end of that day.

    With `deputies_too`, the seat's deputies leave with its holder; `others` are appointments of the same person that
    end with the same day. Who leaves is written a letter. The body's last secretary cannot be let go, and an end moves
    only to an earlier day.
    """
    for each in (appointment, *others):
        _only_who_ends(by, each)
    ends = {appointment.seat_id, *(each.seat_id for each in others)}
    # always in this order
    list(Seat.objects.filter(pk__in=ends).order_by("pk").select_for_update(no_key=True))
    appointment = fresh(appointment, version, to_on=last_day)
    refuse_last_day(appointment, last_day)
    leaving = [appointment]
    if deputies_too and appointment.kind == Appointment.Kind.SUBSTANTIVE:
        leaving += map(lock, deputies_lasting_after(appointment.seat, last_day))
    leaving += (lock(each) for each in others if each.person_id == appointment.person_id)
    leaving = [appointment, *(each for each in leaving[1:] if each.to_on is None or each.to_on > last_day)]
    for each in leaving:
        refuse_without_secretary(each, last_day)
    with acting("end the appointment", by):
        for each in leaving:
            leave(each, last_day)
    letters.leaving(leaving, last_day, by)
    return appointment


def refuse_last_day(appointment, last_day):
    """Raise Conflict or ValidationError for a day with which the appointment cannot end."""
    if appointment.was_called_off:
        raise Conflict("This appointment was called off before it began.")
    if appointment.to_on and appointment.to_on < clock.today():
        raise Conflict(f"This appointment ended on {appointment.to_on:%-d %B %Y}.")
    if last_day < clock.today() - ONE_DAY:
        raise ValidationError({"last_day": "The last day must be yesterday or later: what has been cannot be undone."})
    if last_day < appointment.from_on:
        first = f"{appointment.from_on:%-d %B %Y}"
        instead = " To keep the appointment from beginning, call it off." if appointment.from_on > clock.today() else ""
        raise ValidationError({"last_day": f"The last day must be on or after the first day, {first}.{instead}"})
    if appointment.to_on and last_day > appointment.to_on:
        raise ValidationError(
            {
                "last_day": f"The appointment ends with {appointment.to_on:%-d %B %Y} already. Give an earlier day, or "
                "use “Let it last longer” on the seat’s page."
            }
        )


def refuse_without_secretary(appointment, last_day):
    """Raise ValidationError where the appointment is the body's last secretary's."""
    if appointment.seat.terms.lasting(last_day).filter(role=Role.SECRETARY).exists():
        refuse_to_lose_the_last_secretary(appointment.seat, last_day, but=appointment)


def leave(appointment, last_day):
    """The appointment ends with a day, and what it gave ends with it; one that would begin later never begins."""
    end_offices(appointment, last_day)
    save_days(appointment, to_on=max(last_day, appointment.from_on - ONE_DAY))


def deputies_lasting_after(seat, day):
    """The appointments of the seat's deputies who would still deputise after a day, or begin to."""
    deputies = seat.appointments.filter(kind=Appointment.Kind.DEPUTY)
    return deputies.lasting(day + ONE_DAY).select_related("person").order_by("pk")


@transaction.atomic
def call_off_appointment(appointment, *, version=None, by):
    """Keep an appointment to come from beginning; the person is told. What was agreed stays on record."""
    _only_who_ends(by, appointment)
    appointment = fresh(appointment, version)
    if appointment.was_called_off:
        raise Conflict("This appointment was called off already.")
    if appointment.from_on <= clock.today():
        raise Conflict(f"This appointment began on {appointment.from_on:%-d %B %Y}. End it instead.")
    day_before = appointment.from_on - ONE_DAY
    refuse_without_secretary(appointment, day_before)
    with acting("call off the appointment", by):
        leave(appointment, day_before)
    letters.appointment_called_off(appointment, by)
    return appointment


# ── staying ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def let_last_longer(appointment, *, last_day, version=None, by):
    """Let a person stay in a seat to a later day (None: until further notice), with the offices that would have ended.

    Refused where somebody else holds the seat then, or is invited to. Nobody lengthens their own cover.
    """
    if not by.has_perm("partners.let_last_longer", appointment):
        raise PermissionDenied("Only the body’s secretary lets an appointment last longer, and nobody their own cover.")
    appointment = fresh(appointment, version, to_on=last_day)
    if appointment.to_on and appointment.to_on < clock.today():
        raise Conflict(f"This appointment ended on {appointment.to_on:%-d %B %Y}. Invite them again.")
    if appointment.to_on is None:
        raise Conflict("This appointment lasts until further notice already.")
    if last_day and last_day <= appointment.to_on:
        day = f"{appointment.to_on:%-d %B %Y}"
        raise ValidationError({"last_day": f"It lasts to {day} already. Give a later day, or end it instead."})
    refuse_longer(appointment, last_day)
    with acting("let the appointment last longer", by):
        lengthen(appointment, last_day)
    letters.staying(appointment, by)
    return appointment


def lengthen(appointment, last_day):
    lengthen_offices(appointment, appointment.to_on, last_day)
    save_days(appointment, to_on=last_day)


def refuse_longer(appointment, last_day):
    """Raise ValidationError where the seat, its next holder, or who is invited to be that stands in the way."""
    seat = appointment.seat
    if seat.to_on and (last_day is None or last_day > seat.to_on):
        day = f"{seat.to_on:%-d %B %Y}"
        raise ValidationError({"last_day": f"The seat itself ends with {day}. Give that day, or an earlier one."})
    is_deputy = appointment.kind == Appointment.Kind.DEPUTY
    if is_deputy and last_day is None and seat.terms.current().filter(role=Role.SECRETARY).exists():
        raise ValidationError({"last_day": "Enter the last day: nobody covers for a secretary without an end."})
    longer = Appointment(seat=seat, kind=appointment.kind, from_on=appointment.to_on + ONE_DAY, to_on=last_day)
    others = seat.appointments.not_called_off().exclude(pk=appointment.pk).select_related("person")
    for other in others.order_by("from_on"):
        stands = other.person_id == appointment.person_id or (not is_deputy and other.kind == appointment.kind)
        if stands and overlap(other, longer):
            raise ValidationError(
                {
                    "last_day": f"{other.person} is to be in the seat from {other.from_on:%-d %B %Y}. Give an earlier "
                    "day, or call that appointment off first."
                }
            )
    if not is_deputy:
        _refuse_over_an_invitation(seat, longer)


def _refuse_over_an_invitation(seat, longer):
    asked = Invitation.objects.open().filter(seat=seat, kind=Appointment.Kind.SUBSTANTIVE).order_by("from_on")
    waiting = next((each for each in asked if overlap(each, longer)), None)
    if waiting:
        raise Waiting(
            "last_day",
            waiting,
            f"{waiting.name} is invited to hold the seat from {waiting.from_on:%-d %B %Y}. Give an earlier day, change "
            "the day of the hand-over, or withdraw that invitation first.",
        )


# ── what is written down of it ───────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def record_induction(appointment, *, inducted_on, signed_terms_on, version=None, by):
    """Write down when a person was inducted, and when they signed the terms of their seat."""
    if not by.has_perm("partners.end_appointment", appointment):
        raise PermissionDenied("Only the body’s secretary records inductions.")
    days = {"inducted_on": inducted_on, "signed_terms_on": signed_terms_on}
    for field, day in days.items():
        if day and day > clock.today():
            raise ValidationError({field: "This day is to come. Write it down once it has been."})
    read = lock(appointment).version if version is None else version
    return save_if_fresh(appointment, read, days, by, verb="record the induction")

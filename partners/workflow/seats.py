"""How seats are made, what they allow, and how they end."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Conflict, lock, save_if_fresh
from partners.models import Appointment, Body, Invitation, Role, Seat, SeatTerms
from partners.models.dated import current
from partners.workflow.organisations import free_key

TERMS = ("role", "voting", "counts_to_quorum", "senior")


def _only_who_edits(by, thing):
    if not by.has_perm("partners.edit_seats", thing):
        raise PermissionDenied("Only the body's secretary changes its seats.")


@transaction.atomic
def add_seat(body, *, organisation, title, role, service_area=None, from_on=None, by, **terms) -> Seat:
    """Make a seat on a body for an organisation, with its terms (voting, counts_to_quorum, senior), from a day."""
    _only_who_edits(by, body)
    body = lock(body)
    from_on = from_on or clock.today()
    for thing in (body, organisation):
        if not thing.is_current(from_on):
            raise ValidationError({"from_on": f"{thing} does not take part on that day. Give another first day."})
    place = body.seats.aggregate(last=Max("position"))["last"]
    seat = Seat(
        key=free_key(Seat, f"{body.key} {title}"),
        body=body,
        organisation=organisation,
        service_area=service_area,
        title=title,
        position=0 if place is None else place + 1,
        from_on=from_on,
    )
    seat.full_clean()
    with acting("add the seat", by):
        seat.save()
        _give_terms(seat, from_on, role=role, **terms)
    return seat


def _give_terms(seat, from_on, *, role, voting=False, counts_to_quorum=False, senior=False):
    terms = SeatTerms(
        seat=seat, role=role, voting=voting, counts_to_quorum=counts_to_quorum, senior=senior, from_on=from_on
    )
    terms.full_clean()
    terms.save()
    return terms


@transaction.atomic
def rename_seat(seat, *, version, title, by) -> Seat:
    """Give the position another title. Stale if somebody changed the seat since `version`."""
    _only_who_edits(by, seat)
    return save_if_fresh(seat, version, {"title": title}, by)


@transaction.atomic
def change_terms(seat, *, from_on, role, by, **terms) -> SeatTerms:
    """Let a seat allow something else from a day, today or later; the terms before end the day before."""
    _only_who_edits(by, seat)
    seat = lock(seat)
    if from_on < clock.today():
        raise ValidationError({"from_on": "The first day must be today or later: what has been is not rewritten."})
    if not seat.is_current(from_on):
        raise ValidationError({"from_on": "The seat does not exist on that day. Give another first day."})
    before = seat.terms.current(from_on).first()
    wanted = {"role": role, "voting": False, "counts_to_quorum": False, "senior": False} | terms
    if before and {name: getattr(before, name) for name in TERMS} == wanted:
        raise ValidationError("These are its terms already. Change one, or leave the page.")
    if before and before.role == Role.SECRETARY != role:
        refuse_to_lose_the_last_secretary(seat, from_on - timedelta(days=1))
    _refuse_later_terms(seat, from_on)
    with acting("change the terms", by):
        if before:
            before.to_on = from_on - timedelta(days=1)
            before.save(update_fields=["to_on"])
        return _give_terms(seat, from_on, **wanted)


def _refuse_later_terms(seat, from_on):
    later = seat.terms.filter(from_on__gte=from_on).first()
    if later:
        day = f"{later.from_on:%-d %B %Y}"
        raise ValidationError({"from_on": f"The seat has other terms from {day} already. Give a later first day."})


@transaction.atomic
def end_seat(seat, *, last_day, by) -> Seat:
    """A seat ends with a day: with it its terms, its people's appointments and offices, and invitations to it."""
    _only_who_edits(by, seat)
    seat = lock(seat)
    if seat.to_on and seat.to_on < clock.today():
        raise Conflict(f"This seat ended on {seat.to_on:%-d %B %Y}.")
    if last_day < max(clock.today(), seat.from_on):
        raise ValidationError({"last_day": "The last day must be today or later, and not before the seat's first."})
    if seat.terms.current(last_day).filter(role=Role.SECRETARY).exists():
        refuse_to_lose_the_last_secretary(seat, last_day)
    with acting("end the seat", by):
        end_what_lasts_longer(seat, last_day)
    return seat


def end_what_lasts_longer(seat, last_day):
    """End a seat and all that hangs on it with a day: what would begin later is refused, since nothing is deleted."""
    later = seat.appointments.filter(from_on__gt=last_day).select_related("person").first()
    if later:
        raise ValidationError(
            f"{later.person} is to have the seat “{seat.title}” from {later.from_on:%-d %B %Y}. Give a later last day."
        )
    day_after = last_day + timedelta(days=1)
    for appointment in seat.appointments.lasting(day_after):
        appointment.offices.lasting(day_after).filter(from_on__lte=last_day).update(to_on=last_day)
        appointment.to_on = last_day
        appointment.save(update_fields=["to_on"])
    seat.terms.lasting(day_after).filter(from_on__lte=last_day).update(to_on=last_day)
    Invitation.objects.open().filter(seat=seat).update(state=Invitation.State.REVOKED, revoked_at=clock.now())
    seat.to_on = last_day
    seat.full_clean()
    seat.save(update_fields=["to_on"])


def secretaries(on=None):
    """The appointments, on a day (today, unless said), of those who may sign in and are a body's secretary."""
    return Appointment.objects.current(on).filter(
        current(on, "seat__"),
        current(on, "seat__terms__"),
        seat__terms__role=Role.SECRETARY,
        # who covers for a while is no secretary afterwards
        kind=Appointment.Kind.SUBSTANTIVE,
        person__is_active=True,
    )


def refuse_to_lose_the_last_secretary(seat, last_day, but=None):
    """Raise ValidationError where nobody would be the body's secretary the day after: nobody could mend that."""
    if not Body.objects.current(last_day + timedelta(days=1)).filter(pk=seat.body_id).exists():
        return
    day = last_day + timedelta(days=1)
    staying = secretaries(day).filter(seat__body=seat.body_id)
    staying = staying.exclude(pk=but.pk) if but else staying.exclude(seat=seat)
    if not staying.exists():
        raise ValidationError(
            f"Nobody would be secretary of the {seat.body} from {day:%-d %B %Y}, and nobody could invite one. "
            "Hand the seat over first, or invite another secretary and wait until they have accepted."
        )

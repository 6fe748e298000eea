"""How a seat passes from its holder to the next, and how that is put right before it has happened."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.govuk.addresses import plain_address
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Conflict
from partners import letters
from partners.models import Appointment, Invitation
from partners.workflow import invitations
from partners.workflow.appointments import (
    end_appointment,
    fresh,
    leave,
    lengthen,
    refuse_last_day,
    refuse_longer,
    refuse_without_secretary,
    save_days,
)
from partners.workflow.eligibility import Waiting, people_at
from partners.workflow.offices import move_offices

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class HandOver:
    """A seat that is to pass: the invitation of the next holder and, once they accepted, their appointment to come."""

    invitation: Invitation
    to_come: Appointment | None = None


def hand_overs(seat) -> dict[int, HandOver]:
    """The hand-overs of a seat that have not happened yet, by the id of the appointment that ends. Two queries."""
    asked = seat.invitations.filter(follows__isnull=False).exclude(state=Invitation.State.REVOKED)
    holding = seat.appointments.substantive().not_called_off().filter(from_on__gt=clock.today())
    to_come = {each.person_id: each for each in holding.select_related("person")}
    found = {}
    for invitation in asked.order_by("invited_at"):
        accepted = to_come.get(invitation.person_id) if invitation.state == Invitation.State.ACCEPTED else None
        if invitation.state == Invitation.State.SENT or accepted:
            found[invitation.follows_id] = HandOver(invitation, accepted)
    return found


@transaction.atomic
def hand_over(appointment, *, last_day, name, email, deputies_too=False, others=(), version=None, by):
    """Pass a seat on: its holder leaves with a day, and the next is invited from the day after.

    Returns the invitation and its link's token. What belongs to the seat (its action points, its papers) stays with
    it. A deputy of the seat who is handed it stops deputising when they begin to hold it. Raises as `end_appointment`
    and `invitations.invite` do; then neither has happened.
    """
    if appointment.kind != Appointment.Kind.SUBSTANTIVE:
        raise ValidationError("A deputy has no seat to hand over. End the appointment, and invite another deputy.")
    until = fresh(appointment, version, to_on=last_day).to_on
    _refuse_a_second(appointment)
    address = plain_address(email)
    if people_at([address]).get(address) == appointment.person:
        raise ValidationError({"email": f"{appointment.person} holds the seat now. Give the address of who is next."})
    end_appointment(appointment, last_day=last_day, deputies_too=deputies_too, others=others, by=by)
    return invitations.invite(
        appointment.seat,
        name=name,
        email=email,
        from_on=_day_after(last_day),
        follows=appointment,
        follows_until=until,
        by=by,
    )


def _refuse_a_second(appointment):
    under_way = hand_overs(appointment.seat).get(appointment.pk)
    if under_way:
        invitation = under_way.invitation
        raise Waiting(
            "email",
            invitation,
            f"This seat is being handed over to {invitation.name} already. Change the day, or call that off first.",
        )


def _day_after(last_day):
    return max(last_day + ONE_DAY, clock.today())


def _under_way(appointment, by):
    """The hand-over of an appointment that `by` may put right. Raises PermissionDenied, and Conflict if it is over."""
    if not by.has_perm("partners.end_appointment", appointment):
        raise PermissionDenied("Only the body’s secretary hands its seats over.")
    found = hand_overs(appointment.seat).get(appointment.pk)
    if found is None:
        raise Conflict("This seat is not being handed over, or the next holder has begun.")
    if appointment.to_on is None or appointment.to_on < clock.today():
        raise Conflict(
            f"{appointment.person} has left the seat: that is not taken back. Send the invitation again, or withdraw "
            "it and invite somebody else."
        )
    return found


@transaction.atomic
def change_hand_over(appointment, *, last_day, version=None, by) -> HandOver:
    """Move the day of a hand-over: the holder's last, the next holder's first, and the offices of both with them.

    Whoever is invited is sent a fresh link with the new day; whoever has accepted is told.
    """
    appointment = fresh(appointment, version, to_on=last_day)
    under_way = _under_way(appointment, by)
    was = appointment.to_on
    if last_day == was:
        raise ValidationError({"last_day": "This is the last day already. Give another."})
    if last_day > was:
        _refuse_later_than(under_way.invitation.follows_until or appointment.seat.to_on, last_day)
    else:
        refuse_last_day(appointment, last_day)
        refuse_without_secretary(appointment, last_day)
    with acting("change the day of the hand-over", by):
        if last_day < was:
            leave(appointment, last_day)
        moved = HandOver(*_move(under_way, _day_after(last_day), by))
        if last_day > was:
            refuse_longer(appointment, last_day)
            lengthen(appointment, last_day)
    letters.hand_over_moved(appointment, moved.to_come, by)
    return moved


def _refuse_later_than(until, last_day):
    if until and last_day > until:
        raise ValidationError({"last_day": f"The appointment would end with {until:%-d %B %Y}: give an earlier day."})


def _move(under_way, first_day, by):
    """The invitation and the appointment to come, from another day."""
    invitation, to_come = under_way.invitation, under_way.to_come
    if to_come is None:
        return invitations.move(invitation, first_day, by=by), None
    move_offices(to_come, first_day)
    save_days(to_come, from_on=first_day)
    return invitation, to_come


@transaction.atomic
def call_off_hand_over(appointment, *, version=None, by) -> Appointment:
    """The holder stays after all, as long as before: the next one's invitation is withdrawn, their appointment called
    off, and the offices that would have ended are the holder's as before."""
    appointment = fresh(appointment, version)
    under_way = _under_way(appointment, by)
    invitation, to_come = under_way.invitation, under_way.to_come
    until = invitation.follows_until or appointment.seat.to_on
    with acting("call off the hand-over", by):
        if to_come:
            leave(to_come, to_come.from_on - ONE_DAY)
            letters.appointment_called_off(to_come, by)
        else:
            invitations.revoke(invitation, by=by)
        if until != appointment.to_on:
            refuse_longer(appointment, until)
            lengthen(appointment, until)
    letters.staying(appointment, by)
    return appointment

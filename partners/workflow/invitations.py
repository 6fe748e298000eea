"""How people come to their seats: invitations."""

import hashlib
import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from ccsp_portal import clock
from ccsp_portal.govuk.addresses import plain_address
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Conflict, Move, lock
from partners import letters
from partners.models import Appointment, Body, Invitation, Role, Seat, User
from partners.models.dated import current
from partners.standing import forget_standing, seats_of
from partners.workflow.eligibility import (
    elsewhere,
    holder_meanwhile,
    in_the_seat,
    known_of,
    nobody_to_deputise_for,
    people_at,
    refuse_if_unfit,
)

SENT, ACCEPTED, REVOKED = Invitation.State.SENT, Invitation.State.ACCEPTED, Invitation.State.REVOKED
LINK_LASTS = timedelta(days=7)

#                 verb           from               to       permission
SEND_AGAIN = Move("send again", frozenset({SENT}), None, "partners.invite")
REVOKE = Move("withdraw", frozenset({SENT}), REVOKED, "partners.revoke_invitation")
MOVES = (SEND_AGAIN, REVOKE)


class DeadLink(Conflict):
    """An invitation's link that no longer works. `status` is 410, or 404 where it never worked."""

    def __init__(self, heading, sentence, status=410):
        super().__init__(sentence)
        self.heading, self.status = heading, status


# ── inviting ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def invite(seat, *, email, name, kind=Appointment.Kind.SUBSTANTIVE, from_on=None, to_on=None, by, **handed_over):
    """Ask a person to take a seat, as its holder or a deputy, from a day (today, unless said) to another (if said; else
    to the seat's own end). `handed_over` says whose appointment they follow, and to when that would have lasted.

    Returns the invitation and its link's token, which is kept nowhere but in the letter. Raises PermissionDenied, and
    ValidationError where the days, the address or the seat's holder stand in the way.
    """
    if not by.has_perm("partners.invite", seat):
        raise PermissionDenied("Only the body’s secretary invites people to its seats.")
    token, link = fresh_link()
    seat, days = lock(seat), {"from_on": from_on or clock.today()}
    days["to_on"] = to_on or seat.to_on
    email = _address(email)
    if seat.pk in seats_of(by) and people_at([email]).get(email) == by:
        raise ValidationError({"email": "You are in this seat yourself. Ask another secretary to invite you to it."})
    invitation = Invitation(seat=seat, kind=kind, invited_by=by, **days, **link, **handed_over)
    invitation.email, invitation.name = email, " ".join(name.split())
    invitation.full_clean()
    refuse_if_unfit(invitation, known_of([invitation]))
    invitation.save()
    letters.invitations_sent([(invitation, token)])
    return invitation, token


def _address(email):
    try:
        return plain_address(email)
    except ValidationError as refusal:
        raise ValidationError({"email": refusal.messages}) from refusal


@transaction.atomic
def invite_first_secretary(email, name):
    """Ask a person to be the first secretary of an empty installation; repeated, it sends them a fresh link.

    Returns the invitation and its link's token. Raises ValidationError where there is a secretary, or no such seat.
    """
    seat = lock(_secretary_seat())
    _refuse_if_held(seat)
    token, link = fresh_link()
    email = _address(email)
    _withdraw_others(seat, email)
    invitation = Invitation.objects.open().filter(seat=seat, email=email).first()
    invitation = invitation or Invitation(seat=seat, email=email, from_on=clock.today())
    invitation.name = " ".join(name.split())
    for field, value in link.items():
        setattr(invitation, field, value)
    invitation.full_clean()
    invitation.save()
    letters.invitations_sent([(invitation, token)])
    return invitation, token


@transaction.atomic
def send_again(invitation, *, by):
    """Send a fresh link, good for another seven days; the earlier one stops working. The invitation and the token."""
    token, link = fresh_link()
    invitation = SEND_AGAIN.make(invitation, by=by, **link)
    letters.invitations_sent([(invitation, token)])
    return invitation, token


@transaction.atomic
def move(invitation, first_day, *, by):
    """Ask the person from another day, with a fresh link: the earlier letter named a day that no longer holds."""
    token, link = fresh_link()
    invitation = SEND_AGAIN.make(invitation, by=by, from_on=first_day, **link)
    letters.invitations_sent([(invitation, token)])
    return invitation


@transaction.atomic
def revoke(invitation, *, by):
    """Withdraw an invitation that has not been accepted: its link stops working at once."""
    return REVOKE.make(invitation, by=by, revoked_at=clock.now())


def fresh_link():
    """A new link's token, which is kept nowhere but in the letter, and the columns that know it."""
    token, now = secrets.token_urlsafe(32), clock.now()
    return token, {"token_hash": _hash(token), "invited_at": now, "expires_at": now + LINK_LASTS}


def _hash(token):
    return hashlib.sha256(token.encode()).hexdigest()


def _secretary_seat():
    seats = Seat.objects.current().filter(
        current(prefix="terms__"), terms__role=Role.SECRETARY, body__kind=Body.Kind.BOARD
    )
    seat = seats.order_by("position").first()
    if seat is None:
        raise ValidationError(
            "There is no secretary’s seat yet. Load the partnership first: python manage.py load_profile"
        )
    return seat


def _refuse_if_held(seat):
    appointment = seat.appointments.current().substantive().select_related("person").first()
    if appointment:
        raise ValidationError(
            f"There is a secretary already: {appointment.person}. Ask them to invite people, on the Invitations page."
        )


def _withdraw_others(seat, email):
    """An earlier invitation to another address was a mistake: its link must not make a second secretary."""
    others = Invitation.objects.open().filter(seat=seat).exclude(email=email)
    others.update(state=REVOKED, revoked_at=clock.now())


# ── accepting ────────────────────────────────────────────────────────────────────────────────────────────────────────


def invitation_of(token):
    """The invitation that a link's token opens. Raises DeadLink, saying what is wrong with it and what to do."""
    invitation = Invitation.objects.filter(token_hash=_hash(token)).select_related("seat__body").first()
    _refuse_dead(invitation)
    _refuse_what_changed(_as_of_today(invitation))
    return invitation


@transaction.atomic
def accept(token, *, name="", password=""):
    """Take up an invitation: makes the person, if they are new here, and their appointment, in one transaction.

    A person who has an account keeps their name and password. Returns the appointment. Raises DeadLink, also where the
    seat is no longer free; ValidationError where the name or the password will not do.
    """
    # the seat first: whoever ends it locks it before it withdraws its invitations
    seat = lock(invitation_of(token).seat)
    invitation = Invitation.objects.select_for_update(of=("self",)).filter(token_hash=_hash(token)).first()
    _refuse_dead(invitation)
    person = person_of(invitation) or _new_person(invitation, name, password)
    if not person.is_active:
        raise Conflict("Your account is closed. Ask the partnership’s secretary to open it again.")
    appointment = _appoint(person, invitation, seat)
    invitation.state, invitation.accepted_at, invitation.person = ACCEPTED, clock.now(), person
    invitation.save(update_fields=["state", "accepted_at", "person"])
    return appointment


def person_of(invitation):
    """The person who has the invitation's address already, or None."""
    return people_at([invitation.email]).get(invitation.email)


def _refuse_dead(invitation):
    if invitation is None:
        raise DeadLink(
            "This link is not right",
            "Part of it may be missing, or a newer invitation may have replaced it. Open the link in the newest "
            "letter, or copy all of it. If that fails, ask the partnership’s secretary for another.",
            status=404,
        )
    if invitation.state == ACCEPTED:
        raise DeadLink("This invitation has been used", "You have accepted it already: sign in with your password.")
    if invitation.state == REVOKED:
        raise DeadLink(
            "This invitation was withdrawn", "If you think that this is a mistake, ask the partnership’s secretary."
        )
    if invitation.has_run_out or (invitation.to_on and invitation.to_on < clock.today()):
        raise DeadLink(
            "This invitation has run out",
            "An invitation’s link works for seven days. Ask the partnership’s secretary to send it again.",
        )


def _new_person(invitation, name, password):
    name = " ".join(name.split())
    if not name:
        raise ValidationError({"name": "Enter your name"})
    try:
        validate_password(password, User(email=invitation.email, name=name))
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from error
    try:
        with transaction.atomic():
            person = User.objects.create_user(invitation.email, name, password)
            EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    except IntegrityError as error:
        raise Conflict("An account with your address was made a moment ago. Open the link once more.") from error
    return person


def _appoint(person, invitation, seat):
    """The person's appointment: from the day they accept, if that is later than the day they were asked for."""
    invitation.seat = seat
    _refuse_what_changed(_as_of_today(invitation))
    deputising = seat.appointments.lasting(invitation.from_on).filter(person=person).select_for_update()
    appointment = Appointment(
        seat=seat,
        person=person,
        kind=invitation.kind,
        from_on=invitation.from_on,
        to_on=invitation.to_on,
        appointed_by=invitation.invited_by,
    )
    with acting("accept", person):
        for each in deputising if invitation.kind == Appointment.Kind.SUBSTANTIVE else ():
            # the deputy becomes the holder
            each.to_on = max(invitation.from_on, each.from_on) - timedelta(days=1)
            each.version += 1
            each.save(update_fields=["to_on", "version"])
        appointment.full_clean()
        appointment.save()
    forget_standing(person)
    return appointment


def _as_of_today(invitation):
    """The invitation, not saved, with the first day that it would give now: rights never begin in the past."""
    invitation.from_on = max(invitation.from_on, clock.today())
    return invitation


# what there is left to do about an invitation that cannot be accepted any more
NOTHING_MORE = "You need do nothing more. If you have questions, ask the partnership’s secretary."


def _refuse_what_changed(invitation):
    """Raise DeadLink where the seat, its holder or the person is not what they were when the letter was sent."""
    known = known_of([invitation])
    sitting, others = known.sitting.get(invitation.seat_id, []), elsewhere(invitation, known)
    reason = ""
    if not invitation.seat.is_current(invitation.from_on):
        reason = "This seat has ended."
    elif in_the_seat(invitation, sitting, known):
        reason = "You are in this seat already."
    elif holder_meanwhile(invitation, sitting):
        reason = "Somebody else holds this seat now."
    elif nobody_to_deputise_for(invitation, sitting):
        reason = "Nobody holds this seat now whose deputy you could be."
    elif others:
        reason = f"A deputy comes from the seat’s own organisation, and you sit for {others} now."
    if reason:
        raise DeadLink("You cannot take this seat now", f"{reason} {NOTHING_MORE}", status=409)

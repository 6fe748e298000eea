"""How people come to their seats: invitations."""

import hashlib
import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Conflict, Move, lock
from partners import letters
from partners.models import Appointment, Body, Invitation, Role, Seat, User
from partners.models.dated import current
from partners.standing import forget_standing

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
def invite(seat, *, email, name, kind=Appointment.Kind.SUBSTANTIVE, from_on=None, to_on=None, by):
    """Ask a person to take a seat, as its holder or a deputy, from a day (today, unless said) to another (if said).

    Returns the invitation and its link's token, which is kept nowhere but in the letter. Raises PermissionDenied, and
    ValidationError where the days, the address or the seat's holder stand in the way.
    """
    if not by.has_perm("partners.invite", seat):
        raise PermissionDenied("Only the body's secretary invites people to its seats.")
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        seat=lock(seat), kind=kind, from_on=from_on or clock.today(), to_on=to_on, invited_by=by, **_link(token)
    )
    invitation.email, invitation.name = email.strip().lower(), " ".join(name.split())
    _check(invitation)
    invitation.save()
    letters.invitation_sent(invitation, token)
    return invitation, token


@transaction.atomic
def invite_first_secretary(email, name):
    """Ask a person to be the first secretary of an empty installation; repeated, it sends them a fresh link.

    Returns the invitation and its link's token. Raises ValidationError where there is a secretary, or no such seat.
    """
    seat = lock(_secretary_seat())
    _refuse_if_held(seat)
    token = secrets.token_urlsafe(32)
    _withdraw_others(seat, email)
    invitation = Invitation.objects.open().filter(seat=seat, email=email.strip().lower()).first()
    invitation = invitation or Invitation(seat=seat, email=email.strip().lower(), from_on=clock.today())
    invitation.name = " ".join(name.split())
    for field, value in _link(token).items():
        setattr(invitation, field, value)
    invitation.full_clean()
    invitation.save()
    letters.invitation_sent(invitation, token)
    return invitation, token


@transaction.atomic
def send_again(invitation, *, by):
    """Send a fresh link, good for another seven days; the earlier one stops working. The invitation and the token."""
    token = secrets.token_urlsafe(32)
    invitation = SEND_AGAIN.make(invitation, by=by, **_link(token))
    letters.invitation_sent(invitation, token)
    return invitation, token


@transaction.atomic
def revoke(invitation, *, by):
    """Withdraw an invitation that has not been accepted: its link stops working at once."""
    return REVOKE.make(invitation, by=by, revoked_at=clock.now())


def _link(token):
    now = clock.now()
    return {"token_hash": _hash(token), "invited_at": now, "expires_at": now + LINK_LASTS}


def _hash(token):
    return hashlib.sha256(token.encode()).hexdigest()


def _check(invitation):
    """Refuse what could not be accepted as it is."""
    invitation.full_clean()
    if invitation.from_on < clock.today():
        raise ValidationError({"from_on": "The first day must be today or later."})
    if not invitation.seat.is_current(invitation.from_on):
        raise ValidationError({"seat": "This seat does not exist on that day. Choose another seat, or another day."})
    _refuse_if_in_the_seat(invitation)
    _refuse_a_deputy_who_cannot_be(invitation)
    holder = _holder_meanwhile(invitation)
    if holder:
        until = f" until {holder.to_on:%-d %B %Y}" if holder.to_on else ""
        raise ValidationError(
            {"seat": f"{holder.person} holds this seat{until}. End that appointment first, or invite a deputy."}
        )


def _refuse_if_in_the_seat(invitation):
    sitting = invitation.seat.appointments.current(invitation.from_on).filter(person__email=invitation.email)
    if sitting.exists():
        raise ValidationError({"email": "This person is in this seat already."})


def _refuse_a_deputy_who_cannot_be(invitation):
    """A deputy stands in for somebody, and comes from the seat's own organisation."""
    if invitation.kind != Appointment.Kind.DEPUTY:
        return
    seat = invitation.seat
    if not seat.appointments.substantive().current(invitation.from_on).exists():
        raise ValidationError(
            {"kind": "Nobody holds this seat on that day, so there is nobody to deputise for. Invite a holder first."}
        )
    person = person_of(invitation)
    sits_for = (
        {each.seat.organisation for each in person.appointments.current().select_related("seat__organisation")}
        if person
        else set()
    )
    if sits_for and seat.organisation not in sits_for:
        others = " and ".join(sorted(each.name for each in sits_for))
        raise ValidationError(
            {
                "email": f"{person} sits for {others}. A deputy comes from the seat's own organisation, "
                f"{seat.organisation}: give another person."
            }
        )


def _holder_meanwhile(invitation):
    """The appointment of a holder whose days overlap those of the invitation to be the holder; else None."""
    if invitation.kind != Appointment.Kind.SUBSTANTIVE:
        return None
    held = invitation.seat.appointments.substantive().exclude(to_on__lt=invitation.from_on)
    if invitation.to_on:
        held = held.exclude(from_on__gt=invitation.to_on)
    return held.select_related("person").first()


def _secretary_seat():
    seats = Seat.objects.current().filter(
        current(prefix="terms__"), terms__role=Role.SECRETARY, body__kind=Body.Kind.BOARD
    )
    seat = seats.order_by("position").first()
    if seat is None:
        raise ValidationError(
            "There is no secretary's seat yet. Load the partnership first: python manage.py load_profile"
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
    others = Invitation.objects.open().filter(seat=seat).exclude(email=email.strip().lower())
    others.update(state=REVOKED, revoked_at=clock.now())


# ── accepting ────────────────────────────────────────────────────────────────────────────────────────────────────────


def invitation_of(token):
    """The invitation that a link's token opens. Raises DeadLink, saying what is wrong with it and what to do."""
    invitation = Invitation.objects.filter(token_hash=_hash(token)).select_related("seat__body").first()
    _refuse_dead(invitation)
    return invitation


@transaction.atomic
def accept(token, *, name="", password=""):
    """Take up an invitation: makes the person, if they are new here, and their appointment, in one transaction.

    A person who has an account keeps their name and password. Returns the appointment. Raises DeadLink; Conflict
    where the seat is no longer free; ValidationError where the name or the password will not do.
    """
    invitation = Invitation.objects.select_for_update(of=("self",)).filter(token_hash=_hash(token)).first()
    _refuse_dead(invitation)
    person = person_of(invitation) or _new_person(invitation, name, password)
    if not person.is_active:
        raise Conflict("Your account is closed. Ask the partnership's secretary to open it again.")
    appointment = _appoint(person, invitation)
    invitation.state, invitation.accepted_at, invitation.person = ACCEPTED, clock.now(), person
    invitation.save(update_fields=["state", "accepted_at", "person"])
    return appointment


def person_of(invitation):
    """The person who has the invitation's address already, or None."""
    by_address = EmailAddress.objects.filter(email=invitation.email, verified=True).values("user_id")
    return User.objects.filter(email=invitation.email).first() or User.objects.filter(pk__in=by_address).first()


def _refuse_dead(invitation):
    if invitation is None:
        raise DeadLink(
            "This link is not right",
            "Part of it may be missing, or a newer invitation may have replaced it. Open the link in the newest "
            "letter, or copy all of it. If that fails, ask the partnership's secretary for another.",
            status=404,
        )
    if invitation.state == ACCEPTED:
        raise DeadLink("This invitation has been used", "You have accepted it already: sign in with your password.")
    if invitation.state == REVOKED:
        raise DeadLink(
            "This invitation was withdrawn", "If you think that this is a mistake, ask the partnership's secretary."
        )
    if invitation.has_run_out or (invitation.to_on and invitation.to_on < clock.today()):
        raise DeadLink(
            "This invitation has run out",
            "An invitation's link works for seven days. Ask the partnership's secretary to send it again.",
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


def _appoint(person, invitation):
    """The person's appointment: from the day they accept, if that is later than the day they were asked for."""
    appointment = Appointment(
        seat=invitation.seat,
        person=person,
        kind=invitation.kind,
        from_on=max(invitation.from_on, clock.today()),
        to_on=invitation.to_on,
        appointed_by=invitation.invited_by,
    )
    if _holder_meanwhile(invitation):
        raise Conflict("Somebody else holds this seat now. Ask the partnership's secretary what happened.")
    appointment.full_clean()
    with acting("accept", person):
        appointment.save()
    forget_standing(person)
    return appointment

"""Who may be asked to which seat: the rules that one invitation and a list of a thousand keep alike."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError

from ccsp_portal import clock
from partners.models import Appointment, Invitation, Organisation, User


@dataclass(frozen=True)
class Known:
    """What the rules ask about seats and addresses, read once for all the invitations of an act."""

    # by seat: its appointments, with their people
    sitting: dict[int, list[Appointment]]
    # by address: who has it, and the organisations for which they sit today
    people: dict[str, User]
    sits_for: dict[int, set[Organisation]]
    # (seat, address) of what is open already
    asked: set[tuple[int, str]]


def known_of(invitations: Iterable[Invitation]) -> Known:
    """What stands about these invitations' seats and addresses: five queries, however many they are."""
    seats = {each.seat_id for each in invitations}
    addresses = {each.email for each in invitations}
    people = people_at(addresses)
    sitting, sits_for = defaultdict(list), defaultdict(set)
    for appointment in Appointment.objects.filter(seat__in=seats).select_related("person"):
        sitting[appointment.seat_id].append(appointment)
    ids = {person.pk for person in people.values()}
    for appointment in Appointment.objects.current().filter(person__in=ids).select_related("seat__organisation"):
        sits_for[appointment.person_id].add(appointment.seat.organisation)
    opened = Invitation.objects.open().filter(seat__in=seats, email__in=addresses)
    return Known(dict(sitting), people, dict(sits_for), set(opened.values_list("seat_id", "email")))


def people_at(addresses: Iterable[str]) -> dict[str, User]:
    """Who has which of the addresses (in lower case) already: by their own address first. Two queries."""
    confirmed = EmailAddress.objects.filter(email__in=addresses, verified=True).select_related("user")
    found = {each.email: each.user for each in confirmed}
    return found | {person.email: person for person in User.objects.filter(email__in=addresses)}


def refuse_if_unfit(invitation: Invitation, known: Known):
    """Refuse what could not be accepted as it is: ValidationError by field, saying what to do."""
    if invitation.from_on < clock.today():
        raise ValidationError({"from_on": "The first day must be today or later."})
    if not invitation.seat.is_current(invitation.from_on):
        raise ValidationError({"seat": "This seat does not exist on that day. Choose another seat, or another day."})
    sitting = known.sitting.get(invitation.seat_id, [])
    _refuse_if_in_the_seat(invitation, sitting)
    if (invitation.seat_id, invitation.email) in known.asked:
        raise ValidationError({"email": "This address has an invitation to this seat already. Send that one again."})
    _refuse_a_deputy_who_cannot_be(invitation, sitting, known)
    holder = holder_meanwhile(invitation, sitting)
    if holder:
        until = f" until {holder.to_on:%-d %B %Y}" if holder.to_on else ""
        raise ValidationError(
            {"seat": f"{holder.person} holds this seat{until}. End that appointment first, or invite a deputy."}
        )


def holder_meanwhile(invitation: Invitation, sitting: Iterable[Appointment]) -> Appointment | None:
    """The appointment of a holder whose days overlap those of the invitation to be the holder; else None."""
    if invitation.kind != Appointment.Kind.SUBSTANTIVE:
        return None
    held = (each for each in sitting if each.kind == Appointment.Kind.SUBSTANTIVE)
    return next((each for each in held if overlap(each, invitation)), None)


def overlap(one, other) -> bool:
    """Whether two dated things share a day."""
    starts_in_time = other.to_on is None or one.from_on <= other.to_on
    return starts_in_time and (one.to_on is None or one.to_on >= other.from_on)


def _refuse_if_in_the_seat(invitation, sitting):
    now = [each for each in sitting if each.is_current(invitation.from_on)]
    if any(each.person.email == invitation.email for each in now):
        raise ValidationError({"email": "This person is in this seat already."})


def _refuse_a_deputy_who_cannot_be(invitation, sitting, known):
    """A deputy stands in for somebody, and comes from the seat's own organisation."""
    if nobody_to_deputise_for(invitation, sitting):
        raise ValidationError(
            {"kind": "Nobody holds this seat on that day, so there is nobody to deputise for. Invite a holder first."}
        )
    others = elsewhere(invitation, known)
    if others:
        raise ValidationError(
            {
                "email": f"{known.people[invitation.email]} sits for {others}. A deputy comes from the seat's own "
                f"organisation, {invitation.seat.organisation}: give another person."
            }
        )


def nobody_to_deputise_for(invitation: Invitation, sitting: Iterable[Appointment]) -> bool:
    """Whether the invitation asks for a deputy, and nobody holds the seat on its first day."""
    holding = (each for each in sitting if each.kind == Appointment.Kind.SUBSTANTIVE)
    is_held = any(each.is_current(invitation.from_on) for each in holding)
    return invitation.kind == Appointment.Kind.DEPUTY and not is_held


def elsewhere(invitation: Invitation, known: Known) -> str:
    """The organisations for which somebody invited as a deputy sits, in words; "" if the seat's own is among them."""
    person = known.people.get(invitation.email)
    sits_for = known.sits_for.get(person.pk, set()) if person else set()
    if invitation.kind != Appointment.Kind.DEPUTY or invitation.seat.organisation in sits_for:
        return ""
    return " and ".join(sorted(each.name for each in sits_for))

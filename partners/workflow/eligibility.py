"""Who may be asked to which seat: the rules that one invitation and a list of a thousand keep alike."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError

from ccsp_portal import clock
from partners.models import Appointment, Invitation, Organisation, User
from partners.models.people import TIMETABLE_EMAIL


@dataclass(frozen=True)
class Known:
    """What the rules ask about seats and addresses, read once for all the invitations of an act."""

    # by seat: its appointments, with their people
    sitting: dict[int, list[Appointment]]
    # by address: who has it, and the organisations for which they sit today
    people: dict[str, User]
    sits_for: dict[int, set[Organisation]]
    # by seat: the invitations to it that are open already
    asked: dict[int, list[Invitation]]


class Waiting(ValidationError):
    """An open invitation stands in the way: `invitation`, which the page then links to."""

    def __init__(self, field: str, invitation: Invitation, sentence: str):
        super().__init__({field: sentence})
        self.invitation = invitation


def known_of(invitations: Iterable[Invitation]) -> Known:
    """What stands about these invitations' seats and addresses: five queries, however many they are."""
    seats = {each.seat_id for each in invitations}
    addresses = {each.email for each in invitations}
    people = people_at(addresses)
    sitting, sits_for, asked = defaultdict(list), defaultdict(set), defaultdict(list)
    for appointment in Appointment.objects.not_called_off().filter(seat__in=seats).select_related("person"):
        sitting[appointment.seat_id].append(appointment)
    ids = {person.pk for person in people.values()}
    for appointment in Appointment.objects.current().filter(person__in=ids).select_related("seat__organisation"):
        sits_for[appointment.person_id].add(appointment.seat.organisation)
    for invitation in Invitation.objects.open().filter(seat__in=seats).order_by("from_on"):
        asked[invitation.seat_id].append(invitation)
    return Known(dict(sitting), people, dict(sits_for), dict(asked))


def people_at(addresses: Iterable[str]) -> dict[str, User]:
    """Who has which of the addresses (in lower case) already: by their own address first. Two queries."""
    confirmed = EmailAddress.objects.filter(email__in=addresses, verified=True).select_related("user")
    found = {each.email: each.user for each in confirmed}
    return found | {person.email: person for person in User.objects.people().filter(email__in=addresses)}


def refuse_if_unfit(invitation: Invitation, known: Known):
    """Refuse what could not be accepted as it is: ValidationError by field, saying what to do."""
    if invitation.from_on < clock.today():
        raise ValidationError({"from_on": "The first day must be today or later."})
    if invitation.email == TIMETABLE_EMAIL:
        raise ValidationError({"email": "This is the portal’s own name, not a person’s address. Give another."})
    _refuse_days_without_the_seat(invitation)
    sitting = known.sitting.get(invitation.seat_id, [])
    _refuse_if_in_the_seat(invitation, sitting, known)
    _refuse_what_waits(invitation, known)
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


def _refuse_days_without_the_seat(invitation):
    seat = invitation.seat
    if not seat.is_current(invitation.from_on):
        begins = seat.from_on > invitation.from_on
        when = f"begins on {seat.from_on:%-d %B %Y}" if begins else f"ended on {seat.to_on:%-d %B %Y}"
        raise ValidationError(
            {"seat": f"This seat does not exist on that day: it {when}. Choose another seat, or another day."}
        )
    if seat.to_on and (invitation.to_on is None or invitation.to_on > seat.to_on):
        day = f"{seat.to_on:%-d %B %Y}"
        raise ValidationError({"to_on": f"The seat itself ends with {day}. Give that day, or an earlier one."})


def in_the_seat(invitation: Invitation, sitting: Iterable[Appointment], known: Known) -> Appointment | None:
    """The invited person's own appointment to the seat on some of the days; None where they may take up another.

    A deputy may be asked to hold the seat: they stop deputising when they begin to hold it.
    """
    person = known.people.get(invitation.email)
    own = [each for each in sitting if person and each.person_id == person.pk and overlap(each, invitation)]
    becomes_holder = invitation.kind == Appointment.Kind.SUBSTANTIVE
    return next((each for each in own if not (becomes_holder and each.kind == Appointment.Kind.DEPUTY)), None)


def _refuse_if_in_the_seat(invitation, sitting, known):
    there = in_the_seat(invitation, sitting, known)
    if there:
        until = f" until {there.to_on:%-d %B %Y}" if there.to_on else ""
        begins = f" from {there.from_on:%-d %B %Y}" if there.from_on > clock.today() else ""
        how = "holds it" if there.kind == Appointment.Kind.SUBSTANTIVE else "deputises in it"
        raise ValidationError(
            {"email": f"This person is in this seat already. {there.person} {how}{begins}{until}: give other days."}
        )


def _refuse_what_waits(invitation, known):
    """One open invitation an address to a seat, and one at a time to hold it."""
    opened = known.asked.get(invitation.seat_id, [])
    for other in opened:
        if other.email == invitation.email:
            raise Waiting("email", other, "This address has an invitation to this seat already. Send that one again.")
    if invitation.kind != Appointment.Kind.SUBSTANTIVE:
        return
    for other in opened:
        if other.kind == invitation.kind and overlap(other, invitation):
            raise Waiting(
                "seat",
                other,
                f"{other.name} is invited to hold this seat from {other.from_on:%-d %B %Y}, and one person holds it at "
                "a time. Withdraw that invitation first, or give other days.",
            )


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
                "email": f"{known.people[invitation.email]} sits for {others}. A deputy comes from the seat’s own "
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

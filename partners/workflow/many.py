"""How many people are invited at once: a list is tried first, line by line, and sent when every line is right."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.govuk.addresses import UNSEEN, plain_address
from ccsp_portal.govuk.fields import YEARS_AHEAD
from partners import letters
from partners.lists import Row
from partners.models import Appointment, Invitation, User
from partners.naming import places_of, seat_called
from partners.queries import seats_to_invite_to
from partners.workflow.eligibility import known_of, overlap, refuse_if_unfit
from partners.workflow.invitations import fresh_link

HOLDER, DEPUTY = Appointment.Kind.SUBSTANTIVE, Appointment.Kind.DEPUTY
KINDS = {"": HOLDER, "holder": HOLDER, "substantive": HOLDER, "deputy": DEPUTY}
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")
# as the column has it
LONGEST_NAME = 150


@dataclass
class Line:
    """What a line of the list would do: its invitation, not yet saved, or what is wrong with it, in sentences."""

    row: Row
    invitation: Invitation | None = None
    person: User | None = None
    problem: str = ""

    @property
    def number(self):
        return self.row.number


class _Wrong(Exception):
    """What is wrong with a line, as the sentence that says what to do."""


def try_list(rows: list[Row], *, by) -> list[Line]:
    """What inviting these people would do, line by line; it writes nothing. Six queries, however many they are."""
    places = places_of(seats_to_invite_to(by))
    lines = [_line(row, places, by) for row in rows]
    _refuse_repeats(lines)
    good = [line for line in lines if not line.problem]
    known = known_of([line.invitation for line in good])
    for line in good:
        line.person = known.people.get(line.invitation.email)
        try:
            refuse_if_unfit(line.invitation, known)
        except ValidationError as refusal:
            line.problem = " ".join(refusal.messages)
    return lines


@transaction.atomic
def invite_list(rows: list[Row], *, by) -> list[Line]:
    """Invite everybody on the list, or nobody: the lines, each with its problem where somebody can't be invited.

    The seats of the person's bodies are locked and each line is tried again: others may have invited meanwhile.
    """
    list(seats_to_invite_to(by).order_by("pk").select_for_update(of=("self",)))
    lines = try_list(rows, by=by)
    if any(line.problem for line in lines):
        return lines
    invitations = [line.invitation for line in lines if line.invitation]
    if not all(by.has_perm("partners.invite", each.seat) for each in invitations):
        raise PermissionDenied("Only the body’s secretary invites people to its seats.")
    sent = [(each, _linked(each)) for each in invitations]
    Invitation.objects.bulk_create(invitations)
    letters.invitations_sent(sent)
    return lines


def _linked(invitation):
    """Give the invitation a fresh link, and return its token."""
    token, fields = fresh_link()
    for field, value in fields.items():
        setattr(invitation, field, value)
    return token


# ── a line ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _line(row, places, by):
    if row.problem:
        return Line(row, problem=row.problem)
    try:
        return Line(row, _invitation(row.cells, places, by))
    except _Wrong as wrong:
        return Line(row, problem=str(wrong))


def _invitation(cells, places, by):
    """The invitation that the cells ask for, not saved. Raises _Wrong."""
    name, email = _person(cells)
    seat = _seat(cells, places)
    kind = KINDS.get(cells.get("kind", "").casefold())
    if kind is None:
        raise _Wrong(f"Write holder or deputy in the column kind, not “{cells['kind']}”.")
    first, last = _day(cells, "from") or clock.today(), _day(cells, "to")
    if last and last < first:
        raise _Wrong("The last day is before the first: give a later day in the column to.")
    last = last or seat.to_on
    return Invitation(seat=seat, kind=kind, name=name, email=email, from_on=first, to_on=last, invited_by=by)


def _person(cells):
    name, email = cells.get("name", ""), cells.get("email", "")
    if not name:
        raise _Wrong("Write the person’s full name in the column name.")
    if len(name) > LONGEST_NAME:
        raise _Wrong(f"Shorten the name to {LONGEST_NAME} characters or fewer.")
    if UNSEEN.search(name + email):
        raise _Wrong("The name or the address has hidden characters in it. Type both anew.")
    if not email:
        raise _Wrong("Write the person’s e-mail address in the column email.")
    try:
        return name, plain_address(email)
    except ValidationError as refusal:
        raise _Wrong(f"“{shortened(email)}” will not do. {refusal.messages[0]}.") from None


def shortened(cell):
    return cell if len(cell) <= LONGEST_NAME else f"{cell[:LONGEST_NAME]}…"


def _day(cells, column) -> date | None:
    written = cells.get(column, "")
    for form in DAYS if written else ():
        try:
            return _sensible(datetime.strptime(written, form).date(), written, column)
        except ValueError:
            continue
    if written:
        raise _Wrong(f"“{written}” in the column {column} is no date. Write it like 31/12/2026 or 2026-12-31.")
    return None


def _sensible(day, written, column):
    """The day, if its year is one that the forms take too. Raises _Wrong."""
    if day.year > clock.today().year + YEARS_AHEAD:
        raise _Wrong(f"“{written}” in the column {column} is too far ahead: check the year.")
    return day


def _seat(cells, places):
    try:
        return seat_called(places, cells.get("body", ""), cells.get("organisation", ""), cells.get("seat", ""))
    except LookupError as wrong:
        raise _Wrong(wrong.args[0]) from None


# ── a line beside the others ─────────────────────────────────────────────────────────────────────────────────────────


def _refuse_repeats(lines):
    """A list names a person once a seat, one holder a seat at a time, and one person an address."""
    asked, named, holding = {}, {}, defaultdict(list)
    for line in lines:
        if line.problem:
            continue
        one = line.invitation
        other = asked.setdefault((one.seat_id, one.email), line)
        namesake = named.setdefault(one.email, line)
        held = [each for each in holding[one.seat_id] if overlap(each.invitation, one)] if one.kind == HOLDER else []
        if other is not line:
            line.problem = f"Line {other.number} invites this address to this seat already. Take one of them out."
        elif namesake.invitation.name.casefold() != one.name.casefold():
            line.problem = (
                f"Line {namesake.number} gives this address to {namesake.invitation.name}. "
                "Give each person an address of their own."
            )
        elif held:
            line.problem = (
                f"Line {held[0].number} invites {held[0].invitation.name} to hold this seat in the same days. "
                "One person holds a seat at a time: choose one of them."
            )
        elif one.kind == HOLDER:
            holding[one.seat_id].append(line)

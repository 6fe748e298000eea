"""The agenda: laid out from the standing items, added to, put in order, and closed to the public where it must be."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Max

from ccsp_portal import clock
from ccsp_portal.documents.models import Document
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Conflict, Move, NotOpen, lock, save_if_fresh
from meetings.models import AgendaItem, Meeting, PaperVersion, PrivacyChange
from meetings.queries.building import planned_elsewhere
from meetings.queries.following import goes_with, items_that_follow
from meetings.workflow.following import tell_that_it_is_private
from meetings.workflow.publication import follow_privacy_of_minutes
from meetings.workflow.withdrawal import follow_privacy
from partners.models import Seat

State = Meeting.State
#                  verb                from                                          to    permission
BUILD = Move("build the agenda", frozenset({State.CONVENED, State.CIRCULATED}), None, "meetings.build_agenda")
# who else reads an item, and who does not, is settled while it is dealt with
UNTIL_THE_END = BUILD.from_states | {State.IN_SESSION}
SET_PRIVACY = Move("set who may see", UNTIL_THE_END | {State.CONCLUDED}, None, "meetings.set_privacy")
MOVES = (BUILD, SET_PRIVACY)

WHY_OFF = "Enter why it is taken off."
# new business comes after this standing item, before what closes a meeting
BUSINESS_COMES_AFTER = "actions"
OF_PRIVATE = ("private_reason", "public_title")
PRIVACY = ("privacy", *OF_PRIVATE)
# what an item has of the one that it is copied from
COPIED = ("title", "purpose", "minutes_allotted", "description", *PRIVACY)


@transaction.atomic
def lay_out(meeting: Meeting, *, by) -> list[AgendaItem]:
    """Put the body's standing items on the agenda of an ordinary meeting that has none yet."""
    if meeting.is_extraordinary or meeting.items.exists():
        return []
    return _put_standing(meeting, _template_of(meeting), 1, by)


@transaction.atomic
def add_standing_items(meeting, *, by) -> list[AgendaItem]:
    """Put those of the body's standing items at the end of the agenda that are not on it, withdrawn ones aside."""
    meeting = _open(meeting, by)
    there = set(meeting.items.values_list("standing", flat=True))
    missing = [item for item in _template_of(meeting) if item["key"] not in there]
    last = meeting.items.aggregate(last=Max("position"))["last"] or 0
    return _put_standing(meeting, missing, last + 1, by)


def _template_of(meeting):
    """What stands on every agenda of the body: nothing for one without rules for its meetings."""
    policy = getattr(meeting.body, "meeting_policy", None)
    return policy.standing_items if policy else []


def _put_standing(meeting, template, first, by):
    with acting("lay out the agenda", by):
        items = [
            AgendaItem.objects.create(
                meeting=meeting,
                position=place,
                title=item["title"],
                purpose=item["purpose"],
                minutes_allotted=item["minutes"],
                standing=item["key"],
                **_privacy(item.get("privacy", "open"), item.get("private_reason", ""), item.get("public_title", "")),
            )
            for place, item in enumerate(template, start=first)
        ]
        for item in items:
            if item.is_private:
                _record_privacy(item, by)
    return items


@transaction.atomic
def add_item(meeting, *, title, purpose, by, **fields) -> AgendaItem:
    """Add business to the agenda, after the business that is there; a private item, which needs a reason and a public
    title, at the end of it, with the other private ones.

    After circulation it is a late item: it gets its number ("7A") when the pack goes out again.
    """
    return put_on(_open(meeting, by), title=title, purpose=purpose, by=by, **fields)


def put_on(meeting, *, privacy="open", private_reason="", public_title="", by, **fields) -> AgendaItem:
    """The same, of a meeting that the caller has locked and checked."""
    place = _place_for(meeting, privacy)
    item = AgendaItem(
        meeting=meeting, position=place, **fields, **_privacy(privacy, private_reason, public_title)
    )  # fmt: skip
    item.full_clean()
    with acting("add", by):
        _make_room(meeting, place)
        item.save()
        _record_privacy(item, by)
    return item


@transaction.atomic
def edit_item(item, *, by, **changed) -> AgendaItem:
    """Change an item, and who may see it, which is recorded: `changed` are what `change_on` asks for."""
    _open(item.meeting, by)
    return change_on(item, by=by, **changed)


def change_on(item, *, version, privacy, private_reason="", public_title="", by, **fields) -> AgendaItem:
    """The same, of an item whose meeting the caller has locked and checked. Stale if somebody changed it since
    `version`."""
    refuse_to_open(item, privacy)
    changed = _privacy(privacy, private_reason, public_title)
    before = {name: getattr(item, name) for name in PRIVACY}
    if changed != before and not by.has_perm("meetings.set_privacy", item):
        raise PermissionDenied("Only the secretary and the chair decide what is private.")
    saved = save_if_fresh(item, version, {**fields, **changed}, by)
    if changed != before:
        _follow(saved, before, by)
    return _gathered(saved, was=before["privacy"], by=by)


def _follow(item, before, by):
    """Record who may see an item now, and take back what was published that shows more, or with other words."""
    with acting("set who may see", by):
        _record_privacy(item, by)
        if item.is_private:
            # what was deferred comes back as private as it is now
            words = {name: getattr(item, name) for name in PRIVACY}
            item.comes_back.live().filter(item=None).update(**words, version=F("version") + 1)
    if item.is_private:
        _keep_private_what_follows(item, before, by)
    reworded = item.is_private and before["privacy"] == item.privacy
    # the minutes first: packs of other meetings that carry them follow
    follow_privacy_of_minutes(item, reworded=reworded, by=by)
    follow_privacy(item, reworded=reworded, by=by)


def _keep_private_what_follows(item, before, by):
    """What came of it on another agenda is as private, unless it is private in words of its own."""
    words = {name: getattr(item, name) for name in PRIVACY}
    for later in items_that_follow(item):
        lock(later.meeting)
        fresh = lock(later)
        if goes_with(fresh, before["public_title"]):
            was_open, title = not fresh.is_private, fresh.public_title
            saved = _set_privacy(fresh, fresh.version, words, by)
            if was_open or saved.public_title != title:
                tell_that_it_is_private(saved, was_open=was_open, by=by)


@transaction.atomic
def set_minutes(meeting, changed: Iterable[tuple[AgendaItem, int, int]], *, by) -> None:
    """Give items (each with the version that the person read) other minutes: all of them, or none. Stale as in
    `edit_item`."""
    meeting = _open(meeting, by)
    for item, version, minutes in changed:
        save_if_fresh(item, version, {"minutes_allotted": minutes}, by, verb="allot minutes")


@transaction.atomic
def set_privacy(item, *, version, privacy, private_reason="", public_title="", by) -> AgendaItem:
    """Make an item private or open, also once its minutes are out: for the chair too. Stale as in `edit_item`.

    What was published and shows too much is withdrawn with a record, and published afresh; what came of the item on
    other agendas becomes private with it.
    """
    if not by.has_perm("meetings.set_privacy", item):
        raise PermissionDenied("Only the secretary and the chair decide what is private.")
    SET_PRIVACY.check_state(lock(item.meeting))
    refuse_to_open(item, privacy)
    return _set_privacy(item, version, _privacy(privacy, private_reason, public_title), by)


def _set_privacy(item, version, changed, by):
    before = {name: getattr(item, name) for name in PRIVACY}
    saved = save_if_fresh(item, version, changed, by, verb="set who may see")
    if changed != before:
        _follow(saved, before, by)
    return _gathered(saved, was=before["privacy"], by=by)


def refuse_to_open(item: AgendaItem, privacy: str) -> None:
    """Raise ValidationError for an open item with papers that are marked OFFICIAL-SENSITIVE: these stay private."""
    sensitive = PaperVersion.objects.filter(
        paper__item=item, paper__withdrawn_at__isnull=True, document__marking=Document.Marking.SENSITIVE
    )
    if privacy == "open" and item.is_private and sensitive.exists():
        marked = f"“{sensitive.select_related('paper')[0].paper.title}” is marked OFFICIAL-SENSITIVE"
        if item.meeting.state in (Meeting.State.CONVENED, Meeting.State.CIRCULATED):
            raise ValidationError({"privacy": f"{marked}: withdraw it before you make the item open."})
        raise ValidationError({"privacy": f"{marked}, and was before the meeting: the item stays private."})


def _privacy(privacy, reason, public_title):
    """What an open item has of a private one: nothing."""
    if privacy == "open":
        return {"privacy": "open", "private_reason": "", "public_title": ""}
    return {"privacy": privacy, "private_reason": reason, "public_title": public_title}


def _record_privacy(item, by):
    PrivacyChange.objects.create(
        item=item, privacy=item.privacy, reason=item.private_reason, decided_at=clock.now(), decided_by=by
    )


@transaction.atomic
def move_item(item, *, up: bool, by) -> bool:
    """Change places with the item before (or after); whether there was one. Once numbered, items keep their order."""
    meeting = _open(item.meeting, by)
    order = _order(meeting)
    here = order.index(item.pk) if item.pk in order else -1
    there = here - 1 if up else here + 1
    if here < 0 or not 0 <= there < len(order):
        return False
    order[here], order[there] = order[there], order[here]
    _arrange(meeting, order, by, verb="move")
    return True


@transaction.atomic
def order_items(meeting, order: Sequence[int], *, instead_of: Sequence[int], by) -> None:
    """Put the agenda's items (their ids) in another order than the one that the person saw (`instead_of`).

    Conflict where the agenda changed since they saw it, NotOpen where a numbered item would come before another.
    """
    meeting = _open(meeting, by)
    now = _order(meeting)
    if now != list(instead_of) or sorted(now) != sorted(order):
        raise Conflict(
            "The agenda changed while you were arranging it. Open it again to see it as it is now, and arrange it then."
        )
    if now != list(order):
        _arrange(meeting, order, by, verb="arrange")


def _order(meeting):
    return list(meeting.items.live().values_list("pk", flat=True))


def _arrange(meeting, order, by, *, verb):
    """Give the live items their places in this order."""
    items = {item.pk: item for item in meeting.items.live()}
    before = [pk for pk in items if items[pk].number]
    if before != [pk for pk in order if items[pk].number]:
        raise NotOpen("The agenda is circulated: its numbered items keep their order.")
    with acting(verb, by):
        for place, pk in enumerate(order, start=1):
            if items[pk].position != place:
                AgendaItem.objects.filter(pk=pk).update(position=place)


def _gathered(item, *, was, by):
    """An item that becomes private goes to the end, where the private ones are gathered; one that becomes open, to the
    business. From there it may be moved. What has a number keeps its place."""
    if item.privacy == was or item.number:
        return item
    place = _place_for(item.meeting, item.privacy, but=item)
    with acting("move", by):
        _make_room(item.meeting, place)
        AgendaItem.objects.filter(pk=item.pk).update(position=place)
    item.refresh_from_db()
    return item


@transaction.atomic
def bring_over(item, meeting, *, by) -> AgendaItem:
    """Put an item that has no number yet on another meeting's agenda, with its papers and its guests."""
    meeting = _open(meeting, by)
    item = lock(item)
    if item.number:
        raise NotOpen(f"It is item {item.number} of an agenda that went out, and stays there.")
    place = _place_for(meeting, item.privacy)
    with acting("move", by):
        _make_room(meeting, place)
        AgendaItem.objects.filter(pk=item.pk).update(meeting=meeting, position=place, withdrawn_at=None)
    item.refresh_from_db()
    return item


@transaction.atomic
def copy_items(meeting, items: Sequence[AgendaItem], *, by) -> list[AgendaItem]:
    """Put the same items on this agenda as stood on an earlier one: their words, not their papers nor their numbers.

    An item that a seat presented which has ended since is presented by nobody until somebody says.
    """
    meeting = _open(meeting, by)
    seats = set(Seat.objects.current().filter(body=meeting.body_id).values_list("pk", flat=True))
    return [
        add_item(
            meeting,
            presenter=item.presenter if item.presenter_id in seats else None,
            by=by,
            **{name: getattr(item, name) for name in COPIED},
        )
        for item in items
    ]


@transaction.atomic
def withdraw_item(item, *, reason="", by) -> AgendaItem:
    """Take an item off the agenda. It is kept, with its number if it had one, and can be put back.

    ValidationError without a reason once it went out: everybody may read why.
    """
    _open(item.meeting, by)
    why = reason.strip() if item.number else ""
    if item.number and not why:
        raise ValidationError({"reason": WHY_OFF})
    with acting("withdraw", by):
        live = AgendaItem.objects.live().filter(pk=item.pk)
        live.update(withdrawn_at=clock.now(), withdrawn_because=why)
    item.refresh_from_db()
    return item


@transaction.atomic
def restore_item(item, *, by) -> AgendaItem:
    """Put a withdrawn item back on the agenda, where it was. NotOpen where the forward plan has moved it away."""
    _open(item.meeting, by)
    elsewhere = planned_elsewhere(lock(item))
    if elsewhere:
        raise NotOpen(f"It is planned for {elsewhere}. Move it back to this meeting on the forward plan.")
    with acting("put back", by):
        AgendaItem.objects.filter(pk=item.pk).update(withdrawn_at=None, withdrawn_because="")
    item.refresh_from_db()
    return item


def draw_numbers(meeting: Meeting) -> dict[int, str]:
    """The number that each live item has or is to have, by its id: 1, 2, 3 at first; a late one after 7 is 7A.

    Numbers once given never change, nor are they given again.
    """
    items = list(meeting.items.order_by("position", "pk"))
    taken = {item.number for item in items if item.number}
    is_first = not taken
    numbers: dict[int, str] = {}
    last = "0"
    for item in items:
        if item.number:
            last = item.number
        elif item.withdrawn_at is None:
            last = str(int(last) + 1) if is_first else _next_letter(last, taken)
            taken.add(last)
        if item.withdrawn_at is None:
            numbers[item.pk] = last if not item.number else item.number
    return numbers


def give_numbers(meeting: Meeting, numbers: dict[int, str]) -> None:
    """Write down the numbers that were drawn for the items that have none."""
    for item in meeting.items.filter(number="", pk__in=numbers):
        AgendaItem.objects.filter(pk=item.pk).update(number=numbers[item.pk])


def _next_letter(number, taken):
    """The first free one of 7A, 7B …, after 7 or after 7A."""
    stem = number.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        if f"{stem}{letter}" not in taken:
            return f"{stem}{letter}"
    raise ValidationError("There are too many late items after one another. Withdraw one.")


def _open(meeting, by):
    """The meeting, locked, if its agenda may be changed: else PermissionDenied or NotOpen."""
    meeting = lock(meeting)
    BUILD.check(meeting, by)
    return meeting


def _make_room(meeting, place):
    meeting.items.filter(position__gte=place).update(position=F("position") + 1)


def _place_for(meeting, privacy, but=None):
    """For a private item, the end; for an open one, behind the last open item of business (`but` this one); where there
    is none, behind the standing item that business follows."""
    live = meeting.items.live().exclude(pk=but.pk if but else None)
    end = live.aggregate(last=Max("position"))["last"] or 0
    if privacy == "private":
        return end + 1
    business = live.filter(standing="", privacy="open").aggregate(last=Max("position"))["last"]
    if business is None:
        business = live.filter(standing=BUSINESS_COMES_AFTER).aggregate(last=Max("position"))["last"]
    return (end if business is None else business) + 1

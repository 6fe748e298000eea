"""The agenda: laid out from the standing items, added to, put in order, and closed to the public where it must be."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Max

from ccsp_portal import clock
from ccsp_portal.documents.models import Document
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Move, NotOpen, lock, save_if_fresh
from meetings.models import AgendaItem, Meeting, PaperVersion, PrivacyChange

State = Meeting.State
#                  verb                from                                          to    permission
BUILD = Move("build the agenda", frozenset({State.CONVENED, State.CIRCULATED}), None, "meetings.build_agenda")
SET_PRIVACY = Move("set who may see", BUILD.from_states | {State.IN_SESSION}, None, "meetings.set_privacy")
MOVES = (BUILD, SET_PRIVACY)

# new business comes after this standing item, before what closes a meeting
BUSINESS_COMES_AFTER = "actions"
PRIVACY = ("privacy", "private_reason", "public_title")


@transaction.atomic
def lay_out(meeting: Meeting, *, by) -> list[AgendaItem]:
    """Put the body's standing items on the agenda of a meeting that has none yet."""
    if meeting.items.exists():
        return []
    with acting("lay out the agenda", by):
        return [
            AgendaItem.objects.create(
                meeting=meeting,
                position=place,
                title=item["title"],
                purpose=item["purpose"],
                minutes_allotted=item["minutes"],
                standing=item["key"],
            )
            for place, item in enumerate(meeting.body.meeting_policy.standing_items, start=1)
        ]


@transaction.atomic
def add_item(
    meeting,
    *,
    title,
    purpose,
    presenter=None,
    minutes_allotted=10,
    description="",
    privacy="open",
    private_reason="",
    public_title="",
    by,
) -> AgendaItem:
    """Add business to the agenda, after the business that is there. A private item needs a reason and a public title.

    After circulation it is a late item: it gets its number ("7A") when the pack goes out again.
    """
    meeting = _open(meeting, by)
    place = _place_for_business(meeting)
    item = AgendaItem(
        meeting=meeting,
        position=place,
        title=title,
        purpose=purpose,
        presenter=presenter,
        minutes_allotted=minutes_allotted,
        description=description,
        **_privacy(privacy, private_reason, public_title),
    )
    item.full_clean()
    with acting("add", by):
        meeting.items.filter(position__gte=place).update(position=F("position") + 1)
        item.save()
        _record_privacy(item, by)
    return item


@transaction.atomic
def edit_item(item, *, version, privacy, private_reason="", public_title="", by, **fields) -> AgendaItem:
    """Change an item, and who may see it, which is recorded. Stale if somebody changed it since `version`."""
    _open(item.meeting, by)
    _refuse_to_open(item, privacy)
    changed = _privacy(privacy, private_reason, public_title)
    before = {name: getattr(item, name) for name in PRIVACY}
    if changed != before and not by.has_perm("meetings.set_privacy", item):
        raise PermissionDenied("Only the secretary and the chair decide what is private.")
    saved = save_if_fresh(item, version, {**fields, **changed}, by)
    if changed != before:
        with acting("set who may see", by):
            _record_privacy(saved, by)
    return saved


@transaction.atomic
def set_privacy(item, *, version, privacy, private_reason="", public_title="", by) -> AgendaItem:
    """Make an item private or open, up to the end of its meeting: for the chair too. Stale as in `edit_item`."""
    if not by.has_perm("meetings.set_privacy", item):
        raise PermissionDenied("Only the secretary and the chair decide what is private.")
    SET_PRIVACY.check_state(lock(item.meeting))
    _refuse_to_open(item, privacy)
    saved = save_if_fresh(item, version, _privacy(privacy, private_reason, public_title), by, verb="set who may see")
    with acting("set who may see", by):
        _record_privacy(saved, by)
    return saved


def _refuse_to_open(item, privacy):
    """Raise ValidationError for an open item with papers that are marked OFFICIAL-SENSITIVE: these stay private."""
    sensitive = PaperVersion.objects.filter(
        paper__item=item, paper__withdrawn_at__isnull=True, document__marking=Document.Marking.SENSITIVE
    )
    if privacy == "open" and item.is_private and sensitive.exists():
        title = sensitive.select_related("paper")[0].paper.title
        raise ValidationError(
            {"privacy": f"“{title}” is marked OFFICIAL-SENSITIVE: withdraw it before you make the item open."}
        )


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
    item = lock(item)
    others = meeting.items.live().exclude(pk=item.pk)
    neighbour = (
        others.filter(position__lt=item.position).order_by("-position").first()
        if up
        else others.filter(position__gt=item.position).order_by("position").first()
    )
    if neighbour is None:
        return False
    if item.number or neighbour.number:
        raise NotOpen("The agenda is circulated: its numbered items keep their order.")
    with acting("move", by):
        AgendaItem.objects.filter(pk=item.pk).update(position=neighbour.position)
        AgendaItem.objects.filter(pk=neighbour.pk).update(position=item.position)
    return True


@transaction.atomic
def withdraw_item(item, *, by) -> AgendaItem:
    """Take an item off the agenda. It is kept, with its number if it had one, and can be put back."""
    _open(item.meeting, by)
    with acting("withdraw", by):
        AgendaItem.objects.filter(pk=item.pk, withdrawn_at__isnull=True).update(withdrawn_at=clock.now())
    item.refresh_from_db()
    return item


@transaction.atomic
def restore_item(item, *, by) -> AgendaItem:
    """Put a withdrawn item back on the agenda, where it was."""
    _open(item.meeting, by)
    with acting("put back", by):
        AgendaItem.objects.filter(pk=item.pk).update(withdrawn_at=None)
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


def _place_for_business(meeting):
    """Behind the last item of business; where there is none, behind the standing item that business follows."""
    live = meeting.items.live()
    business = live.filter(standing="").aggregate(last=Max("position"))["last"]
    if business is None:
        business = live.filter(standing=BUSINESS_COMES_AFTER).aggregate(last=Max("position"))["last"]
    if business is None:
        business = live.aggregate(last=Max("position"))["last"] or 0
    return business + 1

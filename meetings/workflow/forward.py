"""The forward plan: items are proposed, placed on a meeting, moved, declined and withdrawn; some propose themselves."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from ccsp_portal import clock, workdays
from ccsp_portal.history.tracking import acting
from ccsp_portal.notices import outbox
from ccsp_portal.workflow import Move, NotOpen, lock, save_if_fresh
from meetings.models import AgendaItem, Meeting, PlanMove, PlannedItem
from meetings.queries.calendar import quarter_of_year
from meetings.queries.people import people_in
from meetings.workflow import agenda, following
from partners.models import Body, Role
from partners.standing import appointment_for

State = PlannedItem.State
LIVE = frozenset(PlannedItem.LIVE)
PROPOSED, PLACED = frozenset({State.PROPOSED}), frozenset({State.PLACED})
#                 verb                  from      to               permission
PLACE = Move("place", PROPOSED, State.PLACED, "meetings.place_proposal")
MOVE = Move("move", PLACED, None, "meetings.place_proposal")
DECLINE = Move("decline", PROPOSED, State.DECLINED, "meetings.place_proposal")
CHANGE = Move("change", LIVE, None, "meetings.change_proposal")
WITHDRAW = Move("withdraw", LIVE, State.WITHDRAWN, "meetings.change_proposal")
MOVES = (PLACE, MOVE, CHANGE, DECLINE, WITHDRAW)

# what an agenda item takes over from the item of the forward plan that it was
TAKEN_OVER = ("title", "purpose", "minutes_allotted", "description", "privacy", "private_reason", "public_title")


@dataclass(frozen=True)
class Slot:
    """Where an item lies: at a meeting; else in a quarter of a financial year."""

    meeting: Meeting | None = None
    year: int | None = None
    quarter: int | None = None

    @property
    def columns(self) -> dict:
        return {"meeting": self.meeting, "year": self.year, "quarter": self.quarter}

    @property
    def is_out(self) -> bool:
        """Whether its meeting's agenda is out: what comes onto it goes out as a supplement."""
        return self.meeting is not None and self.meeting.state == Meeting.State.CIRCULATED

    def __str__(self):
        if self.meeting:
            return str(self.meeting)
        return quarter_of_year(self.year or 0, self.quarter or 0)


def slot_of(planned: PlannedItem) -> Slot:
    """Where the item lies now."""
    return Slot(planned.meeting, planned.year, planned.quarter)


def is_possible(planned: PlannedItem, move: Move, person) -> bool:
    """Whether nothing but its state stands in the way of a move: for drawing the buttons. The acts ask again."""
    if move is CHANGE:
        return not planned.item_id
    if move in (MOVE, WITHDRAW) and went_out(planned):
        return False
    is_theirs_no_more = move is WITHDRAW and planned.state == State.PLACED
    return not is_theirs_no_more or person.has_perm("meetings.place_proposal", planned)


@transaction.atomic
def propose(body: Body, slot: Slot, *, by, **fields) -> PlannedItem:
    """Propose business for a meeting to come. The body's secretary is told, unless it is theirs.

    `fields` are the columns that say what it is and why it must come. PermissionDenied; ValidationError where they
    leave out why, or the slot has passed.
    """
    if not by.has_perm("meetings.propose_item", body):
        raise PermissionDenied("Only members of the body propose items for its meetings.")
    _refuse_bad_slot(body, slot)
    planned = PlannedItem(
        body=body,
        **slot.columns,
        **fields,
        proposed_at=clock.now(),
        proposed_by=by,
        appointment_id=appointment_for(by, body.pk),
    )
    planned.full_clean()
    with acting("propose", by):
        planned.save(force_insert=True)
    tell_the_secretary(planned)
    return planned


def propose_once(body: Body, slot: Slot, *, once: str, by, verb="propose", **fields) -> PlannedItem | None:
    """What proposes itself, one time for this `once` key: None for a repeat. The timetable or an act calls it, which
    history tells by its `verb`."""
    if PlannedItem.objects.filter(once_key=once).exists():
        return None
    planned = PlannedItem(
        body=body, **slot.columns, **fields, once_key=once, proposed_at=clock.now(), proposed_by=by
    )  # fmt: skip
    planned.full_clean()
    with acting(verb, by):
        planned.save(force_insert=True)
    return planned


@transaction.atomic
def change(planned: PlannedItem, *, version: int, by, **fields) -> PlannedItem:
    """Change what is proposed, as long as it is not on an agenda. Stale if somebody changed it since `version`."""
    fresh = lock(planned)
    CHANGE.check(fresh, by)
    if fresh.item_id:
        raise NotOpen("It has been put on an agenda: its words are changed there.")
    return save_if_fresh(fresh, version, fields, by, verb="change")


@transaction.atomic
def place(planned: PlannedItem, slot: Slot, *, by) -> PlannedItem:
    """Plan it for a meeting, on whose agenda it then stands; or for a quarter in which none is convened yet."""
    PLACE.check(lock(planned), by)
    _refuse_bad_slot(planned.body, slot)
    placed = PLACE.make(planned, by, **slot.columns, decided_at=clock.now(), decided_by=by)
    if slot.meeting:
        _put_on_agenda(placed, by)
    _tell_the_proposer(placed, f"It is planned for {slot}")
    return placed


@transaction.atomic
def move(planned: PlannedItem, slot: Slot, *, reason: str, is_told: bool = True, by) -> PlannedItem:
    """Move it to another meeting or quarter, with its papers if it has any; the reason is kept. Its proposer is told,
    unless another letter says it.

    NotOpen once its agenda went out, ValidationError without a reason or where it lies there already.
    """
    before = lock(planned)
    MOVE.check(before, by)
    if slot_of(before) == slot:
        raise ValidationError("It is planned for then already. Choose another meeting or quarter.")
    _refuse_bad_slot(before.body, slot)
    _refuse_once_out(before)
    moved = MOVE.make(before, by, **slot.columns, **_without_what_went_out(before, slot))
    _keep_move(before, slot, reason, by)
    if slot.meeting:
        _put_on_agenda(moved, by)
    else:
        _take_off_agenda(moved, by)
    if is_told:
        _tell_the_proposer(moved, f"It is moved from {slot_of(before)} to {slot}", why=reason.strip())
    return moved


@transaction.atomic
def decline(planned: PlannedItem, *, reason: str, by) -> PlannedItem:
    """Say no, and why; whoever proposed it is told."""
    declined = DECLINE.make(planned, by, **_ended(reason, by))
    _tell_the_proposer(declined, "It is not taken onto the forward plan", why=declined.reason)
    return declined


@transaction.atomic
def withdraw(planned: PlannedItem, *, reason: str, by) -> PlannedItem:
    """Take back what is no longer wanted, and take it off the agenda that it is on. NotOpen once that went out."""
    fresh = lock(planned)
    WITHDRAW.check(fresh, by)
    if fresh.state == State.PLACED and not by.has_perm("meetings.place_proposal", fresh):
        raise NotOpen("It is planned by now: ask the secretary to take it off.")
    _refuse_once_out(fresh)
    withdrawn = WITHDRAW.make(fresh, by, **_ended(reason, by))
    _take_off_agenda(withdrawn, by)
    if by.pk != withdrawn.proposed_by_id:
        _tell_the_proposer(withdrawn, "It is withdrawn", why=withdrawn.reason)
    return withdrawn


def take_up(meeting: Meeting, *, by) -> None:
    """Put what is planned for the meeting's quarter on its agenda: it waited for a meeting to be convened.

    What stands by its number on another agenda, or was carried over from one, stays there and is planned for that.
    """
    year, quarter = workdays.financial_quarter(meeting.day)
    waiting = PlannedItem.objects.filter(body=meeting.body_id, state=State.PLACED, year=year, quarter=quarter)
    for planned in waiting.order_by("decided_at", "pk"):
        there = _stands_elsewhere(planned)
        slot = Slot(there.meeting if there else meeting)
        kept = {"item": there} if there else _without_what_went_out(planned, slot)
        taken = MOVE.make(planned, by, **slot.columns, **kept)
        if there:
            _keep_move(planned, slot, "It stands on that agenda already.", by)
        else:
            _put_on_agenda(taken, by)


def take_over(planned: PlannedItem, item: AgendaItem, *, by) -> PlannedItem:
    """It stands on an agenda as this item, in place of one that a cancelled meeting keeps."""
    before = lock(planned)
    MOVE.check(before, by)
    slot = Slot(item.meeting)
    _refuse_bad_slot(before.body, slot)
    taken = MOVE.make(before, by, **slot.columns, item=item)
    _keep_move(before, slot, "The meeting was cancelled.", by)
    return taken


def let_go(meeting: Meeting, *, by) -> None:
    """A meeting is called off: what was planned for it waits in its quarter for another; that it moved is kept."""
    year, quarter = workdays.financial_quarter(meeting.day)
    slot = Slot(year=year, quarter=quarter)
    for planned in PlannedItem.objects.live().filter(meeting=meeting).order_by("pk"):
        with acting("move", by):
            changed = slot.columns | _without_what_went_out(planned, slot) | {"version": planned.version + 1}
            PlannedItem.objects.filter(pk=planned.pk).update(**changed)
        _keep_move(planned, slot, "The meeting was cancelled.", by)


def _ended(reason, by):
    return {"reason": reason.strip(), "decided_at": clock.now(), "decided_by": by}


def _keep_move(planned, slot, reason, by):
    kept = PlanMove(
        planned=planned,
        from_words=str(slot_of(planned))[:100],
        to_words=str(slot)[:100],
        reason=reason.strip(),
        moved_at=clock.now(),
        moved_by=by,
    )
    kept.full_clean()
    with acting("move", by):
        kept.save(force_insert=True)


def _refuse_bad_slot(body, slot):
    if slot.meeting:
        if slot.meeting.is_extraordinary:
            raise ValidationError("An extraordinary meeting takes only what it was called for. Choose another.")
        if slot.meeting.body_id != body.pk or slot.meeting.state not in agenda.BUILD.from_states:
            raise ValidationError("Choose a meeting of this body whose agenda can still change.")
    elif workdays.financial_quarter_days(slot.year, slot.quarter)[1] < clock.today():
        raise ValidationError("That quarter is over. Choose a later one.")


def went_out(planned: PlannedItem) -> bool:
    """Whether it stands by its number on the agenda of the very meeting for which it is planned."""
    item = planned.item
    return bool(item and item.number and item.meeting_id == planned.meeting_id)


def _stands_elsewhere(planned):
    """Its item on the agenda of another meeting that went out, or that this one's business was carried over to."""
    item = planned.item if planned.item and planned.item.number else None
    while item and item.meeting.state == Meeting.State.CANCELLED:
        item = AgendaItem.objects.filter(carried_from=item, planned=None).first()
    return item if item and item.withdrawn_at is None else None


def _without_what_went_out(planned, slot):
    """An agenda that went out keeps its item: another takes its place in this slot, as private."""
    item = planned.item
    if not (item and item.number) or (slot.meeting and slot.meeting.pk == item.meeting_id):
        return {}
    words = {name: getattr(item, name) for name in agenda.PRIVACY} if item.is_private else {}
    return {"item": None, **words}


def _refuse_once_out(planned):
    if went_out(planned):
        raise NotOpen(
            f"It is item {planned.item.number} of an agenda that went out. Take it off that agenda, or have the "
            "meeting defer it, and propose it anew."
        )


def _put_on_agenda(planned, by):
    """On its meeting's agenda: the agenda item that it is already, with its papers, or a new one; one that went out
    with that agenda stands there."""
    if planned.item and planned.item.number:
        return
    if planned.item:
        agenda.bring_over(planned.item, planned.meeting, by=by)
        return
    agenda.lay_out(planned.meeting, by=by)
    item = agenda.add_item(
        planned.meeting, presenter=planned.owner, by=by, **{name: getattr(planned, name) for name in TAKEN_OVER}
    )
    with acting("place", by):
        PlannedItem.objects.filter(pk=planned.pk).update(item=item)
        if planned.put_off:
            following.come_back(planned.put_off, item)
    planned.item = item


def _take_off_agenda(planned, by):
    if planned.item and not planned.item.number and planned.item.withdrawn_at is None:
        with acting("withdraw", by):
            AgendaItem.objects.filter(pk=planned.item_id).update(withdrawn_at=clock.now())


def tell_the_secretary(planned: PlannedItem) -> None:
    """Tell the body's secretary of a proposal, unless it is theirs."""
    secretaries = people_in(planned.body, Role.SECRETARY).exclude(pk=planned.proposed_by_id)
    outbox.put(
        secretaries,
        "meetings/notices/proposed.txt",
        once=f"proposed/{planned.pk}",
        subject_thing=planned,
        planned=planned,
        slot=slot_of(planned),
    )


def _tell_the_proposer(planned, said, *, why=""):
    if planned.proposed_by_id == planned.decided_by_id or planned.once_key:
        return
    outbox.put(
        [planned.proposed_by],
        "meetings/notices/planned.txt",
        once=f"planned/{planned.pk}/{planned.version}",
        subject_thing=planned,
        planned=planned,
        # it is private too while its agenda item is
        shown=planned.item if planned.item and planned.item.is_private else planned,
        said=said,
        why=why,
    )

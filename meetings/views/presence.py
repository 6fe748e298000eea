"""Pages on which the secretary records who comes, who leaves, who is there as a guest and who takes the chair."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from ccsp_portal.govuk.forms import REFUSED, offer
from ccsp_portal.once.decorator import once
from meetings.forms.session import ChairForm, CorrectGuestForm, GuestThereForm
from meetings.models import AgendaItem, Chairing, Guest, ItemInvitation, Meeting, Movement
from meetings.queries.chair import candidates, chair_of, is_there_after
from meetings.queries.here import here_for
from meetings.queries.roll import TOOK_OVER, Seated, number_of, roll_of
from meetings.views.quorum import saying_what_lost_its_quorum
from meetings.views.records import back_to, item_in_hand
from meetings.views.session import meeting_to_run
from meetings.workflow import chairing, presence
from meetings.workflow.records import check_unsettled
from partners.models import Appointment
from partners.views.asking import Page, ask


def _item_now(request, pk, move) -> AgendaItem:
    item = item_in_hand(request, pk, move.permission)
    check_unsettled(move, item.meeting, request.user)
    return item


def _back(item):
    return redirect(f"{reverse('meetings:run_meeting', args=[item.meeting_id])}#item-{item.pk}")


@once
def come_and_go(request, pk):
    """Who is there for an item, each with a button to say that they leave; and who is not, to say that they come."""
    item = _item_now(request, pk, presence.COME_AND_GO)
    refusal = ""
    if request.method == "POST":
        try:
            with saying_what_lost_its_quorum(request, item.meeting):
                said = _moved(item, request.POST.get("who", ""), request.user)
        except ValidationError as error:
            refusal = " ".join(error.messages)
        else:
            messages.success(request, said)
            return _back(item)
    roll = roll_of(item.meeting)
    is_first = item == item.meeting.items.live().first()
    context = {
        "item": item,
        "number": number_of(item),
        "here": here_for(roll, item, is_first=is_first),
        "is_first": is_first,
        "refusal": refusal,
    }
    return render(request, "meetings/come_and_go.html", context, status=REFUSED if refusal else 200)


def _moved(item, asked, by) -> str:
    """What a button of the page asks: "came appointment-7", "over appointment-8", "left-before guest-2"."""
    what, _, who = asked.partition(" ")
    kind, _, key = who.partition("-")
    if not key.isdecimal() or what not in BUTTONS or kind not in BUTTONS[what]:
        raise ValidationError("Choose who comes or leaves.")
    row = _somebody(item.meeting, kind, int(key[:9]), by, item)
    if kind == "invited":
        return f"{row.name} is recorded as a guest for item {number_of(item)}."
    if what == "over":
        return _taken_over(item, row, presence.take_over(item, row, by=by))
    if what == "came":
        presence.come(item, row, by=by)
        return f"{_name(row)} came for item {number_of(item)}.{_not_in_the_chair(roll_of(item.meeting), item, row)}"
    movement = presence.leave(item, row, before=what == "left-before", by=by)
    return f"{_name(row)} left after item {number_of(movement.item)}.{_in_the_chair(roll_of(item.meeting), item, row)}"


# what the buttons say, and of whom
BUTTONS = {
    "came": ("appointment", "guest", "invited"),
    "over": ("appointment",),
    "left": ("appointment", "guest"),
    "left-before": ("appointment", "guest"),
}


def _taken_over(item, who, seat):
    """That they took the seat over, and what may be next: for the chair, and for who was to leave the room."""
    roll, items = roll_of(item.meeting), list(item.meeting.items.live())
    row, at = roll.seat(seat.pk), items.index(item)
    if not any(each.kind == TOOK_OVER and each.item_id == item.pk for each in roll.moves_of(row)):
        return f"{who.person} came for item {number_of(item)}.{_not_in_the_chair(roll, item, who)}"
    before = roll.filler_at(row, items[at - 1])
    out = [number_of(each) for each in items[at:] if each.pk in row.left_room_for]
    left = f" The seat is recorded as out of the room for item {', '.join(out)}: "
    room = f"{left}if {who.person} stays, correct the interest." if out else ""
    said = f"{who.person} took over from {before.person} at item {number_of(item)}."
    return f"{said}{_in_the_chair(roll, item, before)}{_not_in_the_chair(roll, item, who)}{room}"


def _somebody(meeting, kind, key, by, item):
    """The row that a button stands for; whoever was invited to the item becomes a guest for it."""
    if kind == "invited":
        person = _one(ItemInvitation.objects.holding().select_related("person"), item=item, pk=key).person
        return presence.record_guest(
            meeting, name=str(person), person=person, came_for=item, left_after=item, by=by
        )  # fmt: skip
    if kind == "guest":
        return _one(Guest.objects.standing(), meeting=meeting, pk=key)
    return _one(Appointment.objects.select_related("person", "seat__organisation"), seat__body=meeting.body_id, pk=key)


def _one(rows, **wanted):
    found = rows.filter(**wanted).first()
    if found is None:
        raise ValidationError("Choose somebody of this meeting: the list has changed since.")
    return found


def _name(row):
    return row.name if isinstance(row, Guest) else str(row.person)


def _in_the_chair(roll, item, who):
    """What to do next when who leaves was in the chair."""
    return f" {who.person} was in the chair: say who takes it now." if roll.chair_at(item) == who else ""


def _not_in_the_chair(roll, item, who):
    """What may be next when the body's chair comes, and another is in the chair."""
    chair = chair_of(item.meeting) if isinstance(who, Appointment) else None
    if chair is None or chair.appointment.person_id != who.person_id or roll.chair_at(item) == who:
        return ""
    return f" {who.person} is the chair of the body: under “Chair”, say whether they take the chair now."


@require_POST
@once
def take_back_movement(request, pk):
    """It was recorded by mistake."""
    movement = _of_a_meeting_to_run(request, Movement, pk)
    try:
        with saying_what_lost_its_quorum(request, movement.meeting):
            presence.take_back(movement, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, "It is taken back.")
    return redirect("meetings:run_meeting", movement.meeting_id)


@once
def record_guest(request, pk):
    """Somebody is there who fills no seat."""
    meeting = meeting_to_run(request, pk)
    check_unsettled(presence.RECORD_GUEST, meeting, request.user)
    items = meeting.items.live()
    asked = request.GET.get("item", "")
    only = items.filter(pk=asked[:9]).first() if asked.isdecimal() else None
    initial = {"came_for": only, "left_after": only}
    form = back_to(meeting, GuestThereForm.from_request(request, items=items, initial=initial))
    back = reverse("meetings:run_meeting", args=[pk])

    def act(answers):
        guest = presence.record_guest(meeting, **answers, by=request.user)
        return f"{guest.name} is recorded as a guest."

    heading = "Record a guest"
    words = "Minutes list guests under “In attendance”. A guest does not count to the quorum, and does not vote."
    page = Page(
        heading=heading, caption=str(meeting), back=back, back_words="Back to running the meeting", before=(words,)
    )  # fmt: skip
    return ask(request, form, act, page)


@once
def correct_guest(request, pk):
    """Correct how a guest is called."""
    guest = _of_a_meeting_to_run(request, Guest, pk)
    check_unsettled(presence.RECORD_GUEST, guest.meeting, request.user)
    initial = {"name": guest.name, "organisation": guest.organisation, "version": guest.version}
    form = back_to(guest.meeting, CorrectGuestForm.from_request(request, initial=initial))
    back = reverse("meetings:run_meeting", args=[guest.meeting_id])

    def act(answers):
        return f"{presence.correct_guest(guest, **answers, by=request.user)} is saved."

    page = Page(heading="Correct a guest", caption=str(guest), back=back, back_words="Back to running the meeting")
    return ask(request, form, act, page)


@require_POST
@once
def take_back_guest(request, pk):
    """They were not there after all."""
    guest = _of_a_meeting_to_run(request, Guest, pk)
    presence.take_back_guest(guest, by=request.user)
    messages.success(request, f"{guest.name} is taken off the list of who is there.")
    return redirect("meetings:run_meeting", guest.meeting_id)


@once
def take_chair(request, pk):
    """Say who takes the chair from an item on, the vice chair first."""
    item = _item_now(request, pk, chairing.TAKE)
    roll = roll_of(item.meeting)
    held = roll.chairing_at(item)
    before = Seated(roll.seat(held.attendance_id), roll.who_took(held)) if held else None
    form = ChairForm.from_request(
        request,
        candidates=candidates(roll, item),
        before=str(before.who.person) if before and is_there_after(roll, item, before.who) else "",
        item=number_of(item),
    )
    if back_to(item.meeting, form).is_bound and form.is_valid():
        try:
            only = form.cleaned_data.get("only", False)
            taken = chairing.take_chair(item, form.chosen, only=only, by=request.user)
        except ValidationError as refusal:
            form.add_error("seat", refusal.messages)
        else:
            how = f"for item {number_of(item)}" if only else f"from item {number_of(item)}"
            messages.success(request, f"{taken.appointment.person} is in the chair {how}.")
            return _back(item)
    context = {"item": item, "number": number_of(item), "before": before, "is_there": bool(form.seats)}
    return offer(request, "meetings/take_chair.html", form, **context)


@require_POST
@once
def take_back_chairing(request, pk):
    """It was recorded by mistake."""
    taken = _of_a_meeting_to_run(request, Chairing, pk)
    chairing.take_back_chairing(taken, by=request.user)
    messages.success(request, f"It is taken back. {_in_it_again(taken)}")
    return redirect("meetings:run_meeting", taken.meeting_id)


def _in_it_again(taken):
    """Who is in the chair from where another had taken it, or that somebody has to take it."""
    roll, item = roll_of(taken.meeting), taken.item or taken.meeting.items.live().first()
    before = roll.chair_at(item)
    number = f" for item {number_of(item)}" if item else ""
    if before is None:
        return "Nobody is recorded in the chair now: say who takes it."
    if item and roll.lacks_chair(item):
        return f"{before.person} had the chair before, and is not there{number}: say who takes it."
    return f"{before.person} is in the chair{number} again."


def _of_a_meeting_to_run(request, model, pk):
    """A row of a meeting that the person runs: 404 for who can't see the meeting, 403 for who doesn't run it."""
    rows = model.objects.filter(meeting__in=Meeting.objects.visible_to(request.user)).select_related("meeting__body")
    row = get_object_or_404(rows, pk=pk)
    meeting_to_run(request, row.meeting_id)
    if row.taken_back_at and request.method != "POST":
        raise Http404
    return row

"""Pages on which seats reply, and the secretary sees who has."""

from urllib.parse import urlencode

from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from ccsp_portal.govuk.forms import offer
from ccsp_portal.once.decorator import once
from ccsp_portal.workflow import Conflict
from meetings.forms.replies import ReadMessagesFilter, ReplyForm, SettleMessageForm
from meetings.models import Meeting, ReadMessage, Reply
from meetings.queries.quorum import expected_quorum_in_words, names_in, quorum_in_words, replies_in_words
from meetings.queries.replies import deputies_for, seats_invited, without_reply
from meetings.workflow import read_messages, replies
from meetings.workflow.reply_links import DeadLink, asked_by
from meetings.workflow.retention import SENDERS, are_receipts_kept
from partners.standing import seats_of

MESSAGES_A_PAGE = 25
LINK = Reply.CameBy.LINK


@once
def reply_to_meeting(request, pk, seat):
    """Say whether a seat will be at the meeting: one's own, or as secretary any."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("body"), pk=pk)
    replies.REPLY.check(meeting, request.user)
    asked = next((each for each in seats_invited(meeting) if each.seat.pk == seat), None)
    if asked is None:
        raise Http404
    records = request.user.has_perm("meetings.reply_for_seat", meeting)
    deputises = replies.deputises(request.user, asked.seat)
    is_own = seat in seats_of(request.user) and not (records and deputises)
    if not is_own and not records:
        raise PermissionDenied
    if is_own and deputises and replies.is_closed_to_deputy(asked.reply, request.user):
        raise Conflict(replies.HOLDER_REPLIED)
    form = _reply_form(request, meeting, asked, request.user if is_own else None)
    form.cancel_url = reverse("meetings:show_meeting", args=[meeting.pk])
    if form.is_bound and form.is_valid():
        replies.reply(meeting, asked.seat, by=request.user, **form.cleaned_data)
        whose = "Your reply is sent" if is_own else f"The reply of {asked.seat} is recorded"
        messages.success(request, f"{whose}. You can change it until the meeting opens.")
        return redirect("meetings:show_meeting" if is_own else "meetings:show_replies", pk)
    return offer(request, "meetings/reply_to_meeting.html", form, meeting=meeting, asked=asked, is_own=is_own)


# the link itself is the key, so that a forged request would need it: and it works where a mail program keeps no cookie
@csrf_exempt
@login_not_required
@rate_limit(action="reply_by_link")
@never_cache
@once
def reply_by_link(request, token):
    """The page that a letter's link opens: opening it does nothing, its button replies. Nobody need sign in."""
    try:
        asked = asked_by(token)
    except DeadLink as dead:
        return render(request, "meetings/dead_reply_link.html", {"dead": dead}, status=dead.status)
    if request.user.is_authenticated and request.user != asked.person:
        # what they answered would be answered in another's name
        return render(request, "meetings/reply_link_of_another.html", {"meeting": asked.meeting}, status=403)
    if asked.invited.is_closed_to_deputy:
        status = 409 if request.method == "POST" else 200
        return render(
            request, "meetings/reply_by_link.html", {"asked": asked, "refusal": replies.HOLDER_REPLIED}, status=status
        )
    form = _reply_form(request, asked.meeting, asked.invited, asked.person, hides_note=True)
    if form.is_bound and form.is_valid():
        answers = _with_note_so_far(form.cleaned_data, asked.invited.reply, asked.person)
        try:
            replies.reply(asked.meeting, asked.invited.seat, by=asked.person, came_by=LINK, **answers)
        except Conflict as refusal:
            # moved, or opened, a moment ago
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Your reply is sent. You can change it here until the meeting begins.")
            # to this same page: the address is not said, since it would be kept
            return redirect("./")
    return offer(request, "meetings/reply_by_link.html", form, asked=asked)


def _with_note_so_far(answers, reply, person):
    """The answers; with one's note so far where nothing else has changed, as the page of a link does not show it."""
    if reply is None or reply.replied_by_id != person.pk or answers["note"]:
        return answers
    comes_as_deputy = reply.deputy and reply.deputy.person_id == person.pk
    so_far = Reply.Answer.ATTENDING if comes_as_deputy else reply.answer
    return {**answers, "note": reply.note} if answers["answer"] == so_far else answers


def _reply_form(request, meeting, asked, person, *, hides_note=False):
    """The form for the seat: as one of its people fills it in, or the secretary (`person` is None) for them."""
    was_another_s = asked.outdated and asked.outdated.is_predecessor_s
    answering = person if person and replies.deputises(person, asked.seat) else None
    given = asked.reply or (None if was_another_s else asked.outdated) or asked.undecided
    initial = {"sequence": meeting.asked_sequence, **ReplyForm.answers_of(given, meeting, answering)}
    is_another_s = person and given and given.replied_by_id != person.pk and (answering or given.is_deputy_s)
    if hides_note or is_another_s:
        # a letter may have been passed on; and what a deputy noted is not the holder's, nor the other way round
        initial["note"] = ""
    deputies = deputies_for(asked.seat, meeting)
    whose = "you" if person else "they"
    more = {"meeting": meeting, "deputies": deputies, "whose": whose, "answering": answering}
    return ReplyForm.from_request(request, initial=initial, **more)


@require_safe
def show_replies(request, pk):
    """Each seat: who has read about the meeting, what it answered; and whether there would be a quorum."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("body"), pk=pk)
    if not request.user.has_perm("meetings.see_replies", meeting):
        raise PermissionDenied
    seats, names = seats_invited(meeting), names_in(meeting)
    context = {
        "meeting": meeting,
        "seats": seats,
        "rule": quorum_in_words(meeting, names),
        "expected": expected_quorum_in_words(meeting, seats, names),
        "tally": replies_in_words(meeting, seats),
        "waiting": len(without_reply(seats)),
        "is_reading_kept": are_receipts_kept(meeting),
        "may_nudge": replies.NUDGE.is_open_to(request.user, meeting),
        "may_record": request.user.has_perm("meetings.reply_for_seat", meeting),
        "to_look_at": _messages_to_look_at(meeting, request.user),
    }
    return render(request, "meetings/show_replies.html", context)


@require_safe
def list_read_messages(request):
    """What calendars mailed to the portal, and what came of each message: above all of those that do not count."""
    if not request.user.has_perm("meetings.see_read_messages"):
        raise PermissionDenied
    form = ReadMessagesFilter(request.GET)
    rows = ReadMessage.objects.visible_to(request.user).select_related("meeting", "person", "settled__settled_by")
    page = Paginator(form.narrow(rows), MESSAGES_A_PAGE).get_page(request.GET.get("page"))
    context = {"filter": form, "page": page, "address": settings.REPLIES_ADDRESS, "senders_kept": SENDERS.period}
    return render(request, "meetings/list_read_messages.html", context | {"asked": urlencode(form.asked)})


@once
def settle_message(request, pk):
    """Say that a message from a calendar is dealt with: by its button in the list, or here with a word on how."""
    message = _message(request, pk)
    form = SettleMessageForm.from_request(request)
    form.cancel_url = _list_as_asked(request)
    if form.is_bound and form.is_valid():
        try:
            read_messages.settle_message(message, by=request.user, **form.cleaned_data)
        except Conflict as refusal:
            # somebody else was quicker: what was typed stays
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "The message is marked as dealt with. To undo this, show those dealt with.")
            return redirect(_list_as_asked(request))
    asked = urlencode(ReadMessagesFilter(request.GET).asked)
    return offer(request, "meetings/settle_message.html", form, message=message, asked=asked)


@require_POST
@once
def reopen_message(request, pk):
    """The message is to be dealt with after all."""
    read_messages.reopen_message(_message(request, pk), by=request.user)
    messages.success(request, "The message is to be dealt with again.")
    return redirect(_list_as_asked(request))


def _message(request, pk):
    if not request.user.has_perm("meetings.settle_message"):
        raise PermissionDenied
    rows = ReadMessage.objects.visible_to(request.user).select_related("meeting__body", "person", "settled__settled_by")
    return get_object_or_404(rows, pk=pk)


def _list_as_asked(request):
    """The list, narrowed as it was when its button was pressed: that came along in the address."""
    asked = ReadMessagesFilter(request.GET).asked
    return f"{reverse('meetings:list_read_messages')}?{urlencode(asked)}"


@once
def nudge_members(request, pk):
    """Ask those who have not replied to do so, after a look at who they are."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("body"), pk=pk)
    replies.NUDGE.check(meeting, request.user)
    if request.method == "POST":
        people = replies.nudge(meeting, by=request.user)
        messages.success(request, _asked(len(people)))
        return redirect("meetings:show_replies", pk)
    people = replies.people_to_nudge(meeting)
    return render(request, "meetings/nudge_members.html", {"meeting": meeting, "people": people})


def _messages_to_look_at(meeting, person):
    """How many messages about the meeting its secretary has still to deal with; nobody else is told of any."""
    if not person.has_perm("meetings.see_read_messages", meeting):
        return 0
    return meeting.read_messages.to_deal_with().count()


def _asked(count):
    if not count:
        return "Nobody was asked: everybody has replied, or was asked today already."
    return "1 person is being asked to reply." if count == 1 else f"{count} people are being asked to reply."

"""Pages of the steps of a meeting's clock: the call for papers, the agenda that is set, the action notes."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from ccsp_portal.govuk.forms import ConfirmForm, offer
from ccsp_portal.govuk.templatetags.govuk import long_date
from ccsp_portal.once.decorator import once
from meetings.models import Meeting
from meetings.queries.calls import calling_of
from meetings.queries.forward import proposals_for
from meetings.workflow import chasing
from meetings.workflow import preparing as acts
from partners.views.asking import Page, ask, refuse


def _allowed(request, pk, move):
    """A meeting that the person may see (404) and whose step they may take (403) now (409)."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("body"), pk=pk)
    move.check(meeting, request.user)
    return meeting, reverse("meetings:show_meeting", args=[pk])


@once
def call_for_papers(request, pk):
    """Who is asked for which paper, who was, and the button that asks."""
    meeting, _ = _allowed(request, pk, acts.CALL)
    calling = calling_of(meeting)
    form = ConfirmForm.from_request(request, label="Call for papers")
    if form.is_bound and form.is_valid():
        try:
            calls = acts.call_for_papers(meeting, by=request.user)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            papers = f"{len(calls)} paper{'' if len(calls) == 1 else 's'}"
            messages.success(
                request, f"{papers} called for, by {long_date(meeting.papers_due_on)}. The letters are going out."
            )
            return redirect("meetings:show_meeting", pk)
    waiting = proposals_for(meeting, request.user)
    return offer(request, "meetings/call_for_papers.html", form, meeting=meeting, calling=calling, waiting=waiting)


@once
def chase_papers(request, pk):
    """Ask again for papers that were called for and have not come, after a look at who is asked."""
    meeting, back = _allowed(request, pk, chasing.CHASE)
    if acts.CALL.is_open_to(request.user, meeting):
        back = reverse("meetings:call_for_papers", args=[pk])
    if request.method == "POST":
        asked = len(chasing.chase_papers(meeting, by=request.user))
        people = "1 person is" if asked == 1 else f"{asked} people are"
        messages.success(request, f"{people} being asked again." if asked else "There was nobody to ask.")
        return redirect(back)
    context = {"meeting": meeting, "back": back, "people": chasing.people_to_chase(meeting)}
    return render(request, "meetings/chase_papers.html", context)


@once
def set_agenda(request, pk):
    """Record that the chair and the secretary have set the agenda."""
    meeting, back = _allowed(request, pk, acts.SET_AGENDA)
    form = ConfirmForm.from_request(request, label="The agenda is agreed")

    def record(answers):
        acts.set_agenda(meeting, by=request.user)
        return "It is recorded that the agenda is agreed."

    before = ("This records that you went through the agenda with the chair. You can still change it after.",)
    page = Page(
        heading="Is the agenda agreed?",
        caption=str(meeting),
        back=back,
        back_words="Back to the meeting",
        before=before,
    )
    return ask(request, form, record, page)


@once
def send_notes(request, pk):
    """Send everybody who owes an action point of the meeting a letter with theirs."""
    meeting, back = _allowed(request, pk, acts.SEND_NOTES)
    owed = acts.owed_by_person(meeting)
    form = ConfirmForm.from_request(request, label="Send the action notes")

    def send(answers):
        acts.send_notes(meeting, by=request.user)
        return "The action notes are going out."

    page = Page(
        heading="Send the action notes?",
        caption=str(meeting),
        back=back,
        back_words="Back to the meeting",
        before=_of(owed),
    )
    return ask(request, form, send, page)


def _of(owed):
    if not owed:
        return (
            "The meeting left no action points, so nobody is written to. This records that there was nothing to send.",
        )
    people = "1 person is" if len(owed) == 1 else f"{len(owed)} people are"
    return (
        f"{people} sent a letter each, with the action points that their seat owes from this meeting:",
        *(f"{person.name}: {', '.join(action.reference for action in actions)}" for person, actions in owed.items()),
    )

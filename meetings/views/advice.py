"""Pages on which the secretary asks other authorities for their advice on a paper, and on which they give it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import get_text_list
from django.views.decorators.http import require_POST

from ccsp_portal.govuk.forms import offer
from ccsp_portal.once.decorator import once
from meetings.forms.papers import AdviceForm, AskForm
from meetings.models import Advice, Paper, PaperVersion, Submission
from meetings.queries.paper_page import draft_page, paper_page
from meetings.views.agenda import readable_item
from meetings.views.papers import SHOWN_WITH_IT
from meetings.workflow import advice as acts
from meetings.workflow.papers import UPLOAD, refuse_off


@once
def ask_advice(request, pk):
    """Ask seats for their advice on a paper."""
    paper = get_object_or_404(Paper, pk=pk)
    paper.item = readable_item(request, paper.item_id)
    acts.ASK.check(paper.item.meeting, request.user)
    refuse_off(paper.item)
    form = AskForm.from_request(request, seats=acts.seats_to_ask(paper))
    if form.is_bound and form.is_valid():
        try:
            asked = acts.ask_advice(paper, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _who_is_asked([each.seat for each in asked]))
            return redirect(paper)
    report = getattr(paper, "report", None)
    title = report.title if report else paper.title
    context = {"paper": paper, "item": paper.item, "title": title, "is_there": acts.is_there_to_read(paper)}
    return offer(request, "meetings/ask_advice.html", form, **context)


def _who_is_asked(seats):
    vacant = acts.held_by_nobody(seats)
    held = len(seats) - len(vacant)
    said = f"{'1 seat is' if held == 1 else f'{held} seats are'} asked for advice."
    if not vacant:
        return said
    return f"{said} Nobody holds {get_text_list([str(seat) for seat in vacant], 'and')}: nobody was told."


@once
def give_advice(request, pk):
    """Read the paper, and give the seat's advice on it."""
    waiting = Advice.objects.visible_to(request.user).select_related("seat__organisation", "paper__item__meeting__body")
    advice = get_object_or_404(waiting.distinct(), pk=pk)
    if not request.user.has_perm("meetings.give_advice", advice):
        raise PermissionDenied
    if advice.given_at:
        return redirect("meetings:show_item", advice.paper.item_id)
    UPLOAD.check_state(advice.paper.item.meeting)
    form = AdviceForm.from_request(request)
    if form.is_bound and form.is_valid():
        acts.give_advice(advice, **form.cleaned_data, by=request.user)
        messages.success(request, "Thank you. Your advice is given.")
        return redirect("meetings:show_item", advice.paper.item_id)
    context = {"asked": advice, "paper": advice.paper, "item": advice.paper.item}
    return offer(request, "meetings/give_advice.html", form, **context, **_what_it_is_about(advice.paper, request.user))


@require_POST
@once
def end_advice_request(request, pk):
    """Ask a seat no longer."""
    advice = get_object_or_404(Advice.objects.visible_to(request.user).distinct(), pk=pk)
    acts.end_request(advice, by=request.user)
    messages.success(request, f"{advice.seat} is no longer asked.")
    return redirect(advice.paper)


def _what_it_is_about(paper, person):
    """The paper as the seat may read it: what was submitted last, or the file that was brought."""
    submission = Submission.objects.visible_to(person).filter(report__paper=paper).select_related("report").first()
    if submission:
        return draft_page(None, submission, paper, person)
    version = PaperVersion.objects.visible_to(person).filter(paper=paper).select_related(*SHOWN_WITH_IT).first()
    return paper_page(version, person) if version else {}

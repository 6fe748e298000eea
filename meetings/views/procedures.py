"""Pages of written procedures: drafted, agreed by the chair, replied to, closed; and what came of each."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ccsp_portal import clock
from ccsp_portal.documents.download import respond
from ccsp_portal.freshness import unchanged_since
from ccsp_portal.govuk.forms import ConfirmForm
from ccsp_portal.govuk.templatetags.govuk import date_time
from ccsp_portal.history.reading import sentences_for
from ccsp_portal.once.decorator import once
from ccsp_portal.workflow import Conflict, open_to
from meetings.forms.procedures import ProcedureForm, ProceduresFilter, ReasonForm, WrittenPaperForm, WrittenReplyForm
from meetings.models import PlannedItem, WrittenPaper, WrittenProcedure
from meetings.queries.calendar import idle_day_in_words
from meetings.queries.forward import bodies_that_meet_with
from meetings.queries.history import reader_of, things_of_procedure
from meetings.queries.paper_page import file_for, works_on, written_papers_shown
from meetings.queries.procedures import (
    CASTING,
    RULE,
    meeting_to_hear,
    people_asked,
    procedures_for,
    rows_of_procedure,
    seats_to_reply_for,
    standing_of_procedure,
)
from meetings.views.papers import being_copied
from meetings.workflow import procedures as acts
from partners.audience import Audience, may_see
from partners.standing import seats_of
from partners.views.asking import Page, ask

PROCEDURES_A_PAGE = 20

# the buttons of a procedure's page: a move, and the page that makes it
BUTTONS = (
    (acts.ASK_CHAIR, "meetings:ask_chair"),
    (acts.AGREE, "meetings:agree_procedure"),
    (acts.RETURN, "meetings:return_procedure"),
    (acts.CLOSE, "meetings:close_procedure"),
    (acts.CHANGE, "meetings:change_procedure"),
    (acts.WITHDRAW, "meetings:withdraw_procedure"),
)


@require_safe
def list_procedures(request):
    """What was put to the seats of the reader's bodies: running, closed, withdrawn."""
    if not seats_of(request.user):
        raise PermissionDenied("Written procedures are listed for those who hold a seat.")
    bodies = list(bodies_that_meet_with(request.user))
    form = ProceduresFilter(request.GET, bodies=bodies)
    found = procedures_for(request.user, **form.asked)
    context = {
        "filter": form,
        "page": Paginator(found, PROCEDURES_A_PAGE).get_page(request.GET.get("page")),
        "writing": [body for body in bodies if request.user.has_perm(acts.WRITE, body)],
    }
    return render(request, "meetings/list_procedures.html", context)


@login_not_required
@require_safe
@unchanged_since(rows_of_procedure)
def show_procedure(request, pk):
    """One written procedure: its permanent address; who replied what is for the body's seats."""
    procedure = _procedure(request, pk)
    context = {
        "procedure": procedure,
        "decision": getattr(procedure, "decision", None),
        "papers": written_papers_shown(procedure, request.user),
        "is_member": may_see(request.user, Audience.SEATS, procedure.body_id),
    }
    if context["is_member"]:
        context |= _for_members(request, procedure)
    return render(request, "meetings/show_procedure.html", context)


def _for_members(request, procedure):
    person, standing = request.user, standing_of_procedure(procedure)
    mine = seats_to_reply_for(person, standing)
    may_reply = acts.REPLY.is_open_to(person, procedure) and not procedure.is_over
    addresses = dict(BUTTONS)
    moves = open_to(person, procedure, addresses)
    things = things_of_procedure(procedure)
    return {
        "standing": standing,
        "mine": mine if may_reply else [],
        "may_change": [each for each in mine if each.is_open_to(person)],
        "holder_replied": acts.HOLDER_REPLIED,
        "rule": [CASTING if procedure.casting_vote and "As many" in each else each for each in RULE],
        "may_bring": acts.CHANGE.is_open_to(person, procedure),
        "reported_to": meeting_to_hear(procedure) if procedure.closed_at else None,
        "comes_back": PlannedItem.objects.visible_to(person).filter(once_key=procedure.comes_back_key).first(),
        "sentences": sentences_for(things, may_read=reader_of(things, person)),
        "buttons": [
            {"text": each.label, "href": reverse(addresses[each], args=[procedure.pk])}
            for each in moves
            if each is not acts.CLOSE or standing.may_close
        ],
    }


def _procedure(request, pk):
    """A written procedure that the person may read; else 404."""
    procedures = WrittenProcedure.objects.visible_to(request.user)
    shown = ("body", "decision", "drafted_by", "opened_by", "closed_by", "withdrawn_by", "reported_to")
    return get_object_or_404(procedures.select_related(*shown), pk=pk)


def _allowed(request, pk, move):
    """One that the person may read (404) and with which they may do this (403) now (409)."""
    procedure = _procedure(request, pk)
    move.check(procedure, request.user)
    return procedure


def _idle(procedure):
    """A deadline on a day on which nobody works is taken, and remarked upon."""
    return idle_day_in_words(procedure.closes_at.astimezone(clock.LONDON).date())


def _page(heading, procedure, *before):
    return Page(
        heading=heading,
        caption=procedure.title,
        back=procedure.get_absolute_url(),
        back_words="Back to the written procedure",
        before=before,
    )


@once
def write_procedure(request, key):
    """Begin a text for all seats of a body."""
    body = get_object_or_404(bodies_that_meet_with(request.user).select_related("meeting_policy"), key=key)
    if not request.user.has_perm(acts.WRITE, body):
        raise PermissionDenied("Only the body’s secretary puts a text to its seats.")
    form = ProcedureForm.from_request(request)

    def write(answers):
        procedure = acts.draft(body, **form.answers, by=request.user)
        said = f"The draft is saved. Add its papers, then send it to the chair. {_idle(procedure)}".strip()
        return said, procedure.get_absolute_url()

    page = Page(
        heading="Put an urgent decision to all seats in writing",
        caption=body.name,
        back=reverse("meetings:list_procedures"),
        back_words="Back to the written procedures",
        before=("Nobody sees the draft but you and the chair, who must agree before it goes out.",),
    )
    return ask(request, form, write, page)


@once
def change_procedure(request, pk):
    """Change the draft. Somebody else's change in between shows both."""
    procedure = _allowed(request, pk, acts.CHANGE)
    form = ProcedureForm.from_request(request, instance=procedure)

    def change(answers):
        changed = acts.change(_procedure(request, pk), version=answers["version"], **form.answers, by=request.user)
        return f"The draft is saved. {_idle(changed)}".strip()

    return ask(request, form, change, _page("Change the text", _procedure(request, pk)))


@once
def bring_written_paper(request, pk):
    """Bring a paper to the draft."""
    procedure = _allowed(request, pk, acts.CHANGE)
    form = WrittenPaperForm.from_request(request)

    def bring(answers):
        try:
            acts.bring_paper(
                procedure, answers["file"], title=answers["title"], marking=answers["marking"], by=request.user
            )
        except ValidationError as refusal:
            raise ValidationError({"file": refusal.messages}) from None
        return f"“{answers['title']}” goes out with it."

    return ask(request, form, bring, _page("Bring a paper", procedure))


@once
def withdraw_written_paper(request, pk):
    """Take a paper off the draft."""
    papers = WrittenPaper.objects.visible_to(request.user).filter(withdrawn_at__isnull=True)
    paper = get_object_or_404(papers, pk=pk)
    procedure = _allowed(request, paper.procedure_id, acts.CHANGE)
    form = ConfirmForm.from_request(request, label="Withdraw the paper", is_warning=True)

    def take_off(answers):
        acts.withdraw_paper(paper, by=request.user)
        return f"“{paper.title}” is withdrawn."

    return ask(request, form, take_off, _page(f"Withdraw “{paper.title}”?", procedure))


@login_not_required
@require_safe
def download_written_paper(request, pk):
    """A paper, for those who may read what it is to: the file, or the copy of it that is made for readers."""
    papers = WrittenPaper.objects.visible_to(request.user).select_related("document__copy__file", "procedure")
    paper = get_object_or_404(papers, pk=pk)
    file = file_for(paper.document, own=works_on(request.user, paper.procedure))
    if file is None:
        return being_copied(request, paper.document)
    return respond(file, request, public=request.user.is_anonymous)


@once
def ask_chair(request, pk):
    """Send the draft to the chair."""
    procedure = _allowed(request, pk, acts.ASK_CHAIR)
    form = ConfirmForm.from_request(request, label="Send to the chair")

    def send(answers):
        acts.ask_chair(procedure, by=request.user)
        return "It is with the chair. You are told when it comes back, and all seats hear of it when the chair agrees."

    before = "The chair or the vice chair says whether it cannot wait. If they agree, it goes to all seats at once."
    return ask(request, form, send, _page("Send to the chair", procedure, before))


@once
def agree_procedure(request, pk):
    """The chair agrees that it goes out."""
    procedure = _allowed(request, pk, acts.AGREE)
    acts.refuse_too_late_to_send(procedure)
    form = ConfirmForm.from_request(request, label="Agree, and put it to all seats")

    def agree(answers):
        sent = acts.agree(procedure, by=request.user)
        return f"It is put to all seats, which may reply until {date_time(sent.closes_at)}."

    number = people_asked(procedure).count()
    before = (
        f"{number} people are told by email, and may reply until {date_time(procedure.closes_at)}.",
        "You agree that it cannot wait for the next meeting. You reply for your own seat afterwards, like everybody.",
    )
    if procedure.leaves_little_time:
        so_soon = f"They have less than one clear working day. The secretary says why: {procedure.short_notice_reason}"
        before = (*before, so_soon)
    return ask(request, form, agree, _page("Put it to all seats?", procedure, *before))


@once
def return_procedure(request, pk):
    """The chair does not agree that it goes out as it is."""
    procedure = _allowed(request, pk, acts.RETURN)
    form = ReasonForm.from_request(
        request, label="What should change?", help_text="The secretary is told this.", submit="Return to the secretary"
    )

    def give_back(answers):
        acts.return_to_secretary(procedure, **answers, by=request.user)
        return "It is back with the secretary.", reverse("meetings:list_procedures")

    return ask(request, form, give_back, _page("Return to the secretary", procedure))


@once
def reply_to_procedure(request, pk, seat):
    """Reply for a seat of one's own."""
    procedure = _allowed(request, pk, acts.REPLY)
    standing = standing_of_procedure(procedure)
    mine = {each.seat.pk: each for each in seats_to_reply_for(request.user, standing)}
    if seat not in mine:
        raise PermissionDenied("You can reply for your own seats only.")
    asked = mine[seat]
    if procedure.is_over:
        return _replies_are_over(request, standing, asked)
    if not asked.is_open_to(request.user):
        raise Conflict(acts.HOLDER_REPLIED)
    given = asked.reply or asked.outdated
    initial = {"version": given.version if given else 0}
    is_mine = asked.reply and asked.reply.replied_by_id == request.user.pk
    if is_mine:
        initial |= {"answer": asked.reply.answer, "remark": asked.reply.remark}
    form = WrittenReplyForm.from_request(request, initial=initial)

    def reply(answers):
        said = acts.reply(procedure, asked.seat, **answers, by=request.user)
        by_deputy = not said.appointment.is_holder and any(each.is_holder for each in asked.people)
        told = " The seat’s holder is told, and can change it." if by_deputy else ""
        return f"Your reply is kept: {said.get_answer_display().lower()}. You can change it until the deadline.{told}"

    before = [f"{asked.seat}. Replies are taken until {date_time(procedure.closes_at)}."]
    if asked.reply and not is_mine:
        remark = f" “{asked.reply.remark}”" if asked.reply.remark else ""
        said = (
            f"{asked.reply.replied_by.name} replied for the seat: {asked.reply.get_answer_display().lower()}.{remark}"
        )
        before.append(f"{said} What you send replaces it, remark and all.")
    if not asked.votes:
        before.append("This seat does not vote: its reply is shown to the others, and is not counted.")
    before += [f"{number}. {each}" for number, each in enumerate(procedure.numbered, start=1)]
    return ask(request, form, reply, _page("Reply", procedure, *before))


def _replies_are_over(request, standing, asked):
    """After the deadline: what the seat replied, and what comes now. What was sent too late is shown, and not kept."""
    procedure = standing.procedure
    said = f"replied: {asked.reply.get_answer_display().lower()}" if asked.reply else "did not reply"
    before = [
        f"Replies were taken until {date_time(procedure.closes_at)}. {asked.seat} {said}.",
        "The secretary closes it now. What is recorded follows from the replies that came in time, by the rule on its "
        f"page. As it stands: {standing.account}.",
    ]
    if standing.outcome not in WrittenProcedure.DECIDED:
        before.append(f"It is then proposed for a meeting, where the {procedure.body.short_name} decides.")
    before.append("If you have more to say, tell the secretary. It is not counted as a reply.")
    if request.POST.get("remark"):
        before.append(f"Your remark was not kept: “{request.POST['remark']}”")
    page = _page("The deadline has passed", procedure, *before)
    status = 409 if request.method == "POST" else 200
    return render(request, "partners/ask.html", {"page": page}, status=status)


@once
def close_procedure(request, pk):
    """Record what came of it, by the rule."""
    procedure = _allowed(request, pk, acts.CLOSE)
    standing = standing_of_procedure(procedure)
    if request.method != "POST" and not standing.may_close:
        said = (acts.too_early(standing), f"As it stands: {standing.account}.")
        page = _page("It can’t be closed yet", procedure, *said)
        return render(request, "partners/ask.html", {"page": page})
    form = ConfirmForm.from_request(request, label="Close and record")

    def close(answers):
        closed = acts.close(procedure, by=request.user)
        return f"It is recorded. {closed.account}."

    meeting = meeting_to_hear(procedure) or "the next meeting, once that is convened"
    before = (
        standing.why_it_may_close,
        f"As it stands: {standing.account}.",
        "What is recorded can’t be changed. Whoever was asked is told.",
        f"It is reported to {meeting}.",
    )
    return ask(request, form, close, _page("Close and record?", procedure, *before))


@once
def withdraw_procedure(request, pk):
    """Take it back, and say why."""
    procedure = _allowed(request, pk, acts.WITHDRAW)
    help_text = "Everybody who was asked is told this." if procedure.opened_at else "Nobody was asked yet."
    form = ReasonForm.from_request(
        request, label="Why is it withdrawn?", help_text=help_text, submit="Withdraw it", is_warning=True
    )

    def withdraw(answers):
        acts.withdraw(procedure, **answers, by=request.user)
        return f"“{procedure.title}” is withdrawn."

    return ask(request, form, withdraw, _page("Withdraw it?", procedure))

"""What is done with risks: suggesting, adding, answering, changing, reviewing, closing; and their controls."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from ccsp_portal.govuk.forms import offer, offer_both
from ccsp_portal.once.decorator import once
from ccsp_portal.workflow import Stale
from meetings.forms.actions import ReasonForm
from meetings.forms.risks import ControlForm, ReopenForm, ReviewForm, RiskForm
from meetings.models import Risk, RiskControl
from meetings.views.risks import register_in_hand, risk_in_hand, scale
from meetings.workflow import risks as acts
from partners.views.asking import Page, ask, refuse

FORM = "meetings/write_risk.html"


def _write(request, form, act, **context):
    """Offer a form with scores; when it will do, act, say the sentence, and go to the address, that `act` gives."""
    context |= scale()
    if form.is_bound and form.is_valid():
        try:
            said, place = act(form.cleaned_data)
        except Stale as stale:
            return offer_both(request, FORM, form, stale.theirs, yours=_theirs(stale), **context)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, said)
            return redirect(place)
    return offer(request, FORM, form, **context)


def _theirs(stale):
    """What somebody else saved, of what was about to be changed, with its choices in words: [(column, value)]."""
    theirs, meta = stale.theirs, stale.theirs._meta
    return [
        (meta.get_field(name).verbose_name, getattr(theirs, f"get_{name}_display", partial(getattr, theirs, name))())
        for name in stale.yours
    ]


def _about(risk, heading, *before) -> Page:
    caption = f"{risk}, {risk.owner}"
    return Page(
        heading=heading, caption=caption, back=risk.get_absolute_url(), back_words="Back to the risk", before=before
    )


@once
def suggest_risk(request, key):
    """Suggest a risk for the register; the secretary puts it there at once."""
    body = register_in_hand(request, key)
    if not request.user.has_perm("meetings.suggest_risk", body):
        raise PermissionDenied("Only those who sit on the body suggest risks for its register.")
    keeps = request.user.has_perm("meetings.keep_register", body)
    submit = "Add the risk" if keeps else "Suggest the risk"
    form = RiskForm.from_request(
        request, body=body, person=request.user, submit=submit, initial={"review_on": acts.next_review()}
    )
    register = reverse("meetings:list_risks", args=[key])

    def act(answers):
        if keeps:
            added = acts.add_risk(body, **form.answers, by=request.user)
            return f"“{added.title}” is on the register as {added.reference}.", added.get_absolute_url()
        risk = acts.suggest_risk(body, **form.answers, by=request.user)
        return f"“{risk.title}” is suggested. The secretary answers.", risk.get_absolute_url()

    page = Page(heading="Add a risk" if keeps else "Suggest a risk", caption=body.name, back=register,
                back_words="Back to the risk register")  # fmt: skip
    return _write(request, form, act, page=page)


@require_POST
@once
def accept_risk(request, pk):
    """Put what was suggested on the register."""
    risk = risk_in_hand(request, pk, acts.ACCEPT)
    try:
        accepted = acts.accept_risk(risk, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages) + " Change the risk first.")
        return redirect(risk)
    messages.success(request, f"“{accepted.title}” is on the register as {accepted.reference}.")
    return redirect(accepted)


@once
def decline_risk(request, pk):
    """Say no to what was suggested, and why."""
    risk = risk_in_hand(request, pk, acts.DECLINE)
    form = ReasonForm.from_request(
        request, label="Why?", missing="Enter why it is declined", submit="Decline the suggestion"
    )

    def act(answers):
        acts.decline_risk(risk, **answers, by=request.user)
        return f"“{risk.title}” is declined."

    page = _about(risk, "Decline the suggestion?", "Whoever suggested it is told why.")
    return ask(request, form, act, page)


@once
def change_risk(request, pk):
    """Change what is written of a risk. Somebody else's change in between shows both."""
    risk = risk_in_hand(request, pk, acts.CHANGE)
    form = RiskForm.from_request(request, body=risk.body, person=request.user, risk=risk)

    def act(answers):
        changed = acts.change_risk(risk, version=answers["version"] or 0, **form.answers, by=request.user)
        return f"“{changed.title}” is saved.", changed.get_absolute_url()

    before = ("Its scores and its next review change when it is reviewed.",) if risk.state == Risk.State.OPEN else ()
    return _write(request, form, act, page=_about(risk, "Change the risk", *before))


@once
def review_risk(request, pk):
    """Say how the risk stands now."""
    risk = risk_in_hand(request, pk, acts.REVIEW)
    form = ReviewForm.from_request(request, risk=risk, review_on=acts.next_review())

    def act(answers):
        acts.review_risk(risk, **answers, by=request.user)
        return f"“{risk.title}” is reviewed.", risk.get_absolute_url()

    return _write(request, form, act, page=_about(risk, "Review the risk", risk.sentence))


@require_POST
@once
def review_unchanged(request, pk):
    """Reviewed, unchanged: in one click."""
    risk = risk_in_hand(request, pk, acts.REVIEW)
    version = request.POST.get("version", "")[:9]
    acts.review_unchanged(risk, version=int(version) if version.isdecimal() else 0, by=request.user)
    messages.success(request, f"“{risk.title}” is reviewed, and stays as it was.")
    return redirect(risk)


@once
def close_risk(request, pk):
    """Close a risk, for a reason."""
    risk = risk_in_hand(request, pk, acts.CLOSE)
    form = ReasonForm.from_request(
        request, label="Why is it closed?", missing="Enter why it is closed", submit="Close the risk"
    )

    def act(answers):
        acts.close_risk(risk, **answers, by=request.user)
        return f"“{risk.title}” is closed."

    page = _about(risk, "Close the risk?", risk.sentence, "It stays on record, and can be opened again.")
    return ask(request, form, act, page)


@once
def reopen_risk(request, pk):
    """Open a closed risk again, for a reason."""
    risk = risk_in_hand(request, pk, acts.REOPEN)
    form = ReopenForm.from_request(request, initial={"review_on": acts.next_review()})

    def act(answers):
        acts.reopen_risk(risk, **answers, by=request.user)
        return f"“{risk.title}” is open again."

    return ask(request, form, act, _about(risk, "Reopen the risk"))


# ── controls ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@once
def add_control(request, pk):
    """Add something that is done about a risk."""
    risk = risk_in_hand(request, pk, acts.CONTROL)
    form = ControlForm.from_request(request, body=risk.body)

    def act(answers):
        acts.add_control(risk, by=request.user, **_without_version(answers))
        return "The control is added."

    return ask(request, form, act, _about(risk, "Add a control", risk.sentence))


@once
def change_control(request, pk):
    """Change a control, or say that it is in place."""
    control = _control(request, pk)
    form = ControlForm.from_request(request, body=control.risk.body, control=control)

    def act(answers):
        version = answers["version"] or 0
        acts.change_control(control, version=version, by=request.user, **_without_version(answers))
        return "The control is saved."

    return ask(request, form, act, _about(control.risk, "Change the control"))


@require_POST
@once
def end_control(request, pk):
    """It is no longer done."""
    control = _control(request, pk)
    acts.end_control(control, by=request.user)
    messages.success(request, "The control is ended. That it was there stays in the risk’s history.")
    return redirect(control.risk)


def _control(request, pk):
    """A control of a risk that the person may read (404), whose controls they may change (403) now (409)."""
    controls = RiskControl.objects.filter(risk__in=Risk.objects.visible_to(request.user))
    control = get_object_or_404(controls.select_related("risk__body", "risk__owner__organisation", "owner"), pk=pk)
    acts.CONTROL.check(control.risk, request.user)
    return control


def _without_version(answers):
    return {name: answer for name, answer in answers.items() if name != "version"}

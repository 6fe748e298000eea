"""Pages on the way through the Board: put before it, put on an agenda, adopt, publish; and progress afterwards."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect

from assessments.queries.assessments import items_for_decision
from ccsp_portal.govuk.forms import ConfirmForm, offer
from ccsp_portal.once.decorator import once
from plans.forms import AdoptionForm, AgendaItemForm, ProgressForm
from plans.models import CommitmentWording
from plans.views.reading import readable, visible_wording
from plans.workflow import plan as acts
from plans.workflow import promises


def _open(request, pk, move):
    """The version, if the person may see it (else 404), may make the move (403), and it is open now (409)."""
    version = readable(request, pk)
    move.check(version, request.user)
    return version


@once
def put_before_board(request, pk):
    """Freeze the draft for the Board."""
    version = _open(request, pk, acts.PUT_BEFORE_BOARD)
    form = ConfirmForm.from_request(request, label="Put it before the Board")
    if form.is_bound and form.is_valid():
        try:
            acts.put_before_board(version, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "The plan is before the Board. Now put it on an agenda.")
            return redirect("plans:put_on_agenda", version.pk)
    return offer(request, "plans/put_before_board.html", form, version=version)


@once
def take_back(request, pk):
    """Make it a draft again."""
    version = _open(request, pk, acts.TAKE_BACK)
    form = ConfirmForm.from_request(request, label="Take it back")
    if form.is_bound and form.is_valid():
        acts.take_back(version, by=request.user)
        messages.success(request, "The plan is a draft again.")
        return redirect("plans:show_plan", version.pk)
    return offer(request, "plans/take_back.html", form, version=version)


@once
def put_on_agenda(request, pk):
    """Say which agenda item is about this plan."""
    version = readable(request, pk)
    if not request.user.has_perm("plans.put_before_board", version):
        raise PermissionDenied
    items = items_for_decision(version.plan.body_id, request.user)
    form = AgendaItemForm.from_request(request, items=items)
    if form.is_bound and form.is_valid():
        acts.put_on_agenda(version, form.cleaned_data["item"], by=request.user)
        messages.success(request, "The agenda item is linked to this plan.")
        return redirect("plans:show_plan", version.pk)
    return offer(request, "plans/put_on_agenda.html", form, version=version, has_items=items.exists())


@once
def adopt_plan(request, pk):
    """Record that the Board adopted it by a decision."""
    version = _open(request, pk, acts.ADOPT)
    decisions = acts.decisions_that_adopt(version)
    form = AdoptionForm.from_request(request, decisions=decisions)
    if form.is_bound and form.is_valid():
        acts.adopt(version, decision=form.cleaned_data["decision"], by=request.user)
        messages.success(request, "The plan is adopted. It can’t be changed any more.")
        return redirect("plans:show_plan", version.pk)
    return offer(request, "plans/adopt_plan.html", form, version=version, has_decisions=decisions.exists())


@once
def publish_plan(request, pk):
    """Open it to everybody."""
    version = _open(request, pk, acts.PUBLISH)
    form = ConfirmForm.from_request(request, label="Publish the plan")
    if form.is_bound and form.is_valid():
        acts.publish(version, by=request.user)
        messages.success(request, "The plan is published. Anybody can read it now.")
        return redirect("plans:show_plan", version.pk)
    return offer(request, "plans/publish_plan.html", form, version=version)


@once
def report_progress(request, pk):
    """Say how a commitment is going."""
    wording = visible_wording(request, CommitmentWording, pk)
    if not request.user.has_perm("plans.report_progress", wording.commitment):
        raise PermissionDenied
    form = ProgressForm.from_request(request, initial={"complete": wording.commitment.state == "complete"})
    if form.is_bound and form.is_valid():
        try:
            promises.report_progress(wording.commitment, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "Thank you. Your report is on the plan.")
            return redirect("plans:show_commitment", wording.pk)
    return offer(request, "plans/report_progress.html", form, wording=wording, version=wording.version_of)

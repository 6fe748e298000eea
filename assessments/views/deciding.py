"""Pages on the way through the Board: put before it, put on an agenda, sign off, publish."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect

from assessments.forms import AgendaItemForm, SignOffForm
from assessments.queries.assessments import items_for_decision
from assessments.queries.frozen import figures_as_data
from assessments.views.reading import live_figures, readable
from assessments.workflow import writing
from ccsp_portal.govuk.forms import ConfirmForm, offer
from ccsp_portal.once.decorator import once


def _open(request, pk, move):
    """The version, if the person may see it (else 404), may make the move (403), and it is open now (409)."""
    version = readable(request, pk)
    move.check(version, request.user)
    return version


@once
def put_before_board(request, pk):
    """Freeze the draft and its figures for the Board."""
    version = _open(request, pk, writing.PUT_BEFORE_BOARD)
    figures = live_figures(version)
    form = ConfirmForm.from_request(request, label="Put it before the Board")
    if form.is_bound and form.is_valid():
        try:
            writing.put_before_board(version, figures=figures_as_data(figures), by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "The assessment is before the Board. Now put it on an agenda.")
            return redirect("assessments:put_on_agenda", version.pk)
    return offer(request, "assessments/put_before_board.html", form, version=version, figures=figures)


@once
def take_back(request, pk):
    """Make it a draft again."""
    version = _open(request, pk, writing.TAKE_BACK)
    form = ConfirmForm.from_request(request, label="Take it back")
    if form.is_bound and form.is_valid():
        writing.take_back(version, by=request.user)
        messages.success(request, "The assessment is a draft again.")
        return redirect("assessments:show_assessment", version.pk)
    return offer(request, "assessments/take_back.html", form, version=version)


@once
def put_on_agenda(request, pk):
    """Say which agenda item is about this assessment."""
    version = readable(request, pk)
    if not request.user.has_perm("assessments.put_before_board", version):
        raise PermissionDenied
    items = items_for_decision(version.assessment.body_id, request.user)
    form = AgendaItemForm.from_request(request, items=items)
    if form.is_bound and form.is_valid():
        writing.put_on_agenda(version, form.cleaned_data["item"], by=request.user)
        messages.success(request, "The agenda item is linked to this assessment.")
        return redirect("assessments:show_assessment", version.pk)
    return offer(request, "assessments/put_on_agenda.html", form, version=version, has_items=items.exists())


@once
def sign_off(request, pk):
    """Record that the Board signed it off by a decision."""
    version = _open(request, pk, writing.SIGN_OFF)
    decisions = writing.decisions_that_sign_off(version)
    form = SignOffForm.from_request(request, decisions=decisions)
    if form.is_bound and form.is_valid():
        writing.sign_off(version, decision=form.cleaned_data["decision"], by=request.user)
        messages.success(request, "The assessment is signed off. It can’t be changed any more.")
        return redirect("assessments:show_assessment", version.pk)
    return offer(request, "assessments/sign_off.html", form, version=version, has_decisions=decisions.exists())


@once
def publish(request, pk):
    """Open it to everybody."""
    version = _open(request, pk, writing.PUBLISH)
    form = ConfirmForm.from_request(request, label="Publish the assessment")
    if form.is_bound and form.is_valid():
        writing.publish(version, by=request.user)
        messages.success(request, "The assessment is published. Anybody can read it now.")
        return redirect("assessments:show_assessment", version.pk)
    return offer(request, "assessments/publish.html", form, version=version)

"""Pages for the secretary: themes, priorities, measures and commitments."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from assessments.queries.assessments import recommendations_to_answer
from ccsp_portal import clock, workdays
from ccsp_portal.govuk.forms import ConfirmForm, offer, offer_both
from ccsp_portal.once.decorator import once
from ccsp_portal.workflow import Stale
from partners.models import Body, Partnership
from plans.forms import CommitmentForm, MeasureForm, PlanForm, PriorityForm, SummaryForm, ThemeForm, seats_of
from plans.models import CommitmentWording, MeasureWording, PriorityWording
from plans.views.reading import readable, visible_wording
from plans.workflow import plan as acts
from plans.workflow import promises

KINDS = {"priority": PriorityWording, "measure": MeasureWording, "commitment": CommitmentWording}


@permission_required("plans.start_plan", raise_exception=True)
@once
def start_plan(request):
    """Begin a plan."""
    years = Partnership.objects.values_list("plan_years", flat=True).first() or 3
    initial = {"years": years, "first_year": workdays.financial_year(clock.today()) + 1}
    form = PlanForm.from_request(request, initial=initial)
    if form.is_bound and form.is_valid():
        board = get_object_or_404(Body, kind=Body.Kind.BOARD)
        try:
            version = acts.start_plan(board, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "The plan is started. Now add its themes.")
            return redirect("plans:show_plan", version.pk)
    return offer(request, "plans/start_plan.html", form)


def _writable(request, pk):
    """A draft that the person may see and write in: 404 unseen, 403 not allowed, 409 no longer a draft."""
    version = readable(request, pk)
    acts.WRITE.check(version, request.user)
    return version


@once
def write_theme(request, pk):
    """Add a theme."""
    version = _writable(request, pk)
    form = ThemeForm.from_request(request)
    if form.is_bound and form.is_valid():
        try:
            acts.write_theme(version, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            form.add_error("name", refusal.messages)
        else:
            messages.success(request, "The theme is added.")
            return redirect("plans:show_plan", version.pk)
    return offer(request, "plans/write.html", form, version=version, heading="Add a theme")


@once
def write_summary(request, pk):
    """Change the summary."""
    version = _writable(request, pk)
    form = SummaryForm.from_request(request, initial={"summary": version.summary, "version": version.version})
    context = {"version": version, "heading": "Summary of the plan"}
    if form.is_bound and form.is_valid():
        answers = form.cleaned_data
        try:
            acts.write_summary(version, summary=answers["summary"], version_read=answers["version"], by=request.user)
        except Stale as stale:
            return offer_both(request, "plans/write.html", form, stale.theirs, **context)
        messages.success(request, "The summary is saved.")
        return redirect("plans:show_plan", version.pk)
    return offer(request, "plans/write.html", form, **context)


def _choices(model, version):
    """What the form of a kind chooses from."""
    seats = seats_of(version.plan.body)
    if model is PriorityWording:
        return {"plan": version.plan, "seats": seats, "recommendations": recommendations_to_answer()}
    return {"plan": version.plan, "seats": seats} if model is CommitmentWording else {}


@once
def write_priority(request, pk):
    """Add a priority."""
    version = _writable(request, pk)
    form = PriorityForm.from_request(request, **_choices(PriorityWording, version))
    if form.is_bound and form.is_valid():
        promises.write_priority(version, **form.answers, by=request.user)
        messages.success(request, "The priority is saved. Now add its measures and commitments.")
        return redirect("plans:show_plan", version.pk)
    return offer(request, "plans/write.html", form, version=version, heading="Add a priority")


@once
def write_measure(request, pk):
    """Add a measure to a priority."""
    priority, version = _wording(request, "priority", pk)
    form = MeasureForm.from_request(request)
    if form.is_bound and form.is_valid():
        promises.write_measure(priority, **form.answers, by=request.user)
        messages.success(request, "The measure is saved.")
        return redirect("plans:show_plan", version.pk)
    return offer(request, "plans/write.html", form, version=version, heading="Add a measure", of=priority)


@once
def write_commitment(request, pk):
    """Add a commitment to a priority."""
    priority, version = _wording(request, "priority", pk)
    form = CommitmentForm.from_request(request, **_choices(CommitmentWording, version))
    if form.is_bound and form.is_valid():
        promises.write_commitment(priority, **form.answers, by=request.user)
        messages.success(request, "The commitment is saved.")
        return redirect("plans:show_plan", version.pk)
    return offer(request, "plans/write.html", form, version=version, heading="Add a commitment", of=priority)


def _wording(request, kind, pk):
    """A wording and its draft, for somebody who may write in it."""
    if kind not in KINDS:
        raise Http404
    wording = visible_wording(request, KINDS[kind], pk)
    return wording, _writable(request, wording.version_of_id)


FORMS = {"priority": PriorityForm, "measure": MeasureForm, "commitment": CommitmentForm}


@once
def rewrite(request, kind, pk):
    """Change a priority, measure or commitment. Somebody else's change in between shows both texts."""
    wording, version = _wording(request, kind, pk)
    form = FORMS[kind].from_request(request, instance=wording, **_choices(KINDS[kind], version))
    act = promises.rewrite_priority if kind == "priority" else promises.rewrite
    context = {"version": version, "heading": f"Change the {kind}", "wording": wording, "kind": kind}
    if form.is_bound and form.is_valid():
        try:
            act(wording, version=form.cleaned_data["version"], **form.answers, by=request.user)
        except Stale as stale:
            return offer_both(request, "plans/write.html", form, stale.theirs, **context)
        messages.success(request, f"The {kind} is saved.")
        return redirect("plans:show_plan", version.pk)
    return offer(request, "plans/write.html", form, **context)


@once
def remove(request, kind, pk):
    """Take a priority, measure or commitment out of the draft; the page that follows offers to put it back."""
    wording, version = _wording(request, kind, pk)
    form = ConfirmForm.from_request(request, label=f"Remove the {kind}", is_warning=True)
    if form.is_bound and form.is_valid():
        promises.remove(wording, by=request.user)
        messages.success(request, f"The {kind} is removed.")
        return redirect("plans:put_back", kind, wording.pk)
    context = {"version": version, "heading": f"Remove this {kind}?", "wording": wording}
    return offer(request, "plans/remove.html", form, **context)


@once
def put_back(request, kind, pk):
    """Undo a removal."""
    wording, version = _wording(request, kind, pk)
    form = ConfirmForm.from_request(request, label="Put it back")
    if form.is_bound and form.is_valid():
        promises.put_back(wording, by=request.user)
        messages.success(request, f"The {kind} is back.")
        return redirect("plans:show_plan", version.pk)
    context = {"version": version, "heading": f"The {kind} is removed", "wording": wording}
    return offer(request, "plans/remove.html", form, **context)

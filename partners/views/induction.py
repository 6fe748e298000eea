"""Inductions: each seat-holder's checklist, and how far everybody is."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ccsp_portal import clock
from ccsp_portal.govuk.forms import ConfirmForm, offer
from ccsp_portal.once.decorator import once
from partners import induction_queries as queries
from partners.induction_forms import ChecklistForm
from partners.list_filters import NAMED, WordsAndBody
from partners.models import Role
from partners.views.asking import Page, ask, refuse
from partners.workflow import induction as acts


def _appointment(request, pk):
    appointment = get_object_or_404(queries.appointments_with_steps(), pk=pk)
    if not acts.may_tick(request.user, appointment):
        raise Http404
    return appointment


@once
def show_induction(request, pk):
    """One person's checklist for one seat: ticked by themselves or by the secretary."""
    appointment = _appointment(request, pk)
    steps = queries.steps_of(appointment)
    form = ChecklistForm.from_request(request, steps=steps, initial={"done_on": clock.today()})
    if form.is_bound and form.is_valid():
        try:
            acts.tick_steps(appointment, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "Saved.")
            return redirect("partners:show_induction", pk)
    left = queries.undone(steps)
    form.fields["keys"].choices = [(step.key, step.label) for step in left]
    context = {
        "appointment": appointment,
        "done": [step for step in steps if step.done],
        "left": left,
        "is_own": appointment.person_id == request.user.pk,
        "is_secretary_s": request.user.has_perm("partners.end_appointment", appointment),
    }
    return offer(request, "partners/show_induction.html", form, **context)


@once
def take_back_step(request, pk, key):
    """A step was ticked by mistake."""
    appointment = _appointment(request, pk)
    step = get_object_or_404(appointment.induction_steps.filter(done_on__isnull=False), key=key)

    def take_back(answers):
        acts.take_back_step(step, by=request.user)
        return "The step is to be done again."

    back = reverse("partners:show_induction", args=[pk])
    page = Page(heading="Take a step back", caption=step.label, back=back, back_words="Back to the induction")
    return ask(request, ConfirmForm.from_request(request, label="Take it back", is_warning=True), take_back, page)


@require_safe
def list_inductions(request):
    """How far everybody is who holds a seat of the secretary's bodies."""
    if not request.user.has_perm("partners.end_appointment"):
        raise PermissionDenied("Only a body’s secretary sees everybody’s induction.")
    form, mine = WordsAndBody(request.GET), queries.appointments_to_induct(request.user, Role.SECRETARY)
    rows = [
        (appointment, queries.steps_of(appointment))
        for appointment in form.narrow(mine, body="seat__body", words=NAMED)
    ]
    rows = [(appointment, queries.undone(steps), len(steps)) for appointment, steps in rows]
    return render(request, "partners/list_inductions.html", {"rows": rows, "filter": form})

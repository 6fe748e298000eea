"""The risk register: the list, the heat map, each risk's page, and the register of a day."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ccsp_portal import profile
from ccsp_portal.exports import table_response
from ccsp_portal.workflow import open_to
from meetings.forms.risks import DayFilter, RisksFilter
from meetings.models import AgendaItem, Risk
from meetings.models.scores import IMPACT_GUIDANCE, LIKELIHOOD_GUIDANCE, STEPS, Impact, Likelihood, ranges
from meetings.papers import risk_register
from meetings.queries import risks as register
from meetings.workflow import risks as acts
from partners.standing import seats_of

RISKS_A_PAGE = 25

# the buttons of a risk's page: a move, and the page that makes it
BUTTONS = (
    (acts.REVIEW, "meetings:review_risk"),
    (acts.CONTROL, "meetings:add_control"),
    (acts.CHANGE, "meetings:change_risk"),
    (acts.DECLINE, "meetings:decline_risk"),
    (acts.CLOSE, "meetings:close_risk"),
    (acts.REOPEN, "meetings:reopen_risk"),
)


def scale() -> dict:
    """What the steps, the bands and the appetite mean, for every page that shows a score."""
    return {
        "likelihoods": [(step.label, LIKELIHOOD_GUIDANCE[step]) for step in reversed(Likelihood)],
        "impacts": [(step.label, IMPACT_GUIDANCE[step]) for step in reversed(Impact)],
        "bands": ranges(),
        "appetite": profile.current().risk.appetite,
    }


def register_in_hand(request, key):
    """A body of the partnership on which the person sits; else 404."""
    return get_object_or_404(register.bodies_with_registers(request.user), key=key)


def risk_in_hand(request, pk, move=None) -> Risk:
    """A risk that the person may read (else 404), with which they may make the move now (else 403 or 409)."""
    risks = Risk.objects.visible_to(request.user).select_related(
        "body", "owner__organisation", "raised_by", "reviewed_by", "ended_by", "linked_item__meeting"
    )
    risk = get_object_or_404(risks, pk=pk)
    if move:
        move.check(risk, request.user)
    return risk


@require_safe
def risk_registers(request):
    """Whose register: the reader's only body's, or a list of theirs."""
    if not seats_of(request.user):
        raise PermissionDenied("Risk registers are for those who hold a seat.")
    bodies = list(register.bodies_with_registers(request.user))
    if len(bodies) == 1:
        return redirect("meetings:list_risks", bodies[0].key)
    return render(request, "meetings/risk_registers.html", {"bodies": bodies})


def _asked(request, body):
    return RisksFilter(request.GET, owners=register.owners_on(body, request.user))


@require_safe
def list_risks(request, key):
    """The register: the risks that the reader asks for, in order, and how many of them each band has."""
    body = register_in_hand(request, key)
    form = _asked(request, body)
    risks = register.risks_for(request.user, body, form.asked)
    context = {
        "body": body,
        "filter": form,
        "page": Paginator(register.shown(risks), RISKS_A_PAGE).get_page(request.GET.get("page")),
        "counts": register.counts_of(register.heat_map(risks)),
        "may_suggest": request.user.has_perm("meetings.suggest_risk", body),
        "may_keep": request.user.has_perm("meetings.keep_register", body),
        **scale(),
    }
    return render(request, "meetings/list_risks.html", context)


@require_safe
def export_risks(request, key, kind="csv"):
    """The same as a table to download: CSV, or a workbook."""
    body = register_in_hand(request, key)
    risks = register.risks_for(request.user, body, _asked(request, body).asked)
    risks = list(register.with_controls(register.shown(risks)).select_related("linked_item", "owner__organisation"))
    linked = {risk.linked_item_id for risk in risks if risk.linked_item_id}
    readable = AgendaItem.objects.visible_to(request.user).filter(pk__in=linked)
    rows = risk_register.rows(risks, set(readable.values_list("pk", flat=True)))
    return table_response(kind, f"risk-register-{body.key}", risk_register.HEADINGS, rows)


@require_safe
def risk_map(request, key):
    """Where the open risks stand: likelihood against impact, as things are or as if nothing was done."""
    body = register_in_hand(request, key)
    of = register.INHERENT if request.GET.get("of") == register.INHERENT else register.RESIDUAL
    cells = register.heat_map(register.risks_for(request.user, body), of)
    rows = [(Likelihood(row[0].likelihood), row) for row in cells]
    context = {
        "body": body,
        "of": of,
        "rows": rows,
        "columns": [Impact(step) for step in STEPS],
        "counts": register.counts_of(cells),
        "total": sum(cell.number for row in cells for cell in row),
        **scale(),
    }
    return render(request, "meetings/risk_map.html", context)


@require_safe
def register_on_day(request, key):
    """The register as it stood at the end of a day."""
    body = register_in_hand(request, key)
    form = DayFilter(request.GET if "day-day" in request.GET else None)
    context = {"body": body, "form": form}
    if form.is_bound and form.is_valid():
        day = form.cleaned_data["day"]
        steps = register.register_on(body, day, request.user)
        page = Paginator(steps, RISKS_A_PAGE).get_page(request.GET.get("page"))
        context |= {"day": day, "page": page}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "meetings/register_on_day.html", context, status=status)


@require_safe
def show_risk(request, pk):
    """One risk: its permanent address, with its controls and all that was done about it."""
    risk = risk_in_hand(request, pk)
    person = request.user
    pages = dict(BUTTONS)
    item = risk.linked_item
    if item and not AgendaItem.objects.visible_to(person).filter(pk=item.pk).exists():
        item = None
    context = {
        "risk": risk,
        "item": item,
        "holder": register.holders().filter(seat=risk.owner_id).first(),
        "controls": register.controls_now().filter(risk=risk),
        "story": register.story_of(risk, person),
        "may_accept": acts.ACCEPT.is_open_to(person, risk),
        "may_review": acts.REVIEW.is_open_to(person, risk),
        "may_control": acts.CONTROL.is_open_to(person, risk),
        "next_review": acts.next_review(),
        "buttons": [
            {"text": move.label, "href": reverse(pages[move], args=[pk])} for move in open_to(person, risk, pages)
        ],
        **scale(),
    }
    return render(request, "meetings/show_risk.html", context)

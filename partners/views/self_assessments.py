"""The Board's yearly assessment of itself: years side by side, and the record of what was agreed."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ccsp_portal import clock, workdays
from ccsp_portal.once.decorator import once
from partners import self_assessment_queries as queries
from partners.models import SelfAssessment
from partners.self_assessment_forms import form_of
from partners.views.asking import Page, ask
from partners.workflow import self_assessments as acts


@require_safe
def list_self_assessments(request):
    """How the Board has judged itself, year by year, for those who sit on it."""
    if not request.user.has_perm("partners.see_self_assessments"):
        raise PermissionDenied("The Board’s self-assessment is for those who take part in its decisions.")
    years = queries.years_recorded()
    this_year = workdays.financial_year(clock.today())
    context = {
        "years": years,
        "lines": queries.side_by_side(years),
        "questions": queries.questions(),
        "this_year": this_year,
        "is_recorded": any(each.year == this_year for each in years),
        "may_record": request.user.has_perm("partners.record_self_assessment"),
    }
    return render(request, "partners/list_self_assessments.html", context)


@once
def record_self_assessment(request, year):
    """Record what the Board agreed of itself in a year, or correct a slip in it."""
    acts.only_who_records(request.user)
    kept = SelfAssessment.objects.filter(year=year).first()
    if kept is None and year not in _years_to_record():
        raise Http404
    form = form_of(queries.questions()).from_request(request, initial=_as_recorded(kept))

    def record(answers):
        given = {name: answers[name] for name in ("agreed_on", "agreed_by", "version")}
        acts.record_self_assessment(year, **given, answers=form.answers(), by=request.user)
        return "What the Board agreed is recorded."

    before = (
        "Record the score and the reason on which the Board agreed for each question. "
        "Those who take part in its decisions can read it. It is not published."
    )
    back = reverse("partners:list_self_assessments")
    page = Page(
        heading="Record the Board’s self-assessment",
        caption=f"April {year} to March {year + 1}",
        back=back,
        back_words="Back to the self-assessments",
        before=(before,),
    )
    return ask(request, form, record, page)


def _years_to_record():
    """This financial year and the one before it."""
    this_year = workdays.financial_year(clock.today())
    return (this_year - 1, this_year)


def _as_recorded(kept):
    if kept is None:
        return {"version": 0}
    known = {"agreed_on": kept.agreed_on, "agreed_by": kept.agreed_by, "version": kept.version}
    for answer in kept.answers.all():
        known |= {f"score-{answer.key}": answer.score, f"comment-{answer.key}": answer.comment}
    return known

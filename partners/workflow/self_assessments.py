"""How the Board's assessment of itself is recorded, and a slip in the record corrected."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from ccsp_portal import clock, workdays
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Stale, lock, save_if_fresh
from partners.models import SelfAssessment, SelfAssessmentAnswer


def only_who_records(by):
    if not by.has_perm("partners.record_self_assessment"):
        raise PermissionDenied("Only the Board’s secretary records its self-assessment.")


@transaction.atomic
def record_self_assessment(year, *, version=0, agreed_on, agreed_by, answers, by) -> SelfAssessment:
    """Record what the Board agreed of itself in a financial year, or correct what was recorded.

    `answers` are (key, question, score from 1 to 4, comment). `version` is that of the record that the writer read, 0
    where there was none. Raises Stale where somebody saved since.
    """
    only_who_records(by)
    if agreed_on > clock.today():
        raise ValidationError({"agreed_on": "The day must be today or earlier. Record it once it is agreed."})
    if agreed_on < workdays.financial_year_days(year)[0]:
        raise ValidationError({"agreed_on": f"The year begins on 1 April {year}. Give that day or later."})
    fields = {"agreed_on": agreed_on, "agreed_by": agreed_by}
    kept = SelfAssessment.objects.filter(year=year).first()
    if kept and not version:
        raise Stale(theirs=kept, yours=fields)
    if kept:
        kept = save_if_fresh(kept, version, fields, by, verb="correct the self-assessment")
    else:
        kept = SelfAssessment(year=year, **fields)
        kept.full_clean()
        with acting("record the self-assessment", by):
            kept.save()
    _keep(kept, answers, by)
    return kept


def _keep(assessment, answers, by):
    assessment = lock(assessment)
    rows = {row.key: row for row in assessment.answers.all()}
    with acting("record the self-assessment", by):
        for key, question, score, comment in answers:
            row = rows.get(key) or SelfAssessmentAnswer(assessment=assessment, key=key)
            row.question, row.score, row.comment = question, score, comment
            row.full_clean()
            row.save()

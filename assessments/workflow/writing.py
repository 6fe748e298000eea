"""Writing a strategic assessment and taking it to the Board."""

import hashlib
import json

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max

from assessments.models import Assessment, AssessmentOnAgenda, AssessmentVersion, Finding, Recommendation
from assessments.queries.frozen import as_data
from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Move, lock, save_if_fresh
from meetings.models import AgendaItem, Decision

State = AssessmentVersion.State
#                       verb                   from                             to                  permission
WRITE = Move("write", frozenset({State.DRAFT}), None, "assessments.write_finding")
PUT_BEFORE_BOARD = Move(
    "put before the Board", frozenset({State.DRAFT}), State.BEFORE_BOARD, "assessments.put_before_board"
)
TAKE_BACK = Move("take back", frozenset({State.BEFORE_BOARD}), State.DRAFT, "assessments.put_before_board")
SIGN_OFF = Move("sign off", frozenset({State.BEFORE_BOARD}), State.SIGNED_OFF, "assessments.sign_off")
PUBLISH = Move("publish", frozenset({State.SIGNED_OFF}), State.PUBLISHED, "assessments.publish")
MOVES = (WRITE, PUT_BEFORE_BOARD, TAKE_BACK, SIGN_OFF, PUBLISH)


@transaction.atomic
def start_assessment(body, *, title, financial_year, first_month, last_month, producer, by) -> AssessmentVersion:
    """Begin the year's assessment with its first draft (SI 2007/1830 reg. 5, text to be confirmed: one each year)."""
    if not by.has_perm("assessments.start_assessment", body):
        raise PermissionDenied
    assessment = Assessment(body=body, title=title, financial_year=financial_year, producer=producer)
    assessment.full_clean()
    with acting("start an assessment", by):
        assessment.save()
        return _first_draft(assessment, first_month, last_month, by)


def _first_draft(assessment, first_month, last_month, by):
    version = AssessmentVersion(
        assessment=assessment,
        first_month=first_month,
        last_month=last_month,
        started_at=clock.now(),
        started_by=by,
    )
    version.full_clean()
    version.save()
    return version


def _draft(version, by):
    """The version, locked, if it is a draft that the person may write in: else PermissionDenied or NotOpen."""
    version = lock(version)
    WRITE.check(version, by)
    return version


@transaction.atomic
def write_finding(version, *, title, text, problem, crime_type, recommendation, by) -> Finding:
    """Write a finding and the recommendation that follows from it."""
    version = _draft(version, by)
    place = (version.findings.aggregate(last=Max("position"))["last"] or 0) + 1
    finding = Finding(
        version_of=version, position=place, title=title, text=text, problem=problem, crime_type=crime_type
    )
    finding.full_clean()
    advice = Recommendation(version_of=version, position=place, text=recommendation)
    advice.full_clean()
    with acting("write a finding", by):
        finding.save()
        advice.save()
        finding.recommendations.add(advice)
    return finding


@transaction.atomic
def rewrite_finding(finding, *, version, recommendation, by, **fields) -> Finding:
    """Change a finding and its recommendation. `version` is the one that the writer read: Stale if there is a newer."""
    _draft(finding.version_of, by)
    finding = save_if_fresh(finding, version, fields, by)
    advice = finding.recommendations.first()
    save_if_fresh(advice, advice.version, {"text": recommendation}, by)
    return finding


@transaction.atomic
def remove_finding(finding, *, by):
    """Take a finding out of a draft. It can be put back while the assessment is a draft."""
    _draft(finding.version_of, by)
    with acting("remove a finding", by):
        Finding.objects.filter(pk=finding.pk, removed_at__isnull=True).update(removed_at=clock.now())


@transaction.atomic
def put_back_finding(finding, *, by):
    """Put a removed finding back into a draft."""
    _draft(finding.version_of, by)
    with acting("put back a finding", by):
        Finding.objects.filter(pk=finding.pk).update(removed_at=None)


@transaction.atomic
def write_summary(version, *, summary, version_read, by) -> AssessmentVersion:
    """Change the summary of a draft. Stale if somebody changed it since it was read."""
    return save_if_fresh(_draft(version, by), version_read, {"summary": summary}, by)


@transaction.atomic
def put_before_board(version, *, figures, by) -> AssessmentVersion:
    """Freeze the draft with its figures (as `queries.frozen.as_data` gives them), for the Board to sign off."""
    if not version.findings.filter(removed_at__isnull=True).exists():
        raise ValidationError("Write at least one finding before you put the assessment before the Board.")
    return PUT_BEFORE_BOARD.make(version, by=by, figures=figures)


@transaction.atomic
def take_back(version, *, by) -> AssessmentVersion:
    """Make it a draft again: the figures are read afresh next time."""
    return TAKE_BACK.make(version, by=by, figures=None)


@transaction.atomic
def put_on_agenda(version, item: AgendaItem, *, by) -> AssessmentOnAgenda:
    """Say that an item is about this version, so that a decision on the item can sign it off."""
    if not by.has_perm("assessments.put_before_board", version):
        raise PermissionDenied
    return AssessmentOnAgenda.objects.update_or_create(item=item, defaults={"version_of": version})[0]


def decisions_that_sign_off(version):
    """Agreed decisions, taken while quorate, on items about this version: any one of them can sign it off."""
    return Decision.objects.binding().filter(item__assessment_link__version_of=version).select_related("item__meeting")


@transaction.atomic
def sign_off(version, *, decision, by) -> AssessmentVersion:
    """The Board signs the assessment off by a decision: from now on it can't be changed, and its hash proves it."""
    if not decisions_that_sign_off(version).filter(pk=decision.pk).exists():
        raise ValidationError(
            "Choose a decision that the Board agreed, while quorate, on an agenda item about this assessment."
        )
    return SIGN_OFF.make(
        version, by=by, signed_off_at=clock.now(), signed_off_by=decision, sha256=content_hash(version)
    )


def content_hash(version) -> str:
    """SHA-256 of all that was signed off: period, summary, figures, findings and recommendations, in order."""
    canonical = json.dumps(as_data(version), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@transaction.atomic
def publish(version, *, by) -> AssessmentVersion:
    """Open a signed-off assessment to everybody, at the address it always had."""
    return PUBLISH.make(version, by=by, published_at=clock.now())

"""Writing what the plan promises, and reporting on it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Move, lock, save_if_fresh
from partners.standing import appointment_for
from plans.models import (
    Commitment,
    CommitmentWording,
    Measure,
    MeasureWording,
    PlanVersion,
    Priority,
    PriorityWording,
    ProgressReport,
)
from plans.workflow.plan import draft

COMPLETE = Move("complete", frozenset({Commitment.State.OPEN}), Commitment.State.COMPLETE, "plans.report_progress")
REOPEN = Move("reopen", frozenset({Commitment.State.COMPLETE}), Commitment.State.OPEN, "plans.report_progress")
MOVES = (COMPLETE, REOPEN)


@transaction.atomic
def write_priority(version, *, theme, title, text, lead, recommendations, by) -> PriorityWording:
    """Add a priority, with the recommendations that it answers."""
    version = draft(version, by)
    with acting("write a priority", by):
        priority = Priority.objects.create(plan=version.plan)
        priority.recommendations.set(recommendations)
        fields = {"theme": theme, "title": title, "text": text, "lead": lead}
        return _word(PriorityWording, version, version.priorities, priority=priority, **fields)


@transaction.atomic
def rewrite_priority(wording, *, version, recommendations, by, **fields) -> PriorityWording:
    """Change a priority. `version` is the one that the writer read: Stale if there is a newer."""
    draft(wording.version_of, by)
    wording = save_if_fresh(wording, version, fields, by, verb="rewrite a priority")
    wording.priority.recommendations.set(recommendations)
    return wording


@transaction.atomic
def write_measure(wording, *, by, **fields) -> MeasureWording:
    """Add a measure to a priority: name, source, direction, baseline, target."""
    version = draft(wording.version_of, by)
    with acting("write a measure", by):
        measure = Measure.objects.create(priority=wording.priority)
        return _word(MeasureWording, version, version.measures, measure=measure, **fields)


@transaction.atomic
def write_commitment(wording, *, by, **fields) -> CommitmentWording:
    """Add a commitment to a priority: text, the owner's seat, and the day by which it is done."""
    version = draft(wording.version_of, by)
    with acting("write a commitment", by):
        commitment = Commitment.objects.create(priority=wording.priority)
        return _word(CommitmentWording, version, version.commitments, commitment=commitment, **fields)


def _word(model, version, siblings, **fields):
    """Save a wording at the end of its siblings."""
    place = (siblings.aggregate(last=Max("position"))["last"] or 0) + 1
    wording = model(version_of=version, position=place, **fields)
    wording.full_clean()
    wording.save()
    return wording


@transaction.atomic
def rewrite(wording, *, version, by, **fields):
    """Change a measure or a commitment of a draft. Stale if there is a newer version than the one read."""
    draft(wording.version_of, by)
    return save_if_fresh(wording, version, fields, by, verb="rewrite")


@transaction.atomic
def remove(wording, *, by):
    """Take a priority, measure or commitment out of a draft, and with a priority all that stands under it.

    It can be put back while the plan is a draft.
    """
    draft(wording.version_of, by)
    now = clock.now()
    with acting("remove", by):
        for rows in _with_what_stands_under(wording):
            rows.filter(removed_at__isnull=True).update(removed_at=now)


@transaction.atomic
def put_back(wording, *, by):
    """Put what was removed back into a draft, with what was removed along with it."""
    draft(wording.version_of, by)
    wording = lock(wording)
    with acting("put back", by):
        for rows in _with_what_stands_under(wording):
            rows.filter(removed_at=wording.removed_at).update(removed_at=None)


def _with_what_stands_under(wording):
    """The wording itself; of a priority, its measures and commitments in that version too."""
    yield type(wording).objects.filter(pk=wording.pk)
    if isinstance(wording, PriorityWording):
        yield wording.version_of.measures.filter(measure__priority=wording.priority_id)
        yield wording.version_of.commitments.filter(commitment__priority=wording.priority_id)


@transaction.atomic
def report_progress(commitment, *, text, complete, by) -> ProgressReport:
    """Say how a commitment of an adopted plan is going, and whether it is complete.

    A complete one can be reported on again: that reopens it, unless the report says that it is complete still.
    """
    commitment = lock(commitment)
    _refuse_unless_adopted(commitment)
    move = _move_for(commitment, complete)
    if move:
        move.make(commitment, by=by, completed_on=clock.today() if complete else None)
    elif not by.has_perm("plans.report_progress", commitment):
        raise PermissionDenied
    report = ProgressReport(
        commitment=commitment,
        text=text,
        complete=complete,
        reported_at=clock.now(),
        reported_by=by,
        appointment_id=appointment_for(by, commitment.governing_body_id()),
    )
    report.full_clean()
    with acting("report progress", by):
        report.save()
    return report


def _move_for(commitment, complete):
    if complete and commitment.state == Commitment.State.OPEN:
        return COMPLETE
    if not complete and commitment.state == Commitment.State.COMPLETE:
        return REOPEN
    return None


def _refuse_unless_adopted(commitment):
    adopted = [PlanVersion.State.ADOPTED, PlanVersion.State.PUBLISHED]
    if not commitment.wordings.filter(version_of__state__in=adopted, removed_at__isnull=True).exists():
        raise ValidationError("The plan is not adopted yet, so there is no progress to report on.")

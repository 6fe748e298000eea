"""A plan's way from its first draft to everybody's eyes."""

import hashlib
import json

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.workflow import Move, lock, save_if_fresh
from meetings.models import Decision
from plans.models import Approval, Plan, PlanOnAgenda, PlanVersion, Theme
from plans.queries.contents import as_data, gaps

State = PlanVersion.State
#                       verb                    from                             to                  permission
WRITE = Move("write", frozenset({State.DRAFT}), None, "plans.write_plan")
PUT_BEFORE_BOARD = Move("put before the Board", frozenset({State.DRAFT}), State.BEFORE_BOARD, "plans.put_before_board")
TAKE_BACK = Move("take back", frozenset({State.BEFORE_BOARD}), State.DRAFT, "plans.put_before_board")
ADOPT = Move("adopt", frozenset({State.BEFORE_BOARD}), State.ADOPTED, "plans.adopt_plan")
PUBLISH = Move("publish", frozenset({State.ADOPTED}), State.PUBLISHED, "plans.publish_plan")
MOVES = (WRITE, PUT_BEFORE_BOARD, TAKE_BACK, ADOPT, PUBLISH)


@transaction.atomic
def start_plan(body, *, title, first_year, years, by) -> PlanVersion:
    """Begin a plan with its first draft (SI 2007/1830 reg. 10, text to be confirmed: three years from 1 April)."""
    if not by.has_perm("plans.start_plan", body):
        raise PermissionDenied
    plan = Plan(body=body, title=title, first_year=first_year, years=years)
    plan.full_clean()
    with acting("start the plan", by):
        plan.save()
        return PlanVersion.objects.create(plan=plan, started_at=clock.now(), started_by=by)


def draft(version, by) -> PlanVersion:
    """The version, locked, if it is a draft that the person may write in: else PermissionDenied or NotOpen."""
    version = lock(version)
    WRITE.check(version, by)
    return version


@transaction.atomic
def write_theme(version, *, name, by) -> Theme:
    """Add a heading under which priorities stand."""
    version = draft(version, by)
    place = (version.plan.themes.aggregate(last=Max("position"))["last"] or 0) + 1
    theme = Theme(plan=version.plan, name=name, position=place)
    theme.full_clean()
    with acting("write a theme", by):
        theme.save()
    return theme


@transaction.atomic
def write_summary(version, *, summary, version_read, by) -> PlanVersion:
    """Change the summary of a draft. Stale if somebody changed it since it was read."""
    return save_if_fresh(draft(version, by), version_read, {"summary": summary}, by, verb="write the summary")


@transaction.atomic
def put_before_board(version, *, by) -> PlanVersion:
    """Freeze the draft for the Board. ValidationError names every priority that lacks something."""
    missing = gaps(version)
    if missing:
        raise ValidationError(missing)
    return PUT_BEFORE_BOARD.make(version, by=by)


@transaction.atomic
def take_back(version, *, by) -> PlanVersion:
    """Make it a draft again."""
    return TAKE_BACK.make(version, by=by)


@transaction.atomic
def put_on_agenda(version, item, *, by) -> PlanOnAgenda:
    """Say that an item is about this version, so that an agreed decision on the item can adopt it."""
    if not by.has_perm("plans.put_before_board", version):
        raise PermissionDenied
    with acting("put the plan on an agenda", by):
        return PlanOnAgenda.objects.update_or_create(item=item, defaults={"version_of": version})[0]


def decisions_that_adopt(version):
    """Agreed decisions, taken while quorate, on items about this version: any one of them can adopt it."""
    return Decision.objects.binding().filter(item__plan_link__version_of=version).select_related("item__meeting")


@transaction.atomic
def adopt(version, *, decision, by) -> PlanVersion:
    """The Board adopts the plan: it binds the partners, can't be changed any more, and its hash proves it."""
    if not decisions_that_adopt(version).filter(pk=decision.pk).exists():
        raise ValidationError("Choose a decision that the Board agreed, while quorate, on an item about this plan.")
    adopted = ADOPT.make(version, by=by, adopted_at=clock.now(), adopted_by=decision, sha256=content_hash(version))
    with acting("adopt", by):
        Approval.objects.create(
            version_of=adopted, body=adopted.plan.body, approved_on=decision.item.meeting.day, decision=decision
        )
    return adopted


def content_hash(version) -> str:
    """SHA-256 of all that was adopted: summary, themes, priorities, measures and commitments, in order."""
    canonical = json.dumps(as_data(version), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@transaction.atomic
def publish(version, *, by) -> PlanVersion:
    """Open an adopted plan to everybody, at the address it always had."""
    return PUBLISH.make(version, by=by, published_at=clock.now())

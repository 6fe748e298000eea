"""What an item's own page shows: its papers with their versions, as far as the reader may see them."""

from typing import Any

from django.db.models import Prefetch

from meetings.models import ActionPoint, Advice, AgendaItem, CoverReport, Paper, PaperVersion
from meetings.queries.files import remarks_on
from meetings.queries.minutes import minutes_to_approve
from meetings.queries.paper_page import file_for, is_own, reads_private
from meetings.queries.procedures import reports_for
from meetings.queries.risks import register_at
from meetings.workflow.copies import copy_of
from partners.audience import Audience, may_see
from partners.standing import seats_of


def item_page(item: AgendaItem, person) -> dict:
    """The item's papers, newest version first; withdrawn ones only for the body's own people; papers on their way, and
    advice that is asked, for those concerned. Three queries for the public, five for others."""
    versions = (
        PaperVersion.objects.visible_to(person)
        .select_related(
            "document__copy__file", "uploaded_by", "appointment__seat__organisation", "paper__item__meeting"
        )
        .order_by("-number")
    )
    papers = item.papers.prefetch_related(Prefetch("versions", versions, to_attr="shown_versions"))
    shown: list[Any] = [paper for paper in papers if paper.shown_versions]
    own = is_own(person, item)
    for paper in shown:
        newest = paper.shown_versions[0]
        paper.has_form = newest.submission_id is not None
        copy = copy_of(newest.document)
        paper.problem = copy.problem if copy and own else ""
        paper.remarks = remarks_on(newest.document) if own else []
        for version in paper.shown_versions:
            # what this reader gets of it; while its copy is made, the page says so
            version.given = file_for(version.document, own=own) or version.document
    gone: list[Any] = list(
        item.papers.filter(withdrawn_at__isnull=False, versions__published_at__isnull=False).distinct()
    )
    is_reader = reads_private(person, item)
    for paper in gone:
        paper.why = paper.reason_for(reads_private=is_reader)
        # what it was called is for those who read it still
        paper.is_named = paper in shown
    return {
        **(_on_its_way(item, person, shown) if person.is_authenticated else {}),
        "papers": [paper for paper in shown if paper.withdrawn_at is None],
        "withdrawn_papers": [paper for paper in shown if paper.withdrawn_at is not None],
        "gone": gone,
    }


def taken_off_page(item: AgendaItem, person) -> dict:
    """An item that went out and is off the agenda: what it was called, if the person may know it, and its papers, which
    stay for those to whom they went."""
    is_member = may_see(person, Audience.SEATS, item.meeting.body_id)
    return {
        "item": item,
        "meeting": item.meeting,
        "names_it": is_member or not item.urgency,
        "papers": Paper.objects.visible_to(person).filter(item=item),
    }


def _on_its_way(item, person, shown):
    """Drafts; and the advice of the person's seats: what they are asked, and what they gave on what is not `shown`."""
    drafts = CoverReport.objects.visible_to(person).filter(paper__item=item, paper__withdrawn_at__isnull=True)
    mine = Advice.objects.filter(
        seat__in=seats_of(person), paper__item=item, paper__withdrawn_at__isnull=True, ended_at__isnull=True
    ).select_related("seat__organisation", "paper__report")
    advice = list(mine)
    return {
        "drafts": list(drafts.exclude(state=CoverReport.State.ACCEPTED)),
        "asked": [each for each in advice if each.given_at is None],
        "advised": [each for each in advice if each.given_at and each.paper not in shown],
    }


def standing_page(item: AgendaItem, person) -> dict:
    """What stands on a standing item by itself: the last minutes, the open action points, the risk register, or the
    forward plan, as far as the reader may see them. Two queries at most, five for the register, none else."""
    if item.standing == "minutes":
        return {"to_approve": minutes_to_approve(item.meeting, person)}
    if item.standing == "actions":
        actions = ActionPoint.objects.visible_to(person).unfinished().filter(item__meeting__body=item.meeting.body_id)
        return {
            "lists_actions": True,
            "reports": reports_for(item.meeting, person),
            "open_actions": actions.select_related("owner__organisation", "item").order_by("due_on", "reference"),
        }
    if item.standing in ("forward-plan", "risks") and may_see(person, Audience.SEATS, item.meeting.body_id):
        is_plan = item.standing == "forward-plan"
        return {"forward_plan_of": item.meeting.body} if is_plan else register_at(item.meeting, person)
    return {}

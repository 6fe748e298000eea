"""What an item's own page shows: its papers with their versions, as far as the reader may see them."""

from django.db.models import Prefetch

from meetings.models import ActionPoint, AgendaItem, PaperVersion
from meetings.queries.minutes import minutes_to_approve
from meetings.queries.risks import register_at
from partners.audience import Audience, may_see


def item_page(item: AgendaItem, person) -> dict:
    """The item's papers, newest version first; withdrawn ones only for the body's own people. Two queries."""
    versions = (
        PaperVersion.objects.visible_to(person)
        .select_related("document", "uploaded_by", "appointment__seat__organisation", "paper__item__meeting")
        .order_by("-number")
    )
    papers = item.papers.prefetch_related(Prefetch("versions", versions, to_attr="shown_versions"))
    shown = [paper for paper in papers if paper.shown_versions]
    return {
        "papers": [paper for paper in shown if paper.withdrawn_at is None],
        "withdrawn_papers": [paper for paper in shown if paper.withdrawn_at is not None],
    }


def standing_page(item: AgendaItem, person) -> dict:
    """What stands on a standing item by itself: the last minutes, the open action points, the risk register, or the
    forward plan, as far as the reader may see them. One query at most, five for the register, none for new business."""
    if item.standing == "minutes":
        return {"to_approve": minutes_to_approve(item.meeting, person)}
    if item.standing == "actions":
        actions = ActionPoint.objects.visible_to(person).unfinished().filter(item__meeting__body=item.meeting.body_id)
        return {
            "lists_actions": True,
            "open_actions": actions.select_related("owner__organisation", "item").order_by("due_on", "reference"),
        }
    if item.standing in ("forward-plan", "risks") and may_see(person, Audience.SEATS, item.meeting.body_id):
        is_plan = item.standing == "forward-plan"
        return {"forward_plan_of": item.meeting.body} if is_plan else register_at(item.meeting, person)
    return {}

"""What an item's own page shows: its papers with their versions, as far as the reader may see them."""

from django.db.models import Prefetch

from meetings.models import AgendaItem, PaperVersion


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

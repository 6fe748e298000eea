"""The agenda as each reader may see it: of a private item only its public title, and why it is private."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from meetings.models import AgendaItem, Meeting
from meetings.queries.deadlines import items_without_paper


@dataclass(frozen=True)
class AgendaLine:
    """One item as one reader sees it: `is_readable` says whether what is behind its public title may be shown."""

    item: AgendaItem
    is_readable: bool
    lacks_paper: bool = False

    @property
    def title(self) -> str:
        return self.item.title if self.is_readable else self.item.shown_title


def agenda_for(meeting: Meeting, person) -> list[AgendaLine]:
    """The items on the meeting's agenda, in order, each as far as the person may read it. One query."""
    this = {"pk": OuterRef("pk")}
    items = meeting.items.live().select_related("presenter__organisation")
    items = items.annotate(
        readable=Exists(AgendaItem.objects.visible_to(person).filter(**this)),
        lacks=Exists(items_without_paper().filter(**this)),
    )
    return [AgendaLine(item, item.readable, item.lacks) for item in items]

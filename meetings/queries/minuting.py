"""The revisions of a minute, the current one among them."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from ccsp_portal.prose.pieces import Block
from ccsp_portal.prose.writing import as_html, as_text
from meetings.models import MinuteRevision, MinuteText
from partners.models import User


@dataclass(frozen=True)
class Revision:
    """A minute as it stood, or as it stands."""

    number: int
    blocks: tuple[Block, ...]
    written_at: datetime
    written_by: User
    restored_from: int | None
    is_current: bool = False

    @property
    def text(self) -> str:
        return as_text(self.blocks)

    @property
    def html(self) -> str:
        return as_html(self.blocks, for_page=True)

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


def revisions_of(minute: MinuteText) -> list[Revision]:
    """All of them, the current one first. One query."""
    kept = minute.revisions.select_related("written_by")
    return [_revision(minute, minute.revision, is_current=True), *(_revision(each, each.number) for each in kept)]


def _revision(row, number, is_current=False):
    return Revision(number, row.blocks, row.written_at, row.written_by, row.restored_from, is_current)


def revision_of(minute: MinuteText, number: int) -> Revision:
    """An earlier revision; Http404 without it."""
    row = MinuteRevision.objects.select_related("written_by").filter(minute=minute, number=number).first()
    if row is None:
        raise Http404
    return _revision(row, number)

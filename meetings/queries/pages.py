"""Which pages are in whose files: of what a standing item carries by itself there is a copy for each circle."""

from collections.abc import Container, Iterable
from typing import Protocol, TypeVar

from meetings.models import PageRun

Readers = PageRun.Readers


class Pages(Protocol):
    """Pages that are out, or are about to be: a PageRun read `with_shown`, or Sheets."""

    item_id: int
    part: int
    readers: str

    @property
    def shown(self) -> frozenset[int]: ...

    @property
    def shows_private(self) -> bool: ...


Some = TypeVar("Some", bound=Pages)


def pages_for(pages: Iterable[Some], *, for_members: bool, without: Container[int] = frozenset()) -> list[Some]:
    """Of pages of items that somebody may read, those that are for them.

    `without` has the keys of the items that they take no part in: where the members' copy shows one of these, they get
    the public's. Nobody gets a public copy of what is private by now, or was taken back for its words.
    """
    pages = list(pages)
    kept = {(each.item_id, each.part) for each in pages if each.readers == Readers.MEMBERS and _shows(each, without)}
    return [each for each in pages if _is_for(each, for_members, without, kept)]


def _is_for(pages, for_members, without, kept):
    if pages.readers == Readers.EVERYBODY:
        return True
    if pages.readers == Readers.MEMBERS:
        return for_members and not _shows(pages, without)
    return not pages.shows_private and (not for_members or (pages.item_id, pages.part) in kept)


def _shows(pages, items):
    return any(item in items for item in pages.shown)

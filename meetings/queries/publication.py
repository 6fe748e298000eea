"""What was published of meetings, and when: agendas with their papers, supplements, and every version of minutes.

Always as the public sees it, whoever asks: what nobody outside may know of is not in it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value
from django.urls import reverse

from ccsp_portal.documents.models import Document
from meetings.models import (
    AgendaItem,
    Meeting,
    Minutes,
    MinutesFile,
    MinutesVersion,
    MinutesWithdrawal,
    Pack,
    PackWithdrawal,
    PageRun,
    Paper,
)
from meetings.queries.exclusions import reads_everything
from meetings.queries.listing import bodies_with_meetings, years_with_meetings
from meetings.queries.pack import FILES, LABELS
from partners.models import Body

THE_PUBLIC = AnonymousUser()
PACK, MINUTES = "pack", "minutes"
KINDS = {PACK: "Agendas, papers and supplements", MINUTES: "Minutes"}


@dataclass(frozen=True)
class PublishedFile:
    """One file: what it is called, where it is, and its hash."""

    label: str
    href: str
    document: Document
    # why its address gives it no more
    withdrawn_at: datetime | None = None
    withdrawn: str = ""


@dataclass(frozen=True)
class Publication:
    """One time that something was published: what, of which meeting, the files, and what replaced it."""

    kind: str
    pk: int
    meeting: Meeting
    what: str
    number: int
    at: datetime
    note: str
    files: list[PublishedFile]
    href: str = ""
    replaced_at: datetime | None = None
    replaced_by: str = ""
    replaced_href: str = ""

    @property
    def is_withdrawn(self) -> bool:
        return bool(self.files) and all(each.withdrawn_at for each in self.files)

    @property
    def withdrawn(self) -> str:
        return self.files[0].withdrawn if self.is_withdrawn else ""

    @property
    def withdrawn_at(self) -> datetime | None:
        return self.files[0].withdrawn_at if self.is_withdrawn else None


def published_keys(*, meeting: int | None = None, body: str = "", year: int | None = None, kind: str = "") -> QuerySet:
    """What was published, the newest first, as {"at", "kind", "key"}: to be counted and cut into pages."""
    meetings = Meeting.objects.visible_to(THE_PUBLIC)
    if meeting:
        meetings = meetings.filter(pk=meeting)
    if body:
        meetings = meetings.filter(body__key=body)
    if year is not None:
        meetings = meetings.held_in(year)
    packs = _told(_packs().filter(meeting__in=meetings.values("pk")), PACK, F("circulated_at"))
    versions = MinutesVersion.objects.filter(
        minutes__in=Minutes.objects.visible_to(THE_PUBLIC).filter(meeting__in=meetings.values("pk")).values("pk")
    )
    minutes = _told(versions, MINUTES, F("published_at"))
    if kind:
        return (packs if kind == PACK else minutes).order_by("-at", "-key")
    return packs.union(minutes, all=True).order_by("-at", "-key")


def _packs():
    """Circulated packs of which something open was new."""
    before = Pack.objects.filter(
        meeting=OuterRef("meeting"), state=Pack.State.CIRCULATED, number__lt=OuterRef("number")
    )
    same = Exists(before.filter(open_document=OuterRef("open_document")))
    return Pack.objects.filter(Q(open_supplement__isnull=False) | ~same, state=Pack.State.CIRCULATED)


def _told(rows, kind, at):
    return (
        rows.order_by()
        .annotate(at=at, kind_of=Value(kind, output_field=CharField()), key=F("pk"))
        .values("at", "kind_of", "key")
    )


def publications(keys: Iterable[dict]) -> list[Publication]:
    """These with all that a page says of them, in their order. At most six queries."""
    wanted = list(keys)
    found = {(PACK, each.pk): each for each in _of_packs({row["key"] for row in wanted if row["kind_of"] == PACK})}
    versions = {row["key"] for row in wanted if row["kind_of"] == MINUTES}
    found |= {(MINUTES, each.pk): each for each in _of_minutes(versions)}
    return [found[row["kind_of"], row["key"]] for row in wanted if (row["kind_of"], row["key"]) in found]


def _of_packs(pks):
    """Of each pack its open files, where they were new; each whole file is replaced by the next."""
    if not pks:
        return
    columns = [column for column, is_private in FILES.values() if not is_private]
    of = Pack.objects.filter(pk__in=pks).values("meeting")
    packs = (
        Pack.objects.filter(meeting__in=of, state=Pack.State.CIRCULATED)
        .select_related("meeting__body", *columns)
        .order_by("meeting", "number")
    )
    by_meeting = defaultdict(list)
    for pack in packs:
        by_meeting[pack.meeting_id].append(pack)
    withdrawals = PackWithdrawal.objects.filter(pack__meeting__in=by_meeting).select_related("item", "pack")
    gone = {each.document_id: each for each in withdrawals}
    for following in by_meeting.values():
        for pack, after in zip(following, [*following[1:], None], strict=True):
            if pack.pk in pks:
                yield _of_pack(pack, after, gone)


def _of_pack(pack, after, gone):
    def href(which, name):
        return reverse("meetings:pack_file", args=[pack.meeting_id, which.number, name])

    files = [
        _file(LABELS[name], href(pack, name), document, gone.get(document.pk))
        for name, (column, is_private) in FILES.items()
        if not is_private and (document := getattr(pack, column))
    ]
    replaced = after and pack.open_document_id != after.open_document_id
    return Publication(
        kind=PACK,
        pk=pack.pk,
        meeting=pack.meeting,
        what=pack.get_kind_display(),
        number=pack.number,
        at=pack.circulated_at,
        note=_told_of(pack, gone),
        files=files,
        replaced_at=after.circulated_at if replaced else None,
        replaced_by=_because(after.get_kind_display(), _told_of(after, gone)) if replaced else "",
        replaced_href=href(after, "open") if replaced else "",
    )


def _told_of(pack, gone):
    """Why it went out; nothing where what it told of is withdrawn."""
    return "" if pack.announced_id in gone else pack.reason


def _file(label, href, document, withdrawal):
    if withdrawal is None:
        return PublishedFile(label, href, document)
    return PublishedFile(label, href, document, withdrawal.withdrawn_at, withdrawal.words)


def _because(what, why):
    return f"{what}: {why}" if why else what


def _of_minutes(pks):
    """Each version with its open files; it is replaced by the next."""
    if not pks:
        return
    files = MinutesFile.objects.filter(for_members=False).select_related("document").order_by("pk")
    of = MinutesVersion.objects.filter(pk__in=pks).values("minutes")
    versions = (
        MinutesVersion.objects.filter(minutes__in=of)
        .select_related("minutes__meeting__body", "withdrawal__item")
        .prefetch_related(Prefetch("files", files, to_attr="open_files"))
        .defer("open_data", "members_data")
        .order_by("minutes", "number")
    )
    following = list(versions)
    for version, after in zip(following, [*following[1:], None], strict=True):
        if version.pk in pks:
            yield _of_version(version, after if after and after.minutes_id == version.minutes_id else None)


def _of_version(version, after):
    meeting, withdrawal = version.minutes.meeting, getattr(version, "withdrawal", None)
    return Publication(
        kind=MINUTES,
        pk=version.pk,
        meeting=meeting,
        what=version.get_stage_display(),
        number=version.number,
        at=version.published_at,
        note=version.note,
        files=[_file(each.get_kind_display(), address(version, each), each.document, withdrawal)
               for each in version.open_files],
        href=reverse("meetings:show_minutes_version", args=[meeting.pk, version.number]),
        replaced_at=after.published_at if after else None,
        replaced_by=_because(after.get_stage_display(), after.note) if after else "",
        replaced_href=reverse("meetings:show_minutes_version", args=[meeting.pk, after.number]) if after else "",
    )  # fmt: skip


def address(version: MinutesVersion, file: MinutesFile) -> str:
    """Where a file of a version of minutes is, for ever."""
    return reverse("meetings:minutes_file", args=[version.minutes.meeting_id, version.number, file.name])


def bodies_that_published() -> QuerySet[Body]:
    """The bodies of which anything is public."""
    return bodies_with_meetings(THE_PUBLIC)


def years_of_publications() -> list[int]:
    """The financial years of whose meetings anything is public, latest first."""
    return years_with_meetings(THE_PUBLIC)


@dataclass(frozen=True)
class VersionForReader:
    """A version as its reader may have it: the files, and whether they were taken back from them."""

    version: MinutesVersion
    files: list[PublishedFile]
    withdrawal: MinutesWithdrawal | None

    @property
    def pdf(self) -> PublishedFile | None:
        return next((each for each in self.files if each.label == "PDF"), None)


def versions_for(minutes: Minutes, person) -> list[VersionForReader]:
    """Every version that was published, the newest first, each with the files of this reader. At most three queries.

    Who reads everything has the members' files, and those are never taken back from them.
    """
    is_member = reads_everything(minutes.meeting, person)
    files = MinutesFile.objects.filter(for_members=is_member).select_related("document").order_by("pk")
    versions = (
        minutes.versions.select_related("withdrawal__item")
        .prefetch_related(Prefetch("files", files, to_attr="own_files"))
        .defer("open_data", "members_data")
    )
    found = []
    for version in versions:
        version.minutes = minutes
        withdrawal = None if is_member else getattr(version, "withdrawal", None)
        own = [
            _file(each.get_kind_display(), address(version, each), each.document, withdrawal)
            for each in version.own_files
        ]
        found.append(VersionForReader(version, own, withdrawal))
    return found


def rows_of_publications(request, **_of) -> tuple[QuerySet, ...]:
    """Every table that the register shows."""
    return (
        Meeting.objects.all(),
        Body.objects.all(),
        Minutes.objects.all(),
        Pack.objects.all(),
        # pages that are withdrawn, of what is open
        PageRun.objects.all(),
        AgendaItem.objects.all(),
        Paper.objects.all(),
        PackWithdrawal.objects.all(),
        MinutesVersion.objects.all(),
        MinutesWithdrawal.objects.all(),
        MinutesFile.objects.filter(for_members=False),
        Document.objects.filter(pk__in=MinutesFile.objects.filter(for_members=False).values("document")),
    )

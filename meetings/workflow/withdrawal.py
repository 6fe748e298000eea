"""Taking a published open file back when an item in it is made private, and having a fresh one published."""

from functools import partial

from django.contrib.auth.models import AnonymousUser
from django.db.models import Max, Q
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.jobs import workflow as jobs
from ccsp_portal.notices import outbox
from ccsp_portal.notices.models import Notice
from meetings.models import AgendaItem, Meeting, MinutesWithdrawal, Pack, PackWithdrawal, PageRun
from meetings.queries.changes import last_told
from meetings.queries.pack import circulations, packs_out
from meetings.queries.replies import people_of_seats
from partners.models import User

# the task that makes packs of every kind
KIND = "meetings.assemble_pack"


def follow_privacy(item: AgendaItem, *, reworded: bool = False, by) -> None:
    """After an item was made private or open: no published file shows what it should not, a fresh one is made, and who
    was sent what is private now is told.

    `reworded`: it was private before, and what everybody is told of it has changed. Call it in the transaction of that
    act, when its minutes have been taken back. What was not circulated is not touched.
    """
    meeting = item.meeting
    packs = list(meeting.packs.filter(state=Pack.State.CIRCULATED).order_by("number"))
    if packs and item.number:
        if item.is_private:
            _take_back(item, packs, by, partial(_files_that_show, reworded=reworded))
        if item.is_private and not reworded:
            _tell_who_has_it(item, by)
        if last_told(meeting):
            _publish_afresh(meeting, by)
    for other in _meetings_that_may_tell_of(item):
        _follow_elsewhere(item, other, by)


def _meetings_that_may_tell_of(item):
    """Others whose packs carry minutes or a log that show the item, or name it; locked, as are those whose pack is
    being made: it is out by the time they are ours, or is made afresh when it finds what changed."""
    runs = PageRun.objects.filter(_that_tell_of(item))
    tell = Q(pk__in=runs.values("meeting")) | Q(pk__in=_in_the_making(item.meeting.body_id))
    others = Meeting.objects.exclude(pk=item.meeting_id).filter(tell)
    return list(others.order_by("pk").select_for_update(no_key=True))


def _that_tell_of(item):
    """Runs of pages that show the item, or are minutes that were taken back because they show or name it."""
    withdrawn = MinutesWithdrawal.objects.filter(item=item).values("version__files__document")
    return Q(pk__in=item.shown_by.values("pk")) | Q(document__in=withdrawn)


def _in_the_making(body_id):
    return Pack.objects.filter(state=Pack.State.MAKING, meeting__body=body_id).values("meeting")


def _follow_elsewhere(item, meeting, by):
    """The same for another meeting's packs, where what they carry shows the item, or names it in other words."""
    packs = list(meeting.packs.filter(state=Pack.State.CIRCULATED).order_by("number"))
    public = list(meeting.page_runs.filter(_that_tell_of(item), readers=PageRun.Readers.PUBLIC))
    if item.is_private and public:
        runs, new_in = {run.pk for run in public}, {run.pack_id for run in public}
        _take_back(item, packs, by, lambda _, pack: _files_with(runs, new_in, pack))
    # who takes no part in it gets another file too, now that it is private, or open
    is_told = bool(public) and item.is_private
    if (is_told or item.exclusions.holding().exists()) and packs and last_told(meeting):
        _publish_afresh(meeting, by)


def _files_with(runs, new_in, pack):
    """The open files of a pack that hold one of these runs: the whole one, and the supplement in which it was new."""
    holds = any(each.get("run") in runs and each.get("open_at") for each in pack.contents)
    files = [pack.open_document_id if holds else None, pack.open_supplement_id if pack.pk in new_in else None]
    return [file for file in files if file]


def _take_back(item, packs, by, files_that_show):
    gone = set(PackWithdrawal.objects.filter(pack__in=packs).values_list("document", flat=True))
    now = clock.now()
    with acting("take back", by):
        for pack in packs:
            for document in files_that_show(item, pack):
                if document in gone:
                    continue
                gone.add(document)
                PackWithdrawal.objects.create(
                    pack=pack,
                    document_id=document,
                    item=item,
                    reason=item.private_reason,
                    withdrawn_at=now,
                    withdrawn_by=by,
                )


def _tell_who_has_it(item, by):
    """Tell whoever was sent its papers, though they may have left since, and who presents it. It says nothing private,
    so that nobody need be able to read it still."""
    meeting = item.meeting
    sent = Notice.objects.filter(once_key__startswith=f"circulated/{meeting.uid}/").values("recipient")
    seated = [each.person_id for each in people_of_seats([item.presenter_id]).get(item.presenter_id or 0, [])]
    people = User.objects.filter(Q(pk__in=sent) | Q(pk__in=seated), is_active=True).exclude(pk=by.pk)
    outbox.put(
        people,
        "meetings/notices/made_private.txt",
        once=f"made private/{item.pk}/{item.version}",
        subject_thing=meeting,
        sight=None,
        item=item,
        meeting=meeting,
    )


def _files_that_show(item, pack, *, reworded):
    """The open files of a pack in which the item stood open, or with other words; of a pack that doesn't say, all."""
    told = pack.told.get("items")
    if told is None:
        return [file for file in (pack.open_document_id, pack.open_supplement_id) if file]
    stood = [each for each in told if each["item"] == item.pk]
    was_open = any(not each["private"] for each in stood)
    files = [pack.open_document_id] if was_open or (stood and reworded) else []
    return [*files, pack.open_supplement_id] if was_open and _is_in_supplement(item, pack) else files


def _is_in_supplement(item, pack):
    """Whether the pack has an open supplement whose cover names the item, or whose new pages are its own."""
    is_named = any(change["item"] == item.pk for change in pack.changes)
    of_it = Q(item=item) | Q(shows=item)
    return pack.open_supplement_id is not None and (is_named or pack.runs.filter(of_it).exists())


def reasons_that_stay(item: AgendaItem) -> list[str]:
    """Why supplements went out of which the open files don't show the item: they stay public once it is private."""
    anybody = AnonymousUser()
    told = circulations(item.meeting, anybody, list(packs_out(item.meeting, anybody)))
    return [each.reason for each in told if each.reason and not _files_that_show(item, each.pack, reworded=False)]


def publish_again(item: AgendaItem, *, by) -> None:
    """After what a running meeting took as urgent was put right or taken off: an open pack that was published afresh
    meanwhile, and tells of it, is replaced by another."""
    packs = item.meeting.packs.filter(state=Pack.State.CIRCULATED).values_list("told", flat=True)
    is_told = any(each["item"] == item.pk for told in packs for each in (told or {}).get("items", ()))
    if is_told and last_told(item.meeting):
        _publish_afresh(item.meeting, by)


def _publish_afresh(meeting: Meeting, by):
    """Have the worker make the open pack again; one that is being made already takes the change in by itself."""
    if meeting.packs.filter(state=Pack.State.MAKING).exists():
        return
    ask_for_pack(meeting, Pack.Kind.REISSUE, title=f"The open pack of {meeting}, afresh", by=by)


def ask_for_pack(meeting: Meeting, kind: str, *, title: str, reason: str = "", by) -> Pack:
    """Have the worker make the meeting's next pack, of whichever kind; `title` is what the work is called."""
    number = (meeting.packs.aggregate(last=Max("number"))["last"] or 0) + 1
    with acting("ask for", by):
        pack = Pack.objects.create(
            meeting=meeting, number=number, kind=kind, reason=reason, asked_at=clock.now(), asked_by=by
        )
        pack.job = jobs.queue(
            KIND,
            pack,
            once=f"pack {number} of meeting {meeting.pk}",
            by=by,
            title=title,
            page_url=reverse("meetings:show_pack", args=[meeting.pk]),
        )
        pack.save(update_fields=["job"])
    return pack

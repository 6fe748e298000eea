"""Taking a published open file back when an item in it is made private, and having a fresh one published."""

from django.db.models import Max
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.history.tracking import acting
from ccsp_portal.jobs import workflow as jobs
from meetings.models import AgendaItem, Meeting, Pack, PackWithdrawal
from meetings.queries.changes import last_told

# the task that makes packs of every kind
KIND = "meetings.assemble_pack"


def follow_privacy(item: AgendaItem, *, reworded: bool = False, by) -> None:
    """After an item was made private or open: no published file shows what it should not, and a fresh one is made.

    `reworded`: it was private before, and what everybody is told of it has changed. Call it in the transaction of that
    act. What was not circulated is not touched.
    """
    meeting = item.meeting
    packs = list(meeting.packs.filter(state=Pack.State.CIRCULATED).order_by("number"))
    if not packs or not item.number:
        return
    if item.is_private:
        _take_back(item, packs, reworded, by)
    if last_told(meeting):
        _publish_afresh(meeting, by)


def _take_back(item, packs, reworded, by):
    gone = set(PackWithdrawal.objects.filter(pack__in=packs).values_list("document", flat=True))
    now = clock.now()
    with acting("take back", by):
        for pack in packs:
            for document in _files_that_show(item, pack, reworded):
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


def _files_that_show(item, pack, reworded):
    """The open files of a pack in which the item stood open, or with other words; of a pack that doesn't say, all."""
    told = pack.told.get("items")
    shows = told is None or any(each["item"] == item.pk and (reworded or not each["private"]) for each in told)
    return [file for file in (pack.open_document_id, pack.open_supplement_id) if file] if shows else []


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

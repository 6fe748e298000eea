"""Circulation: the pack is asked for here, made by the worker, and published with its meeting in one transaction."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.documents.models import PDF
from ccsp_portal.documents.store import safe_name, store_bytes
from ccsp_portal.history.tracking import acting
from ccsp_portal.jobs import workflow as jobs
from ccsp_portal.jobs.models import Job
from ccsp_portal.notices import outbox
from ccsp_portal.typeset.page_numbers import where_they_come
from ccsp_portal.workflow import Conflict, Move, lock
from meetings.models import Meeting, MembersMeeting, Pack, PageRun, PaperVersion
from meetings.papers.pack import Made, make_pack
from meetings.queries.changes import changes_in_words, last_told
from meetings.queries.pack import UNCHANGED, agenda_fingerprint, items_with_papers, pending_changes
from meetings.queries.replies import invited_people
from meetings.workflow.agenda import draw_numbers, give_numbers
from meetings.workflow.exclusions import have_all_made
from meetings.workflow.reply_links import links_for
from meetings.workflow.withdrawal import ask_for_pack
from partners.audience import Privacy

State = Meeting.State
#                     verb        from                                          to                permission
CIRCULATE = Move(
    "circulate", frozenset({State.CONVENED, State.CIRCULATED}), State.CIRCULATED, "meetings.circulate_pack"
)
MOVES = (CIRCULATE,)
# what is to be private is made so whenever it is: the open pack is then published afresh, and nothing else changes
REISSUED_IN = frozenset({State.CIRCULATED, State.IN_SESSION, State.CONCLUDED, State.CANCELLED})
AT_MOST_AGAIN = 3


@transaction.atomic
def circulate(meeting: Meeting, *, reason: str = "", by) -> Pack:
    """Ask for the meeting's pack: made in the background, and circulated when it is whole.

    Once it has gone out, what is late or changed goes out as a supplement, for a `reason` that everybody reads. Asked
    again while one is being made, it gives that one; one that failed is tried again. ValidationError where the agenda
    is empty, nothing has changed, or the reason is missing; PermissionDenied, NotOpen.
    """
    meeting = lock(meeting)
    CIRCULATE.check(meeting, by)
    if not meeting.items.live().exists():
        raise ValidationError("Put at least one item on the agenda before you circulate it.")
    making = meeting.packs.filter(state=Pack.State.MAKING).select_related("job").first()
    if making and not making.is_reissue:
        return _go_on_with(making, by)
    before = last_told(meeting)
    reason = reason.strip() if before else ""
    if before:
        _refuse_for_nothing(meeting, before, reason)
    kind = Pack.Kind.SUPPLEMENT if before else Pack.Kind.WHOLE
    if making:
        return _make_more_of(making, kind, reason, by)
    title = f"The {'supplement to the ' if before else ''}pack of {meeting}"
    return ask_for_pack(meeting, kind, title=title, reason=reason, by=by)


def _refuse_for_nothing(meeting, before, reason):
    if not pending_changes(meeting, before, items_with_papers(meeting.pk)):
        raise ValidationError(UNCHANGED)
    if not reason:
        raise ValidationError("Say why the papers go out again.")


def _make_more_of(pack, kind, reason, by):
    """The open pack is being made afresh: it takes in what is asked for now, and goes out once, as that."""
    with acting("ask for", by):
        pack.kind, pack.reason, pack.asked_by = kind, reason, by
        pack.full_clean(exclude=["job"])
        pack.save(update_fields=["kind", "reason", "asked_by"])
    return _go_on_with(pack, by)


def _go_on_with(pack, by):
    if pack.job.state in {Job.State.FAILED, Job.State.CANCELLED}:
        jobs.retry(pack.job, by=by)
    return pack


def assemble(pack: Pack, *, step: Callable[[str, int], None], hold: Callable[[], None]) -> Pack:
    """Make the pack and circulate it, whole or not at all; safe to run again.

    If the agenda changes while it is made, it is made afresh. Raises ValidationError naming the paper that can't be
    used, and what to do. `step(words, percent)` hears how far it is; `hold()` is called first in the transaction that
    stores the result.
    """
    for _ in range(AT_MOST_AGAIN):
        before = agenda_fingerprint(pack.meeting_id)
        meeting = Meeting.objects.select_related("body").get(pk=pack.meeting_id)
        pack = Pack.objects.select_related("asked_by").get(pk=pack.pk)
        made = make_pack(pack, meeting, _numbers(pack, meeting), step)
        with transaction.atomic():
            hold()
            meeting = lock(meeting)
            # it may have been cancelled, or have opened, while its pack waited for the worker
            _check_state(pack, meeting)
            if agenda_fingerprint(meeting.pk) == before:
                return _publish(pack, meeting, made)
    raise Conflict("The agenda was changed again and again while the pack was made. Circulate it once it stands.")


def _numbers(pack, meeting):
    """The items' numbers; when only the open pack is made afresh, those that they have."""
    if pack.is_reissue:
        return dict(meeting.items.live().exclude(number="").values_list("pk", "number"))
    return draw_numbers(meeting)


def _check_state(pack, meeting):
    if not pack.is_reissue:
        CIRCULATE.check_state(meeting)
    elif meeting.state not in REISSUED_IN:
        raise Conflict("The open pack is only published afresh once the agenda has been circulated.")


def _publish(pack, meeting, made: Made):
    """Everything that makes a meeting's papers public, in the caller's transaction."""
    pack = Pack.objects.select_for_update().select_related("asked_by").get(pk=pack.pk)
    if pack.state == Pack.State.CIRCULATED:
        return pack
    now = clock.now()
    with acting("publish afresh" if pack.is_reissue else "circulate", pack.asked_by):
        give_numbers(meeting, made.numbers)
        PaperVersion.objects.filter(pk__in=made.versions, published_at__isnull=True).update(published_at=now)
        runs = _keep_runs(pack, meeting, made)
        _store(pack, meeting, made, runs, now)
        if not pack.is_reissue:
            _circulated(meeting, now)
    if not pack.is_reissue:
        _tell(pack, meeting)
    have_all_made(meeting, by=pack.asked_by)
    return pack


def _circulated(meeting, now):
    if meeting.circulated_at is None:
        meeting.circulated_at = now
    meeting.state = State.CIRCULATED
    meeting.version += 1
    meeting.save(update_fields=["circulated_at", "state", "version"])


def _keep_runs(pack, meeting, made):
    """The key of each run of pages, by its id(): those that are new are written down, and never move from now on."""
    return {id(sheet): sheet.run.pk if sheet.run else _keep_run(pack, meeting, sheet).pk for sheet in made.sheets}


def _keep_run(pack, meeting, sheet):
    printed = sheet.printed
    document = printed.document or store_bytes(
        printed.pdf,
        safe_name(f"{sheet.title[:100]}.pdf"),
        PDF,
        by=None,
        marking=sheet.marking,
        facts={"pages": sheet.pages},
    )
    run = PageRun.objects.create(
        meeting=meeting,
        pack=pack,
        item=sheet.item,
        version_of_id=sheet.version_pk,
        part=sheet.part,
        title=sheet.title,
        document=document,
        whole=sheet.first.whole,
        letters=sheet.first.letters,
        pages=sheet.pages,
        texts=printed.texts,
        html=printed.html,
        readers=sheet.readers,
    )
    run.shows.set(sheet.shown)
    return run


def _store(pack, meeting, made, runs, now):
    before = meeting.packs.filter(state=Pack.State.CIRCULATED).first()
    stem = f"{meeting.body.prefix.lower()}-{meeting.day.isoformat()}-pack-{pack.number}"
    files = {
        "members_document": (made.members, "-members", made.marking),
        "open_document": (made.open, "", "OFFICIAL"),
        "members_supplement": (made.members_supplement, "-members-supplement", made.marking),
        "open_supplement": (made.open_supplement, "-supplement", "OFFICIAL"),
    }
    for column, (bound, ending, marking) in files.items():
        if bound:
            name, facts = f"{stem}{ending}.pdf", {"pages": bound.pages}
            setattr(pack, column, store_bytes(bound.pdf, name, PDF, by=None, marking=marking, facts=facts))
    pack.open_pages = made.open.pages
    if made.members:
        pack.members_pages, pack.untagged = made.members.pages, made.members.untagged
    else:
        pack.members_document, pack.members_pages, pack.untagged = (
            before.members_document,
            before.members_pages,
            before.untagged,
        )
    pack.contents = _contents(made, runs, before)
    pack.changes, pack.told = made.changes, made.told
    pack.state, pack.circulated_at = Pack.State.CIRCULATED, now
    pack.full_clean()
    pack.save()


def _contents(made, runs, before):
    """Where each run of pages is in the two whole files; where the members' is the one before, as it was there."""
    opened = made.starts(made.open, for_members=False)
    if made.members:
        members = made.starts(made.members, for_members=True)
    else:
        was = {each["run"]: each["at"] for each in before.contents}
        members = {key: was.get(run) for key, run in runs.items()}
    return [
        {
            "run": runs[id(sheet)],
            "item": sheet.item.pk,
            "paper": sheet.paper.pk if sheet.paper else None,
            "version": sheet.version_pk,
            "at": members.get(id(sheet)),
            "open_at": opened.get(id(sheet)),
            "state": sheet.state,
            "note": sheet.note,
        }
        for sheet in made.sheets
    ]


def _tell(pack, meeting):
    new = pack.runs.filter(item__privacy=Privacy.OPEN)
    people = list(invited_people(meeting.body))
    outbox.put(
        people,
        "meetings/notices/circulated.txt",
        once=f"circulated/{meeting.uid}/{pack.number}",
        each=links_for(meeting, people),
        subject_thing=meeting,
        sight=(MembersMeeting._meta.label, meeting.pk),
        meeting=meeting,
        pack=pack,
        body=meeting.body,
        changes=changes_in_words([pack.changes])[0],
        where=where_they_come(run.numbers for run in new),
    )

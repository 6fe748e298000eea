"""Minutes are published: each time as a version that never changes, which replaces the one before and says why."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.documents.store import store_bytes
from ccsp_portal.history.tracking import acting
from ccsp_portal.notices import outbox
from ccsp_portal.typeset.typesetting import NotTypeset
from ccsp_portal.workflow import Conflict, Move, Stale, lock
from meetings.models import (
    AgendaItem,
    Meeting,
    Minutes,
    MinutesCorrection,
    MinutesFile,
    MinutesVersion,
    MinutesWithdrawal,
)
from meetings.papers.minutes import Edition, minutes_data, printed_minutes
from meetings.queries.replies import invited_people
from partners.models import User

logger = logging.getLogger(__name__)

Stage = MinutesVersion.Stage
NOTHING_TO_CORRECT = "Enter at least one correction."
LONGEST, LONGEST_REASON = 2000, 300

#                 verb                    from                       to        permission
CORRECT = Move("correct the minutes", frozenset(Minutes.PUBLIC), None, "meetings.correct_minutes")
MOVES = (CORRECT,)


@dataclass(frozen=True)
class Correction:
    """What is put right: of an item, whose readers alone see it, or of the minutes as a whole."""

    text: str
    item: AgendaItem | None = None


def publish(minutes: Minutes, stage: str, *, note: str = "", by: User) -> MinutesVersion:
    """Keep the minutes as they are now as a version of its own: what they say, and six files with their hashes.

    In the transaction of the act that makes them so, with the minutes locked. Raises Conflict where a file can't be
    made: nothing is then published.
    """
    edition = Edition(_next_number(minutes), stage, clock.now(), note)
    data = {for_members: minutes_data(minutes, edition, for_members=for_members) for for_members in (False, True)}
    printed = [(for_members, file) for for_members in data for file in _files(minutes, data, edition, for_members)]
    with acting("publish", by):
        version = MinutesVersion.objects.create(
            minutes=minutes,
            number=edition.number,
            stage=stage,
            note=note,
            open_data=data[False],
            members_data=data[True],
            published_at=edition.at,
            published_by=by,
        )
        for for_members, file in printed:
            kept = store_bytes(file.data, file.name, file.media_type, by=by, marking=file.marking)
            MinutesFile.objects.create(version=version, kind=file.kind, for_members=for_members, document=kept)
    return version


def _next_number(minutes):
    latest = minutes.versions.first()
    return latest.number + 1 if latest else 1


def _files(minutes, data, edition, for_members):
    try:
        return list(printed_minutes(minutes, data[for_members], edition, for_members=for_members))
    except NotTypeset as failure:
        logger.exception("The minutes of meeting %s could not be set", minutes.meeting_id)
        raise Conflict("The minutes could not be made into files, so nothing was published. Try again later.") from (
            failure
        )


def record_corrections(
    minutes: Minutes, corrections: Iterable[Correction], *, agreed_by: Meeting | None, by: User
) -> list[MinutesCorrection]:
    """Write down what the next version puts right. ValidationError for an item of another meeting, too long a text."""
    number, now = _next_number(minutes), clock.now()
    recorded = []
    for each in corrections:
        if not each.text.strip():
            continue
        if len(each.text.strip()) > LONGEST:
            raise ValidationError(f"Each correction must be {LONGEST:,} characters or fewer.")
        if each.item and each.item.meeting_id != minutes.meeting_id:
            raise ValidationError("Choose an item of this meeting.")
        row = MinutesCorrection(
            minutes=minutes,
            first_version=number,
            item=each.item,
            text=each.text.strip(),
            agreed_by=agreed_by,
            recorded_at=now,
            recorded_by=by,
        )
        row.full_clean()
        row.save()
        recorded.append(row)
    return recorded


@transaction.atomic
def correct_minutes(
    minutes: Minutes, *, corrections: Iterable[Correction], reason: str, version: int, by: User
) -> Minutes:
    """Put right what published minutes say: a new version for everybody, with the reason; the one before is kept.

    What the chair cleared stays as it is, with the correction beside it. The members are told. Raises ValidationError
    without a reason or a correction, and Stale where the minutes have changed since `version`.
    """
    fresh = lock(minutes)
    CORRECT.check(fresh, by)
    if not reason.strip():
        raise ValidationError({"reason": "Enter why the minutes are corrected."})
    if len(reason.strip()) > LONGEST_REASON:
        raise ValidationError({"reason": f"Why they are corrected must be {LONGEST_REASON} characters or fewer."})
    corrections = list(corrections)
    if fresh.version != version:
        raise Stale(theirs=fresh, yours={})
    with acting(CORRECT.verb, by):
        if not record_corrections(fresh, corrections, agreed_by=None, by=by):
            raise ValidationError(NOTHING_TO_CORRECT)
    corrected = CORRECT.make(fresh, by)
    publish(corrected, Stage.CORRECTED, note=reason.strip(), by=by)
    outbox.put(
        invited_people(corrected.meeting.body),
        "meetings/notices/minutes_corrected.txt",
        once=f"minutes_corrected/{corrected.meeting.uid}/{corrected.version}",
        subject_thing=corrected,
        minutes=corrected,
        meeting=corrected.meeting,
        reason=reason.strip(),
    )
    return corrected


def follow_privacy_of_minutes(item: AgendaItem, *, reworded: bool = False, by: User) -> None:
    """After an item was made private or open: no published minutes show what they should not, and say so.

    `reworded`: it was private before, and what everybody is told of it has changed. Call it in the transaction of that
    act. Open files that show the item are taken back, with a record; a version without it, or with what is open now, is
    published.
    """
    begun = Minutes.objects.filter(meeting=item.meeting_id).first()
    # locked whatever their state: who clears them at this moment publishes them either before this, or without it
    minutes = lock(begun) if begun else None
    if minutes is None or minutes.state not in Minutes.PUBLIC:
        return
    if item.is_private:
        _take_back(item, minutes, reworded, by)
        note = f"Item {item.number} is private: {item.private_reason.rstrip('.')}."
    else:
        note = f"Item {item.number} is open now."
    publish(minutes, Stage.AFRESH, note=note[:300], by=by)


def _take_back(item, minutes, reworded, by):
    now = clock.now()
    with acting("take back", by):
        for version in minutes.versions.filter(withdrawal=None):
            if _shows(version, item, reworded):
                MinutesWithdrawal.objects.create(
                    version=version, item=item, reason=item.private_reason, withdrawn_at=now, withdrawn_by=by
                )


def _shows(version, item, reworded):
    """Whether the item stood open in it, or with other words; of a version that doesn't say, yes."""
    items = version.open_data.get("items")
    return items is None or any(each["item"] == item.pk and (reworded or not each["private"]) for each in items)

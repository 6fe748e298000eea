"""What each member was last told of a meeting, and changes that follow one another within a minute as one letter.

A letter about a change waits a minute. Another change meanwhile takes it back, and one letter says both, with the last
SEQUENCE: all of it are rows of the act's own transaction, so that a killed process loses and repeats nothing.
"""

from datetime import timedelta

from ccsp_portal import clock
from ccsp_portal.notices import outbox
from ccsp_portal.notices.models import Mail, Notice
from meetings.models import Announcement, Meeting, Reply
from meetings.queries.timeline import PAPERS, days_if_held_on

WAIT = timedelta(minutes=1)
CHANGED = "meetings/notices/rescheduled.txt"


def invitation_key(meeting: Meeting, sequence: int | None = None) -> str:
    """What makes an invitation to the meeting as it stands (or stood at a sequence) the same one."""
    return f"invitation/{meeting.uid}/{meeting.sequence if sequence is None else sequence}"


def announce(meeting: Meeting) -> None:
    """Keep what the letters of the meeting's present sequence say."""
    details = {name: getattr(meeting, name) for name in (*Announcement.DETAILS, "asked_sequence")}
    Announcement.objects.create(meeting=meeting, sequence=meeting.sequence, **details)


def take_back(meeting: Meeting) -> bool:
    """Keep letters about earlier changes from leaving, where they have not; whether there were any."""
    if not meeting.announcements.exists():
        # from before announcements were kept
        announce(meeting)
    taken = outbox.take_back(_letters(meeting).filter(template=CHANGED))
    if taken:
        _forget_the_unheard(meeting)
    return bool(taken)


def a_letter_waits(meeting: Meeting) -> bool:
    """Whether a letter about a change of the meeting has not left yet: whatever is changed meanwhile goes in it."""
    return _letters(meeting).filter(template=CHANGED, mails__state=Mail.State.WAITING).exists()


def _forget_the_unheard(meeting):
    """Remove the announcements of which no letter left, newest first, but for the one that began it all."""
    heard = set(heard_by_person(meeting).values())
    for announcement in meeting.announcements.order_by("-sequence")[: meeting.announcements.count() - 1]:
        if announcement.sequence in heard:
            break
        announcement.delete()


def heard_by_person(meeting: Meeting) -> dict[int, int]:
    """The sequence of the latest letter about the meeting that left, or is about to, by its recipient's id."""
    heard: dict[int, int] = {}
    for pk, key in _letters(meeting).exclude(mails__state=Mail.State.REPLACED).values_list("recipient", "once_key"):
        heard[pk] = max(heard.get(pk, 0), int(key.split("/")[2]))
    return heard


def _letters(meeting):
    return Notice.objects.filter(once_key__startswith=f"invitation/{meeting.uid}/", recipient__isnull=False)


def told_before(meeting: Meeting, wanted: dict) -> Announcement | None:
    """What everybody last heard, where the change only takes the meeting back to that, and nobody answered since."""
    latest = meeting.announcements.order_by("-sequence").first()
    if latest is None or any(getattr(latest, name) != value for name, value in wanted.items()):
        return None
    since = Reply.objects.filter(meeting=meeting, sequence__gt=latest.sequence)
    return None if since.exists() else latest


def changes_by_person(meeting: Meeting, people, in_words) -> dict[int, dict]:
    """What has changed for each of the people since their last letter: {id: {"changes": …, "is_moved": …,
    "papers_were_due_on": …}}.

    `in_words(before, after)` says it. Two queries, however many people there are.
    """
    told = list(meeting.announcements.order_by("sequence"))
    heard = heard_by_person(meeting)
    found = {}
    for person in people:
        # the invitation of a newcomer may be younger than the change that it tells of
        until = heard.get(person.pk, 0)
        before = max((each for each in told if each.sequence <= until), key=_sequence_of, default=told[0])
        is_moved = before.asked_sequence < meeting.asked_sequence
        told_day = before.starts_at.astimezone(clock.LONDON).date()
        found[person.pk] = {
            "changes": in_words(before, meeting),
            "is_moved": is_moved,
            "papers_were_due_on": days_if_held_on(told_day, meeting)[PAPERS],
        }
    return found


def _sequence_of(announcement):
    return announcement.sequence

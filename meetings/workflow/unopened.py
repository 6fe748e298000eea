"""Asking those who have not opened the papers to read them; at most once a day each."""

from django.db import transaction

from ccsp_portal import clock
from ccsp_portal.notices import outbox
from ccsp_portal.notices.models import Notice
from ccsp_portal.workflow import Move, lock
from meetings.models import Meeting, MembersMeeting
from meetings.queries.unopened import not_opened
from partners.models import User

ASK_TO_READ = Move("ask to read the papers", frozenset({Meeting.State.CIRCULATED}), None, "meetings.nudge_members")
MOVES = (ASK_TO_READ,)


@transaction.atomic
def ask_to_read(meeting: Meeting, *, by: User) -> list[User]:
    """Ask them now. Returns whom; nobody twice on one day, and never the person who asks."""
    meeting = lock(meeting)
    ASK_TO_READ.check(meeting, by)
    people = people_to_ask(meeting, by)
    outbox.put(
        people,
        "meetings/notices/unopened.txt",
        once=_of_today(meeting),
        subject_thing=meeting,
        sight=(MembersMeeting._meta.label, meeting.pk),
        meeting=meeting,
    )
    return people


def people_to_ask(meeting: Meeting, by: User) -> list[User]:
    """Who would be asked."""
    asked = set(Notice.objects.filter(once_key=_of_today(meeting)).values_list("recipient", flat=True))
    return [each.person for each in not_opened(meeting) if each.person.pk not in asked | {by.pk}]


def _of_today(meeting):
    return f"unopened/{meeting.uid}/{clock.today()}"

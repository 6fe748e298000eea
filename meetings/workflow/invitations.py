"""What members' calendars and letter boxes hear of a meeting: that it is, that it moved, that it is off."""

from collections.abc import Iterable, Sequence
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.calendar import feed, invitation
from ccsp_portal.calendar.invitations import Entry
from ccsp_portal.govuk.templatetags.govuk import at_time, long_date
from ccsp_portal.notices import outbox
from ccsp_portal.notices.models import Notice
from meetings.models import AgendaItem, Meeting, MembersMeeting
from meetings.queries.calls import presenters_whose_day_moves
from meetings.queries.replies import invited_people
from partners.models import User

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


def address_of(meeting: Meeting) -> str:
    """The meeting's permanent address, for mail and calendars."""
    return settings.PORTAL_BASE_URL + reverse("meetings:show_meeting", args=[meeting.pk])


def calendar_entry(meeting: Meeting, method: str, *, attendees: Sequence[str] = (), for_members: bool) -> bytes:
    """The meeting as an iCalendar object (RFC 5546). The link for joining is for members only."""
    is_off = method == CANCEL or meeting.state == Meeting.State.CANCELLED
    return invitation(method, **_entry(meeting, for_members), attendees=attendees, cancelled=is_off)


def public_feed(meetings: Iterable[Meeting], name: str) -> bytes:
    """Many meetings as one calendar to follow, as the public may see them."""
    return feed(name, [_of_feed(meeting, for_members=False) for meeting in meetings])


def members_feed(meetings: Iterable[Meeting], name: str) -> bytes:
    """Many meetings as one calendar, with the links for joining: for those with a seat."""
    return feed(name, [_of_feed(meeting, for_members=True) for meeting in meetings])


def _of_feed(meeting, for_members):
    return Entry(**_entry(meeting, for_members=for_members), cancelled=meeting.state == Meeting.State.CANCELLED)


def _entry(meeting, for_members):
    return {
        "uid": meeting.uid,
        "sequence": meeting.sequence,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "summary": meeting.title,
        "description": _description(meeting, for_members),
        "location": meeting.venue,
        "organiser": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "url": address_of(meeting),
        "stamped_at": _changed_at(meeting),
    }


def _changed_at(meeting):
    """When the meeting last changed: a calendar that is read again without a change stays the same, byte for byte."""
    moments = (meeting.convened_at, meeting.rescheduled_at, meeting.circulated_at, meeting.cancelled_at)
    return max(filter(None, moments))


def _description(meeting, for_members):
    parts = [
        f"Agenda and papers: {address_of(meeting)}",
        f"Join online: {meeting.joining_link}" if for_members and meeting.joining_link else "",
        meeting.access_notes,
    ]
    return "\n\n".join(filter(None, parts))


def tell_of_convening(meeting: Meeting) -> None:
    """Invite everybody with a seat, each with a calendar request of their own."""
    _tell(meeting, "convened", REQUEST)


def tell_of_moving(meeting: Meeting, before: Meeting) -> None:
    """Send everybody the change, in words and to their calendars, and ask them to reply again."""
    changes = what_changed(before, meeting)
    # a letter each for those whose paper day moves, with their items; the others' say nothing of papers of theirs
    for asked, people in _presenters(before, meeting).items():
        _write_to(
            people,
            meeting,
            "rescheduled",
            REQUEST,
            once=invitation_key(meeting),
            changes=changes,
            items=asked,
            papers_were_due_on=before.papers_due_on,
        )
    _tell(meeting, "rescheduled", REQUEST, changes=changes)


def _presenters(before, meeting):
    """The people whose paper day moves, by what they are to bring: those with the same items are written to at once."""
    of_person: dict[User, list] = {}
    for asking in presenters_whose_day_moves(before, meeting.day):
        for appointment in asking.people:
            of_person.setdefault(appointment.person, []).append(asking.item)
    invited = set(invited_people(meeting.body).values_list("pk", flat=True))
    groups: dict[tuple, list[User]] = {}
    for person, items in of_person.items():
        if person.pk in invited:
            groups.setdefault(tuple(items), []).append(person)
    return groups


def tell_of_cancelling(meeting: Meeting) -> None:
    """Tell everybody why, and take it out of their calendars."""
    _tell(meeting, "cancelled", CANCEL)


def invite_newcomers() -> None:
    """Invite those appointed since to the meetings ahead; whoever has the latest invitation is not sent another.

    Somebody who left and is appointed again is asked again, as their calendar has lost the meeting.
    """
    for meeting in _meetings_ahead():
        _tell(meeting, "convened", REQUEST)
        _write_to(_returned(meeting), meeting, "convened", REQUEST, once=f"{invitation_key(meeting)}/again")


def release_leavers() -> None:
    """Take the meetings ahead out of the calendars of those who were invited and have left their seats since."""
    for meeting in _meetings_ahead():
        people = list(_invited_before(meeting).exclude(pk__in=invited_people(meeting.body)))
        if people:
            outbox.put(
                people,
                "meetings/notices/released.txt",
                once=_release_key(meeting),
                calendar={
                    each.pk: calendar_entry(meeting, CANCEL, attendees=[each.email], for_members=False)
                    for each in people
                },
                method=CANCEL,
                # they no longer see the meeting, and are told no more of it than they were
                sight=None,
                meeting=meeting,
            )


def _meetings_ahead():
    ahead = Meeting.objects.filter(state__in=[Meeting.State.CONVENED, Meeting.State.CIRCULATED])
    return ahead.filter(starts_at__gt=clock.now()).select_related("body")


def _invited_before(meeting):
    """The people whose calendars have the meeting."""
    told = Notice.objects.filter(once_key__startswith=f"invitation/{meeting.uid}/", recipient__isnull=False)
    return User.objects.filter(pk__in=told.values("recipient"))


def what_changed(before: Meeting, after: Meeting) -> list[str]:
    """Each change that matters to somebody coming, as a sentence: what it was, what it is."""
    changes = []
    if (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at):
        changes.append(f"It was {_times(before)}. It is now {_times(after)}.")
    for name, words in (("venue", "venue"), ("joining_link", "link for joining online")):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            changes.append(f"The {words} was {old or 'not given'}. It is now {new or 'not given'}.")
    if before.access_notes != after.access_notes:
        changes.append("The notes on getting there and access have changed.")
    return changes


def _times(meeting):
    return f"{long_date(meeting.starts_at)}, {at_time(meeting.starts_at)} to {at_time(meeting.ends_at)}"


def _tell(meeting, template, method, **context):
    _write_to(_untold(meeting), meeting, template, method, once=invitation_key(meeting), **context)


def _write_to(people, meeting, template, method, *, once, **context):
    """One notice a person, with a calendar object of their own, so that no one reads another's address."""
    people = list(people)
    if not people:
        return
    outbox.put(
        people,
        f"meetings/notices/{template}.txt",
        once=once,
        calendar={
            each.pk: calendar_entry(meeting, method, attendees=[each.email], for_members=True) for each in people
        },
        method=method,
        **about(meeting),
        **context,
    )


def _untold(meeting):
    """Those invited who have not been sent the invitation as it stands."""
    told = Notice.objects.filter(once_key=invitation_key(meeting), recipient__isnull=False)
    return invited_people(meeting.body).exclude(pk__in=told.values("recipient"))


def _returned(meeting):
    """Those invited whose calendars were told to drop the meeting as it stands."""
    released = Notice.objects.filter(once_key=_release_key(meeting)).values("recipient")
    return invited_people(meeting.body).filter(pk__in=released)


def about(meeting: Meeting, item: AgendaItem | None = None) -> dict:
    """What a notice to members about the meeting, or an item of it, needs: its words, its link, who may still read it.

    Asked again when it leaves: whoever has left the body since is not told, though the public may see the meeting.
    """
    sight = item if item and item.is_private else (MembersMeeting._meta.label, meeting.pk)
    return {"meeting": meeting, "subject_thing": meeting, "sight": sight}


def invitation_key(meeting: Meeting) -> str:
    """What makes an invitation to the meeting as it stands the same one."""
    return f"invitation/{meeting.uid}/{meeting.sequence}"


def _release_key(meeting):
    return f"released/{meeting.uid}/{meeting.sequence}"

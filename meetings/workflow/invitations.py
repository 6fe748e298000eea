"""What members' calendars and letter boxes hear of a meeting: that it is, that it moved, that it is off."""

from collections.abc import Iterable, Sequence
from email.utils import parseaddr

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.calendar import feed, invitation
from ccsp_portal.calendar.invitations import Entry
from ccsp_portal.govuk.templatetags.govuk import at_time, long_date
from ccsp_portal.notices import outbox
from ccsp_portal.notices.models import Notice
from meetings.models import AgendaItem, ItemInvitation, Meeting, MembersMeeting, Reply
from meetings.queries.calendar import called_for_in_words
from meetings.queries.calls import papers_owed
from meetings.queries.replies import NEEDS_ACTION, invited_people, partstats
from meetings.workflow.announcements import CHANGED, WAIT, announce, changes_by_person, invitation_key
from meetings.workflow.announcements import take_back as take_back_letters
from meetings.workflow.reply_links import links_for
from partners.models import User

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


def address_of(meeting: Meeting) -> str:
    """The meeting's permanent address, for mail and calendars."""
    return settings.PORTAL_BASE_URL + reverse("meetings:show_meeting", args=[meeting.pk])


def calendar_entry(
    meeting: Meeting, method: str, *, attendees: Sequence[tuple[str, ...]] = (), for_members: bool
) -> bytes:
    """The meeting as an iCalendar object (RFC 5546). The link for joining is for members only.

    What is sent is stamped with the moment: of two with one SEQUENCE, calendars keep the later. What is looked up
    stays the same until the meeting changes.
    """
    is_off = method == CANCEL or meeting.state == Meeting.State.CANCELLED
    entry = _entry(meeting, for_members)
    if method != PUBLISH:
        entry |= {"stamped_at": clock.now(), "description": _with_reply_words(entry["description"], method)}
    return invitation(method, **entry, attendees=attendees, cancelled=is_off)


def public_feed(meetings: Iterable[Meeting], name: str) -> bytes:
    """Many meetings as one calendar to follow, as the public may see them."""
    return feed(name, [_of_feed(meeting, for_members=False) for meeting in meetings])


def members_feed(meetings: Iterable[Meeting], name: str, replies: Iterable[Reply] = ()) -> bytes:
    """Many meetings as one calendar, with the links for joining: for those with a seat.

    `replies` are those of the reader's own seats: each meeting says what they answered, and takes up no time of who
    sent apologies.
    """
    answers: dict[int, list[Reply]] = {}
    for reply in replies:
        answers.setdefault(reply.meeting_id, []).append(reply)
    return feed(name, [_of_feed(meeting, True, answers.get(meeting.pk, [])) for meeting in meetings])


def _of_feed(meeting, for_members, replies=()):
    entry = _entry(meeting, for_members=for_members)
    answers = [each for each in replies if each.sequence >= meeting.asked_sequence]
    if answers:
        said = "\n".join(sorted({_whose_reply(each) for each in answers}))
        entry["description"] = f"{said}\n\n{entry['description']}"
        entry["stamped_at"] = max(entry["stamped_at"], *(each.replied_at for each in answers))
    is_away = bool(answers) and all(each.answer == Reply.Answer.APOLOGIES for each in answers)
    return Entry(**entry, cancelled=meeting.state == Meeting.State.CANCELLED, takes_time=not is_away)


def _whose_reply(reply):
    return f"{'The seat’s' if reply.as_deputy else 'Your'} reply: {reply.words.lower()}"


def _entry(meeting, for_members):
    return {
        "uid": meeting.uid,
        "sequence": meeting.sequence,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "summary": meeting.title,
        "description": _description(meeting, for_members),
        "location": _location(meeting, for_members),
        "conference": meeting.joining_link if for_members else "",
        "url": address_of(meeting),
        **_organiser(),
        "stamped_at": _changed_at(meeting),
    }


def _changed_at(meeting):
    """When the meeting last changed: a calendar that is read again without a change stays the same, byte for byte."""
    moments = (meeting.convened_at, meeting.rescheduled_at, meeting.circulated_at, meeting.cancelled_at)
    return max(filter(None, moments))


def _organiser():
    """Whose meeting it is: calendars send their replies there, so it is the mailbox that is read, where one is."""
    name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    address = settings.REPLIES_ADDRESS or sender
    return {"organiser": address, "organiser_name": name, "sent_by": sender if address != sender else ""}


def _location(meeting, for_members):
    """Where, as every calendar shows it: the link too, since many show none elsewhere."""
    online = for_members and meeting.joining_link
    return f"{meeting.venue} or online: {online}" if online else meeting.venue


def _description(meeting, for_members):
    online = for_members and meeting.joining_link
    parts = [
        called_for_in_words(meeting),
        f"Join online: {online}" if online else "",
        f"Getting there and access: {meeting.access_notes}" if meeting.access_notes else "",
        f"Agenda and papers: {address_of(meeting)}",
    ]
    return "\n\n".join(filter(None, parts))


def _with_reply_words(description, method):
    if method == CANCEL or settings.REPLIES_ADDRESS:
        return description
    return f"{description}\n\nReplies given in a calendar do not reach the portal: please reply on its page."


def tell_of_convening(meeting: Meeting) -> None:
    """Invite everybody with a seat, each with a calendar request of their own."""
    announce(meeting)
    _tell(meeting, "meetings/notices/convened.txt", REQUEST)


def tell_of_moving(meeting: Meeting) -> None:
    """Send everybody what has changed since their last letter, in words and to their calendars; and who still owes a
    paper, its new day.

    It leaves after a minute: `announcements` says how changes that follow one another become one letter.
    """
    announce(meeting)
    people = list(_untold(meeting))
    each = changes_by_person(meeting, people, what_changed)
    for pk, items in papers_owed(meeting).items():
        if pk in each and each[pk]["papers_were_due_on"] != meeting.papers_due_on:
            each[pk]["items"] = items
    _write_to(people, meeting, CHANGED, REQUEST, once=invitation_key(meeting), each=each, wait=WAIT)


def tell_of_cancelling(meeting: Meeting) -> None:
    """Tell everybody why, and take it out of their calendars; what they have not heard yet of a change is moot."""
    take_back_letters(meeting)
    _tell(meeting, "meetings/notices/cancelled.txt", CANCEL)
    # guests have no seat: they see the meeting by their item, and their calendars never had it
    outbox.put(
        guests_of(meeting),
        "meetings/notices/cancelled_guest.txt",
        once=f"cancelled, a guest/{meeting.uid}",
        sight=None,
        meeting=meeting,
    )


def guests_of(meeting: Meeting) -> QuerySet[User]:
    """Those invited to an item of the meeting who are not invited to it by a seat."""
    invited = ItemInvitation.objects.holding().filter(item__meeting=meeting, item__withdrawn_at__isnull=True)
    guests = User.objects.filter(pk__in=invited.values("person"), is_active=True)
    return guests.exclude(pk__in=invited_people(meeting.body))


def invite_newcomers() -> None:
    """Invite those appointed since to the meetings ahead; whoever has the latest invitation is not sent another.

    Somebody who left and is appointed again is asked again, as their calendar has lost the meeting.
    """
    for meeting in _meetings_ahead():
        _tell(meeting, "meetings/notices/convened.txt", REQUEST)
        again = f"{invitation_key(meeting)}/again"
        _write_to(_returned(meeting), meeting, "meetings/notices/convened.txt", REQUEST, once=again)


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
                    each.pk: calendar_entry(meeting, CANCEL, attendees=[(each.email, each.name)], for_members=False)
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


def what_changed(before: Meeting, after: Meeting, *, is_done: bool = True) -> list[str]:
    """Each change that matters to somebody coming, as a sentence: what it was, what it is; or, before it is done, what
    it is and what it will be."""
    was, is_now, have_changed = ("was", "is now", "have changed") if is_done else ("is", "will be", "change")
    changes = []
    if (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at):
        changes.append(f"It {was} {_times(before)}. It {is_now} {_times(after)}.")
    for name, words in (("venue", "venue"), ("joining_link", "link for joining online")):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            changes.append(f"The {words} {was} {old or 'not given'}. It {is_now} {new or 'not given'}.")
    if before.access_notes != after.access_notes:
        changes.append(f"The notes on getting there and access {have_changed}.")
    return changes


def _times(meeting):
    return f"{long_date(meeting.starts_at)}, {at_time(meeting.starts_at)} to {at_time(meeting.ends_at)}"


def _tell(meeting, template, method):
    _write_to(_untold(meeting), meeting, template, method, once=invitation_key(meeting))


def _write_to(people, meeting, template, method, *, once, each=None, **more):
    """One notice a person, with a calendar object of their own, so that no one reads another's address."""
    people = list(people)
    if not people:
        return
    links = links_for(meeting, people) if method == REQUEST else {}
    outbox.put(
        people,
        template,
        once=once,
        calendar=calendars_for(people, meeting, method),
        method=method,
        each={person.pk: {**links.get(person.pk, {}), **(each or {}).get(person.pk, {})} for person in people},
        **about(meeting),
        **more,
    )


def calendars_for(people: Iterable[User], meeting: Meeting, method: str) -> dict[int, bytes]:
    """A calendar object for each of the people, by their id; a request says what each has answered (RFC 5546)."""
    answered = partstats(meeting) if method == REQUEST else {}
    return {
        person.pk: calendar_entry(
            meeting,
            method,
            attendees=[(person.email, person.name, answered.get(person.pk, NEEDS_ACTION))],
            for_members=True,
        )
        for person in people
    }


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
    return {
        "meeting": meeting,
        "subject_thing": meeting,
        "sight": sight,
        "replies_by_calendar": bool(settings.REPLIES_ADDRESS),
    }


def _release_key(meeting):
    return f"released/{meeting.uid}/{meeting.sequence}"

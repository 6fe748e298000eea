"""Who takes no part in what, now."""

from django.db.models import QuerySet

from ccsp_portal import clock
from meetings.models import AgendaItem, ItemExclusion, Meeting
from meetings.queries.people import people_in
from partners.audience import Audience, Privacy, may_see, readers_on
from partners.models import Role, User


def left_out_of(meeting: Meeting, person) -> list[int]:
    """The keys of the meeting's private items that the person takes no part in, sorted. One query."""
    if not person.pk:
        return []
    held = ItemExclusion.objects.holding().filter(person_id=person.pk, item__meeting=meeting)
    return sorted(held.filter(item__privacy=Privacy.PRIVATE.value).values_list("item", flat=True))


def reads_everything(meeting: Meeting, person) -> bool:
    """Whether the person may open the members' files as they are. One query at most."""
    return may_see(person, Audience.PRIVATE_READERS, meeting.body_id) and not left_out_of(meeting, person)


def people_left_out(meeting: Meeting) -> list[User]:
    """Everybody who takes no part in some private item of the meeting now."""
    held = ItemExclusion.objects.holding().filter(item__meeting=meeting, item__privacy=Privacy.PRIVATE.value)
    return list(User.objects.filter(pk__in=held.values("person")))


def people_to_leave_out(item: AgendaItem) -> QuerySet[User]:
    """Who reads the body's private items today, but for its secretaries, who keep the agenda. Three queries."""
    body = item.meeting.body
    readers = {right.person.pk for right in readers_on(clock.today(), Audience.PRIVATE_READERS, body.pk)}
    readers -= set(people_in(body, Role.SECRETARY).values_list("pk", flat=True))
    left_out = item.exclusions.holding().values("person")
    return User.objects.filter(pk__in=readers, is_active=True).exclude(pk__in=left_out)

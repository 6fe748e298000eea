"""Who takes no part in what, now."""

from django.db.models import Q, QuerySet

from ccsp_portal import clock
from meetings.models import AgendaItem, ItemExclusion, Meeting, PageRun
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
    """Whether the person may open the members' minutes as they are. One query at most."""
    return may_see(person, Audience.PRIVATE_READERS, meeting.body_id) and not left_out_of(meeting, person)


def left_out_of_pack(meeting: Meeting, person) -> list[int]:
    """The keys of the private items that the person takes no part in, of the meeting or shown by its pages (by the
    minutes of the one before, say), sorted. One query."""
    return list(exclusions_of_pack(meeting, person).values_list("item", flat=True)) if person.pk else []


def exclusions_of_pack(meeting: Meeting, person) -> QuerySet[ItemExclusion]:
    """The same as rows."""
    return _of_pack(meeting).filter(person_id=person.pk).order_by("item")


def missed_by(meeting: Meeting, person) -> list[int]:
    """The same of somebody who may read private items: for others no pack of their own is made. One query at most."""
    return left_out_of_pack(meeting, person) if may_see(person, Audience.PRIVATE_READERS, meeting.body_id) else []


def reads_whole_pack(meeting: Meeting, person) -> bool:
    """Whether the person may open the members' packs as they are. One query at most."""
    return may_see(person, Audience.PRIVATE_READERS, meeting.body_id) and not left_out_of_pack(meeting, person)


def people_left_out(meeting: Meeting) -> list[User]:
    """Everybody who takes no part in some private item that is in the meeting's packs now."""
    return list(User.objects.filter(pk__in=_of_pack(meeting).values("person")))


def _of_pack(meeting):
    shown = PageRun.shows.through.objects.filter(pagerun__meeting=meeting).values("agendaitem")
    held = ItemExclusion.objects.holding().filter(item__privacy=Privacy.PRIVATE.value)
    return held.filter(Q(item__meeting=meeting) | Q(item__in=shown))


def people_to_leave_out(item: AgendaItem) -> QuerySet[User]:
    """Who reads the body's private items today, but for its secretaries, who keep the agenda. Three queries."""
    body = item.meeting.body
    readers = {right.person.pk for right in readers_on(clock.today(), Audience.PRIVATE_READERS, body.pk)}
    readers -= set(people_in(body, Role.SECRETARY).values_list("pk", flat=True))
    left_out = item.exclusions.holding().values("person")
    return User.objects.filter(pk__in=readers, is_active=True).exclude(pk__in=left_out)

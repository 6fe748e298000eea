"""Who could see an item on a day, and by what right: answered from dated rows, never from history."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from ccsp_portal import clock
from ccsp_portal.govuk.templatetags.govuk import date_time
from meetings.models import AgendaItem, ItemExclusion, ItemInvitation, Pack
from partners.audience import Audience, Privacy, Right, audience, readers_on


@dataclass(frozen=True)
class State:
    """How open an item was, from a moment until another (None: since, or until, further notice)."""

    circle: Audience
    since: datetime
    until: datetime | None = None

    def words(self) -> str:
        until = f" until {date_time(self.until)}" if self.until else ""
        return f"{CIRCLES[self.circle]} from {date_time(self.since)}{until}"


CIRCLES = {
    Audience.PUBLIC: "Open: anybody could read it",
    Audience.SEATS: "Open, before its agenda went out: everybody with a seat on the body",
    Audience.PRIVATE_READERS: "Private: members, advisers and the secretary, and people invited to it",
}


@dataclass(frozen=True)
class Readers:
    """The answer for a day: the states that the item was in, and everybody's right where not anybody could see it."""

    states: list[State]
    rights: list[Right]

    @property
    def is_public(self) -> bool:
        return any(state.circle is Audience.PUBLIC for state in self.states)

    @property
    def people(self) -> list[tuple]:
        """Each person once, with all their rights, in the order of names: [(person, [right, …])]."""
        found: dict[int, tuple] = {}
        for right in sorted(self.rights, key=lambda right: (right.person.sort_key, right.from_on)):
            found.setdefault(right.person.pk, (right.person, []))[1].append(right)
        return list(found.values())


def readers_of(item: AgendaItem, day: date) -> Readers:
    """Who could see the item at any time of that London day. Seven queries at most.

    An appointment, a deputy's too, holds to the end of its last day; an invitation to the item ends at its moment.
    """
    begins, ends = _bounds(day)
    states = [each for each in states_of(item) if each.since < ends and (each.until is None or each.until > begins)]
    circles = {state.circle for state in states}
    body = item.meeting.body_id
    # the wider circle holds the narrower
    widest = next((circle for circle in (Audience.SEATS, Audience.PRIVATE_READERS) if circle in circles), None)
    rights = readers_on(day, widest, body) if widest else []
    rights += _guests(item, begins, ends) if states else []
    return Readers(states, _without_left_out(rights, item, max(begins, states[0].since), ends) if states else [])


def states_of(item: AgendaItem) -> list[State]:
    """Every state that the item has been in, the oldest first, from its dated rows: changes of privacy, circulation."""
    changes = [(each.decided_at, each.privacy) for each in item.privacy_changes.order_by("decided_at", "pk")]
    # what nobody decided is as it was when the meeting was convened
    changes = changes or [(item.meeting.convened_at, item.privacy)]
    went_out = _went_out(item)
    moments = sorted({at for at, _ in changes} | ({went_out} if went_out and went_out > changes[0][0] else set()))
    return _joined([State(_circle(changes, went_out, moment), moment) for moment in moments])


def _went_out(item):
    """When anybody could first read of it: with its agenda, in a supplement, or as the meeting opened."""
    if not item.number:
        return None
    packs = item.meeting.packs.filter(state=Pack.State.CIRCULATED).exclude(kind=Pack.Kind.REISSUE)
    told = [each for each in packs.order_by("number") if each.told]
    first = next((each for each in told if item.pk in {one["item"] for one in each.told["items"]}), None)
    if first:
        return first.circulated_at
    return item.meeting.opened_at if told else item.meeting.circulated_at


def _circle(changes, went_out, moment):
    privacy = [privacy for at, privacy in changes if at <= moment][-1]
    return audience(private=privacy == Privacy.PRIVATE, published=went_out is not None and went_out <= moment)


def _joined(states):
    """The states without those that changed nothing, each until the next."""
    told = [
        state for before, state in zip([None, *states], states, strict=False) if not before or _differ(before, state)
    ]
    ends = [state.since for state in told[1:]] + [None]
    return [State(state.circle, state.since, until) for state, until in zip(told, ends, strict=True)]


def _differ(before, state):
    return before.circle is not state.circle


def _without_left_out(rights, item, begins, ends):
    """The rights but for those of who took no part in it all that time, and so could see no more than the public; of
    who took none for a part of it, with since when and until when."""
    held = item.exclusions.filter(excluded_at__lt=ends).exclude(ended_at__lte=begins)
    by_person: dict[int, list[ItemExclusion]] = {}
    for each in held.select_related("excluded_by", "ended_by"):
        by_person.setdefault(each.person_id, []).append(each)
    return [
        _limited(right, by_person.get(right.person.pk, []))
        for right in rights
        if not any(_holds_throughout(each, begins, ends) for each in by_person.get(right.person.pk, []))
    ]


def _holds_throughout(exclusion, begins, ends):
    return exclusion.excluded_at <= begins and (exclusion.ended_at is None or exclusion.ended_at >= ends)


def _limited(right, exclusions):
    for each in exclusions:
        words = f"{right.words}; left out of this item by {each.excluded_by} at {date_time(each.excluded_at)}"
        if each.ended_at:
            right = replace(right, words=f"{words}, until {each.ended_by} ended it at {date_time(each.ended_at)}")
        else:
            right = replace(right, words=words, to_on=_day(each.excluded_at))
    return right


def _guests(item, begins, ends):
    held = item.invitations.filter(invited_at__lt=ends).exclude(ended_at__lte=begins)
    return [_guest(each) for each in held.select_related("person", "invited_by", "ended_by")]


def _guest(invitation: ItemInvitation) -> Right:
    words = f"Invited to this item by {invitation.invited_by} at {date_time(invitation.invited_at)}"
    if invitation.ended_at:
        words += f"; ended by {invitation.ended_by} at {date_time(invitation.ended_at)}"
    return Right(invitation.person, words, _day(invitation.invited_at), _day(invitation.ended_at))


def _day(moment):
    return moment.astimezone(clock.LONDON).date() if moment else None


def _bounds(day):
    """The first moment of a London day, and of the next."""
    return tuple(datetime.combine(each, time(), tzinfo=clock.LONDON) for each in (day, day + timedelta(days=1)))

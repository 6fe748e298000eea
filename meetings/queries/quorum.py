"""Whether a meeting is quorate for its items, or would be by what seats have answered; and its rule in words."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from ccsp_portal.quorum import Presence, Quorum, QuorumRule, quorum
from meetings.models import AgendaItem, Meeting, Reply
from meetings.queries.replies import InvitedSeat, without_reply
from meetings.queries.roll import Roll, number_of
from partners.policy_words import names_of

# how each kind of answer is counted out
TALLY = {
    Reply.Manner.IN_PERSON: "in person",
    Reply.Manner.ONLINE: "online",
    Reply.Answer.ATTENDING: "attending",
    Reply.Answer.DEPUTY: "by a deputy",
    Reply.Answer.APOLOGIES: "with apologies",
}
COMING = {Reply.Answer.ATTENDING, Reply.Answer.DEPUTY}


def names_in(meeting: Meeting) -> dict[str, str]:
    """The words for the keys in the meeting's quorum rule. One query, and none for a rule without keys."""
    return names_of(meeting.quorum)


def quorum_in_words(meeting: Meeting, names: dict[str, str]) -> str:
    """The rule that the meeting copied when it was convened, as a sentence; `names` are those of `names_in`."""
    return QuorumRule.from_data(meeting.quorum).explain(names)


@dataclass(frozen=True)
class Shortfall:
    """Items in a row for which a meeting is not quorate, all for the same reason; `words` say it, and what to do."""

    items: tuple[AgendaItem, ...]
    where: str
    words: str


def shortfalls(roll: Roll, items: list[AgendaItem], names: dict[str, str]) -> list[Shortfall]:
    """For which of the meeting's items it is not quorate, as attendance is recorded. No queries."""
    runs: list[tuple[Quorum, list[AgendaItem]]] = []
    for before, item in zip([None, *items], items, strict=False):
        reached = roll.quorum_for(item)
        if not reached.met:
            goes_on = runs and runs[-1][0] == reached and runs[-1][1][-1] == before
            runs[-1][1].append(item) if goes_on else runs.append((reached, [item]))
    return [_shortfall(roll.meeting, reached, run, names) for reached, run in runs]


def where_lost(items: list[AgendaItem], lost: list[Shortfall]) -> str:
    """For which items it is not quorate, for whatever reason: "item 3, items 5 to 8A"."""
    without = {item.pk for each in lost for item in each.items}
    runs = [list(run) for is_without, run in groupby(items, lambda item: item.pk in without) if is_without]
    return ", ".join(items_in_words(run) for run in runs)


def reached_in_words(roll: Roll, items: list[AgendaItem], names: dict[str, str]) -> str:
    """For which items it is quorate, and with how many: "Quorate for items 1 to 3: 7 present, 4 needed. Not quorate for
    item 4." Where nobody is recorded, or nothing is on the agenda, what all who came come to. No queries."""
    each = [(item, roll.quorum_for(item)) for item in items]
    if not roll.filled or len({reached for _, reached in each}) <= 1:
        return (each[0][1] if roll.filled and each else roll.quorum_for(None)).words(names)
    runs = [list(run) for _, run in groupby(each, lambda one: one[1].met)]
    return " ".join(_of_run(run, is_all=len(runs) == 1) for run in runs)


def lacked_quorum(roll: Roll, items: list[AgendaItem], names: dict[str, str]) -> dict[int, str]:
    """What minutes say under each item for which the meeting was not quorate, by the item's id: "Not quorate: 3
    present, 4 needed. It lacks 1 more present." Nothing before attendance is recorded. No queries."""
    each = [(item, roll.quorum_for(item)) for item in items] if roll.filled else []
    return {item.pk: reached.words(names) for item, reached in each if not reached.met}


def _of_run(run, *, is_all):
    where = items_in_words([item for item, _ in run])
    if not run[0][1].met:
        return f"Not quorate for {where}."
    counts = [reached.present for _, reached in run]
    least = f"{min(counts)} present" if len(set(counts)) == 1 else f"at least {min(counts)} present"
    return f"Quorate for {'every item' if is_all else where}: {least}, {run[0][1].needed} needed."


def _shortfall(meeting, reached, run, names):
    where, lacking = items_in_words(run), lacking_in_words(reached, names)
    them = "it" if len(run) == 1 else "them"
    words = (
        f"The meeting is not quorate for {where}: {lacking}. What is decided on {them} now is not a decision of the "
        f"{meeting.body.short_name}. Defer or refer {them}, or go on when enough are back."
    )
    return Shortfall(tuple(run), where, words)


def items_in_words(items: list[AgendaItem] | tuple[AgendaItem, ...]) -> str:
    """Items in a row: "item 5", "items 5 and 6", "items 5 to 8"."""
    first, last = number_of(items[0]), number_of(items[-1])
    if len(items) == 1:
        return f"item {first}"
    return f"items {first} {'and' if len(items) == 2 else 'to'} {last}"


def lacking_in_words(reached: Quorum, names: dict[str, str]) -> str:
    """What it lacks: "3 of the 4 needed are present, and nobody is there from The Council"."""
    lacking = []
    if reached.present < reached.needed:
        number = str(reached.present or "none")
        lacking.append(f"{number} of the {reached.needed} needed {'is' if reached.present == 1 else 'are'} present")
    if reached.missing:
        lacking.append(f"nobody is there from {' or '.join(names.get(each, each) for each in reached.missing)}")
    return ", and ".join(lacking)


def expected_quorum(meeting: Meeting, seats: list[InvitedSeat]) -> Quorum:
    """What the quorum would be if all who said that they come do come; a person in two seats counts once."""
    counting = [each for each in seats if each.counts_to_quorum]
    present = [_presence(each) for each in counting if each.reply and each.reply.answer in COMING]
    return quorum(QuorumRule.from_data(meeting.quorum), len(counting), [each for each in present if each])


def expected_quorum_in_words(meeting: Meeting, seats: list[InvitedSeat], names: dict[str, str]) -> str:
    """The same as a sentence."""
    expected = expected_quorum(meeting, seats)
    would = "would be" if expected.met else "would not be"
    absent = " or ".join(names.get(each, each) for each in expected.missing)
    nobody = f", and nobody comes from {absent}" if absent else ""
    counting = sum(each.counts_to_quorum for each in seats)
    with_them = (
        f"with {expected.present} of {counting}: {expected.needed} {'is' if expected.needed == 1 else 'are'} needed"
    )
    return f"By the replies so far the meeting {would} quorate {with_them}{nobody}."


def replies_in_words(meeting: Meeting, seats: list[InvitedSeat]) -> str:
    """How the seats answered, most wanted first: "2 in person (1 by a deputy), 1 attending who has not said how, 1 with
    apologies, 3 without a reply, 1 vacant". How they come is asked where one may join online."""
    replies = [each.reply for each in seats if each.reply]
    given = Counter(each.manner or each.answer for each in replies)
    deputies = Counter(each.manner for each in replies if each.deputy)
    words = [_tally(key, given[key], deputies[key], asks_how=bool(meeting.joining_link)) for key in TALLY if given[key]]
    vacant = sum(not each.reply and not each.to_nudge for each in seats)
    words.append(f"{len(without_reply(seats))} without a reply")
    return ", ".join([*words, f"{vacant} vacant"] if vacant else words)


def _tally(key, number, deputies, *, asks_how):
    by_deputies = f" ({deputies} by a deputy)" if deputies else ""
    # whoever answered so in their calendar, or was sent by the seat's holder, was not asked how they come
    unsaid = f" who {'has' if number == 1 else 'have'} not said how" if asks_how and key in COMING else ""
    return f"{number} {TALLY[key]}{by_deputies}{unsaid}"


def _presence(asked: InvitedSeat) -> Presence | None:
    """Who would fill the seat, or None where nobody holds it any more."""
    sends_deputy = asked.reply is not None and asked.reply.answer == Reply.Answer.DEPUTY
    sent = asked.reply.deputy if asked.reply and sends_deputy else asked.holder
    if sent is None:
        return None
    return Presence(asked.seat.key, asked.seat.organisation.key, sent.person_id)

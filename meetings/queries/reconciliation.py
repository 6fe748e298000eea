"""What minutes say was agreed, or that somebody will do, and nothing was recorded of."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from meetings.models import ActionPoint, AgendaItem, Decision, Meeting

STOP = re.compile(r"([.!?])[\"”\u2019')]*\s+(?=[\"“\u2018'(A-Z0-9])")
# a full stop after these, or after an initial, ends no sentence
SHORTENED = re.compile(r"(?:^|\W)(?:Mrs?|Ms|Dr|St|No|Cllr|Insp|Sgt|Supt|e\.g|i\.e|etc|[A-Z])$", re.IGNORECASE)
ENTRY = re.compile(r"^\s*(?:-|\d+[.)])\s+")
DECIDED = re.compile(
    r"\b(?:agree[ds]?|resolve[ds]?|approve[ds]?|endorse[ds]?|ratifie[ds]|adopted|decide[ds]|carried)\b",
    re.IGNORECASE,
)
VERBS = (
    "add|advise|arrange|ask|attend|bring|chase|check|circulate|confirm|consider|contact|convene|discuss|draft|email|"
    "e-mail|ensure|explore|feed back|find out|follow up|forward|get|identify|inform|invite|lead|liaise|look into|make|"
    "meet|obtain|organise|pass|prepare|present|produce|provide|raise|report|request|review|send|set up|share|speak|"
    "submit|supply|take|talk|update|visit|work|write"
)
# "Ms Gill will …", "the police are to …", "To circulate …", "ACTION: …"; Will and Shall with a capital are names
PROMISED = re.compile(
    r"\b(?:will|WILL|shall|SHALL|\u2019ll|'ll)\b(?!\s+(?:not\s+)?(?:and testament))|\b(?:undertook|undertakes|promised|"
    rf"committed|volunteered|offered|asked|agreed) to\b|\b(?:is|are|was|were) to (?:{VERBS})\b|"
    rf"^(?:(?:[A-Z][\w\u2019'.-]*|of|and|the|for)\s+){{0,6}}[Tt][Oo] (?:{VERBS})\b|^\s*ACTIONS?\b\s*:?|^\s*Actions?\s*:"
)
LITTLE = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be been board by committee for from had has have in is it its meeting members of on or our "
        "shall that the their then there they this to was were which will with would agreed resolved approved endorsed "
        "decided partnership action",
    )
)
ALIKE = 0.5
DECISION, ACTION = "decision", "action"


@dataclass(frozen=True)
class Loose:
    """A sentence that says something was decided, or will be done, with no such record behind it."""

    sentence: str
    kind: str


@dataclass(frozen=True)
class LooseItem:
    """An item of the agenda with the sentences in its minute that nothing stands behind."""

    item: AgendaItem
    sentences: list[Loose]


def sentences_of(text: str) -> list[str]:
    """The sentences of plain words, each on one line, without the dash or number that begins an entry of a list."""
    lines = (ENTRY.sub("", line) for line in text.split("\n"))
    parts = (" ".join(part.split()) for line in lines for part in _parted(line))
    return [part for part in parts if part]


def _parted(line):
    begin = 0
    for stop in STOP.finditer(line):
        if stop[1] != "." or not SHORTENED.search(line[begin : stop.start()]):
            yield line[begin : stop.end()]
            begin = stop.end()
    yield line[begin:]


def kind_of(sentence: str) -> str:
    """ "decision" for a sentence that says it was agreed, "action" for one that says somebody will; else ""."""
    if PROMISED.search(sentence):
        return ACTION
    return DECISION if DECIDED.search(sentence) else ""


def loose_sentences(
    text: str, *, decisions: Iterable[str] = (), actions: Iterable[str] = (), settled: Iterable[str] = ()
) -> list[Loose]:
    """The sentences of a minute that say agreed, resolved or will, and have nothing recorded behind them.

    A record stands behind a sentence that shares half of the words of either; one too short to share any, as
    "Agreed.", has any record of the item behind it. `settled` are sentences that need none. Each comes once.
    """
    recorded = [_words(each) for each in (*decisions, *actions)]
    settled = set(settled)
    loose: dict[str, Loose] = {}
    for sentence in sentences_of(text):
        kind = kind_of(sentence)
        if kind and sentence not in settled and not _is_behind(recorded, _words(sentence)):
            loose.setdefault(sentence, Loose(sentence, kind))
    return list(loose.values())


def _words(text):
    return frozenset(word[:5] for word in re.findall(r"[^\W_]+", text.lower()) if word not in LITTLE)


def _is_behind(recorded, said):
    if not said:
        return bool(recorded)
    return any(words and len(words & said) >= ALIKE * min(len(words), len(said)) for words in recorded)


def loose_items(meeting: Meeting) -> list[LooseItem]:
    """The items of which something was minuted that nothing stands behind. Four queries."""
    items = (
        meeting.items.live()
        .select_related("minute")
        .prefetch_related(
            Prefetch("decisions", Decision.objects.standing()),
            Prefetch("action_points", ActionPoint.objects.all()),
            "settled_sentences",
        )
    )
    told = [LooseItem(item, _loose_of(item)) for item in items if hasattr(item, "minute")]
    return [each for each in told if each.sentences]


def _loose_of(item):
    return loose_sentences(
        item.minute.text,
        decisions=[each.text for each in item.decisions.all()],
        actions=[each.text for each in item.action_points.all()],
        settled=[each.sentence for each in item.settled_sentences.all()],
    )

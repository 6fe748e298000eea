"""History as plain sentences: "Asha Patel rescheduled the meeting “…”: start from … to …"."""

from collections import defaultdict
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth import get_user_model
from django.db import models

from ccsp_portal.govuk.templatetags.govuk import date_time, short_date
from ccsp_portal.history.gathering import gathered, known_from
from ccsp_portal.history.verbs import past

# what the sentence says already (who and when), or what only the portal needs; and what points at a row that may be
# for fewer readers than the one that is told of
UNTOLD = (
    *("version", "sequence", "uid", "sha256", "position", "contents", "changes", "told", "untagged", "facts", "job"),
    *("supersedes", "linked_item"),
)
FACTS_OF_THEIR_OWN = ("starts_at", "ends_at", "removed_at", "withdrawn_at")
LONGEST_TOLD = 80


@dataclass(frozen=True)
class Sentence:
    """One thing that somebody did to one row."""

    at: datetime
    who: str
    text: str

    def __str__(self):
        return self.text


def sentences_for(things, *, may_read=lambda thing: True, only=None) -> list[Sentence]:
    """What was done to the things, newest first; of all that was done only these events, if (table, id) are given.

    Of a thing for which `may_read` is false only its kind and the act are told: no name and no words of its own.
    At most four queries: the events, and three steps of what these and the things point at.
    """
    things = list(things)
    changes = [each for each in _changes(things) if only is None or (type(each[2]), each[2].pgh_id) in only]
    told = [(thing, before, after) for thing, before, after in changes if _is_told(thing, before, after)]
    known = known_from(things, _people(told) | _related(told), steps=3)
    sentences = [_sentence(*change, known, may_read(change[0])) for change in told]
    # oldest first, then turned round: what one moment holds stays in its order
    return sorted(sentences, key=lambda sentence: sentence.at)[::-1]


def _changes(things):
    """Each event of the things with the one before it, table by table: (thing, before or None, after)."""
    by_model = defaultdict(dict)
    for thing in things:
        by_model[type(thing).pgh_event_model][thing.pk] = thing
    events = gathered(model.objects.filter(pgh_obj_id__in=rows) for model, rows in by_model.items())
    tables, last = list(by_model), {}
    for event in sorted(events, key=lambda event: (tables.index(type(event)), event.pgh_id)):
        place = (type(event), event.pgh_obj_id)
        yield by_model[type(event)][event.pgh_obj_id], last.get(place), event
        last[place] = event


def _is_told(thing, before, after):
    return before is None or bool(_changed(thing, before, after))


def _changed(thing, before, after):
    """The fields that are worth telling and differ."""
    return [
        field
        for field in _told_fields(thing)
        if hasattr(after, field.attname) and getattr(before, field.attname) != getattr(after, field.attname)
    ]


def _told_fields(thing):
    return [field for field in thing._meta.concrete_fields if not (field.primary_key or _is_untold(field.name))]


def _is_untold(name):
    """Whether a field only says when, or by whom, something was done: the sentence says both itself."""
    return name in UNTOLD or (name.endswith(("_at", "_by")) and name not in FACTS_OF_THEIR_OWN)


def _signature(event):
    return event.pgh_context or {}


def _person(event):
    """Who did it, as (model, pk); the pk is None where nobody signed."""
    return get_user_model(), _signature(event).get("user")


def _sentence(thing, before, after, known, is_readable):
    person = known.get(_person(after))
    who = person.name if person else "The portal"
    told = _act(thing, before, after, known, is_readable).rstrip(".")
    return Sentence(_moment(after), who, f"{who} {told}.")


def _moment(event):
    """When the act was made: in the demo the day on which its story has it, else when it was written."""
    said = _signature(event).get("at")
    return datetime.fromisoformat(said) if said else event.pgh_created_at


def _act(thing, before, after, known, is_readable):
    noun = str(thing._meta.verbose_name)
    called = f"the {noun} “{_as_it_was(thing, after)}”" if is_readable else f"the {noun}"
    verb = _signature(after).get("act", "")
    what = "; ".join(_told(thing, before, after, known)) if is_readable and before is not None else ""
    if not verb:
        verb = "add" if before is None else "change"
    did = f"{past(verb)}: {called}" if " " in verb else f"{past(verb)} {called}"
    return f"{did}: {what}" if what else did


def _as_it_was(thing, event):
    """The thing as the event left it: its name then, not the one it has now."""
    then = copy(thing)
    for field in thing._meta.concrete_fields:
        if not field.is_relation and hasattr(event, field.attname):
            setattr(then, field.attname, getattr(event, field.attname))
    return then


def _told(thing, before, after, known):
    for field in _changed(thing, before, after):
        old, new = (_words(field, getattr(event, field.attname), known) for event in (before, after))
        if max(len(old), len(new)) > LONGEST_TOLD:
            yield f"{field.verbose_name} rewritten"
        elif not old:
            yield f"{field.verbose_name}: {new}"
        else:
            yield f"{field.verbose_name} changed from {old} to {new or 'nothing'}"


def _words(field, value, known):
    """A value as a reader would write it."""
    if value is None or value == "":
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value)).lower()
    if isinstance(field, models.ForeignKey):
        return str(known.get((field.related_model, value), "something"))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return date_time(value)
    return short_date(value) if isinstance(value, date) else _listed(value)


def _listed(value):
    """What JSON holds, without its brackets."""
    if isinstance(value, dict):
        return ", ".join(f"{key.replace('_', ' ')} {_listed(each)}" for key, each in sorted(value.items()))
    return " and ".join(map(str, value)) if isinstance(value, list) else str(value)


def _people(told):
    """Who did it, as (model, pk)."""
    return {_person(after) for _, _, after in told if _person(after)[1]}


def _related(told):
    """What the changed foreign keys pointed at before and after, as (model, pk)."""
    return {
        (field.related_model, getattr(event, field.attname))
        for thing, before, after in told
        if before is not None
        for field in _changed(thing, before, after)
        if isinstance(field, models.ForeignKey)
        for event in (before, after)
        if getattr(event, field.attname) is not None
    }

"""History as plain sentences: "Asha Patel rescheduled the meeting “…”: start from … to …"."""

from collections import defaultdict
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Func, Value

from ccsp_portal.govuk.templatetags.govuk import date_time, short_date
from ccsp_portal.history.verbs import past

# what the sentence says already (who and when), or what only the portal needs
UNTOLD = ("version", "sequence", "uid", "sha256", "position", "contents", "untagged", "facts")
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


def sentences_for(things, *, may_read=lambda thing: True) -> list[Sentence]:
    """What was done to the things, newest first.

    Of a thing for which `may_read` is false only its kind and the act are told: no name and no words of its own.
    Queries: one for the events, one for the people, and one for each kind of thing that a changed row points at.
    """
    told = [(thing, before, after) for thing, before, after in _changes(things) if _is_told(thing, before, after)]
    people = get_user_model().objects.in_bulk({_signature(after).get("user") for _, _, after in told} - {None})
    named = _related(told)
    sentences = [_sentence(*change, people, named, may_read(change[0])) for change in told]
    # oldest first, then turned round: what one moment holds stays in its order
    return sorted(sentences, key=lambda sentence: sentence.at)[::-1]


def _changes(things):
    """Each event of the things with the one before it: (thing, before or None, after)."""
    by_model = defaultdict(dict)
    for thing in things:
        by_model[type(thing)][thing.pk] = thing
    last: dict = {}
    for model, event in _events(by_model):
        thing = by_model[model][event.pgh_obj_id]
        yield thing, last.get((model, thing.pk)), event
        last[model, thing.pk] = event


def _events(by_model):
    """The events of all kinds of things, each thing's in their order: (model, event)."""
    of_event = {model.pgh_event_model: model for model in by_model}
    asked = [event.objects.filter(pgh_obj_id__in=by_model[model]) for event, model in of_event.items()]
    for event in sorted(all_rows(asked), key=lambda event: event.pgh_id):
        yield of_event[type(event)], event


def all_rows(querysets) -> list:
    """The rows of querysets of different tables, one table after the other, from one query."""
    asked = [
        rows.order_by().annotate(_place=Value(place), _row=WholeRow("pk")).values_list("_place", "_row")
        for place, rows in enumerate(querysets)
    ]
    if not asked:
        return []
    found = asked[0].union(*asked[1:], all=True).order_by("_place")
    return [_made(querysets[place].model, row) for place, row in found]


def _made(model, row):
    fields = [field for field in model._meta.concrete_fields if field.column in row]
    made = model(**{field.attname: field.to_python(row[field.column]) for field in fields})
    made._state.adding = False
    return made


class WholeRow(Func):
    """All the columns of a row as one JSON object: rows of different tables can then stand under one another."""

    output_field = models.JSONField()

    def as_sql(self, compiler, connection, **extra):
        (key,) = self.get_source_expressions()
        return f"to_jsonb({connection.ops.quote_name(key.alias)})", []


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


def _sentence(thing, before, after, people, named, is_readable):
    person = people.get(_signature(after).get("user"))
    who = person.name if person else "The portal"
    told = _act(thing, before, after, named, is_readable).rstrip(".")
    return Sentence(_moment(after), who, f"{who} {told}.")


def _moment(event):
    """When the act was made: in the demo the day on which its story has it, else when it was written."""
    said = _signature(event).get("at")
    return datetime.fromisoformat(said) if said else event.pgh_created_at


def _act(thing, before, after, named, is_readable):
    noun = str(thing._meta.verbose_name)
    called = f"the {noun} “{_as_it_was(thing, after)}”" if is_readable else f"the private {noun}"
    verb = _signature(after).get("act", "")
    what = "; ".join(_told(thing, before, after, named)) if is_readable and before is not None else ""
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


def _told(thing, before, after, named):
    for field in _changed(thing, before, after):
        old, new = (_words(field, getattr(event, field.attname), named) for event in (before, after))
        if max(len(old), len(new)) > LONGEST_TOLD:
            yield f"{field.verbose_name} rewritten"
        elif not old:
            yield f"{field.verbose_name}: {new}"
        else:
            yield f"{field.verbose_name} from {old} to {new or 'nothing'}"


def _words(field, value, named):
    """A value as a reader would write it."""
    if value is None or value == "":
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value)).lower()
    if isinstance(field, models.ForeignKey):
        return named.get((field.related_model, value), "something")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return date_time(value)
    return short_date(value) if isinstance(value, date) else str(value)


def _related(told):
    """What the changed foreign keys point at, in words: {(model, pk): words}."""
    wanted = defaultdict(set)
    for thing, before, after in told:
        for field in _changed(thing, before, after) if before is not None else []:
            if isinstance(field, models.ForeignKey):
                wanted[field.related_model] |= {getattr(before, field.attname), getattr(after, field.attname)} - {None}
    return {
        # with what each points at itself: a seat's name needs its organisation's
        (model, pk): str(row)
        for model, pks in wanted.items()
        for pk, row in model._base_manager.select_related().in_bulk(pks).items()
    }

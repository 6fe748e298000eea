"""Everything that was ever done, in one list: the events of every governed table, narrowed in the database."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import DateTimeField, F, QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from ccsp_portal import clock
from ccsp_portal.history.gathering import gathered

# a file's name tells what is in it: what was done with files, the tables that use them tell
LEFT_OUT = {"documents.document"}


@dataclass(frozen=True)
class Asked:
    """What narrows the list: a person's id, a kind of thing (a model's label), part of an act, first and last day."""

    person: int | None = None
    kind: str = ""
    act: str = ""
    since: date | None = None
    until: date | None = None


def kinds() -> dict[str, type]:
    """Every governed model whose events are listed, by its label."""
    tables = [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
    found = {table.pgh_tracked_model._meta.label_lower: table for table in tables}
    return {label: table for label, table in found.items() if label not in LEFT_OUT}


def events(asked: Asked) -> QuerySet:
    """The events that fit, newest first, as (number of the kind, event's id, thing's id, moment). One query."""
    tables = list(kinds().items())
    parts = [
        _of(table, asked).annotate(place=Value(place)).values_list("place", "pgh_id", "pgh_obj_id", "moment")
        for place, (label, table) in enumerate(tables)
        if asked.kind in {"", label}
    ]
    return (parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]).order_by("-moment", "-pgh_id")


def _of(table, asked):
    said = Cast(KeyTextTransform("at", "pgh_context"), DateTimeField())
    rows = table.objects.order_by().annotate(moment=Coalesce(said, F("pgh_created_at")))
    if asked.person:
        rows = rows.filter(pgh_context__user=asked.person)
    if asked.act:
        act = Cast(KeyTextTransform("act", "pgh_context"), TextField())
        rows = rows.annotate(act=act).filter(act__icontains=asked.act)
    if asked.since:
        rows = rows.filter(moment__gte=_midnight(asked.since))
    if asked.until:
        rows = rows.filter(moment__lt=_midnight(asked.until + timedelta(days=1)))
    return rows


def _midnight(day) -> datetime:
    return datetime.combine(day, time(), clock.LONDON)


def things_in(page) -> tuple[list, set]:
    """The things that some of the events were done to, and the events as (table, id). One query."""
    tables: list[Any] = list(kinds().values())
    wanted: dict[Any, set] = {}
    for place, _, thing, _ in page:
        wanted.setdefault(tables[place], set()).add(thing)
    rows = gathered(table.pgh_tracked_model._base_manager.filter(pk__in=pks) for table, pks in wanted.items())
    return rows, {(tables[place], event) for place, event, _, _ in page}

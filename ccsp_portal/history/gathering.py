"""Rows of several tables from one query, and what they point at from one for each step away."""

from collections import defaultdict

from django.db import connection
from django.db.models import ForeignKey, Func, JSONField, Value


class WholeRow(Func):
    """A row of the table that the key is of, as PostgreSQL writes it in JSON."""

    output_field = JSONField()

    def as_sql(self, compiler, connection, **extra):
        (key,) = self.get_source_expressions()
        return f"TO_JSONB({connection.ops.quote_name(key.alias)})", ()


def gathered(querysets) -> list:
    """The rows of the querysets, of whatever models (but none with bytes in a column). One query, however many."""
    querysets = list(querysets)
    parts = [rows.order_by().values_list(Value(place), WholeRow("pk")) for place, rows in enumerate(querysets)]
    found = parts[0].union(*parts[1:], all=True) if parts else ()
    return [_restored(querysets[place].model, row) for place, row in found]


def _restored(model, row):
    fields = model._meta.concrete_fields
    values = [field.to_python(row[field.column]) for field in fields]
    return model.from_db(connection.alias, [field.attname for field in fields], values)


def known_from(rows, wanted, *, steps) -> dict:
    """{(model, pk): row} of the rows, of what else is wanted, and of all that these point at; each is joined to the
    others, so that none asks the database for them. `wanted` has (model, pk) pairs. One query for each step."""
    known = {(type(row), row.pk): row for row in rows}
    wanted = set(wanted).union(*map(_pointed_at, rows))
    for _ in range(steps):
        found = _rows_of(wanted - known.keys())
        known |= found
        wanted = set().union(*map(_pointed_at, found.values()))
    for row in known.values():
        _join(row, known)
    return known


def _rows_of(wanted):
    keys = defaultdict(set)
    for model, key in wanted:
        keys[model].add(key)
    rows = gathered(model._base_manager.filter(pk__in=pks) for model, pks in keys.items())
    return {(type(row), row.pk): row for row in rows}


def _pointed_at(row):
    return {place for _, place in _pointers(row) if place[1] is not None}


def _pointers(row):
    """Each foreign key of the row, and what it points at as (model, pk)."""
    return [
        (field, (field.related_model, getattr(row, field.attname)))
        for field in row._meta.concrete_fields
        if isinstance(field, ForeignKey)
    ]


def _join(row, known):
    for field, place in _pointers(row):
        if place in known:
            field.set_cached_value(row, known[place])

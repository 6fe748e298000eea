"""How a table comes to have a history, and how an act signs what it writes there."""

import uuid
from contextlib import contextmanager
from typing import Any

import pghistory
import pgtrigger
from django.db import connection, transaction

from ccsp_portal import clock

FORGET_CONTEXT = """
    SELECT set_config('pghistory.context_id', '', true), set_config('pghistory.context_metadata', '', true)
"""


def no_truncate() -> pgtrigger.Trigger:
    """A trigger that refuses TRUNCATE, which row triggers never see. Tests flush as a replica, where none fires."""
    return pgtrigger.Trigger(
        name="no_truncate",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
    )


def governed(exclude: tuple[str, ...] | list[str] = (), *, deletable: bool = False, quiet: str = ""):
    """Keep the history of a model's rows, in the database itself: bulk, queryset and raw changes are caught too.

    Each insert, update and delete is copied to `<Model>Event` with who did it and which act it was; that table is
    append-only, and neither table can be truncated. Fields in `exclude` are left out: contact details and secrets, so
    that retention can remove them. Nothing governed is deleted, it ends: `deletable=True` is for links that hold
    nothing of their own. An update signed as the act `quiet` leaves no copy: for what saves itself every few seconds.
    """

    def keep_history(model):
        triggers = [no_truncate()]
        if not deletable:
            triggers.append(pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete))
        pgtrigger.register(*triggers)(model)
        return _tracked(exclude, quiet)(model)

    return keep_history


def _tracked(exclude, quiet):
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(condition=_changed_otherwise_than(quiet)) if quiet else pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(exclude),
        append_only=True,
        # in the append-only row itself: pghistory's own table of contexts can be updated
        context_field=pghistory.ContextJSONField(),
        context_id_field=pghistory.ContextUUIDField(),
        meta={"triggers": [no_truncate()]},
    )


def _changed_otherwise_than(act):
    """That an update changes something and isn't signed as this act: one that nobody signed is kept like any other."""
    signed = "NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), '')::JSONB ->> 'act'"
    return pgtrigger.Condition(f"OLD.* IS DISTINCT FROM NEW.* AND ({signed}) IS DISTINCT FROM '{act}'")


@contextmanager
def acting(verb: str, by, **more: Any):
    """Sign what the block writes with the act and the person: history then says "Asha Patel rescheduled the meeting".

    Blocks nest: the inner act signs its own writes. `more` is kept with them (`appointment=12`), and must be JSON.
    """
    outermost = not _is_recording()
    with pghistory.context() as context:
        before = dict(context.metadata)
        signature = {"act": verb, "act_id": uuid.uuid4().hex, "user": by.pk}
        if clock.is_held():
            # the database's own time of writing stays beside it
            signature["at"] = clock.now().isoformat()
        context.metadata.update(signature | more)
        try:
            yield
        finally:
            context.metadata.clear()
            context.metadata.update(before)
    if outermost:
        _forget_context()


def _is_recording():
    return hasattr(pghistory.runtime._tracker, "value")


def _forget_context():
    """pghistory's settings last as long as the transaction: a later write in it must not be signed with this act."""
    if connection.in_atomic_block and not transaction.get_rollback():
        with connection.cursor() as cursor:
            cursor.execute(FORGET_CONTEXT)

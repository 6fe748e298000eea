"""Move: how anything with a state changes state; and how a stale save is caught."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, models, transaction

from ccsp_portal.history.tracking import acting


class Conflict(Exception):
    """The act is not possible as things stand now: drawn as a 409 page with this sentence."""

    heading = "This can no longer be done"

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


class NotYet(Conflict):
    """The act is possible once something else was done: the sentence says what."""

    heading = "This can’t be done yet"


class NotOpen(Conflict):
    """The thing is not in a state from which the act is possible."""


class Stale(Conflict):
    """Somebody saved the row since it was read. `theirs` is the row as it is now, `yours` the fields refused."""

    def __init__(self, theirs: models.Model, yours: dict[str, Any]):
        super().__init__(f"Somebody else changed this {noun(theirs)} while you were writing.")
        self.theirs = theirs
        self.yours = yours


@dataclass(frozen=True)
class Move:
    """An act that takes a row from one of `from_states` to the state `to`, for people with `permission`.

    `verb` is the button's word. `field` names the column that holds the state. A move that leaves the state as it is
    (`to=None`) is an act that some states do not allow: to reschedule, to upload.
    """

    verb: str
    from_states: frozenset[str]
    to: str | None
    permission: str
    field: str = field(default="state", kw_only=True)

    @property
    def label(self) -> str:
        return self.verb[:1].upper() + self.verb[1:]

    def is_open_to(self, user, row: models.Model) -> bool:
        """Whether the person would be let through now: for drawing the button. `make` asks again."""
        return getattr(row, self.field) in self.from_states and user.has_perm(self.permission, row)

    @transaction.atomic
    def make(self, row: models.Model, by, **fields: Any):
        """Lock the row, check permission and state, set `fields` and the state, validate, save; the fresh row.

        Raises PermissionDenied, NotOpen, or ValidationError with the model's own words.
        """
        fresh = lock(row)
        self.check(fresh, by)
        state = {} if self.to is None else {self.field: self.to}
        return _save(fresh, {**fields, **state}, verb=self.verb, by=by)

    def check(self, row: models.Model, by) -> None:
        """Raise PermissionDenied or NotOpen if `by` may not make this move on the row as it is."""
        if not by.has_perm(self.permission, row):
            raise PermissionDenied(f"You are not allowed to “{self.verb}” for this {noun(row)}.")
        self.check_state(row)

    def check_state(self, row: models.Model) -> None:
        """Raise NotOpen if the row's state does not allow the move, whoever asks."""
        if getattr(row, self.field) not in self.from_states:
            raise NotOpen(f"You cannot “{self.verb}” now: this {noun(row)} is “{_state_in_words(row, self.field)}”.")


def open_to(user, row: models.Model, moves: Iterable[Move]) -> list[Move]:
    """The moves that the person may make on the row now: its buttons."""
    return [move for move in moves if move.is_open_to(user, row)]


def lock(row: models.Model):
    """The row as it is now, locked until the transaction ends. Raises DoesNotExist if it is gone.

    Rows that point at it can still be added meanwhile: adding them does not wait for this lock.
    """
    return type(row)._base_manager.select_for_update(no_key=True).get(pk=row.pk)


@transaction.atomic
def save_if_fresh(row: models.Model, version: int, fields: dict[str, Any], by, *, verb: str = "change"):
    """Save `fields` if the row is still at `version`, the one that the person began from; returns the fresh row.

    Raises Stale with both texts when somebody saved it since, and ValidationError with the model's own words. It
    checks no permission: the calling act does.
    """
    fresh = lock(row)
    if fresh.version != version:
        raise Stale(theirs=fresh, yours=fields)
    return _save(fresh, fields, verb=verb, by=by)


def _save(fresh, fields, *, verb, by):
    if _has_version(fresh):
        fields = {**fields, "version": fresh.version + 1}
    for name, value in fields.items():
        setattr(fresh, name, value)
    fresh.full_clean()
    with acting(verb, by):
        fresh.save(update_fields=list(fields))
    return fresh


def _has_version(row):
    return any(column.name == "version" for column in row._meta.concrete_fields)


def one_at_a_time(what: str):
    """Wait until no other transaction does the work of this name, and keep others waiting until this one ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [what])


def noun(row: models.Model) -> str:
    """What the row is called in a sentence: "meeting"."""
    return str(row._meta.verbose_name)


def _state_in_words(row, state_field):
    display = getattr(row, f"get_{state_field}_display", None)
    return display() if display else getattr(row, state_field)

"""The items that stand on every agenda of a body: a template, from which each new meeting's agenda is laid out."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import slugify

from ccsp_portal.workflow import NotOpen, Stale, lock, save_if_fresh
from partners.models import Body, MeetingPolicy

# items on whose page something stands by itself; the key is what makes them so
BY_THEMSELVES = {
    "minutes": "The minutes of the last meeting",
    "actions": "The open action points",
    "risks": "The risk register",
    "forward-plan": "The forward plan",
}
LONGEST_KEY = 30


@transaction.atomic
def add_standing_item(body: Body, *, version: int, by, kind="", **fields) -> MeetingPolicy:
    """Put one more at the end. `kind` is one of BY_THEMSELVES, each of which stands there once, or ""."""

    def added(items):
        return [*items, {"key": _key(items, kind, fields["title"]), **fields}]

    return _change(body, added, version, by, "add a standing item")


@transaction.atomic
def edit_standing_item(body: Body, key: str, *, version: int, by, kind="", **fields) -> MeetingPolicy:
    """Change the one of that key. Agendas that are laid out stay as they are."""

    def changed(items):
        old = _of(items, key)
        others = [each for each in items if each is not old]
        its_key = key if kind_of(old) == kind else _key(others, kind, fields["title"])
        return [{"key": its_key, **fields} if each is old else each for each in items]

    return _change(body, changed, version, by, "change a standing item")


@transaction.atomic
def move_standing_item(body: Body, key: str, *, up: bool, version: int, by) -> MeetingPolicy:
    """Change places with the one before, or after; at either end it stays."""

    def moved(items):
        item = _of(items, key)
        rest = [each for each in items if each is not item]
        here = items.index(item)
        rest.insert(max(0, here - 1) if up else here + 1, item)
        return rest

    return _change(body, moved, version, by, "move a standing item")


@transaction.atomic
def remove_standing_item(body: Body, key: str, *, version: int, by) -> MeetingPolicy:
    """Take the one of that key out of the template."""

    def left(items):
        item = _of(items, key)
        return [each for each in items if each is not item]

    return _change(body, left, version, by, "remove a standing item")


def kind_of(item: dict) -> str:
    """What stands on it by itself, if anything."""
    return item["key"] if item["key"] in BY_THEMSELVES else ""


def policy_with_items(body: Body) -> MeetingPolicy:
    """The rules of a body that meets. NotOpen for one that has none."""
    policy = MeetingPolicy.objects.filter(body=body).first()
    if policy is None:
        raise NotOpen(f"The {body.short_name} has no rules for its meetings yet. Say how it meets first.")
    return policy


def _change(body, change, version, by, verb):
    if not by.has_perm("meetings.edit_standing_items", body):
        raise PermissionDenied("Only the body’s secretary says what stands on its agendas.")
    policy = lock(policy_with_items(body))
    if policy.version != version:
        raise Stale(theirs=policy, yours={})
    return save_if_fresh(policy, version, {"standing_items": change(policy.standing_items)}, by, verb=verb)


def _of(items, key):
    for item in items:
        if item["key"] == key:
            return item
    raise ValidationError("That item is no longer there.")


def _key(items, kind, title):
    taken = {item["key"] for item in items}
    if kind:
        if kind in taken:
            raise ValidationError({"kind": f"“{BY_THEMSELVES[kind]}” stands on another item already."})
        return kind
    stem = slugify(title)[: LONGEST_KEY - 3].strip("-") or "item"
    if stem in BY_THEMSELVES:
        stem = f"{stem}-item"
    names = [stem, *(f"{stem}-{number}" for number in range(2, 99))]
    return next(name for name in names if name not in taken)

"""Who may read a notice: those who may see what it is about."""

from collections import defaultdict
from collections.abc import Iterable

from django.apps import apps
from django.db.models import CharField, Func, Q, Value
from django.db.models.functions import Cast, Concat

from ccsp_portal.notices.models import Notice

# a notice about nothing that has readers of its own: an account, an invitation, the partnership as a whole
ABOUT_NOBODY_S_THING = Q(sight="")


def in_sight_of(person) -> Q:
    """The notices about what the person may see today. One query, for the kinds of things that there are notices of."""
    kind = Func("sight", Value(":"), Value(1), function="split_part", output_field=CharField())
    seen = Q(pk__in=[])
    for label in Notice.objects.exclude(sight="").order_by().values_list(kind, flat=True).distinct():
        rows = apps.get_model(label)._default_manager.visible_to(person)
        keys = rows.annotate(sight_key=Concat(Value(f"{label}:"), Cast("pk", CharField()))).values("sight_key")
        seen |= Q(sight__in=keys)
    return seen


def readable_by(person, notices: Iterable[Notice]) -> set[Notice]:
    """Those of the notices whose substance the person may see today: one query for each kind of thing in them."""
    notices = list(notices)
    wanted = defaultdict(set)
    for notice in notices:
        label, _, pk = notice.sight.rpartition(":")
        wanted[label].add(pk)
    wanted.pop("", None)
    seen = {""}
    for label, pks in wanted.items():
        visible = apps.get_model(label)._default_manager.visible_to(person).filter(pk__in=pks)
        seen |= {f"{label}:{pk}" for pk in visible.values_list("pk", flat=True)}
    return {notice for notice in notices if notice.sight in seen}

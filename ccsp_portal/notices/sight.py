"""Who may read a notice: those who may see what it is about."""

from collections import defaultdict
from collections.abc import Iterable

from django.apps import apps

from ccsp_portal.notices.models import Notice


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

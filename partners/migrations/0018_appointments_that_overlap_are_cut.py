from datetime import timedelta
from itertools import combinations

from django.db import migrations
from django.db.models import F


def cut(apps, schema_editor):
    """Of two appointments of one person to one seat that overlap, the earlier ends before the later begins; one that
    lies within the other is called off. Where one of them is a deputy's, it is the one that yields."""
    appointments = apps.get_model("partners", "Appointment").objects.exclude(to_on__lt=F("from_on"))
    by_place = {}
    for each in appointments.order_by("from_on", "pk"):
        by_place.setdefault((each.seat_id, each.person_id), []).append(each)
    for several in by_place.values():
        for one, other in combinations(several, 2):
            if not _is_none(one) and not _is_none(other) and (one.to_on is None or one.to_on >= other.from_on):
                _part(one, other)


def _part(one, other):
    is_within = one.to_on is None or (other.to_on is not None and other.to_on <= one.to_on)
    if one.kind == other.kind:
        yields, before = (other, other.from_on) if is_within else (one, other.from_on)
    else:
        yields, holder = (one, other) if one.kind == "deputy" else (other, one)
        before = max(yields.from_on, holder.from_on) if yields is one else yields.from_on
    yields.to_on = before - timedelta(days=1)
    yields.save(update_fields=["to_on"])


def _is_none(each):
    return each.to_on is not None and each.to_on < each.from_on


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0017_an_appointment_to_come_is_called_off"),
    ]

    operations = [migrations.RunPython(cut, migrations.RunPython.noop)]

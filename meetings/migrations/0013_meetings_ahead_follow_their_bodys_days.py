"""Meetings that have not gone out yet take the new steps of their body's rules; those held keep what they had."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def take_the_days(apps, schema_editor):
    meetings = apps.get_model("meetings", "Meeting")
    policies = apps.get_model("partners", "MeetingPolicy").objects.filter(body=OuterRef("body"))
    days = {name: Subquery(policies.values(name)) for name in ("call_days", "setting_days", "notes_days")}
    meetings.objects.filter(state="convened").update(**days)


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0012_each_step_of_a_meeting_has_its_own_day"),
    ]

    operations = [migrations.RunPython(take_the_days, migrations.RunPython.noop)]

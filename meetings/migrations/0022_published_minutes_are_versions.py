"""What was published of minutes becomes versions, each with its files; nothing of it is lost."""

from functools import partial

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


# history says who signed
WHO_SIGNED = """
    UPDATE meetings_minutes SET signed_by_id = COALESCE(
        (
            SELECT (event.pgh_context ->> 'user')::bigint FROM meetings_minutesevent event
            WHERE event.id = meetings_minutes.id AND event.state = 'signed' AND event.pgh_context ? 'user'
            ORDER BY event.pgh_id LIMIT 1
        ),
        cleared_by_id
    )
    WHERE state = 'signed'
"""


def keep_what_was_published(apps, schema_editor):
    """The two files of minutes that are out become their first version; corrections become rows of their own."""
    model = partial(apps.get_model, "meetings")
    for minutes in model("Minutes").objects.filter(state__in=["cleared", "approved", "signed"]):
        version = model("MinutesVersion").objects.create(
            minutes=minutes,
            number=1,
            stage="draft",
            published_at=minutes.cleared_at,
            published_by=minutes.cleared_by,
        )
        for for_members, document in ((False, minutes.open_document), (True, minutes.members_document)):
            if document:
                model("MinutesFile").objects.create(
                    version=version, kind="pdf", for_members=for_members, document=document
                )
        if minutes.correction:
            model("MinutesCorrection").objects.create(
                minutes=minutes,
                first_version=1,
                text=minutes.correction,
                agreed_by=minutes.approved_by_meeting,
                recorded_at=minutes.approved_at,
                recorded_by=minutes.cleared_by,
            )


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_initial"),
        ("meetings", "0021_what_cannot_wait_is_decided_in_writing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MinutesCorrection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_version", models.PositiveSmallIntegerField(verbose_name="version that it first stands in")),
                ("text", models.TextField(verbose_name="correction")),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "correction of minutes",
                "verbose_name_plural": "corrections of minutes",
                "ordering": ["first_version", "pk"],
            },
        ),
        migrations.CreateModel(
            name="MinutesCorrectionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("first_version", models.PositiveSmallIntegerField(verbose_name="version that it first stands in")),
                ("text", models.TextField(verbose_name="correction")),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MinutesFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("pdf", "PDF"), ("docx", "Word document"), ("odt", "OpenDocument text")], max_length=10
                    ),
                ),
                ("for_members", models.BooleanField()),
            ],
            options={
                "verbose_name": "file of minutes",
                "verbose_name_plural": "files of minutes",
            },
        ),
        migrations.CreateModel(
            name="MinutesFileEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("pdf", "PDF"), ("docx", "Word document"), ("odt", "OpenDocument text")], max_length=10
                    ),
                ),
                ("for_members", models.BooleanField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MinutesVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("draft", "Draft minutes"),
                            ("approved", "Approved minutes"),
                            ("signed", "Signed minutes"),
                            ("corrected", "Corrected minutes"),
                            ("afresh", "Minutes published afresh"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="why it replaces the one before")),
                ("open_data", models.JSONField(blank=True, default=dict)),
                ("members_data", models.JSONField(blank=True, default=dict)),
                ("published_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "version of minutes",
                "verbose_name_plural": "versions of minutes",
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="MinutesVersionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("draft", "Draft minutes"),
                            ("approved", "Approved minutes"),
                            ("signed", "Signed minutes"),
                            ("corrected", "Corrected minutes"),
                            ("afresh", "Minutes published afresh"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="why it replaces the one before")),
                ("published_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MinutesWithdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300, verbose_name="why")),
                ("withdrawn_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "withdrawn minutes",
                "verbose_name_plural": "withdrawn minutes",
            },
        ),
        migrations.CreateModel(
            name="MinutesWithdrawalEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("reason", models.CharField(max_length=300, verbose_name="why")),
                ("withdrawn_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="minutes",
            name="signed_at_meeting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="meetings.meeting",
            ),
        ),
        migrations.AddField(
            model_name="minutes",
            name="signed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="minutesevent",
            name="signed_at_meeting",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="meetings.meeting",
            ),
        ),
        migrations.AddField(
            model_name="minutesevent",
            name="signed_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="minutescorrection",
            name="agreed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="meetings.meeting",
            ),
        ),
        migrations.AddField(
            model_name="minutescorrection",
            name="item",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="meetings.agendaitem",
            ),
        ),
        migrations.AddField(
            model_name="minutescorrection",
            name="minutes",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="meetings.minutes"
            ),
        ),
        migrations.AddField(
            model_name="minutescorrection",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="minutescorrectionevent",
            name="agreed_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="meetings.meeting",
            ),
        ),
        migrations.AddField(
            model_name="minutescorrectionevent",
            name="item",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="meetings.agendaitem",
            ),
        ),
        migrations.AddField(
            model_name="minutescorrectionevent",
            name="minutes",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="meetings.minutes",
            ),
        ),
        migrations.AddField(
            model_name="minutescorrectionevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="meetings.minutescorrection",
            ),
        ),
        migrations.AddField(
            model_name="minutescorrectionevent",
            name="recorded_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="minutesfile",
            name="document",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
            ),
        ),
        migrations.AddField(
            model_name="minutesfileevent",
            name="document",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="documents.document",
            ),
        ),
        migrations.AddField(
            model_name="minutesfileevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="meetings.minutesfile",
            ),
        ),
        migrations.AddField(
            model_name="minutesversion",
            name="minutes",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="meetings.minutes"
            ),
        ),
        migrations.AddField(
            model_name="minutesversion",
            name="published_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="minutesfileevent",
            name="version",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="meetings.minutesversion",
            ),
        ),
        migrations.AddField(
            model_name="minutesfile",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="files", to="meetings.minutesversion"
            ),
        ),
        migrations.AddField(
            model_name="minutesversionevent",
            name="minutes",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="meetings.minutes",
            ),
        ),
        migrations.AddField(
            model_name="minutesversionevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="meetings.minutesversion",
            ),
        ),
        migrations.AddField(
            model_name="minutesversionevent",
            name="published_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="minuteswithdrawal",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="meetings.agendaitem"
            ),
        ),
        migrations.AddField(
            model_name="minuteswithdrawal",
            name="version",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="withdrawal", to="meetings.minutesversion"
            ),
        ),
        migrations.AddField(
            model_name="minuteswithdrawal",
            name="withdrawn_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="minuteswithdrawalevent",
            name="item",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="meetings.agendaitem",
            ),
        ),
        migrations.AddField(
            model_name="minuteswithdrawalevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="meetings.minuteswithdrawal",
            ),
        ),
        migrations.AddField(
            model_name="minuteswithdrawalevent",
            name="version",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="meetings.minutesversion",
            ),
        ),
        migrations.AddField(
            model_name="minuteswithdrawalevent",
            name="withdrawn_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="minutescorrection",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="a_correction_of_minutes_says_what"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutescorrection",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                    hash="5c81ff2de599c9a90f0af9474a3f34a52fde2f10",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_3da71",
                    table="meetings_minutescorrection",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutescorrection",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="451eca47d674f11e4e922c9fee4b0d2ea8d01336",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_d8b79",
                    table="meetings_minutescorrection",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutescorrection",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_minutescorrectionevent" ("agreed_by_id", "first_version", "id", "item_id", "minutes_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "text") VALUES (NEW."agreed_by_id", NEW."first_version", NEW."id", NEW."item_id", NEW."minutes_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."text"); RETURN NULL;',
                    hash="55c0d4a93016c573f89f421d6b7dc796a4ed2713",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c9b75",
                    table="meetings_minutescorrection",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutescorrection",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "meetings_minutescorrectionevent" ("agreed_by_id", "first_version", "id", "item_id", "minutes_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "text") VALUES (NEW."agreed_by_id", NEW."first_version", NEW."id", NEW."item_id", NEW."minutes_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."text"); RETURN NULL;',
                    hash="2c877d28212eb15cce18a4048a4d5d771e82f603",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4dda8",
                    table="meetings_minutescorrection",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutescorrection",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_minutescorrectionevent" ("agreed_by_id", "first_version", "id", "item_id", "minutes_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "text") VALUES (OLD."agreed_by_id", OLD."first_version", OLD."id", OLD."item_id", OLD."minutes_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."text"); RETURN NULL;',
                    hash="5a8a30df1a6d5aba84f96be74292903dda46b3d2",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_17783",
                    table="meetings_minutescorrection",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutescorrection",
            trigger=pgtrigger.compiler.Trigger(
                name="what_was_published_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="a0af4c8b310c4d78e91934068eae497f268750c4",
                    operation="UPDATE",
                    pgid="pgtrigger_what_was_published_stays_bbdc0",
                    table="meetings_minutescorrection",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutescorrectionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                    hash="b70eaea3241266883eb63636e76eb392ca972606",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_167f2",
                    table="meetings_minutescorrectionevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutescorrectionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f5a12d5b5795ddf76007ee3871bc2f91d3eb9600",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4a8f0",
                    table="meetings_minutescorrectionevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="minutesversion",
            constraint=models.UniqueConstraint(fields=("minutes", "number"), name="one_version_of_minutes_of_a_number"),
        ),
        migrations.AddConstraint(
            model_name="minutesversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", 1), models.Q(("note", ""), _negated=True), _connector="OR"),
                name="what_replaces_published_minutes_says_why",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesversion",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                    hash="be667ed9dd57d4cf4bf2022be985b9f662506bba",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_8c2e9",
                    table="meetings_minutesversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesversion",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="2101d7b54787d197cb524e057b22e7f185f73abe",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_9d84d",
                    table="meetings_minutesversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesversion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_minutesversionevent" ("id", "minutes_id", "note", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "stage") VALUES (NEW."id", NEW."minutes_id", NEW."note", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."stage"); RETURN NULL;',
                    hash="ee02110d973bcf889649c95a4f284c991e9da957",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_85a1e",
                    table="meetings_minutesversion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesversion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."minutes_id" IS DISTINCT FROM (NEW."minutes_id") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."published_by_id" IS DISTINCT FROM (NEW."published_by_id") OR OLD."stage" IS DISTINCT FROM (NEW."stage"))',
                    func='INSERT INTO "meetings_minutesversionevent" ("id", "minutes_id", "note", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "stage") VALUES (NEW."id", NEW."minutes_id", NEW."note", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."stage"); RETURN NULL;',
                    hash="c634b4d60d060bd690222b2bea629cb8a0ee2693",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_09cf9",
                    table="meetings_minutesversion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesversion",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_minutesversionevent" ("id", "minutes_id", "note", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "stage") VALUES (OLD."id", OLD."minutes_id", OLD."note", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."published_at", OLD."published_by_id", OLD."stage"); RETURN NULL;',
                    hash="9737695532c6946ea0b0986e6e6cd28532c1777c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f94a1",
                    table="meetings_minutesversion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesversion",
            trigger=pgtrigger.compiler.Trigger(
                name="what_was_published_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="61be8bd6f349b1cb3fa28f675dc3b46e5b0fe649",
                    operation="UPDATE",
                    pgid="pgtrigger_what_was_published_stays_80b42",
                    table="meetings_minutesversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesfileevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                    hash="cc8733797d482ba2ab50a502dfd5a47d400b1e4d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_a50d1",
                    table="meetings_minutesfileevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesfileevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="68d2cdcbfc55993df7caf7fb65fe58a874680daf",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_53586",
                    table="meetings_minutesfileevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="minutesfile",
            constraint=models.UniqueConstraint(
                fields=("version", "kind", "for_members"), name="one_file_of_minutes_of_a_kind"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesfile",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                    hash="d12e39f04b4472225ec6985ecaea5e542e8b312a",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_fbd5e",
                    table="meetings_minutesfile",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesfile",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="56d3b7d6ea42ad4a2e3bac22c607faad979e01d9",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_a7916",
                    table="meetings_minutesfile",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesfile",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_minutesfileevent" ("document_id", "for_members", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version_id") VALUES (NEW."document_id", NEW."for_members", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."version_id"); RETURN NULL;',
                    hash="cc6adae8bc8e39efc4617915396201dc2b5899d3",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3ebbf",
                    table="meetings_minutesfile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesfile",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "meetings_minutesfileevent" ("document_id", "for_members", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version_id") VALUES (NEW."document_id", NEW."for_members", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."version_id"); RETURN NULL;',
                    hash="6e34126c1b21d73d56112e22f1d1a3f7dcd276a2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dbae5",
                    table="meetings_minutesfile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesfile",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_minutesfileevent" ("document_id", "for_members", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version_id") VALUES (OLD."document_id", OLD."for_members", OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."version_id"); RETURN NULL;',
                    hash="643ee52e943a4416509d2cf5efe1c563ea3b0268",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c3120",
                    table="meetings_minutesfile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesfile",
            trigger=pgtrigger.compiler.Trigger(
                name="what_was_published_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="74c6a919d2fb63aa97680f1e04bc6ef39123d781",
                    operation="UPDATE",
                    pgid="pgtrigger_what_was_published_stays_d37dc",
                    table="meetings_minutesfile",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesversionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                    hash="bf6f73c02a26c8832202555f97665cfff42d7cf2",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_b62a5",
                    table="meetings_minutesversionevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutesversionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d195919a4f43b99e570735b9898b402ff6bd39f4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e1112",
                    table="meetings_minutesversionevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minuteswithdrawal",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                    hash="301907300ae61f795e3507a8ce71f9c313ed878f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_55426",
                    table="meetings_minuteswithdrawal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minuteswithdrawal",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="e42b8342e4f9ee97482898ccb722a14ff75941cf",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_8969f",
                    table="meetings_minuteswithdrawal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minuteswithdrawal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_minuteswithdrawalevent" ("id", "item_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "version_id", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."id", NEW."item_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."version_id", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                    hash="f98824025d75c4b81c300bd33dea53cc090b19b5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b9d5d",
                    table="meetings_minuteswithdrawal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minuteswithdrawal",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "meetings_minuteswithdrawalevent" ("id", "item_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "version_id", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."id", NEW."item_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."version_id", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                    hash="8647792a99951794cfb28792520e9b2a6b86c7f8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0d350",
                    table="meetings_minuteswithdrawal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minuteswithdrawal",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_minuteswithdrawalevent" ("id", "item_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "version_id", "withdrawn_at", "withdrawn_by_id") VALUES (OLD."id", OLD."item_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."version_id", OLD."withdrawn_at", OLD."withdrawn_by_id"); RETURN NULL;',
                    hash="23b6bdc13b097c6503db178e62a9a1b3f88ec84b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d7b71",
                    table="meetings_minuteswithdrawal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minuteswithdrawal",
            trigger=pgtrigger.compiler.Trigger(
                name="what_was_published_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="59eab8ef0c0f4ebeb86eb2c94b8f0d08402432be",
                    operation="UPDATE",
                    pgid="pgtrigger_what_was_published_stays_b0077",
                    table="meetings_minuteswithdrawal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minuteswithdrawalevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                    hash="1ad343e79990039485a634909706ecf8d0affd4c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_a7595",
                    table="meetings_minuteswithdrawalevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minuteswithdrawalevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ad6fbefa2b53d5276324535f6d1c0564c8efba7c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f695b",
                    table="meetings_minuteswithdrawalevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunPython(keep_what_was_published, migrations.RunPython.noop),
        pgtrigger.migrations.RemoveTrigger(
            model_name="minutes",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="minutes",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="minutes",
            name="delete_delete",
        ),
        migrations.RunSQL(WHO_SIGNED, migrations.RunSQL.noop),
        # what was written above is checked now, so that the tables can still be changed
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name="minutes",
            name="correction",
        ),
        migrations.RemoveField(
            model_name="minutes",
            name="members_document",
        ),
        migrations.RemoveField(
            model_name="minutes",
            name="open_document",
        ),
        migrations.RemoveField(
            model_name="minutesevent",
            name="correction",
        ),
        migrations.RemoveField(
            model_name="minutesevent",
            name="members_document",
        ),
        migrations.RemoveField(
            model_name="minutesevent",
            name="open_document",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutes",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_minutesevent" ("approved_at", "approved_by_meeting_id", "chair_note", "cleared_at", "cleared_by_id", "id", "meeting_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_to_chair_at", "signed_at", "signed_at_meeting_id", "signed_by_id", "state", "version") VALUES (NEW."approved_at", NEW."approved_by_meeting_id", NEW."chair_note", NEW."cleared_at", NEW."cleared_by_id", NEW."id", NEW."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."sent_to_chair_at", NEW."signed_at", NEW."signed_at_meeting_id", NEW."signed_by_id", NEW."state", NEW."version"); RETURN NULL;',
                    hash="ba0362aa31ff9cbabf26c19244e6483016ea5106",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_61343",
                    table="meetings_minutes",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutes",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "meetings_minutesevent" ("approved_at", "approved_by_meeting_id", "chair_note", "cleared_at", "cleared_by_id", "id", "meeting_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_to_chair_at", "signed_at", "signed_at_meeting_id", "signed_by_id", "state", "version") VALUES (NEW."approved_at", NEW."approved_by_meeting_id", NEW."chair_note", NEW."cleared_at", NEW."cleared_by_id", NEW."id", NEW."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."sent_to_chair_at", NEW."signed_at", NEW."signed_at_meeting_id", NEW."signed_by_id", NEW."state", NEW."version"); RETURN NULL;',
                    hash="7866cef3645bf85e6626e52a116566b299ea41f4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_324d9",
                    table="meetings_minutes",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutes",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "meetings_minutesevent" ("approved_at", "approved_by_meeting_id", "chair_note", "cleared_at", "cleared_by_id", "id", "meeting_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_to_chair_at", "signed_at", "signed_at_meeting_id", "signed_by_id", "state", "version") VALUES (OLD."approved_at", OLD."approved_by_meeting_id", OLD."chair_note", OLD."cleared_at", OLD."cleared_by_id", OLD."id", OLD."meeting_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."sent_to_chair_at", OLD."signed_at", OLD."signed_at_meeting_id", OLD."signed_by_id", OLD."state", OLD."version"); RETURN NULL;',
                    hash="af802fc7be9eb7b86856bde88b7aef44a7cb2794",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f9949",
                    table="meetings_minutes",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="minutes",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "signed"), _negated=True),
                    models.Q(("signed_at__isnull", False), ("signed_by__isnull", False)),
                    _connector="OR",
                ),
                name="signed_minutes_say_by_whom",
            ),
        ),
    ]

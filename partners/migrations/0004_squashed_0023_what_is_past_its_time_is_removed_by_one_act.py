import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import partners.models.calendars
import partners.models.seats
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models
from ccsp_portal.history.together import Together


class Migration(migrations.Migration):
    replaces = [
        ("partners", "0004_organisations_are_renamed_and_bodies_have_terms"),
        ("partners", "0005_a_person_has_a_calendar_address"),
        ("partners", "0006_the_contact_details_of_leavers_are_removed"),
        ("partners", "0007_sign_ins_are_recorded"),
        ("partners", "0008_authorities_sign_the_protocol"),
        ("partners", "0009_people_declare_their_interests"),
        ("partners", "0010_access_is_reviewed"),
        ("partners", "0011_inductions_are_ticked_and_the_board_assesses_itself"),
        ("partners", "0012_two_may_change_how_a_body_meets"),
        ("partners", "0013_people_give_their_pronouns"),
        ("partners", "0014_nobody_signs_in_to_an_account"),
        ("partners", "0015_a_person_may_do_without_reminders"),
        ("partners", "0016_the_secretary_suspends_an_account_at_once"),
        ("partners", "0017_an_appointment_to_come_is_called_off"),
        ("partners", "0018_appointments_that_overlap_are_cut"),
        ("partners", "0019_nobody_is_in_a_seat_twice_at_once"),
        ("partners", "0020_members_are_core_or_co_opted"),
        ("partners", "0021_each_step_of_a_meeting_has_its_own_day"),
        ("partners", "0022_a_body_may_give_shorter_notice_and_its_chair_a_casting_vote"),
        ("partners", "0023_what_is_past_its_time_is_removed_by_one_act"),
    ]

    dependencies = [
        ("documents", "0001_initial"),
        ("partners", "0003_rate_limits_are_kept_in_the_database"),
    ]

    operations = [
        Together(
            [
                pgtrigger.migrations.RemoveTrigger(
                    model_name="appointment",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="appointment",
                    name="update_update",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="appointment",
                    name="delete_delete",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="body",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="body",
                    name="update_update",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="body",
                    name="delete_delete",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="meetingpolicy",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="meetingpolicy",
                    name="update_update",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="meetingpolicy",
                    name="delete_delete",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="organisation",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="organisation",
                    name="update_update",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="organisation",
                    name="delete_delete",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="seat",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="seat",
                    name="update_update",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="seat",
                    name="delete_delete",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="seatterms",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="seatterms",
                    name="update_update",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="seatterms",
                    name="delete_delete",
                ),
            ]
        ),
        migrations.CreateModel(
            name="ContactPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="first day")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("purpose", models.CharField(max_length=100, verbose_name="what for")),
                ("name", models.CharField(blank=True, max_length=150)),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="telephone number")),
            ],
            options={
                "verbose_name": "contact point",
                "ordering": ["purpose"],
            },
        ),
        migrations.CreateModel(
            name="FormerName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("short_name", models.CharField(max_length=60)),
                ("until_on", models.DateField(verbose_name="last day of the name")),
            ],
            options={
                "verbose_name": "former name",
                "ordering": ["-until_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="FormerNameEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("short_name", models.CharField(max_length=60)),
                ("until_on", models.DateField(verbose_name="last day of the name")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TermsOfReference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("agreed_on", models.DateField(verbose_name="day on which they were agreed")),
                ("review_on", models.DateField(verbose_name="day by which they are to be reviewed")),
            ],
            options={
                "verbose_name": "terms of reference",
                "verbose_name_plural": "terms of reference",
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="TermsOfReferenceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("agreed_on", models.DateField(verbose_name="day on which they were agreed")),
                ("review_on", models.DateField(verbose_name="day by which they are to be reviewed")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="appointment",
            name="inducted_on",
            field=models.DateField(blank=True, null=True, verbose_name="day of the induction"),
        ),
        migrations.AddField(
            model_name="appointment",
            name="signed_terms_on",
            field=models.DateField(blank=True, null=True, verbose_name="day on which they signed their terms"),
        ),
        migrations.AddField(
            model_name="appointmentevent",
            name="inducted_on",
            field=models.DateField(blank=True, null=True, verbose_name="day of the induction"),
        ),
        migrations.AddField(
            model_name="appointmentevent",
            name="signed_terms_on",
            field=models.DateField(blank=True, null=True, verbose_name="day on which they signed their terms"),
        ),
        migrations.AddField(
            model_name="body",
            name="problem",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="groups",
                to="partners.problem",
            ),
        ),
        migrations.AddField(
            model_name="body",
            name="rotation",
            field=models.CharField(
                blank=True, max_length=300, verbose_name="how its chair is chosen, and for how long"
            ),
        ),
        migrations.AddField(
            model_name="body",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="bodyevent",
            name="problem",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="partners.problem",
            ),
        ),
        migrations.AddField(
            model_name="bodyevent",
            name="rotation",
            field=models.CharField(
                blank=True, max_length=300, verbose_name="how its chair is chosen, and for how long"
            ),
        ),
        migrations.AddField(
            model_name="bodyevent",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="organisation",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_from",
                to="partners.organisation",
                verbose_name="merged into",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="sector",
            field=models.CharField(
                blank=True,
                choices=[
                    ("local government", "Local government"),
                    ("policing", "Policing and criminal justice"),
                    ("fire", "Fire and rescue"),
                    ("health", "Health"),
                    ("housing", "Housing"),
                    ("voluntary", "Voluntary, community and faith"),
                    ("education", "Education"),
                    ("business", "Business"),
                ],
                max_length=30,
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="organisationevent",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="partners.organisation",
                verbose_name="merged into",
            ),
        ),
        migrations.AddField(
            model_name="organisationevent",
            name="sector",
            field=models.CharField(
                blank=True,
                choices=[
                    ("local government", "Local government"),
                    ("policing", "Policing and criminal justice"),
                    ("fire", "Fire and rescue"),
                    ("health", "Health"),
                    ("housing", "Housing"),
                    ("voluntary", "Voluntary, community and faith"),
                    ("education", "Education"),
                    ("business", "Business"),
                ],
                max_length=30,
            ),
        ),
        migrations.AddField(
            model_name="organisationevent",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="seat",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="seatevent",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="body",
            name="kind",
            field=models.CharField(
                choices=[
                    ("board", "Board"),
                    ("delivery group", "Delivery group"),
                    ("task and finish group", "Task and finish group"),
                    ("oversight", "Oversight body"),
                    ("scrutiny", "Scrutiny committee"),
                ],
                max_length=30,
            ),
        ),
        migrations.AlterField(
            model_name="bodyevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("board", "Board"),
                    ("delivery group", "Delivery group"),
                    ("task and finish group", "Task and finish group"),
                    ("oversight", "Oversight body"),
                    ("scrutiny", "Scrutiny committee"),
                ],
                max_length=30,
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into__isnull", True), ("to_on__isnull", False), _connector="OR"),
                name="a_merged_organisation_has_ended",
                violation_error_message="An organisation that merged into another needs a last day.",
            ),
        ),
        migrations.AddField(
            model_name="contactpoint",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="contact_points", to="partners.organisation"
            ),
        ),
        migrations.AddField(
            model_name="formername",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="former_names", to="partners.organisation"
            ),
        ),
        migrations.AddField(
            model_name="formernameevent",
            name="organisation",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="partners.organisation",
            ),
        ),
        migrations.AddField(
            model_name="formernameevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="partners.formername",
            ),
        ),
        migrations.AddField(
            model_name="termsofreference",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="terms_of_reference", to="partners.body"
            ),
        ),
        migrations.AddField(
            model_name="termsofreference",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
            ),
        ),
        migrations.AddField(
            model_name="termsofreferenceevent",
            name="body",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="partners.body",
            ),
        ),
        migrations.AddField(
            model_name="termsofreferenceevent",
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
            model_name="termsofreferenceevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="partners.termsofreference",
            ),
        ),
        Together(
            [
                migrations.AddConstraint(
                    model_name="contactpoint",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="contact_point_ends_after_it_begins",
                        violation_error_message="The last day must be on or after the first day.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="contactpoint",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("email", ""), _negated=True),
                            models.Q(("phone", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_contact_point_can_be_reached",
                        violation_error_message="Enter an e-mail address or a telephone number.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="termsofreference",
                    constraint=models.UniqueConstraint(
                        fields=("body", "number"), name="one_version_of_a_number_a_body"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="termsofreference",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("review_on__gt", models.F("agreed_on"))),
                        name="terms_are_reviewed_after_they_are_agreed",
                        violation_error_message="The review must be after the day on which the terms were agreed.",
                    ),
                ),
            ]
        ),
        migrations.CreateModel(
            name="CalendarAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nonce", models.CharField(default=partners.models.calendars.fresh_nonce, max_length=32, unique=True)),
                ("made_at", models.DateTimeField()),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_address",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar address",
                "verbose_name_plural": "calendar addresses",
            },
        ),
        migrations.CreateModel(
            name="Removal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("removed_at", models.DateTimeField()),
                ("left_before", models.DateField(verbose_name="people who left before")),
                ("people", models.PositiveIntegerField(verbose_name="number of people")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "removal of contact details",
                "verbose_name_plural": "removals of contact details",
                "ordering": ["-removed_at"],
            },
        ),
        migrations.CreateModel(
            name="RemovalEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("removed_at", models.DateTimeField()),
                ("left_before", models.DateField(verbose_name="people who left before")),
                ("people", models.PositiveIntegerField(verbose_name="number of people")),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="partners.removal",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("password", "password"),
                            ("e-mail code", "code by e-mail"),
                            ("single sign-on", "account at work"),
                            ("passkey", "passkey"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "second",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "no second factor"),
                            ("totp", "code of an app"),
                            ("recovery_codes", "recovery code"),
                            ("webauthn", "passkey"),
                            ("provider", "second factor at work"),
                        ],
                        max_length=20,
                        verbose_name="second factor",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("let in", "signed in"),
                            ("wrong", "wrong password or code"),
                            ("wrong second factor", "wrong second factor"),
                            ("not vouched for", "address not confirmed by the provider"),
                            ("unknown", "no such account"),
                            ("closed", "account closed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("address", models.GenericIPAddressField(blank=True, null=True, verbose_name="address of the device")),
                ("device", models.CharField(blank=True, max_length=300)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_ins",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "sign-in",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["person", "-at"], name="sign_ins_of_a_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "let in"), _negated=True), ("person__isnull", False), _connector="OR"
                        ),
                        name="somebody_was_let_in",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LiaisonOfficer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="first day")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("name", models.CharField(max_length=150, verbose_name="full name")),
                ("position", models.CharField(max_length=200, verbose_name="their position")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="telephone number")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="liaison_officers",
                        to="partners.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "liaison officer",
                "ordering": ["-from_on"],
            },
        ),
        migrations.CreateModel(
            name="LiaisonOfficerEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("from_on", models.DateField(verbose_name="first day")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("name", models.CharField(max_length=150, verbose_name="full name")),
                ("position", models.CharField(max_length=200, verbose_name="their position")),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partners.organisation",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="partners.liaisonofficer",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Protocol",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(unique=True, verbose_name="version")),
                ("in_force_on", models.DateField(verbose_name="first day in force")),
                ("review_on", models.DateField(verbose_name="day by which it is to be reviewed")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
            ],
            options={
                "verbose_name": "information-sharing protocol",
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="ProtocolEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("in_force_on", models.DateField(verbose_name="first day in force")),
                ("review_on", models.DateField(verbose_name="day by which it is to be reviewed")),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="partners.protocol",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("signed_by", models.CharField(max_length=150, verbose_name="who signed")),
                ("position", models.CharField(max_length=200, verbose_name="their position")),
                ("signed_on", models.DateField(verbose_name="day on which they signed")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="partners.organisation",
                    ),
                ),
                (
                    "protocol",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="partners.protocol"
                    ),
                ),
            ],
            options={
                "verbose_name": "signature",
                "ordering": ["signed_on"],
            },
        ),
        migrations.CreateModel(
            name="SignatureEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("signed_by", models.CharField(max_length=150, verbose_name="who signed")),
                ("position", models.CharField(max_length=200, verbose_name="their position")),
                ("signed_on", models.DateField(verbose_name="day on which they signed")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partners.organisation",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="partners.signature",
                    ),
                ),
                (
                    "protocol",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partners.protocol",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        Together(
            [
                migrations.AddConstraint(
                    model_name="liaisonofficer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="liaison_officer_ends_after_they_begin",
                        violation_error_message="The last day must be on or after the first day.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="liaisonofficer",
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                partners.models.seats.Int8Range(
                                    models.F("organisation"), models.F("organisation"), models.Value("[]")
                                ),
                                "&&",
                            ),
                            (
                                partners.models.seats.DateRange(
                                    models.F("from_on"),
                                    models.F("to_on"),
                                    django.contrib.postgres.fields.ranges.RangeBoundary(
                                        inclusive_lower=True, inclusive_upper=True
                                    ),
                                ),
                                "&&",
                            ),
                        ],
                        name="one_liaison_officer_at_a_time",
                        violation_error_message="The authority has a liaison officer for some of these days. Give a later first day.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="protocol",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("review_on__gt", models.F("in_force_on"))),
                        name="a_protocol_is_reviewed_after_it_begins",
                        violation_error_message="The review must be after the day from which the protocol is in force.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="signature",
                    constraint=models.UniqueConstraint(
                        fields=("protocol", "organisation"), name="an_authority_signs_a_version_once"
                    ),
                ),
            ]
        ),
        migrations.CreateModel(
            name="Interest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="first day")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("work", "Work, business or profession"),
                            ("organisation", "Office in another organisation, such as trustee, governor or director"),
                            ("contract", "Contract with, or grant from, a partner"),
                            ("property", "Land or property in the area"),
                            ("family", "Interest of a close relative or friend"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                        verbose_name="what kind of interest",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="what it is")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "interest",
                "ordering": ["from_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="InterestEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("from_on", models.DateField(verbose_name="first day")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("work", "Work, business or profession"),
                            ("organisation", "Office in another organisation, such as trustee, governor or director"),
                            ("contract", "Contract with, or grant from, a partner"),
                            ("property", "Land or property in the area"),
                            ("family", "Interest of a close relative or friend"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                        verbose_name="what kind of interest",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="what it is")),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="partners.interest",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InterestsConfirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("confirmed_on", models.DateField(verbose_name="day on which they confirmed")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interests_confirmations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "confirmation of interests",
                "verbose_name_plural": "confirmations of interests",
                "ordering": ["-confirmed_on"],
            },
        ),
        migrations.CreateModel(
            name="InterestsConfirmationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("confirmed_on", models.DateField(verbose_name="day on which they confirmed")),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="partners.interestsconfirmation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        Together(
            [
                migrations.AddConstraint(
                    model_name="interest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="interest_ends_after_it_begins",
                        violation_error_message="The last day must be on or after the first day.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="interestsconfirmation",
                    constraint=models.UniqueConstraint(
                        fields=("person", "confirmed_on"), name="a_person_confirms_interests_once_a_day"
                    ),
                ),
            ]
        ),
        migrations.CreateModel(
            name="AccessReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("financial_year", models.PositiveSmallIntegerField()),
                ("quarter", models.PositiveSmallIntegerField()),
                ("done_at", models.DateTimeField()),
                (
                    "done_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "access review",
                "ordering": ["-financial_year", "-quarter"],
            },
        ),
        migrations.CreateModel(
            name="AccessReviewEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("financial_year", models.PositiveSmallIntegerField()),
                ("quarter", models.PositiveSmallIntegerField()),
                ("done_at", models.DateTimeField()),
                (
                    "done_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="partners.accessreview",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReviewedAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("access", models.JSONField(verbose_name="what lets them in")),
                ("last_signed_in", models.DateField(blank=True, null=True)),
                ("has_second_factor", models.BooleanField(verbose_name="had a second factor")),
                ("verdict", models.CharField(choices=[("right", "Right"), ("to end", "Should end")], max_length=20)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="accounts", to="partners.accessreview"
                    ),
                ),
            ],
            options={
                "verbose_name": "reviewed account",
                "ordering": ["person__sort_key"],
            },
        ),
        migrations.CreateModel(
            name="ReviewedAccountEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("access", models.JSONField(verbose_name="what lets them in")),
                ("last_signed_in", models.DateField(blank=True, null=True)),
                ("has_second_factor", models.BooleanField(verbose_name="had a second factor")),
                ("verdict", models.CharField(choices=[("right", "Right"), ("to end", "Should end")], max_length=20)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="partners.reviewedaccount",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partners.accessreview",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        Together(
            [
                migrations.AddConstraint(
                    model_name="accessreview",
                    constraint=models.UniqueConstraint(
                        fields=("financial_year", "quarter"), name="one_access_review_a_quarter"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="accessreview",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("quarter__gte", 1), ("quarter__lte", 4)), name="a_year_has_four_quarters"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reviewedaccount",
                    constraint=models.UniqueConstraint(
                        fields=("review", "person"), name="a_review_judges_an_account_once"
                    ),
                ),
            ]
        ),
        migrations.CreateModel(
            name="SelfAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(unique=True, verbose_name="financial year")),
                ("agreed_on", models.DateField(verbose_name="day on which the Board agreed it")),
                ("agreed_by", models.CharField(max_length=200, verbose_name="where it was agreed")),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "self-assessment",
                "ordering": ["-year"],
            },
        ),
        migrations.CreateModel(
            name="InductionStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=60, verbose_name="key in the profile")),
                ("label", models.CharField(max_length=200, verbose_name="step")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="day on which it was done")),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="induction_steps",
                        to="partners.appointment",
                    ),
                ),
                (
                    "ticked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "step of an induction",
                "verbose_name_plural": "steps of inductions",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="InductionStepEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("key", models.SlugField(db_index=False, max_length=60, verbose_name="key in the profile")),
                ("label", models.CharField(max_length=200, verbose_name="step")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="day on which it was done")),
                (
                    "appointment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partners.appointment",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="partners.inductionstep",
                    ),
                ),
                (
                    "ticked_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SelfAssessmentAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=60, verbose_name="key in the profile")),
                ("question", models.CharField(max_length=300)),
                (
                    "score",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1: not in place"),
                            (2, "2: partly in place"),
                            (3, "3: mostly in place"),
                            (4, "4: fully in place"),
                        ],
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(4),
                        ],
                    ),
                ),
                ("comment", models.CharField(max_length=1000)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="partners.selfassessment",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer of a self-assessment",
                "verbose_name_plural": "answers of self-assessments",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SelfAssessmentAnswerEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("key", models.SlugField(db_index=False, max_length=60, verbose_name="key in the profile")),
                ("question", models.CharField(max_length=300)),
                (
                    "score",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1: not in place"),
                            (2, "2: partly in place"),
                            (3, "3: mostly in place"),
                            (4, "4: fully in place"),
                        ],
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(4),
                        ],
                    ),
                ),
                ("comment", models.CharField(max_length=1000)),
                (
                    "assessment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partners.selfassessment",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="partners.selfassessmentanswer",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SelfAssessmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("year", models.PositiveSmallIntegerField(verbose_name="financial year")),
                ("agreed_on", models.DateField(verbose_name="day on which the Board agreed it")),
                ("agreed_by", models.CharField(max_length=200, verbose_name="where it was agreed")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="partners.selfassessment",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        Together(
            [
                migrations.AddConstraint(
                    model_name="inductionstep",
                    constraint=models.UniqueConstraint(fields=("appointment", "key"), name="a_step_is_ticked_once"),
                ),
                migrations.AddConstraint(
                    model_name="selfassessmentanswer",
                    constraint=models.UniqueConstraint(
                        fields=("assessment", "key"), name="a_question_is_answered_once_a_year"
                    ),
                ),
            ]
        ),
        migrations.AddField(
            model_name="meetingpolicy",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="meetingpolicyevent",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="user",
            name="pronouns",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.CreateModel(
            name="Dormancy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("warned_at", models.DateTimeField()),
                ("open_until", models.DateField()),
                ("suspended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dormancies",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "dormant account",
                "ordering": ["person__sort_key"],
            },
        ),
        migrations.CreateModel(
            name="DormancyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("warned_at", models.DateTimeField()),
                ("open_until", models.DateField()),
                ("suspended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="partners.dormancy",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="dormancy",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("person",),
                name="an_account_is_dormant_once_at_a_time",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="unwanted",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("meeting", "A meeting is near"),
                        ("paper", "A paper of yours is due"),
                        ("action", "An action point of yours is due"),
                    ],
                    max_length=20,
                ),
                blank=True,
                db_default=[],
                default=list,
                size=None,
                verbose_name="reminders not wanted",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="dormancy",
            name="an_account_is_dormant_once_at_a_time",
        ),
        migrations.RenameModel(
            old_name="Dormancy",
            new_name="Suspension",
        ),
        migrations.RenameModel(
            old_name="DormancyEvent",
            new_name="SuspensionEvent",
        ),
        migrations.AlterModelOptions(
            name="suspension",
            options={"ordering": ["person__sort_key"], "verbose_name": "suspension"},
        ),
        migrations.AlterField(
            model_name="suspension",
            name="warned_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="suspension",
            name="open_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="suspension",
            name="reason",
            field=models.CharField(blank=True, db_default="", max_length=300),
        ),
        migrations.AlterField(
            model_name="suspensionevent",
            name="warned_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="suspensionevent",
            name="open_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="suspensionevent",
            name="reason",
            field=models.CharField(blank=True, db_default="", max_length=300),
        ),
        migrations.AlterField(
            model_name="suspension",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="suspensions", to=settings.AUTH_USER_MODEL
            ),
        ),
        Together(
            [
                migrations.AddConstraint(
                    model_name="suspension",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("person",),
                        name="an_account_is_suspended_once_at_a_time",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="suspension",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("open_until__isnull", False), ("warned_at__isnull", False)),
                            models.Q(("suspended_at__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_suspension_has_a_warning_or_a_reason",
                        violation_error_message="Say why the account is suspended.",
                    ),
                ),
            ]
        ),
        migrations.RemoveConstraint(
            model_name="appointment",
            name="appointment_ends_after_it_begins",
        ),
        migrations.RemoveConstraint(
            model_name="appointment",
            name="one_holder_of_a_seat_at_a_time",
        ),
        migrations.RemoveConstraint(
            model_name="liaisonofficer",
            name="one_liaison_officer_at_a_time",
        ),
        migrations.RemoveConstraint(
            model_name="office",
            name="office_ends_after_it_begins",
        ),
        migrations.RemoveConstraint(
            model_name="seatterms",
            name="one_set_of_terms_at_a_time",
        ),
        migrations.AddField(
            model_name="appointment",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="appointmentevent",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="invitation",
            name="follows",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followed_by",
                to="partners.appointment",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="follows_until",
            field=models.DateField(blank=True, null=True, verbose_name="last day that the appointment before had"),
        ),
        migrations.AlterField(
            model_name="body",
            name="prefix",
            field=models.CharField(
                error_messages={"unique": "Another body's decisions have this number prefix: enter another."},
                max_length=20,
                unique=True,
                verbose_name="number prefix",
            ),
        ),
        migrations.AlterField(
            model_name="bodyevent",
            name="prefix",
            field=models.CharField(
                error_messages={"unique": "Another body's decisions have this number prefix: enter another."},
                max_length=20,
                verbose_name="number prefix",
            ),
        ),
        Together(
            [
                migrations.AddConstraint(
                    model_name="appointment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True),
                            (
                                "to_on__gte",
                                models.ExpressionWrapper(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("from_on"), "-", models.Value(1)
                                    ),
                                    output_field=models.DateField(),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="appointment_ends_after_it_begins",
                        violation_error_message="The last day must be on or after the first day.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="appointment",
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("kind", "substantive")),
                        expressions=[
                            (
                                partners.models.seats.Int8Range(models.F("seat"), models.F("seat"), models.Value("[]")),
                                "&&",
                            ),
                            (partners.models.seats.Days(models.F("from_on"), models.F("to_on")), "&&"),
                        ],
                        name="one_holder_of_a_seat_at_a_time",
                        violation_error_message="The seat has a holder for some of these days. End that appointment first.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="liaisonofficer",
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                partners.models.seats.Int8Range(
                                    models.F("organisation"), models.F("organisation"), models.Value("[]")
                                ),
                                "&&",
                            ),
                            (partners.models.seats.Days(models.F("from_on"), models.F("to_on")), "&&"),
                        ],
                        name="one_liaison_officer_at_a_time",
                        violation_error_message="The authority has a liaison officer for some of these days. Give a later first day.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="office",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True),
                            (
                                "to_on__gte",
                                models.ExpressionWrapper(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("from_on"), "-", models.Value(1)
                                    ),
                                    output_field=models.DateField(),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="office_ends_after_it_begins",
                        violation_error_message="The last day must be on or after the first day.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="seatterms",
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                partners.models.seats.Int8Range(models.F("seat"), models.F("seat"), models.Value("[]")),
                                "&&",
                            ),
                            (partners.models.seats.Days(models.F("from_on"), models.F("to_on")), "&&"),
                        ],
                        name="one_set_of_terms_at_a_time",
                        violation_error_message="The seat already has terms for some of these days.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="appointment",
                    constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                partners.models.seats.Int8Range(models.F("seat"), models.F("seat"), models.Value("[]")),
                                "&&",
                            ),
                            (
                                partners.models.seats.Int8Range(
                                    models.F("person"), models.F("person"), models.Value("[]")
                                ),
                                "&&",
                            ),
                            (partners.models.seats.Days(models.F("from_on"), models.F("to_on")), "&&"),
                        ],
                        name="one_appointment_of_a_person_to_a_seat_at_a_time",
                        violation_error_message="This person is in this seat already on some of these days.",
                    ),
                ),
            ]
        ),
        migrations.AddField(
            model_name="seatterms",
            name="co_opted",
            field=models.BooleanField(default=False, verbose_name="co-opted"),
        ),
        migrations.AddField(
            model_name="seattermsevent",
            name="co_opted",
            field=models.BooleanField(default=False, verbose_name="co-opted"),
        ),
        migrations.AddConstraint(
            model_name="seatterms",
            constraint=models.CheckConstraint(
                condition=models.Q(("co_opted", False), ("role", "member"), _connector="OR"),
                name="only_members_are_co_opted",
                violation_error_message="Only a member's seat is core or co-opted. Clear the box, or choose “Member”.",
            ),
        ),
        migrations.AddField(
            model_name="meetingpolicy",
            name="call_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                db_default=30,
                default=30,
                null=True,
                verbose_name="working days before, papers are called for",
            ),
        ),
        migrations.AddField(
            model_name="meetingpolicy",
            name="notes_days",
            field=models.PositiveSmallIntegerField(
                blank=True, db_default=2, default=2, null=True, verbose_name="working days after, action notes are due"
            ),
        ),
        migrations.AddField(
            model_name="meetingpolicy",
            name="setting_days",
            field=models.PositiveSmallIntegerField(
                blank=True, db_default=20, default=20, null=True, verbose_name="working days before, the agenda is set"
            ),
        ),
        migrations.AddField(
            model_name="meetingpolicyevent",
            name="call_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                db_default=30,
                default=30,
                null=True,
                verbose_name="working days before, papers are called for",
            ),
        ),
        migrations.AddField(
            model_name="meetingpolicyevent",
            name="notes_days",
            field=models.PositiveSmallIntegerField(
                blank=True, db_default=2, default=2, null=True, verbose_name="working days after, action notes are due"
            ),
        ),
        migrations.AddField(
            model_name="meetingpolicyevent",
            name="setting_days",
            field=models.PositiveSmallIntegerField(
                blank=True, db_default=20, default=20, null=True, verbose_name="working days before, the agenda is set"
            ),
        ),
        migrations.AddField(
            model_name="meetingpolicy",
            name="casting_vote",
            field=models.BooleanField(db_default=False, default=False, verbose_name="the chair has a casting vote"),
        ),
        migrations.AddField(
            model_name="meetingpolicy",
            name="urgent_days",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="clear working days of notice of an extraordinary meeting"
            ),
        ),
        migrations.AddField(
            model_name="meetingpolicyevent",
            name="casting_vote",
            field=models.BooleanField(db_default=False, default=False, verbose_name="the chair has a casting vote"),
        ),
        migrations.AddField(
            model_name="meetingpolicyevent",
            name="urgent_days",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="clear working days of notice of an extraordinary meeting"
            ),
        ),
        migrations.AlterModelOptions(
            name="removal",
            options={"ordering": ["-removed_at", "-pk"], "verbose_name": "removal"},
        ),
        migrations.RenameField(
            model_name="removal",
            old_name="left_before",
            new_name="before",
        ),
        migrations.RenameField(
            model_name="removal",
            old_name="people",
            new_name="number",
        ),
        migrations.RenameField(
            model_name="removalevent",
            old_name="left_before",
            new_name="before",
        ),
        migrations.RenameField(
            model_name="removalevent",
            old_name="people",
            new_name="number",
        ),
        migrations.AlterField(
            model_name="removal",
            name="before",
            field=models.DateField(verbose_name="from before"),
        ),
        migrations.AlterField(
            model_name="removal",
            name="number",
            field=models.PositiveIntegerField(verbose_name="how many"),
        ),
        migrations.AlterField(
            model_name="removalevent",
            name="before",
            field=models.DateField(verbose_name="from before"),
        ),
        migrations.AlterField(
            model_name="removalevent",
            name="number",
            field=models.PositiveIntegerField(verbose_name="how many"),
        ),
        migrations.AddField(
            model_name="removal",
            name="what",
            field=models.CharField(
                choices=[
                    ("contact details", "Contact details of people who left"),
                    ("devices", "Addresses and browsers of sign-ins"),
                    ("receipts", "Records of who opened a meeting's page and pack"),
                    ("senders", "Senders and words of messages from calendars"),
                    ("removed notes", "Private notes that their authors removed"),
                    ("notes of leavers", "Private notes of people who left"),
                    ("notes", "Private notes on old meetings"),
                ],
                db_default="contact details",
                default="contact details",
                max_length=40,
            ),
        ),
        migrations.AddField(
            model_name="removalevent",
            name="what",
            field=models.CharField(
                choices=[
                    ("contact details", "Contact details of people who left"),
                    ("devices", "Addresses and browsers of sign-ins"),
                    ("receipts", "Records of who opened a meeting's page and pack"),
                    ("senders", "Senders and words of messages from calendars"),
                    ("removed notes", "Private notes that their authors removed"),
                    ("notes of leavers", "Private notes of people who left"),
                    ("notes", "Private notes on old meetings"),
                ],
                db_default="contact details",
                default="contact details",
                max_length=40,
            ),
        ),
        Together(
            [
                pgtrigger.migrations.AddTrigger(
                    model_name="appointment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_appointmentevent" ("appointed_by_id", "from_on", "id", "inducted_on", "kind", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seat_id", "signed_terms_on", "to_on", "version") VALUES (NEW."appointed_by_id", NEW."from_on", NEW."id", NEW."inducted_on", NEW."kind", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."seat_id", NEW."signed_terms_on", NEW."to_on", NEW."version"); RETURN NULL;',
                            hash="378f872595238673228c3bb5674c099a5fe44d23",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_79c96",
                            table="partners_appointment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="appointment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "partners_appointmentevent" ("appointed_by_id", "from_on", "id", "inducted_on", "kind", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seat_id", "signed_terms_on", "to_on", "version") VALUES (NEW."appointed_by_id", NEW."from_on", NEW."id", NEW."inducted_on", NEW."kind", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."seat_id", NEW."signed_terms_on", NEW."to_on", NEW."version"); RETURN NULL;',
                            hash="20144aedaf044c452e0b4b6516413a615b65d95a",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_d5af5",
                            table="partners_appointment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="appointment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_appointmentevent" ("appointed_by_id", "from_on", "id", "inducted_on", "kind", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seat_id", "signed_terms_on", "to_on", "version") VALUES (OLD."appointed_by_id", OLD."from_on", OLD."id", OLD."inducted_on", OLD."kind", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."seat_id", OLD."signed_terms_on", OLD."to_on", OLD."version"); RETURN NULL;',
                            hash="911404d4191472080614436e7e8f0bb9402ba859",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_d06c9",
                            table="partners_appointment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="body",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_bodyevent" ("also_known_as", "from_on", "id", "key", "kind", "name", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "problem_id", "purpose", "rotation", "short_name", "to_on", "version") VALUES (NEW."also_known_as", NEW."from_on", NEW."id", NEW."key", NEW."kind", NEW."name", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."prefix", NEW."problem_id", NEW."purpose", NEW."rotation", NEW."short_name", NEW."to_on", NEW."version"); RETURN NULL;',
                            hash="7de41d5e94f1d8d9a2b26d878951c67cfcd7c456",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_6111e",
                            table="partners_body",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="body",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "partners_bodyevent" ("also_known_as", "from_on", "id", "key", "kind", "name", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "problem_id", "purpose", "rotation", "short_name", "to_on", "version") VALUES (NEW."also_known_as", NEW."from_on", NEW."id", NEW."key", NEW."kind", NEW."name", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."prefix", NEW."problem_id", NEW."purpose", NEW."rotation", NEW."short_name", NEW."to_on", NEW."version"); RETURN NULL;',
                            hash="4c9c722db8422c95c30a2c3c8e2552384f1f2358",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_7146f",
                            table="partners_body",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="body",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_bodyevent" ("also_known_as", "from_on", "id", "key", "kind", "name", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "problem_id", "purpose", "rotation", "short_name", "to_on", "version") VALUES (OLD."also_known_as", OLD."from_on", OLD."id", OLD."key", OLD."kind", OLD."name", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."prefix", OLD."problem_id", OLD."purpose", OLD."rotation", OLD."short_name", OLD."to_on", OLD."version"); RETURN NULL;',
                            hash="96251ff65964aab3be9af6ed768aae71f8678c22",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_ba446",
                            table="partners_body",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="meetingpolicy",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_meetingpolicyevent" ("body_id", "call_days", "casting_vote", "clash_committees", "id", "lasts_minutes", "minutes_days", "months", "notes_days", "notice_days", "nth", "paper_days", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quorum", "setting_days", "standing_items", "starts_at", "urgent_days", "venue", "version", "weekday") VALUES (NEW."body_id", NEW."call_days", NEW."casting_vote", NEW."clash_committees", NEW."id", NEW."lasts_minutes", NEW."minutes_days", NEW."months", NEW."notes_days", NEW."notice_days", NEW."nth", NEW."paper_days", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."quorum", NEW."setting_days", NEW."standing_items", NEW."starts_at", NEW."urgent_days", NEW."venue", NEW."version", NEW."weekday"); RETURN NULL;',
                            hash="71c83f2d7e25f95572300c007302bc0c663b98c5",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b3aff",
                            table="partners_meetingpolicy",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="meetingpolicy",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "partners_meetingpolicyevent" ("body_id", "call_days", "casting_vote", "clash_committees", "id", "lasts_minutes", "minutes_days", "months", "notes_days", "notice_days", "nth", "paper_days", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quorum", "setting_days", "standing_items", "starts_at", "urgent_days", "venue", "version", "weekday") VALUES (NEW."body_id", NEW."call_days", NEW."casting_vote", NEW."clash_committees", NEW."id", NEW."lasts_minutes", NEW."minutes_days", NEW."months", NEW."notes_days", NEW."notice_days", NEW."nth", NEW."paper_days", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."quorum", NEW."setting_days", NEW."standing_items", NEW."starts_at", NEW."urgent_days", NEW."venue", NEW."version", NEW."weekday"); RETURN NULL;',
                            hash="17671961477fa5e7eed26ac28df6b7e5538b2492",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_dfd5b",
                            table="partners_meetingpolicy",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="meetingpolicy",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_meetingpolicyevent" ("body_id", "call_days", "casting_vote", "clash_committees", "id", "lasts_minutes", "minutes_days", "months", "notes_days", "notice_days", "nth", "paper_days", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quorum", "setting_days", "standing_items", "starts_at", "urgent_days", "venue", "version", "weekday") VALUES (OLD."body_id", OLD."call_days", OLD."casting_vote", OLD."clash_committees", OLD."id", OLD."lasts_minutes", OLD."minutes_days", OLD."months", OLD."notes_days", OLD."notice_days", OLD."nth", OLD."paper_days", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."quorum", OLD."setting_days", OLD."standing_items", OLD."starts_at", OLD."urgent_days", OLD."venue", OLD."version", OLD."weekday"); RETURN NULL;',
                            hash="29d1e3097a8a0531cf17c9c146178170f0487fd9",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_6de18",
                            table="partners_meetingpolicy",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="organisation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_organisationevent" ("basis", "from_on", "id", "key", "kind", "merged_into_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector", "short_name", "to_on", "version") VALUES (NEW."basis", NEW."from_on", NEW."id", NEW."key", NEW."kind", NEW."merged_into_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."sector", NEW."short_name", NEW."to_on", NEW."version"); RETURN NULL;',
                            hash="3332858a322df1bbdc30d94b311243759d39a1ce",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_ce7ac",
                            table="partners_organisation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="organisation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "partners_organisationevent" ("basis", "from_on", "id", "key", "kind", "merged_into_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector", "short_name", "to_on", "version") VALUES (NEW."basis", NEW."from_on", NEW."id", NEW."key", NEW."kind", NEW."merged_into_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."sector", NEW."short_name", NEW."to_on", NEW."version"); RETURN NULL;',
                            hash="644962005926a3852f0d6f50fefff50679619b00",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_8fb0e",
                            table="partners_organisation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="organisation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_organisationevent" ("basis", "from_on", "id", "key", "kind", "merged_into_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector", "short_name", "to_on", "version") VALUES (OLD."basis", OLD."from_on", OLD."id", OLD."key", OLD."kind", OLD."merged_into_id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."sector", OLD."short_name", OLD."to_on", OLD."version"); RETURN NULL;',
                            hash="5ccdbaaac34a85f744166fe976c3c10520f78c59",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_7d3a7",
                            table="partners_organisation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="seat",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_seatevent" ("body_id", "from_on", "id", "key", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "service_area_id", "title", "to_on", "version") VALUES (NEW."body_id", NEW."from_on", NEW."id", NEW."key", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."service_area_id", NEW."title", NEW."to_on", NEW."version"); RETURN NULL;',
                            hash="62bee3a957ca042422aa7fc8b680617db0183e76",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a1d98",
                            table="partners_seat",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="seat",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "partners_seatevent" ("body_id", "from_on", "id", "key", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "service_area_id", "title", "to_on", "version") VALUES (NEW."body_id", NEW."from_on", NEW."id", NEW."key", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."service_area_id", NEW."title", NEW."to_on", NEW."version"); RETURN NULL;',
                            hash="60de692b642349997adda418eb5b87e977cdd077",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_276ea",
                            table="partners_seat",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="seat",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_seatevent" ("body_id", "from_on", "id", "key", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "service_area_id", "title", "to_on", "version") VALUES (OLD."body_id", OLD."from_on", OLD."id", OLD."key", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."service_area_id", OLD."title", OLD."to_on", OLD."version"); RETURN NULL;',
                            hash="e759e75e1e2cf5739503b735e3b1cbf2a2f821f4",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_21f3f",
                            table="partners_seat",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="seatterms",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_seattermsevent" ("co_opted", "counts_to_quorum", "from_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "seat_id", "senior", "to_on", "voting") VALUES (NEW."co_opted", NEW."counts_to_quorum", NEW."from_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."role", NEW."seat_id", NEW."senior", NEW."to_on", NEW."voting"); RETURN NULL;',
                            hash="1162927d2c5d09f9e62fd5b9ceef05dd912b8716",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_f65cd",
                            table="partners_seatterms",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="seatterms",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "partners_seattermsevent" ("co_opted", "counts_to_quorum", "from_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "seat_id", "senior", "to_on", "voting") VALUES (NEW."co_opted", NEW."counts_to_quorum", NEW."from_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."role", NEW."seat_id", NEW."senior", NEW."to_on", NEW."voting"); RETURN NULL;',
                            hash="d116e034b1214055bd389362bebe3277990a0d83",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2db4e",
                            table="partners_seatterms",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="seatterms",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_seattermsevent" ("co_opted", "counts_to_quorum", "from_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "seat_id", "senior", "to_on", "voting") VALUES (OLD."co_opted", OLD."counts_to_quorum", OLD."from_on", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."role", OLD."seat_id", OLD."senior", OLD."to_on", OLD."voting"); RETURN NULL;',
                            hash="73834e854bda66a231e41f5c0c3b897ec9ef5803",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_60de9",
                            table="partners_seatterms",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="formername",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="6d863c51007966bcebd59163dcc167b9d5f2224c",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_a07f6",
                            table="partners_formername",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="formername",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="7ac36dbd8db6316925f027207138ce60fe1049e8",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_e4edb",
                            table="partners_formername",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="formername",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_formernameevent" ("id", "name", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "short_name", "until_on") VALUES (NEW."id", NEW."name", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."short_name", NEW."until_on"); RETURN NULL;',
                            hash="34855d7687a95ab6c89017e08b9676bc5664595e",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_65008",
                            table="partners_formername",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="formername",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "partners_formernameevent" ("id", "name", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "short_name", "until_on") VALUES (NEW."id", NEW."name", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."short_name", NEW."until_on"); RETURN NULL;',
                            hash="e747c4940449c1a7d54a8fdab602f66ac6e750c4",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e6d99",
                            table="partners_formername",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="formername",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_formernameevent" ("id", "name", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "short_name", "until_on") VALUES (OLD."id", OLD."name", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."short_name", OLD."until_on"); RETURN NULL;',
                            hash="cab90b996b8ccaf749c7329567fe2948ace750cc",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_9d275",
                            table="partners_formername",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="formernameevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="7656dc0bf05833ea527e724548f8091083478807",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_aa899",
                            table="partners_formernameevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="formernameevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="3b977a7a6908474e1566dfabb7a67bc8eff54d9c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_e72a5",
                            table="partners_formernameevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="termsofreference",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="a893f8549990d00045df541fac0dd7d184339eed",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_853da",
                            table="partners_termsofreference",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="termsofreference",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="904441059e2f8f54384abe4baa2f5fdf8bdb57cc",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_1b8f6",
                            table="partners_termsofreference",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="termsofreference",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_termsofreferenceevent" ("agreed_on", "body_id", "document_id", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_on") VALUES (NEW."agreed_on", NEW."body_id", NEW."document_id", NEW."id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."review_on"); RETURN NULL;',
                            hash="8b7ce5cca7202bd02750006b88c9c4430b366e0c",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_2300d",
                            table="partners_termsofreference",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="termsofreference",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "partners_termsofreferenceevent" ("agreed_on", "body_id", "document_id", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_on") VALUES (NEW."agreed_on", NEW."body_id", NEW."document_id", NEW."id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."review_on"); RETURN NULL;',
                            hash="2e5c1b86ebb89e94113734388ddf033eac8ee42b",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e7ecf",
                            table="partners_termsofreference",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="termsofreference",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_termsofreferenceevent" ("agreed_on", "body_id", "document_id", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_on") VALUES (OLD."agreed_on", OLD."body_id", OLD."document_id", OLD."id", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."review_on"); RETURN NULL;',
                            hash="0ac8249f7b1d898c31bf09640b1aa2fe49821c36",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_1a3c6",
                            table="partners_termsofreference",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="termsofreferenceevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="92c740ef278649a9f3697aada41568ca6d9deac2",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_9fb15",
                            table="partners_termsofreferenceevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="termsofreferenceevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="053d4838051062155a4cd966bb572bc39c6d4153",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_badb1",
                            table="partners_termsofreferenceevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="removal",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="bbbe8b8b505d583fad08732c796e7febe14290f1",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_da944",
                            table="partners_removal",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="removal",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="a03ea81a053302139f2241644d0db967ac860d7a",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_0a52f",
                            table="partners_removal",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="removal",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_removalevent" ("before", "by_id", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "what") VALUES (NEW."before", NEW."by_id", NEW."id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."removed_at", NEW."what"); RETURN NULL;',
                            hash="4dc427b8211fb665ec97e7e557e8c4d077129cf8",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_685c0",
                            table="partners_removal",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="removal",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "partners_removalevent" ("before", "by_id", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "what") VALUES (NEW."before", NEW."by_id", NEW."id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."removed_at", NEW."what"); RETURN NULL;',
                            hash="8017d2ab76ce5d7befc2e0fd9864ac4823794ff1",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_7ab0e",
                            table="partners_removal",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="removal",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_removalevent" ("before", "by_id", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "what") VALUES (OLD."before", OLD."by_id", OLD."id", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."removed_at", OLD."what"); RETURN NULL;',
                            hash="577ac9f54991883a10db103c9dd178b2ccebebab",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_55f61",
                            table="partners_removal",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="removalevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="1ac7eb911ebb33d3c84b091fa10eb32aa3c44bf1",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_ae66e",
                            table="partners_removalevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="removalevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="8a8fb640e77efcd10a79b98aa8a9637cc424923a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_123b5",
                            table="partners_removalevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="signin",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="1d6df8df0a6a6f5e4daad00900336ee105071244",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_b0a78",
                            table="partners_signin",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="signin",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="315f9833177dea5501c58d73258161a3f7373991",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_adc66",
                            table="partners_signin",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="signin",
                    trigger=pgtrigger.compiler.Trigger(
                        name="stays_as_it_was",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."second" IS DISTINCT FROM (NEW."second") OR OLD."way" IS DISTINCT FROM (NEW."way"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="ce6ef8018ff07150f3087f63c1fe15ae2a839ac8",
                            operation="UPDATE",
                            pgid="pgtrigger_stays_as_it_was_7c44d",
                            table="partners_signin",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="liaisonofficer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="6dae6880e9c7f0e65ce944077d1b374905e9c113",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_f178a",
                            table="partners_liaisonofficer",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="liaisonofficer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="94d56d1de10ab7b53939e12f2222849ee4457c43",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_74c6c",
                            table="partners_liaisonofficer",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="liaisonofficer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_liaisonofficerevent" ("from_on", "id", "name", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "to_on") VALUES (NEW."from_on", NEW."id", NEW."name", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."to_on"); RETURN NULL;',
                            hash="330b8d3f6892d07142da1639917c8de3ca5a6ec9",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_68473",
                            table="partners_liaisonofficer",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="liaisonofficer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."from_on" IS DISTINCT FROM (NEW."from_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."to_on" IS DISTINCT FROM (NEW."to_on"))',
                            func='INSERT INTO "partners_liaisonofficerevent" ("from_on", "id", "name", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "to_on") VALUES (NEW."from_on", NEW."id", NEW."name", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."to_on"); RETURN NULL;',
                            hash="d3e59f111160bdd1595a99b81d355f1db34ec3be",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e3e06",
                            table="partners_liaisonofficer",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="liaisonofficer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_liaisonofficerevent" ("from_on", "id", "name", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "to_on") VALUES (OLD."from_on", OLD."id", OLD."name", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."to_on"); RETURN NULL;',
                            hash="e073e556fba0179c33bdcdbfa7814b23aa0a092f",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_623a1",
                            table="partners_liaisonofficer",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="liaisonofficerevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="9ebe4eee063ade7bb71ee59df1cc30b665d42c1d",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_ffaff",
                            table="partners_liaisonofficerevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="liaisonofficerevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="d981ddd9b3080c9e655d4b563f51e2b011d9f2d9",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_d023a",
                            table="partners_liaisonofficerevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="protocol",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="35244baa41c98f1b48cd6c36000c5c131fda7f49",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_5db9b",
                            table="partners_protocol",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="protocol",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="d08f646cde6b81c2df776f88b4acc7e48129d33b",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_a88b6",
                            table="partners_protocol",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="protocol",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_protocolevent" ("document_id", "id", "in_force_on", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_on") VALUES (NEW."document_id", NEW."id", NEW."in_force_on", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."review_on"); RETURN NULL;',
                            hash="98cbe54e219e5795857b216fe1451a5550c14360",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a1817",
                            table="partners_protocol",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="protocol",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "partners_protocolevent" ("document_id", "id", "in_force_on", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_on") VALUES (NEW."document_id", NEW."id", NEW."in_force_on", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."review_on"); RETURN NULL;',
                            hash="e30786a35259534258e281f425f7835c8c379114",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2e0d2",
                            table="partners_protocol",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="protocol",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_protocolevent" ("document_id", "id", "in_force_on", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_on") VALUES (OLD."document_id", OLD."id", OLD."in_force_on", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."review_on"); RETURN NULL;',
                            hash="e4bd17ad3601913e0de82873ec009ef6b0d99090",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_dd67f",
                            table="partners_protocol",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="protocolevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="d4db5a513668221d8aeacab1dde250ea09f15230",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_476e9",
                            table="partners_protocolevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="protocolevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="60a52ff47a25ff8138c9fd259dd79270961c84f2",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_5cffe",
                            table="partners_protocolevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="signature",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="b4f2dfde5b0ddc62ca2a3471cd4d9ef3ee8dc8d5",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_eba7b",
                            table="partners_signature",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="signature",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="869e8c33da2ab9e9ad4565aa8fe9393ce0370702",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_35e82",
                            table="partners_signature",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="signature",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_signatureevent" ("id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "protocol_id", "signed_by", "signed_on", "version") VALUES (NEW."id", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."protocol_id", NEW."signed_by", NEW."signed_on", NEW."version"); RETURN NULL;',
                            hash="18bbc7e71bc2f4a76e675f3a77dade46c9afc973",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_2f6b8",
                            table="partners_signature",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="signature",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "partners_signatureevent" ("id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "protocol_id", "signed_by", "signed_on", "version") VALUES (NEW."id", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."protocol_id", NEW."signed_by", NEW."signed_on", NEW."version"); RETURN NULL;',
                            hash="3e8ce9749aad2d35705f32631e99624a5043283f",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e5afc",
                            table="partners_signature",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="signature",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_signatureevent" ("id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "protocol_id", "signed_by", "signed_on", "version") VALUES (OLD."id", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."protocol_id", OLD."signed_by", OLD."signed_on", OLD."version"); RETURN NULL;',
                            hash="8fad9dfa4f59c53e025df493fc6195ca0d9896aa",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_7415a",
                            table="partners_signature",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="signatureevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="860f7a86f9294db1ca08882bcc7ab2c845e9b7d4",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_e2ba8",
                            table="partners_signatureevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="signatureevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="dc02a4ffe265d485892e1a84d167358b06ccca5f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_ed619",
                            table="partners_signatureevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="interest",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="4fe84b520ea73605664fe29a6ee11173e76e5f0a",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_b703d",
                            table="partners_interest",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="interest",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="3b4a4dd8fd964a177933e30055f4d47f998eceb2",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_f0f7b",
                            table="partners_interest",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="interest",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_interestevent" ("category", "from_on", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "to_on") VALUES (NEW."category", NEW."from_on", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."text", NEW."to_on"); RETURN NULL;',
                            hash="a3f6e2ed085b69c665251705662744185f47235d",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_3bacb",
                            table="partners_interest",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="interest",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "partners_interestevent" ("category", "from_on", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "to_on") VALUES (NEW."category", NEW."from_on", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."text", NEW."to_on"); RETURN NULL;',
                            hash="22caf416f7da60d3f76048d28e4dad2ec154de2c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_26332",
                            table="partners_interest",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="interest",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_interestevent" ("category", "from_on", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "to_on") VALUES (OLD."category", OLD."from_on", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."text", OLD."to_on"); RETURN NULL;',
                            hash="74c4a87ef1d46564699a35103d45266d50640db9",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_42bde",
                            table="partners_interest",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="interestevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="6cf4e463b6c1904741847f98ef11947cc5796f18",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_fc23a",
                            table="partners_interestevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="interestevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="0ee96079a831a0dd6486a469b7c94788c54ea7d3",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_421ad",
                            table="partners_interestevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="interestsconfirmation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="724d8ef4ac242e74c91381fced0954310cea23e4",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_1c8a1",
                            table="partners_interestsconfirmation",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="interestsconfirmation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="894fc1b43b0baddfe07cc12a2e60f06790cad5d0",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_183e5",
                            table="partners_interestsconfirmation",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="interestsconfirmation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_interestsconfirmationevent" ("confirmed_on", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."confirmed_on", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;',
                            hash="c4b91dab390c9c7adf3501e1166db8a8268b64e9",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_7c9ae",
                            table="partners_interestsconfirmation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="interestsconfirmation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "partners_interestsconfirmationevent" ("confirmed_on", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."confirmed_on", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;',
                            hash="21e4a00271f46ca64f0e4b86c71afe16c7cf539b",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_fbc55",
                            table="partners_interestsconfirmation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="interestsconfirmation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_interestsconfirmationevent" ("confirmed_on", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."confirmed_on", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;',
                            hash="258e32e0a46f30f30e115469beed9cf8714a025f",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_be153",
                            table="partners_interestsconfirmation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="interestsconfirmationevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="ebefa6ad951958c63548a6c85ec6e159e3e08a4e",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_0f386",
                            table="partners_interestsconfirmationevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="interestsconfirmationevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="55a0414af0bdafce2769bd1daa87054fcd15f8c5",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_766aa",
                            table="partners_interestsconfirmationevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="accessreview",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="de04f51c6754d28da3842c81d8d1b3fadbbc78c3",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_70f56",
                            table="partners_accessreview",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="accessreview",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="04dcbf9032640446101e2530c79315fa412187b1",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_206c3",
                            table="partners_accessreview",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="accessreview",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_accessreviewevent" ("done_at", "done_by_id", "financial_year", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quarter") VALUES (NEW."done_at", NEW."done_by_id", NEW."financial_year", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."quarter"); RETURN NULL;',
                            hash="2ae59671e7391f159e765ccc2ca7b974b3c60738",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0e499",
                            table="partners_accessreview",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="accessreview",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "partners_accessreviewevent" ("done_at", "done_by_id", "financial_year", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quarter") VALUES (NEW."done_at", NEW."done_by_id", NEW."financial_year", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."quarter"); RETURN NULL;',
                            hash="1178c319f221df2ddd740ab32eb453ed1e0570c3",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a0aed",
                            table="partners_accessreview",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="accessreview",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_accessreviewevent" ("done_at", "done_by_id", "financial_year", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quarter") VALUES (OLD."done_at", OLD."done_by_id", OLD."financial_year", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."quarter"); RETURN NULL;',
                            hash="f7821f13d08de09b982c61967629106db34e94d4",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_49331",
                            table="partners_accessreview",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="accessreviewevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="cd78b8a70f3d2d1632da57bf13ceb796a409b953",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_7a744",
                            table="partners_accessreviewevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="accessreviewevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="3f716401abf7755dce0f1fbf30cb68fc4b88f1d9",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_48ff2",
                            table="partners_accessreviewevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reviewedaccount",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="e24f51d683959976cd7b26339f078469f01e267d",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_96ecf",
                            table="partners_reviewedaccount",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reviewedaccount",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="9ffa531182d79718757fabf454412db38d609d42",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_eeb59",
                            table="partners_reviewedaccount",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reviewedaccount",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_reviewedaccountevent" ("access", "has_second_factor", "id", "last_signed_in", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_id", "verdict") VALUES (NEW."access", NEW."has_second_factor", NEW."id", NEW."last_signed_in", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."review_id", NEW."verdict"); RETURN NULL;',
                            hash="782ed162b8e55b08f9fa8493371fb7b9c4808b97",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b70f0",
                            table="partners_reviewedaccount",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reviewedaccount",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "partners_reviewedaccountevent" ("access", "has_second_factor", "id", "last_signed_in", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_id", "verdict") VALUES (NEW."access", NEW."has_second_factor", NEW."id", NEW."last_signed_in", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."review_id", NEW."verdict"); RETURN NULL;',
                            hash="c772119ce8e95f564be51b5d1720c7f9b0bc6163",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_ea681",
                            table="partners_reviewedaccount",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reviewedaccount",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_reviewedaccountevent" ("access", "has_second_factor", "id", "last_signed_in", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_id", "verdict") VALUES (OLD."access", OLD."has_second_factor", OLD."id", OLD."last_signed_in", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."review_id", OLD."verdict"); RETURN NULL;',
                            hash="9b3ead1f0ab8268f312c4f2640b50fafaba54061",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_4aef7",
                            table="partners_reviewedaccount",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reviewedaccountevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="89e8e10c3161736c3efc07c3ab487712999c4efb",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_4fb57",
                            table="partners_reviewedaccountevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reviewedaccountevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="a3fbe8ec137d76ea991de87fca7fe1d1160f2d7b",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_384dc",
                            table="partners_reviewedaccountevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="selfassessment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="616ddf8ce6de8ae5143ba4cf4279c4ced9582a3e",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_79097",
                            table="partners_selfassessment",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="selfassessment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="3385b78780756f8edce9b9770a33aca14261d9a5",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_58ceb",
                            table="partners_selfassessment",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="selfassessment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_selfassessmentevent" ("agreed_by", "agreed_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version", "year") VALUES (NEW."agreed_by", NEW."agreed_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."version", NEW."year"); RETURN NULL;',
                            hash="e3846d188c1a38880dfba86264bc75a8c7a49416",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_9be86",
                            table="partners_selfassessment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="selfassessment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "partners_selfassessmentevent" ("agreed_by", "agreed_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version", "year") VALUES (NEW."agreed_by", NEW."agreed_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."version", NEW."year"); RETURN NULL;',
                            hash="ffa12d6de69a85cc4bd9c4a335fb570fd28b20b3",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_6e226",
                            table="partners_selfassessment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="selfassessment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_selfassessmentevent" ("agreed_by", "agreed_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version", "year") VALUES (OLD."agreed_by", OLD."agreed_on", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."version", OLD."year"); RETURN NULL;',
                            hash="47665e0bb44857d267fa07f0c89d5732308c4e6b",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_d1219",
                            table="partners_selfassessment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="selfassessmentanswer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="34fb18b3ca492f4d910da58fd438ac645cc930df",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_5e7a7",
                            table="partners_selfassessmentanswer",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="selfassessmentanswer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="bc84384d2553b0fb9f0c090d706d9a817268dc73",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_b0a9f",
                            table="partners_selfassessmentanswer",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="selfassessmentanswer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_selfassessmentanswerevent" ("assessment_id", "comment", "id", "key", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "score") VALUES (NEW."assessment_id", NEW."comment", NEW."id", NEW."key", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."question", NEW."score"); RETURN NULL;',
                            hash="a08081b58305dfdb6bc13678091fab0fc840caf6",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_90bae",
                            table="partners_selfassessmentanswer",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="selfassessmentanswer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "partners_selfassessmentanswerevent" ("assessment_id", "comment", "id", "key", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "score") VALUES (NEW."assessment_id", NEW."comment", NEW."id", NEW."key", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."question", NEW."score"); RETURN NULL;',
                            hash="f88b1ec9a73ec52d91113c487cd7cba946d48129",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_c8a56",
                            table="partners_selfassessmentanswer",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="selfassessmentanswer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_selfassessmentanswerevent" ("assessment_id", "comment", "id", "key", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "score") VALUES (OLD."assessment_id", OLD."comment", OLD."id", OLD."key", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."question", OLD."score"); RETURN NULL;',
                            hash="06416f3120094b154fb6a8769d66ba73854932f4",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_25e20",
                            table="partners_selfassessmentanswer",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="selfassessmentanswerevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="ea3e1c93e8d703b93bd515c670d6240bd64d7640",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_159d4",
                            table="partners_selfassessmentanswerevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="selfassessmentanswerevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="9328b63400845a0ce4e9c84e29e9bea9753d2890",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_adfb2",
                            table="partners_selfassessmentanswerevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="selfassessmentevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="d7eee546e9d44a7e3efae2caa3d26b6a7e22c3a3",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_61584",
                            table="partners_selfassessmentevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="selfassessmentevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="992300164f0bca33e8edc17442d5334fabcc3478",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_5fe12",
                            table="partners_selfassessmentevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="inductionstep",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="9f3483fb1bd98edc6fb0a25187d6de5c22ce1852",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_b98bb",
                            table="partners_inductionstep",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="inductionstep",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="7ed3ee276d6254372e457594e25973d1b1bcf4f1",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_ae45c",
                            table="partners_inductionstep",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="inductionstep",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_inductionstepevent" ("appointment_id", "done_on", "id", "key", "label", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ticked_by_id") VALUES (NEW."appointment_id", NEW."done_on", NEW."id", NEW."key", NEW."label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."ticked_by_id"); RETURN NULL;',
                            hash="318dff3f7301376843e17441939a2f0294fdba04",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a9179",
                            table="partners_inductionstep",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="inductionstep",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "partners_inductionstepevent" ("appointment_id", "done_on", "id", "key", "label", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ticked_by_id") VALUES (NEW."appointment_id", NEW."done_on", NEW."id", NEW."key", NEW."label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."ticked_by_id"); RETURN NULL;',
                            hash="5011e902e831e18f851a57b4e2cb3c4a58387e2f",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_d5f00",
                            table="partners_inductionstep",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="inductionstep",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_inductionstepevent" ("appointment_id", "done_on", "id", "key", "label", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ticked_by_id") VALUES (OLD."appointment_id", OLD."done_on", OLD."id", OLD."key", OLD."label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."ticked_by_id"); RETURN NULL;',
                            hash="d1efa7d515c17f4d440e12530a00ce2eedff8da6",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_45e29",
                            table="partners_inductionstep",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="inductionstepevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="e16dc10b9d291ca5478b93e2cc374d842fe7382b",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_2ff62",
                            table="partners_inductionstepevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="inductionstepevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="c63d1575e6bae1755e652548fe14c6d7bb5df84d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b9e3a",
                            table="partners_inductionstepevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="suspension",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="c251ce2ee934c8227f1ff9575db5d37e43ccc308",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_ec3f7",
                            table="partners_suspension",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="suspension",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="a3c16376767443af4b982ed0c9356048f53dd2a8",
                            operation="DELETE",
                            pgid="pgtrigger_no_delete_50ee3",
                            table="partners_suspension",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="suspension",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_suspensionevent" ("ended_at", "ended_by_id", "id", "open_until", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "suspended_at", "warned_at") VALUES (NEW."ended_at", NEW."ended_by_id", NEW."id", NEW."open_until", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."suspended_at", NEW."warned_at"); RETURN NULL;',
                            hash="9eecd327d4cbceb117c6d8725efa2bb6ed2b37fb",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_cb63b",
                            table="partners_suspension",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="suspension",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "partners_suspensionevent" ("ended_at", "ended_by_id", "id", "open_until", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "suspended_at", "warned_at") VALUES (NEW."ended_at", NEW."ended_by_id", NEW."id", NEW."open_until", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."suspended_at", NEW."warned_at"); RETURN NULL;',
                            hash="0b059b563c32201bbafdd654799e9f50f08ddd84",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a608f",
                            table="partners_suspension",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="suspension",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "partners_suspensionevent" ("ended_at", "ended_by_id", "id", "open_until", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "suspended_at", "warned_at") VALUES (OLD."ended_at", OLD."ended_by_id", OLD."id", OLD."open_until", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."suspended_at", OLD."warned_at"); RETURN NULL;',
                            hash="0b55111bb09e52122cf69084a66c0c083bbf6076",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_03f22",
                            table="partners_suspension",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="suspensionevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'The history of % is kept: it may not be truncated', TG_TABLE_NAME;",
                            hash="8857e74dcef3662fb1e7a81f412d730ff801722b",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_ef17f",
                            table="partners_suspensionevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="suspensionevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="62f9a1767ac88c339939d85c1447e387607adf79",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_7b988",
                            table="partners_suspensionevent",
                            when="BEFORE",
                        ),
                    ),
                ),
            ]
        ),
    ]

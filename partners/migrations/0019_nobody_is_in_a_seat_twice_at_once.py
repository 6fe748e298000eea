import django.contrib.postgres.constraints
from django.db import migrations, models

import partners.models.seats


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0018_appointments_that_overlap_are_cut"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="appointment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (partners.models.seats.Int8Range(models.F("seat"), models.F("seat"), models.Value("[]")), "&&"),
                    (partners.models.seats.Int8Range(models.F("person"), models.F("person"), models.Value("[]")), "&&"),
                    (partners.models.seats.Days(models.F("from_on"), models.F("to_on")), "&&"),
                ],
                name="one_appointment_of_a_person_to_a_seat_at_a_time",
                violation_error_message="This person is in this seat already on some of these days.",
            ),
        ),
    ]

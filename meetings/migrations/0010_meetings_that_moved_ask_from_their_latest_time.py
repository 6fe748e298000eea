"""Until now each change of a meeting asked for replies again: so its latest sequence is the one they must be for."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("meetings", "0009_replies_say_how_people_attend_and_how_they_came")]
    operations = [
        migrations.RunSQL(
            "UPDATE meetings_meeting SET asked_sequence = sequence WHERE sequence > 0", migrations.RunSQL.noop
        )
    ]

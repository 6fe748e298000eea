from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0022_published_minutes_are_versions"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="privacychange",
            options={
                "ordering": ["decided_at", "pk"],
                "verbose_name": "change of privacy",
                "verbose_name_plural": "changes of privacy",
            },
        ),
    ]

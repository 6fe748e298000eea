"""The table of the cache: rate limits are kept in it, so that they hold in every worker and without Redis."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("partners", "0002_an_invitation_has_a_state")]

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE portal_cache (
                cache_key varchar(255) PRIMARY KEY,
                value text NOT NULL,
                expires timestamptz NOT NULL
            );
            CREATE INDEX portal_cache_expires ON portal_cache (expires);
            """,
            "DROP TABLE portal_cache;",
        ),
    ]

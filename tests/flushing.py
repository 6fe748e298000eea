"""Lets tests that commit clean up after themselves, past the guards that refuse TRUNCATE to everybody else."""

import pytest
from django.db import connection, transaction


@pytest.fixture(autouse=True, scope="session")
def _flush_as_a_replica(django_db_setup, django_db_blocker):
    # of the class: a journey in a browser flushes over a connection of its own
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def flush_as_a_replica(self, statements):
        with transaction.atomic():
            return flush(self, ["SET LOCAL session_replication_role = replica", *statements])

    operations.execute_sql_flush = flush_as_a_replica
    yield
    operations.execute_sql_flush = flush

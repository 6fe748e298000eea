"""Lets tests that commit clean up after themselves, past the guards that refuse TRUNCATE to everybody else."""

import pytest
from django.db import connection, transaction


@pytest.fixture(autouse=True, scope="session")
def _flush_as_a_replica(django_db_setup, django_db_blocker):
    flush = connection.ops.execute_sql_flush

    def flush_as_a_replica(statements):
        with transaction.atomic():
            return flush(["SET LOCAL session_replication_role = replica", *statements])

    connection.ops.execute_sql_flush = flush_as_a_replica
    yield
    connection.ops.execute_sql_flush = flush

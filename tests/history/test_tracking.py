"""The database itself keeps the history: nothing gets past it, and nothing alters it."""

import pytest
from django.db import DatabaseError, connection, transaction

from ccsp_portal.history.tracking import acting
from partners.models import Body, Problem

pytestmark = pytest.mark.django_db


def events_of(row):
    events = type(row).pgh_event_model.objects.filter(pgh_obj_id=row.pk).order_by("pgh_id")
    return list(events.values_list("pgh_label", "name"))


def a_problem(name="Crime"):
    return Problem.objects.create(key="a-problem", name=name)


def refused(statement, words):
    with pytest.raises(DatabaseError, match=words), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_insert_and_an_update_are_kept():
    problem = a_problem()
    problem.name = "Crime and harm"
    problem.save()
    assert events_of(problem) == [("insert", "Crime"), ("update", "Crime and harm")]


def test_a_save_that_changes_nothing_is_not_an_event():
    problem = a_problem()
    problem.save()
    assert events_of(problem) == [("insert", "Crime")]


def test_bulk_queryset_and_raw_writes_are_kept():
    [problem] = Problem.objects.bulk_create([Problem(key="nuisance", name="ASB")])
    Problem.objects.filter(pk=problem.pk).update(name="Anti-social behaviour")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE partners_problem SET name = 'Nuisance' WHERE id = %s", [problem.pk])
    assert events_of(problem) == [("insert", "ASB"), ("update", "Anti-social behaviour"), ("update", "Nuisance")]


def test_history_cannot_be_altered():
    a_problem()
    refused("UPDATE partners_problemevent SET name = 'Forged'", "Cannot update or delete")


def test_history_cannot_be_deleted():
    a_problem()
    refused("DELETE FROM partners_problemevent", "Cannot")


def test_history_cannot_be_truncated():
    refused("TRUNCATE partners_problemevent", "may not be truncated")


def test_a_governed_table_cannot_be_truncated():
    refused("TRUNCATE partners_problem CASCADE", "may not be truncated")


def test_a_governed_row_cannot_be_deleted():
    a_problem()
    refused("DELETE FROM partners_problem", "Cannot")


def test_contact_details_are_not_in_history(cast):
    columns = {field.name for field in type(cast.secretary).pgh_event_model._meta.fields}
    assert {"email", "password", "last_login"} & columns == set()


def signatures_of(row):
    events = type(row).pgh_event_model.objects.filter(pgh_obj_id=row.pk).order_by("pgh_id")
    return [(event.pgh_context or {}).get("act") for event in events]


def test_each_write_is_signed_with_its_own_act(secretary):
    problem = a_problem()
    with acting("rename", by=secretary):
        Problem.objects.filter(pk=problem.pk).update(name="One")
        with acting("correct", by=secretary):
            Problem.objects.filter(pk=problem.pk).update(name="Two")
        Problem.objects.filter(pk=problem.pk).update(name="Three")
    Problem.objects.filter(pk=problem.pk).update(name="Four")
    assert signatures_of(problem) == [None, "rename", "correct", "rename", None]


def test_the_person_is_kept_with_the_event_where_nobody_can_alter_it(secretary):
    with acting("rename", by=secretary, appointment=12):
        problem = a_problem()
    context = Problem.pgh_event_model.objects.get(pgh_obj_id=problem.pk).pgh_context
    assert (context["user"], context["appointment"]) == (secretary.pk, 12)


def test_every_governed_table_is_guarded():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'pgtrigger_no_truncate%%'")
        guarded = {table for (table,) in cursor.fetchall()}
    assert {Body._meta.db_table, Body.pgh_event_model._meta.db_table, "meetings_meetingevent"} <= guarded

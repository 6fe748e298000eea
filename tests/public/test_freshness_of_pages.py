"""The public pages of assessments and plans say in one query that nothing changed, and change with what they show."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db

PAGES = ("plans:list_plans", "plans:show_plan", "assessments:list_assessments", "assessments:show_assessment")


def address(name, plan, assessment):
    row = plan if name.startswith("plans") else assessment
    return reverse(name, args=[row.pk] if ":show" in name else [])


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_has_not_changed_costs_one_query(client, plan, assessment, name, django_assert_num_queries):
    there = address(name, plan, assessment)
    page = client.get(there)
    assert page.status_code == 200
    with django_assert_num_queries(1):
        assert client.get(there, headers={"If-None-Match": page["ETag"]}).status_code == 304
    with django_assert_num_queries(1):
        assert client.get(there).content == page.content


@pytest.mark.parametrize("name", PAGES)
def test_what_is_taken_back_from_the_public_is_gone_at_once(client, plan, assessment, name):
    there = address(name, plan, assessment)
    mark = client.get(there)["ETag"]
    for version in (plan, assessment):
        type(version).objects.filter(pk=version.pk).update(state="before the board")
    again = client.get(there, headers={"If-None-Match": mark})
    assert again.status_code == (404 if ":show" in name else 200)
    assert b"Community Safety Plan" not in again.content
    assert b"Strategic Assessment 2026" not in again.content


def test_a_promise_that_is_kept_is_shown_as_kept_at_once(client, plan, words):
    there = reverse("plans:show_plan", args=[plan.pk])
    assert "Complete 1 Under way 1 Late 1" in words(client.get(there))
    late = plan.commitments.get(position=1).commitment
    type(late).objects.filter(pk=late.pk).update(state="complete", completed_on="2027-02-01")
    assert "Complete 2 Under way 1 Late 0" in words(client.get(there))

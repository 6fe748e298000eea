"""What the page of a draft asks every few seconds: to save the form as far as it is written."""

import pytest
from django.urls import reverse

from meetings.models import CoverReport
from meetings.workflow import reports
from tests.meetings.reporting import answers


@pytest.fixture
def save(draft):
    return reverse("meetings:save_draft", args=[draft.paper_id])


def test_what_is_typed_is_saved_and_it_is_said_when(draft, save, police_lead, post):
    said = post(police_lead, save, answers(draft, summary="Typed since", version=draft.version)).json()
    draft.refresh_from_db()
    assert (draft.summary, draft.written_by) == ("Typed since", police_lead)
    assert said == {"state": "saved", "version": draft.version, "at": "10:00"}


def test_each_save_goes_on_from_the_one_before_with_the_same_token(draft, save, police_lead, sign_in):
    client = sign_in(police_lead)
    page = client.get(reverse("meetings:write_paper", args=[draft.paper_id])).content.decode()
    token = page.split('name="form_token" value="')[1].split('"')[0]
    version = draft.version
    for words in ("One", "One two", "One two three"):
        answer = client.post(save, {**answers(draft, summary=words, version=version), "form_token": token})
        assert answer.status_code == 200
        version = answer.json()["version"]
    assert CoverReport.objects.get().summary == "One two three"


def test_what_somebody_else_saved_meanwhile_is_not_written_over(draft, save, police_lead, cast, post):
    old = draft.version
    reports.write_report(draft, version=old, summary="Theirs", by=cast.deputy)
    answer = post(police_lead, save, answers(draft, summary="Mine", version=old))
    assert (answer.status_code, answer.json()["state"]) == (409, "conflict")
    assert CoverReport.objects.get().summary == "Theirs"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Enter the title of the paper."),
        ({"purpose": "x" * 2001}, "The purpose must be 2000 characters or fewer."),
        ({"marking": "OFFICIAL-SENSITIVE"}, "The item is open"),
    ],
)
def test_what_can_not_be_saved_is_said_in_a_sentence(changes, sentence, draft, save, police_lead, post):
    answer = post(police_lead, save, answers(draft, **changes))
    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert sentence in answer.json()["said"]
    assert CoverReport.objects.get().version == draft.version


def test_once_it_is_submitted_the_page_is_told_that_it_is_closed(submitted, save, police_lead, post):
    answer = post(police_lead, save, answers(submitted, summary="Too late"))
    assert (answer.status_code, answer.json()["state"]) == (409, "closed")
    assert "Copy what you wrote" in answer.json()["said"]


def test_only_the_seat_and_the_secretary_save(draft, save, cast, post):
    done = set()
    for who, person in cast.everybody.items():
        draft.refresh_from_db()
        if post(person, save, answers(draft)).status_code == 200:
            done.add(who)
    assert done == {"secretary", "police_lead", "deputy"}

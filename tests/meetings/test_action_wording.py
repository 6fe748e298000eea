"""An action point that was recorded wrongly is put right while the minutes that hold it are being written."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ccsp_portal.history.reading import sentences_for
from ccsp_portal.notices.models import Notice
from meetings.models import ActionPoint, Minutes
from meetings.workflow.records import raise_action
from meetings.workflow.rewording import correct_action
from tests.meetings.conftest import text_of
from tests.meetings.running import seat_of


@pytest.fixture
def action(item, cast):
    owner, due = seat_of(cast.police_lead), date(2027, 3, 30)
    return raise_action(item, text="Rite to the schools", owner=owner, due_on=due, by=cast.secretary)


@pytest.fixture
def url(action):
    return reverse("meetings:correct_action", args=[action.pk])


def answers(cast, **other):
    owner, support = seat_of(cast.council_officer).pk, seat_of(cast.police_lead).pk
    return {"text": "Write to the schools", "owner": owner, "supporters": [support], "version": 1} | other


def test_words_owner_and_support_are_corrected_and_the_new_owner_is_told(action, url, cast, post, sign_in):
    page = sign_in(cast.secretary).get(action.get_absolute_url())
    assert f'href="{url}"' in page.content.decode()
    assert "Rite to the schools</textarea>" in sign_in(cast.secretary).get(url).content.decode()
    assert post(cast.secretary, url, answers(cast)).status_code == 302
    corrected = ActionPoint.objects.get()
    assert (corrected.text, corrected.reference) == ("Write to the schools", "CCSP/2026/A001")
    assert (corrected.owner, corrected.person) == (seat_of(cast.council_officer), cast.council_officer)
    assert list(corrected.supporters.all()) == [seat_of(cast.police_lead)]
    [letter] = Notice.objects.all()
    assert (letter.recipient, letter.subject) == (cast.council_officer, "An action point is yours: CCSP/2026/A001")
    assert "What was asked for: Write to the schools" in letter.text
    assert "Rite to the schools" in str(sentences_for([corrected])[0])


def test_who_owns_it_still_is_not_told_again(action, url, cast, post):
    assert post(cast.secretary, url, answers(cast, owner=seat_of(cast.police_lead).pk)).status_code == 302
    assert not Notice.objects.exists()
    assert not ActionPoint.objects.get().supporters.exists()


def test_the_letter_about_a_private_item_holds_no_words_of_it(private_item, cast, post):
    due = date(2027, 3, 30)
    owner = seat_of(cast.police_lead)
    hidden = raise_action(private_item, text="ZQX", owner=owner, due_on=due, by=cast.secretary)
    address = reverse("meetings:correct_action", args=[hidden.pk])
    assert post(cast.secretary, address, answers(cast, text="ZQXWORDS")).status_code == 302
    letter = Notice.objects.get()
    assert "ZQX" not in letter.subject + letter.text
    assert "Nightjar" not in letter.subject + letter.text


def test_what_is_missing_is_said_and_nothing_is_lost(action, url, cast, post):
    page = post(cast.secretary, url, answers(cast, text=" ", owner=""))
    assert page.status_code == 422
    assert "Enter what is to be done" in text_of(page)
    assert "Select which seat owns it" in text_of(page)
    assert ActionPoint.objects.get().text == "Rite to the schools"


def test_a_seat_of_another_body_owns_nothing_here(action, cast, partnership):
    elsewhere = seat_of(cast.council_officer)
    elsewhere.pk, elsewhere.key, elsewhere.body = None, "elsewhere", partnership.group
    elsewhere.save()
    with pytest.raises(ValidationError, match="Choose a seat of the body that meets"):
        correct_action(action, text="x", owner=elsewhere, version=1, by=cast.secretary)


def test_of_two_corrections_at_once_the_second_sees_both(action, url, cast, post):
    correct_action(action, text="Theirs <b>", owner=action.owner, version=1, by=cast.secretary)
    page = post(cast.secretary, url, answers(cast))
    assert page.status_code == 409
    assert "Theirs &lt;b&gt;" in page.content.decode()
    assert "Write to the schools</textarea>" in page.content.decode()


def test_once_the_minutes_are_with_the_chair_it_stands(action, url, cast, post, sign_in):
    Minutes.objects.create(meeting=action.item.meeting, state="with the chair")
    assert post(cast.secretary, url, answers(cast)).status_code == 409
    assert url not in sign_in(cast.secretary).get(action.get_absolute_url()).content.decode()

"""Evidence that is taken out: its page asks why, it can be put back, and its address says what became of it."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from ccsp_portal import clock
from meetings.models import Evidence
from meetings.workflow.evidence import MOST, attach_evidence
from meetings.workflow.records import raise_action
from tests.meetings.conftest import text_of
from tests.meetings.pdfs import pdf, upload
from tests.meetings.running import HELD_ON, seat_of

WHY = "It names a child"
AT = "2.05pm on Thursday 11 March 2027"


@pytest.fixture
def action(item, cast):
    return raise_action(
        item, text="Write to the schools", owner=seat_of(cast.police_lead), due_on=HELD_ON, by=cast.secretary
    )


@pytest.fixture
def letter(action, cast):
    return attach_evidence(action, upload(pdf(1)), title="The letter", by=cast.police_lead)


def url(name, thing):
    return reverse(f"meetings:{name}", args=[thing.pk])


@pytest.fixture
def taken_out(letter, cast, post):
    assert post(cast.police_lead, url("withdraw_evidence", letter), {"reason": WHY}).status_code == 302
    return letter


def test_its_page_asks_first_and_asks_why(letter, action, cast, sign_in, post):
    page = text_of(sign_in(cast.police_lead).get(url("withdraw_evidence", letter)))
    assert "Take out “The letter”?" in page
    assert "It is kept, and can be put back. Its address says that it was taken out, and why." in page
    refused = post(cast.police_lead, url("withdraw_evidence", letter))
    assert refused.status_code == 422
    assert "Enter why it is taken out" in text_of(refused)
    assert Evidence.objects.get().withdrawn_at is None


def test_who_neither_attached_it_nor_closes_the_action_point_does_neither(letter, taken_out, cast, sign_in, post):
    for name in ("withdraw_evidence", "restore_evidence"):
        assert post(cast.observer, url(name, letter), {"reason": WHY}).status_code == 403
    assert sign_in(cast.observer).get(url("withdraw_evidence", letter)).status_code == 403


def test_its_address_says_when_it_was_taken_out_and_why_to_those_who_could_open_it(taken_out, cast, sign_in):
    for person in (cast.police_lead, cast.chair, cast.observer):
        gone = sign_in(person).get(url("download_evidence", taken_out))
        assert gone.status_code == 410
        assert (
            "Daniel Okafor attached “The letter” to the action point on 11 March 2027. "
            f"It was taken out at {AT}. Why: {WHY}."
        ) in text_of(gone)
    assert sign_in(cast.former_member).get(url("download_evidence", taken_out)).status_code == 404


def test_of_a_private_item_nobody_else_learns_that_there_was_any(private_item, cast, sign_in, post):
    action = raise_action(private_item, text="Ask", owner=seat_of(cast.police_lead), due_on=HELD_ON, by=cast.secretary)
    hidden = attach_evidence(action, upload(pdf(1)), title="The Q7-letter", by=cast.police_lead)
    post(cast.secretary, url("withdraw_evidence", hidden), {"reason": WHY})
    for person in (cast.observer, cast.councillor):
        assert sign_in(person).get(url("download_evidence", hidden)).status_code == 404
    assert sign_in(cast.chair).get(url("download_evidence", hidden)).status_code == 410


def test_it_can_be_put_back_and_the_story_tells_both(taken_out, action, cast, sign_in, post):
    page = text_of(sign_in(cast.police_lead).get(action.get_absolute_url()))
    assert f"Evidence that was taken out The letter Taken out at {AT}. Why: {WHY}. Put back" in page
    assert f"took evidence out. “The letter: {WHY}”" in page
    assert "Evidence that was taken out" not in text_of(sign_in(cast.observer).get(action.get_absolute_url()))
    assert post(cast.police_lead, url("restore_evidence", taken_out)).status_code == 302
    page = text_of(sign_in(cast.police_lead).get(action.get_absolute_url()))
    assert "Evidence that was taken out" not in page
    assert "put evidence back. “The letter”" in page
    assert sign_in(cast.police_lead).get(url("download_evidence", taken_out)).status_code == 200


def test_it_is_not_put_back_over_the_most_that_there_may_be(taken_out, action, cast, post):
    kept = {name: getattr(taken_out, name) for name in ("action", "document", "attached_at", "attached_by")}
    Evidence.objects.bulk_create([Evidence(title=f"Letter {number}", **kept) for number in range(MOST)])
    refused = post(cast.police_lead, url("restore_evidence", taken_out))
    assert refused.status_code == 409
    assert "There are 20 files already. Take one out before you put this one back." in text_of(refused)


def test_the_database_refuses_to_take_it_out_without_a_reason(letter):
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Evidence.objects.update(withdrawn_at=clock.now())


def test_the_pages_are_sound(letter, action, look, cast, post):
    look(cast.police_lead, url("withdraw_evidence", letter), "take-evidence-out")
    post(cast.police_lead, url("withdraw_evidence", letter), {"reason": WHY})
    look(cast.police_lead, action.get_absolute_url(), "evidence-taken-out")
    look(cast.police_lead, url("download_evidence", letter), "evidence-gone")

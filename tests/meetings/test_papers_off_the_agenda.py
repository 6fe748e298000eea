"""An item that is off the agenda takes no papers, and those that were begun say why nothing becomes of them."""

from datetime import date

import pytest
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.notices.models import Notice
from meetings.models import CoverReport
from meetings.workflow import advice, agenda, reminders
from tests.factories import moment
from tests.meetings.conftest import text_of
from tests.meetings.reporting import answers

FIRST = "The secretary can put the item back on the agenda first."
OFF = "Its item is off the agenda. The paper goes nowhere, and stays as it is, unless the secretary puts the item back"
WRITING = ("write_paper", "submit_paper", "attach")


def address(name, pk):
    return reverse(f"meetings:{name}", args=[pk])


@pytest.fixture
def off(knives, secretary):
    return lambda: agenda.withdraw_item(knives, by=secretary)


@pytest.mark.parametrize("name", ["start_paper", "bring_paper"])
def test_none_is_begun_or_brought(name, knives, off, police_lead, sign_in, post):
    assert sign_in(police_lead).get(address(name, knives.pk)).status_code == 200
    off()
    for page in (sign_in(police_lead).get(address(name, knives.pk)), post(police_lead, address(name, knives.pk))):
        assert page.status_code == 409
        assert FIRST in text_of(page)


def test_a_draft_says_so_and_is_neither_written_nor_submitted(draft, off, police_lead, sign_in, post):
    off()
    page = text_of(sign_in(police_lead).get(address("show_draft", draft.paper_id)))
    assert OFF in page
    for words in ("Write the paper", "Submit the paper", "Attach files", "Papers are due"):
        assert words not in page
    for name in WRITING:
        assert sign_in(police_lead).get(address(name, draft.paper_id)).status_code == 409
    page = post(police_lead, address("write_paper", draft.paper_id), answers(draft, title="Other words"))
    assert page.status_code == 409
    assert FIRST in text_of(page)
    draft.refresh_from_db()
    assert draft.title != "Other words"


def test_of_one_that_was_submitted_both_read_that_its_item_is_off(
    submitted, off, police_lead, secretary, sign_in, post
):
    page = text_of(sign_in(secretary).get(address("show_draft", submitted.paper_id)))
    assert "With the secretary" in page
    assert "It goes out once the secretary has accepted it." in page
    off()
    for person in (police_lead, secretary):
        for name, pk in (("show_draft", submitted.paper_id), ("show_item", submitted.item.pk)):
            page = text_of(sign_in(person).get(address(name, pk)))
            assert "Off the agenda" in page
            assert "ith the secretary" not in page
        page = text_of(sign_in(person).get(address("show_draft", submitted.paper_id)))
        assert OFF in page
        for words in ("It goes out once", "Accept the paper", "Return the paper", "Ask other authorities"):
            assert words not in page
    for name in ("accept_paper", "return_paper", "ask_advice"):
        assert post(secretary, address(name, submitted.paper_id), {"comments": "More"}).status_code == 409
    submitted.refresh_from_db()
    assert submitted.state == CoverReport.State.SUBMITTED


def test_who_was_asked_for_advice_on_one_is_not_reminded(submitted, off, partnership, housing_rep, secretary):
    housing, told = partnership.seats["housing"], Notice.objects.filter(template__endswith="advice_due.txt")
    advice.ask_advice(submitted.paper, [housing], wanted_by=date(2027, 5, 14), by=secretary)
    off()
    with clock.set_to(moment(date(2027, 5, 13))):
        reminders.remind()
        assert not told.exists()
        agenda.restore_item(submitted.item, by=secretary)
        reminders.remind()
    assert told.get().recipient == housing_rep


def test_once_the_item_is_put_back_its_paper_goes_on(submitted, off, knives, secretary, post, sign_in):
    off()
    agenda.restore_item(knives, by=secretary)
    assert "Accept the paper" in text_of(sign_in(secretary).get(address("show_draft", submitted.paper_id)))
    assert post(secretary, address("accept_paper", submitted.paper_id)).status_code == 302

"""Minutes from the chair's clearing to the signature, in a real browser, and what is published at each step."""

import pytest

from meetings.workflow import minutes as acts
from tests.cast import PASSWORD
from tests.meetings.publishing import kept

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_minutes_are_approved_with_a_correction_signed_and_found_in_the_register(
    visit, cleared, next_meeting, item, cast
):
    pk = cleared.meeting_id
    visit.sign_in(cast.secretary, PASSWORD)
    visit.go("meetings:show_minutes", pk).sees("Draft minutes", "Download version 1, draft minutes")
    visit.press("Record the approval")
    visit.page.get_by_label("To approve them with corrections").check()
    visit.page.get_by_text("Corrections to an item").click()
    visit.sound(visit.page)
    visit.fill("Correction to item 1, The plan (optional)", "For plan read draft plan.")
    visit.press("Record the approval")
    visit.sees("The minutes are approved", "Item 1: For plan read draft plan.", "Download version 2, approved minutes")
    visit.sound(visit.page)
    visit.follow("version 1, draft minutes")
    visit.sees("by version 2, approved minutes: Approved with corrections.")
    visit.sound(visit.page)
    visit.go("meetings:correct_minutes", pk)
    visit.sound(visit.page)
    acts.sign_minutes(cleared.meeting.minutes, at=next_meeting, by=cast.chair)
    visit.go("meetings:show_published", pk)
    visit.sees("Signed minutes", "Replaced on 11 March 2027 by Signed minutes: Signed by the chair.")
    visit.sees(kept(cleared, "odt", number=3).sha256)
    visit.sound(visit.page)
    visit.go("meetings:list_published").sees("3 publications")
    visit.sound(visit.page)

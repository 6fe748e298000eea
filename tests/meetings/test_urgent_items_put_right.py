"""An item that was added by mistake while the meeting sits is put right, or taken off again with a reason."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse

from meetings.models import AgendaItem, Minutes, Pack
from meetings.tasks import assemble_pack
from meetings.workflow import records
from meetings.workflow.actions import drop_action
from meetings.workflow.agenda import set_privacy
from meetings.workflow.minutes import clear_minutes, send_to_chair
from meetings.workflow.minuting import write_minute
from meetings.workflow.session import conclude, open_meeting
from meetings.workflow.taking_back import take_back_decision
from meetings.workflow.urgent import add_urgent_item, take_off_urgent_item
from tests.meetings.conftest import text_of
from tests.meetings.packing import fill, out
from tests.meetings.running import HELD_ON, quorate, seat_of
from tests.meetings.test_urgent_items import ASKED, add, agenda, numbers  # noqa: F401

WHY = "It belongs to the Housing Group"


@pytest.fixture
def wrong(add):  # noqa: F811
    add(title="Wrong tilte", purpose="decide")
    return AgendaItem.objects.get(title="Wrong tilte")


@pytest.fixture
def change(post, cast, wrong):
    url = reverse("meetings:change_urgent_item", args=[wrong.pk])
    return lambda person=None, **changed: post(person or cast.secretary, url, {**ASKED, "version": 1, **changed})


@pytest.fixture
def take_off(post, cast, wrong):
    url = reverse("meetings:take_off_urgent_item", args=[wrong.pk])
    return lambda person=None, reason=WHY: post(person or cast.secretary, url, {"reason": reason})


def page_of(sign_in, person, name, thing):
    return text_of(sign_in(person).get(reverse(f"meetings:{name}", args=[thing.pk])))


def test_its_words_are_put_right_and_its_minute_follows(sitting_now, wrong, change, cast, sign_in):
    assert "change it : 1A Wrong tilte" in page_of(sign_in, cast.secretary, "run_meeting", sitting_now)
    assert "Take it off the agenda" in page_of(sign_in, cast.secretary, "show_item", wrong)
    assert change(title="Right title", urgency="It rains in.").status_code == 302
    wrong.refresh_from_db()
    assert (wrong.number, wrong.title, wrong.purpose) == ("1A", "Right title", "note")
    assert wrong.minute.text == "The chair took this item as urgent: It rains in."
    assert "1A. Right title" in page_of(sign_in, cast.public, "show_meeting", sitting_now)


def test_its_minute_stays_once_more_was_written(wrong, change, cast):
    write_minute(wrong, "More was said.", version=1, by=cast.secretary)
    change(urgency="It rains in.")
    wrong.refresh_from_db()
    assert wrong.minute.text == "More was said."
    # the form asks for it as it is now
    assert wrong.urgency == "It rains in."


def test_it_can_become_private(sitting_now, wrong, change, cast, sign_in):
    change(privacy="private", private_reason="It names people", public_title="A matter")
    page = page_of(sign_in, cast.public, "show_meeting", sitting_now)
    assert "1A. A matter" in page
    assert "Flooded hostel" not in page


def test_somebody_elses_change_shows_both(wrong, change, cast):
    change(title="Theirs")
    page = change(title="Mine")
    assert page.status_code == 409
    assert "Theirs" in text_of(page)


def test_it_is_taken_off_with_a_reason_and_the_meeting_concludes(sitting_now, wrong, take_off, add, cast, sign_in):  # noqa: F811
    assert "its number 1a is given to no other" in text_of(sign_in(cast.secretary).get(
        reverse("meetings:take_off_urgent_item", args=[wrong.pk]))).lower()  # fmt: skip
    assert take_off()["Location"] == reverse("meetings:run_meeting", args=[sitting_now.pk])
    add(title="Another")
    assert numbers(sitting_now) == [("1", "The plan"), ("1B", "Another"), ("2", "Any other business")]
    for person in (cast.public, cast.secretary):
        page = page_of(sign_in, person, "show_meeting", sitting_now)
        assert "Item 1A was added while the meeting sat, and taken off at" in page
        assert f"Why: {WHY}." in page
        assert "Wrong tilte" not in page
    conclude(sitting_now, by=cast.secretary)


def test_its_page_says_that_it_is_off_and_its_title_to_members_only(wrong, take_off, cast, sign_in):
    take_off()
    told = {}
    for person in (cast.public, cast.police_lead):
        answer = sign_in(person).get(reverse("meetings:show_item", args=[wrong.pk]))
        assert answer.status_code == 410
        told[person] = text_of(answer)
        assert f"Why: {WHY}." in told[person]
    assert "Wrong tilte" not in told[cast.public]
    assert "Item 1A, “Wrong tilte”, was added while the meeting sat" in told[cast.police_lead]


def test_where_a_decision_on_it_was_taken_back_its_title_is_for_members_only(
    sitting_now, wrong, take_off, cast, sign_in
):
    quorate(sitting_now, cast)
    plan = sitting_now.items.get(title="The plan")
    records.record_decision(plan, outcome="agreed", text="Adopt it.", by=cast.secretary)
    decision = records.record_decision(wrong, outcome="noted", text="Noted.", by=cast.secretary)
    take_back_decision(decision, reason=WHY, by=cast.secretary)
    take_off()
    conclude(sitting_now, by=cast.secretary)
    clear_minutes(send_to_chair(Minutes.objects.get(), by=cast.secretary), by=cast.chair)
    register = reverse("meetings:list_decisions")
    places = [register, decision.get_absolute_url(), reverse("meetings:export_decisions")]
    for address in places:
        public, member = (
            sign_in(each).get(address).content.decode() for each in (cast.public, cast.police_lead)
        )  # fmt: skip
        assert decision.reference in public and "tem 1A" in public, address
        assert "Wrong tilte" not in public, address
        assert "Wrong tilte" in member, address
    found = f"{register}?words=tilte"
    assert decision.reference not in text_of(sign_in(cast.public).get(found))
    assert decision.reference in text_of(sign_in(cast.police_lead).get(found))
    workbook = sign_in(cast.public).get(reverse("meetings:export_decisions_workbook")).content
    parts = ZipFile(BytesIO(workbook))
    cells = "".join(parts.read(name).decode() for name in parts.namelist())
    assert "Item 1A" in cells and "Wrong tilte" not in cells


def test_the_minutes_say_at_its_place_that_it_was_taken_off_and_why(sitting_now, wrong, take_off, add, cast, sign_in):  # noqa: F811
    quorate(sitting_now, cast)
    plan = sitting_now.items.get(title="The plan")
    records.record_decision(plan, outcome="agreed", text="Adopt it.", by=cast.secretary)
    add(title="Another")
    take_off()
    conclude(sitting_now, by=cast.secretary)
    clear_minutes(send_to_chair(Minutes.objects.get(), by=cast.secretary), by=cast.chair)
    version = reverse("meetings:show_minutes_version", args=[sitting_now.pk, 1])
    for person in (cast.public, cast.police_lead):
        for page in (page_of(sign_in, person, "show_minutes", sitting_now), text_of(sign_in(person).get(version))):
            before, _, rest = page.partition("1A. Taken off the agenda")
            assert "1. The plan" in before and "1B. Another" in rest
            assert f"It was added while the meeting sat, and taken off again. Why: {WHY}." in rest.partition("1B.")[0]
            assert "Wrong tilte" not in page


def test_no_other_public_page_names_it(sitting_now, wrong, take_off, cast, sign_in):
    quorate(sitting_now, cast)
    plan = sitting_now.items.get(title="The plan")
    records.record_decision(plan, outcome="agreed", text="Adopt it.", by=cast.secretary)
    action = records.raise_action(
        wrong, text="Sandbags.", owner=seat_of(cast.police_lead), due_on=HELD_ON, by=cast.secretary
    )
    drop_action(action, reason="Raised by mistake", by=cast.secretary)
    take_off()
    conclude(sitting_now, by=cast.secretary)
    clear_minutes(send_to_chair(Minutes.objects.get(), by=cast.secretary), by=cast.chair)
    client = sign_in(cast.public)
    one = [sitting_now.pk]
    pages = [reverse(f"meetings:{name}", args=one) for name in ("show_meeting", "show_minutes", "show_published")]
    pages += [f"/search/?q={word}" for word in ("tilte", "urgent", "plan", "sandbags")]
    pages += ["/", "/feed.xml", "/meetings/", "/meetings/decisions/", "/meetings/published/"]
    for address in pages:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert not re.search("Wrong tilte|Sandbags", answer.content.decode()), address


def test_without_a_reason_it_stays(wrong, take_off):
    page = take_off(reason=" ")
    assert page.status_code == 422
    assert "Enter why it is taken off" in text_of(page)
    assert AgendaItem.objects.live().filter(pk=wrong.pk).exists()


def test_what_is_recorded_under_it_goes_first(sitting_now, wrong, take_off, cast):
    quorate(sitting_now, cast)
    records.record_decision(wrong, outcome="noted", text="Noted.", by=cast.secretary)
    write_minute(wrong, "More was said.", version=1, by=cast.secretary)
    page = take_off()
    assert page.status_code == 409
    assert "This can’t be done yet" in text_of(page)
    assert (
        "Something is recorded under “1A Wrong tilte”, so it stays on the agenda for now. "
        "Before you take it off: take its decisions back and clear its minute."
    ) in text_of(page)
    assert AgendaItem.objects.live().filter(pk=wrong.pk).exists()


def test_what_was_on_the_agenda_before_stays_as_it_went_out(sitting_now, add, post, cast):  # noqa: F811
    plan = sitting_now.items.get(title="The plan")
    for name in ("change_urgent_item", "take_off_urgent_item"):
        page = post(cast.secretary, reverse(f"meetings:{name}", args=[plan.pk]), {"reason": WHY})
        assert page.status_code == 409
        assert "This item was on the agenda before the meeting" in text_of(page)


def test_only_the_secretary_and_only_while_the_meeting_sits(sitting_now, wrong, take_off, change, cast, sign_in):
    for person in (cast.chair, cast.police_lead, cast.observer):
        assert (take_off(person).status_code, change(person).status_code) == (403, 403)
    assert "Take it off the agenda" not in page_of(sign_in, cast.chair, "show_item", wrong)
    change()
    conclude(sitting_now, by=cast.secretary)
    assert (take_off().status_code, change().status_code) == (409, 409)


def test_an_open_pack_that_was_published_afresh_with_it_is_replaced(meeting, secretary):
    knives, *_ = fill(meeting, secretary)
    out(meeting, secretary)
    open_meeting(meeting, by=secretary)
    wrong = add_urgent_item(meeting, title="Wrong", purpose="note", urgency="Now.", by=secretary)
    knives.refresh_from_db()
    private = {"privacy": "private", "private_reason": "It names people", "public_title": "A matter"}
    set_privacy(knives, version=knives.version, **private, by=secretary)
    assemble_pack(meeting.packs.first().job_id)
    assert told_of(meeting.packs.get(number=2), wrong)
    take_off_urgent_item(wrong, reason=WHY, by=secretary)
    assemble_pack(meeting.packs.first().job_id)
    assert not told_of(meeting.packs.get(number=3), wrong)


def told_of(pack, item):
    assert pack.state == Pack.State.CIRCULATED
    return item.pk in [each["item"] for each in pack.told["items"]]

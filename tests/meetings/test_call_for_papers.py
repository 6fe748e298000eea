"""The call for papers: one letter a person, only for what is new; and the two other steps that are recorded."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.notices.models import Notice
from ccsp_portal.notices.personal import fill_in
from ccsp_portal.workflow import NotOpen
from meetings.models import Meeting, Minutes, PaperCall
from meetings.workflow import forward, papers, preparing, records
from meetings.workflow.chasing import chase_papers
from meetings.workflow.forward import Slot
from meetings.workflow.links import action_link
from partners.models import Appointment
from tests.factories import make_item, make_meeting
from tests.meetings.conftest import NOW, text_of
from tests.meetings.pdfs import pdf, upload


@pytest.fixture
def url(meeting):
    return reverse("meetings:call_for_papers", args=[meeting.pk])


@pytest.fixture
def items(meeting, partnership):
    police, fire = partnership.seats["police"], partnership.seats["council"]
    return [
        make_item(meeting, title="Knife crime", presenter=police, description="What the patrols found."),
        make_item(meeting, title="Operation Nightjar", presenter=police, privacy="private"),
        make_item(meeting, title="Taxi licensing", presenter=fire),
        make_item(meeting, title="Nobody's"),
        make_item(meeting, title="Minutes", presenter=police, standing="minutes"),
    ]


def letters():
    found = {}
    for notice in Notice.objects.filter(template__endswith="call_for_papers.txt").order_by("pk"):
        found.setdefault(notice.recipient.name, []).append(notice.text)
    return found


def test_each_person_gets_one_letter_with_all_that_is_asked_and_by_when(meeting, items, secretary):
    preparing.call_for_papers(meeting, by=secretary)
    found = letters()
    assert {name: len(texts) for name, texts in found.items()} == {"Daniel Okafor": 1, "Tom Hargreaves": 1}
    letter = found["Daniel Okafor"][0]
    assert "Knife crime\nFor decision, 10 minutes\nWhat the patrols found." in letter
    assert (
        f"http://127.0.0.1:8000{reverse('meetings:show_item', args=[items[0].pk])}" in letter
        or "/meetings/items/" in letter
    )
    assert "Papers are due by Wednesday 26 May 2027" in letter
    assert "A private matter" in letter and "Nightjar" not in letter
    assert "Taxi licensing" not in letter


def test_the_page_names_what_is_proposed_for_the_meeting_and_not_placed_yet(
    meeting, items, url, board, cast, partnership, sign_in
):
    for title, slot in (
        ("Burglary", Slot(meeting)),
        ("Hate crime", Slot(year=2027, quarter=1)),
        ("Arson", Slot(year=2027, quarter=4)),
    ):
        forward.propose(board, slot, title=title, owner=partnership.seats["police"], ground="request",
                        ground_text="Asked for", by=cast.police_lead)  # fmt: skip
    page = text_of(sign_in(cast.secretary).get(url))
    assert "Place or decline them first. Burglary Hate crime Nobody presents these" in page
    assert "Arson" not in page


def test_it_is_recorded_on_the_meeting_and_for_each_item(meeting, items, secretary):
    preparing.call_for_papers(meeting, by=secretary)
    called = Meeting.objects.get()
    assert (called.called_at, called.called_by) == (NOW, secretary)
    assert set(PaperCall.objects.values_list("item__title", flat=True)) == {
        "Knife crime",
        "Operation Nightjar",
        "Taxi licensing",
    }


def test_again_it_asks_only_for_what_is_new(meeting, items, secretary, partnership):
    preparing.call_for_papers(meeting, by=secretary)
    with pytest.raises(ValidationError, match="nobody new to ask"):
        preparing.call_for_papers(meeting, by=secretary)
    make_item(meeting, title="Hate crime", presenter=partnership.seats["police"])
    type(items[3]).objects.filter(pk=items[3].pk).update(presenter=partnership.seats["fire"])
    assert {call.item.title for call in preparing.call_for_papers(meeting, by=secretary)} == {"Hate crime", "Nobody's"}
    assert "Knife crime" not in letters()["Daniel Okafor"][-1]


def test_a_second_call_leaves_the_day_of_the_first_on_the_clock(meeting, items, secretary, sign_in, partnership):
    with clock.set_to(NOW.replace(month=4)):
        preparing.call_for_papers(meeting, by=secretary)
    make_item(meeting, title="Hate crime", presenter=partnership.seats["police"])
    preparing.call_for_papers(meeting, by=secretary)
    page = text_of(sign_in(secretary).get(meeting.get_absolute_url()))
    assert "4 April 2027" in page.split("What is due, and by when")[1]
    assert "late 4 May 2027" not in page


def test_a_vacant_seats_deputy_is_asked(meeting, items, secretary, police_lead):
    Appointment.objects.filter(person=police_lead).update(to_on=NOW.date() - timedelta(days=1))
    preparing.call_for_papers(meeting, by=secretary)
    assert set(letters()) == {"Megan Price", "Tom Hargreaves"}


def test_the_page_shows_who_is_asked_who_was_and_what_nobody_presents(url, meeting, items, sign_in, post, secretary):
    page = text_of(sign_in(secretary).get(url))
    assert "2 people are sent one letter each" in page
    assert "“Knife crime”: Local policing area commander, West Midlands Police, Daniel Okafor" in page
    assert "Nobody presents these" in page and "Nobody's" in page
    assert post(secretary, url).status_code == 302
    page = text_of(sign_in(secretary).get(url))
    assert "There is nobody new to ask" in page
    assert "“Taxi licensing”: Head of Community Safety, The Council, on 4 May 2027 by Asha Patel" in page
    refused = post(secretary, url)
    assert refused.status_code == 422
    assert "There is nobody new to ask" in text_of(refused)


def test_only_the_secretary_may(meeting, items, cast):
    for name, person in cast.everybody.items():
        if name != "secretary":
            for act in (preparing.call_for_papers, preparing.set_agenda, preparing.send_notes):
                with pytest.raises(PermissionDenied):
                    act(meeting, by=person)


def test_it_is_too_late_once_the_papers_are_out(meeting, items, secretary):
    Meeting.objects.update(state="circulated", circulated_at=NOW)
    with pytest.raises(NotOpen):
        preparing.call_for_papers(meeting, by=secretary)


def test_what_was_called_for_and_has_not_come_is_asked_for_again_once_a_day(
    url, meeting, items, secretary, sign_in, post
):
    preparing.call_for_papers(meeting, by=secretary)
    papers.bring_paper(items[2], upload(pdf(1)), title="Taxis", by=secretary)
    again = reverse("meetings:chase_papers", args=[meeting.pk])
    assert chase_papers(meeting, by=secretary) == []
    with clock.set_to(NOW + timedelta(days=1)):
        page = text_of(sign_in(secretary).get(url))
        assert "by Asha Patel No paper yet" in page and "by Asha Patel The paper is here" in page
        assert "Ask again for what has not come" in page
        assert "Daniel Okafor: “Knife crime”, “Operation Nightjar”" in text_of(sign_in(secretary).get(again))
        assert post(secretary, again).status_code == 302
        assert "There is nobody to ask" in text_of(sign_in(secretary).get(again))
        assert chase_papers(meeting, by=secretary) == []
    [letter] = Notice.objects.filter(template__endswith="chase_papers.txt")
    assert letter.recipient.name == "Daniel Okafor"
    assert "Papers have not come yet that we asked your seat for:" in letter.text
    assert "Knife crime" in letter.text and "A private matter" in letter.text and "Nightjar" not in letter.text


def test_only_the_secretary_asks_again_and_not_once_the_meeting_has_begun(meeting, items, cast):
    for name, person in cast.everybody.items():
        if name != "secretary":
            with pytest.raises(PermissionDenied):
                chase_papers(meeting, by=person)
    Meeting.objects.update(state="in session", circulated_at=NOW, opened_at=NOW)
    with pytest.raises(NotOpen):
        chase_papers(meeting, by=cast.secretary)


def test_once_the_agenda_is_out_what_is_for_decision_is_asked_for_again_from_the_meetings_page(
    meeting, items, secretary, sign_in, post
):
    type(items[2]).objects.filter(pk=items[2].pk).update(purpose="note")
    preparing.call_for_papers(meeting, by=secretary)
    Meeting.objects.update(state="circulated", circulated_at=NOW)
    again = reverse("meetings:chase_papers", args=[meeting.pk])
    with clock.set_to(NOW + timedelta(days=28)):
        page = text_of(sign_in(secretary).get(meeting.get_absolute_url()))
        assert "Ask again for papers" in page
        assert page.count("No paper yet: papers were due by Wednesday 26 May 2027") == 2
        page = text_of(sign_in(secretary).get(again))
        assert "what is for decision and has not come" in page and "Taxi licensing" not in page
        answer = post(secretary, again)
        assert answer["Location"] == meeting.get_absolute_url()
    [letter] = Notice.objects.filter(template__endswith="chase_papers.txt")
    assert letter.recipient.name == "Daniel Okafor"
    assert "The agenda has gone out without them: the papers were due by Wednesday 26 May 2027." in letter.text
    for item in items:
        type(item).objects.filter(pk=item.pk).update(purpose="note")
    assert "Ask again" not in text_of(sign_in(secretary).get(meeting.get_absolute_url()))


@pytest.mark.parametrize("count", [1, 3])
def test_what_the_page_costs(url, meeting, partnership, sign_in, secretary, count, django_assert_num_queries):
    for number in range(count):
        make_item(meeting, title=f"Item {number}", presenter=partnership.seats["police"])
    client = sign_in(secretary)
    client.get(url)
    with django_assert_num_queries(8):
        client.get(url)


def test_that_the_agenda_is_agreed_is_recorded_once(meeting, secretary):
    agreed = preparing.set_agenda(meeting, by=secretary)
    assert (agreed.agenda_set_at, agreed.agenda_set_by) == (NOW, secretary)
    with pytest.raises(NotOpen, match="recorded already"):
        preparing.set_agenda(meeting, by=secretary)


def test_action_notes_go_to_who_owes_and_say_nothing_of_what_is_private(in_may, board, secretary, partnership):
    held = make_meeting(board, secretary, state="in session")
    due = held.day
    open_one, private_one = (
        records.raise_action(
            make_item(held, title=title, privacy=privacy),
            text=text,
            owner=partnership.seats["police"],
            due_on=NOW.date(),
            by=secretary,
        )
        for title, text, privacy in (("Plan", "Write it up", "open"), ("Nightjar", "Visit the family", "private"))
    )
    Meeting.objects.update(state="concluded", concluded_at=NOW)
    sent = preparing.send_notes(held, by=secretary)
    assert (sent.notes_sent_by, due) == (secretary, held.day)
    notices = Notice.objects.filter(template__endswith="action_notes.txt")
    police = notices[0].recipient
    assert [notice.recipient.name for notice in notices] == ["Daniel Okafor"]
    assert "The minutes follow." in notices[0].text
    assert "Write it up" in notices[0].text and "It is about a private item" in notices[0].text
    assert "family" not in notices[0].text
    opened_only, private = notices[0].text.split("It is about a private item")
    assert "without signing in" in opened_only and fill_in(action_link(open_one), police) in fill_in(
        opened_only, police
    )
    assert reverse("meetings:show_action", args=[private_one.pk]) in private
    assert "without signing in" not in private and fill_in(private, police) == private
    with pytest.raises(NotOpen, match="gone out already"):
        preparing.send_notes(held, by=secretary)


def test_action_notes_sent_after_the_minutes_say_where_these_are(in_may, board, secretary, chair, partnership):
    held = make_meeting(board, secretary, state="in session")
    owed = {"text": "Write it up", "owner": partnership.seats["police"], "due_on": NOW.date()}
    records.raise_action(make_item(held), **owed, by=secretary)
    Meeting.objects.update(state="concluded", concluded_at=NOW)
    Minutes.objects.create(meeting=held, state="cleared", cleared_at=NOW, cleared_by=chair)
    preparing.send_notes(held, by=secretary)
    text = Notice.objects.get(template__endswith="action_notes.txt").text
    assert "The minutes follow" not in text
    assert (
        f"The minutes are published: {settings.PORTAL_BASE_URL}{reverse('meetings:show_minutes', args=[held.pk])}"
        in text
    )

"""Other authorities are asked for their advice on a paper before it goes out, by a date."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.notices.models import Notice
from ccsp_portal.workflow import Conflict
from meetings.models import Advice, Submission
from meetings.workflow import advice, agenda, reminders, reports
from meetings.workflow.circulation import assemble, circulate
from tests.factories import moment
from tests.meetings.conftest import boxes, text_of
from tests.meetings.pdfs import everything_in

BY = date(2027, 5, 14)


@pytest.fixture
def asked(submitted, partnership, secretary):
    """The housing provider is asked for advice by Friday 14 May."""
    [one] = advice.ask_advice(
        submitted.paper, [partnership.seats["housing"]], wanted_by=BY, question="Is it fair to tenants?", by=secretary
    )
    return one


def page_of(asked):
    return reverse("meetings:give_advice", args=[asked.pk])


def test_the_secretary_asks_by_the_page_and_the_seat_is_told(submitted, secretary, partnership, housing_rep, post):
    seats = [partnership.seats["housing"].pk, partnership.seats["council"].pk]
    url = reverse("meetings:ask_advice", args=[submitted.paper_id])
    assert post(secretary, url, {"seats": seats, **boxes("wanted_by", BY)}).status_code == 302
    assert set(Advice.objects.values_list("seat", flat=True)) == set(seats)
    told = Notice.objects.filter(template__endswith="advice_asked.txt")
    assert told.get(recipient=housing_rep).subject == "Your advice, by 14 May 2027: Knife crime"


def test_of_a_vacant_seat_it_is_said_that_nobody_was_told_and_none_but_vacant_ones_is_refused(
    submitted, secretary, partnership, housing_rep, post
):
    housing, council = (partnership.seats[key] for key in ("housing", "council"))
    council.appointments.update(to_on=date(2027, 5, 3))
    url = reverse("meetings:ask_advice", args=[submitted.paper_id])
    refused = post(secretary, url, {"seats": [council.pk], **boxes("wanted_by", BY)})
    assert refused.status_code == 422
    assert f"Nobody holds {council}. Select a seat that somebody holds." in text_of(refused)
    assert not Advice.objects.exists()
    sent = post(secretary, url, {"seats": [housing.pk, council.pk], **boxes("wanted_by", BY)})
    said = [f"{each}" for each in get_messages(sent.wsgi_request)]
    assert said == [f"1 seat is asked for advice. Nobody holds {council}: nobody was told."]
    assert Notice.objects.filter(template__endswith="advice_asked.txt").count() == 1


def test_the_asked_seat_sees_the_paper_as_submitted_while_it_is_asked(
    asked, housing_rep, submitted, sign_in, secretary
):
    url = reverse("meetings:show_draft", args=[submitted.paper_id])
    assert "To agree what we do about knives." in text_of(sign_in(housing_rep).get(url))
    assert "To agree what we do about knives." in text_of(sign_in(housing_rep).get(page_of(asked)))
    assert "Give your advice on “Knife crime”" in text_of(sign_in(housing_rep).get(reverse("home:home")))
    assert not reports.CoverReport.objects.visible_to(housing_rep).exists()
    advice.end_request(asked, by=secretary)
    assert sign_in(housing_rep).get(url).status_code == 404
    assert sign_in(housing_rep).get(page_of(asked)).status_code == 404
    assert not Submission.objects.visible_to(housing_rep).exists()


def test_nobody_else_sees_or_gives_it(asked, cast, sign_in, police_lead):
    answers = {who: sign_in(person).get(page_of(asked)).status_code for who, person in cast.everybody.items()}
    assert {who for who, status in answers.items() if status == 200} == {"housing_rep"}
    assert answers["chair"] == 404
    assert answers["police_lead"] == 403
    with pytest.raises(PermissionDenied):
        advice.give_advice(asked, view="favourable", text="Yes", by=police_lead)


def test_advice_is_given_shown_with_the_paper_and_stays(
    asked, housing_rep, secretary, submitted, post, client, sign_in
):
    assert post(housing_rep, page_of(asked), {"view": "with conditions"}).status_code == 422
    sent = post(housing_rep, page_of(asked), {"view": "with conditions", "text": "If <b>tenants</b> are asked."})
    assert sent.status_code == 302
    assert Notice.objects.filter(template__endswith="advice_given.txt", recipient=secretary).exists()
    with pytest.raises(Conflict):
        advice.give_advice(asked, view="favourable", text="Yes", by=housing_rep)
    with pytest.raises(DatabaseError), transaction.atomic():
        Advice.objects.filter(pk=asked.pk).update(view="favourable")
    reports.accept_report(submitted, by=secretary)
    pack = assemble(circulate(submitted.item.meeting, by=secretary), step=lambda *said: None, hold=lambda: None)
    page = client.get(reverse("meetings:show_paper", args=[submitted.paper_id]))
    assert "Favourable with conditions" in text_of(page)
    assert "If <b>tenants</b> are asked." in text_of(page)
    assert "<b>tenants" not in page.content.decode()
    with pack.open_document.file.open("rb") as stored:
        assert b"Advice: Knives: what to do" in everything_in(stored.read())


def test_late_advice_is_taken_and_marked_as_late(asked, housing_rep, submitted, secretary, sign_in):
    with clock.set_to(moment(date(2027, 5, 17))):
        given = advice.give_advice(asked, view="unfavourable", text="No.", by=housing_rep)
        assert given.is_late
        page = sign_in(secretary).get(reverse("meetings:show_draft", args=[submitted.paper_id]))
    assert "Unfavourable Late Given on 17 May 2027, asked for by 14 May 2027" in text_of(page)


def test_the_seat_is_reminded_before_the_day_and_once_after(asked, housing_rep):
    told = Notice.objects.filter(template__endswith="advice_due.txt", recipient=housing_rep)
    counts = []
    for day in (date(2027, 5, 4), date(2027, 5, 7), date(2027, 5, 13), date(2027, 5, 17), date(2027, 5, 18)):
        with clock.set_to(moment(day)):
            reminders.remind()
            reminders.remind()
        counts.append(told.count())
    assert counts == [0, 1, 2, 3, 3]


def test_on_a_private_item_only_those_who_read_it_are_asked(knives, submitted, secretary, partnership):
    private = {"privacy": "private", "private_reason": "Names people", "public_title": "A case"}
    agenda.set_privacy(knives, version=knives.version, **private, by=secretary)
    paper = type(submitted.paper).objects.get(pk=submitted.paper_id)
    seats = {seat.key for seat in advice.seats_to_ask(paper)}
    assert "board-housing" in seats
    assert not seats & {"board-observer", "board-councillor", "board-analyst", "board-police", "board-secretary"}
    with pytest.raises(ValidationError, match="cannot be asked"):
        advice.ask_advice(paper, [partnership.seats["observer"]], wanted_by=BY, by=secretary)


def test_no_advice_is_asked_on_what_nobody_has_submitted_or_by_a_day_that_is_past(
    draft, submitted, partnership, secretary, knives, police_lead
):
    empty = reports.start_report(knives, title="Another", by=police_lead)
    with pytest.raises(ValidationError, match="has not been submitted yet"):
        advice.ask_advice(empty.paper, [partnership.seats["housing"]], wanted_by=BY, by=secretary)
    for day in (date(2027, 5, 3), date(2027, 6, 11)):
        with pytest.raises(ValidationError, match="between today and the day of the meeting"):
            advice.ask_advice(submitted.paper, [partnership.seats["housing"]], wanted_by=day, by=secretary)


@pytest.mark.parametrize("who", ["chair", "police_lead", "housing_rep", "auditor"])
def test_only_the_secretary_asks(who, submitted, cast, partnership):
    with pytest.raises(PermissionDenied):
        advice.ask_advice(submitted.paper, [partnership.seats["housing"]], wanted_by=BY, by=cast.everybody[who])


def test_circulating_says_what_is_still_to_come(asked, submitted, secretary, sign_in):
    page = text_of(sign_in(secretary).get(reverse("meetings:circulate", args=[submitted.item.meeting_id])))
    assert "waits for you to accept it. It does not go out now." in page
    assert "has not given its advice, asked for by 14 May 2027" in page


def test_the_history_tells_the_auditor_no_word_of_a_draft_or_of_advice_given_while_the_item_was_private(
    asked, housing_rep, knives, submitted, secretary, auditor, sign_in
):
    private = {"privacy": "private", "private_reason": "It names people", "public_title": "A case"}
    made = agenda.set_privacy(knives, version=knives.version, **private, by=secretary)
    advice.give_advice(asked, view="favourable", text="Nightjar is right", by=housing_rep)
    reports.accept_report(submitted, by=secretary)
    agenda.set_privacy(made, version=made.version, privacy="open", by=secretary)
    for page in ("home:list_history", "home:export_history"):
        told = sign_in(auditor).get(reverse(page)).content.decode()
        for words in ("Nightjar", "Knives: what to do", "We propose three things", "About legal."):
            assert words not in told, page


def test_who_advised_sees_what_they_wrote_and_that_the_paper_is_with_the_secretary(
    asked, housing_rep, council_officer, secretary, submitted, post, sign_in
):
    page = reverse("meetings:show_item", args=[submitted.item.pk])
    sent = post(housing_rep, page_of(asked), {"view": "with conditions", "text": "If tenants are asked."})
    assert sent["Location"] == page
    said = text_of(sign_in(housing_rep).get(page))
    assert "The paper is with the secretary. It has not gone out." in said
    assert "No paper has been brought" not in said
    assert "Favourable with conditions Given on 4 May 2027 If tenants are asked." in said
    # pressed again, or come to by the letter once more
    assert sign_in(housing_rep).get(page_of(asked))["Location"] == page
    other = text_of(sign_in(council_officer).get(page))
    assert "If tenants are asked." not in other
    assert "No paper has been brought" in other
    reports.return_report(submitted, comments="Say more", by=secretary)
    assert "The paper is not ready yet. It has not gone out." in text_of(sign_in(housing_rep).get(page))
    submitted.refresh_from_db()
    reports.submit_report(submitted, by=secretary)
    reports.accept_report(submitted, by=secretary)
    said = text_of(sign_in(housing_rep).get(page))
    assert "Knives: what to do" in said
    assert "has not gone out" not in said


def test_the_page_of_who_advised_is_sound(asked, housing_rep, submitted, look):
    advice.give_advice(asked, view="with conditions", text="If tenants are asked.", by=housing_rep)
    look(housing_rep, reverse("meetings:show_item", args=[submitted.item.pk]), "advised")

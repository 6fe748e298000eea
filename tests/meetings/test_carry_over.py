"""A meeting is called off: everybody invited hears why, and its business goes to another in one act."""

from datetime import date

import pytest
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.notices.models import Notice
from ccsp_portal.workflow import Conflict, NotOpen
from meetings.models import Advice, AgendaItem, ItemExclusion, Meeting, PaperVersion
from meetings.workflow import advice, agenda, forward, guests, papers, reports
from meetings.workflow.carrying import business_of, carry_over
from meetings.workflow.forward import Slot
from meetings.workflow.scheduling import cancel, convene
from tests.cast import make_person
from tests.meetings.conftest import NOW, sitting, text_of
from tests.meetings.pdfs import pdf, upload
from tests.meetings.reporting import attached

PRIVATE = {"privacy": "private", "private_reason": "It names a victim", "public_title": "A safeguarding matter"}


@pytest.fixture
def september(meeting, board, secretary):
    return convene(board, sitting(date(2027, 9, 9)), by=secretary)


@pytest.fixture
def item(meeting, secretary, partnership):
    item = agenda.add_item(
        meeting, title="Knife crime", purpose="decide", presenter=partnership.seats["police"], by=secretary
    )
    papers.bring_paper(item, upload(pdf()), title="Figures", by=secretary)
    return item


def circulated(meeting):
    meeting.items.update(number="5")
    Meeting.objects.filter(pk=meeting.pk).update(state="circulated", circulated_at=NOW)
    PaperVersion.objects.update(published_at=NOW)
    meeting.refresh_from_db()


def off(meeting, by):
    return cancel(meeting, reason="Local elections", by=by)


def test_what_did_not_go_out_moves_as_it_is(meeting, september, item, secretary):
    off(meeting, secretary)
    carry_over(meeting, september, by=secretary)
    moved = AgendaItem.objects.get()
    assert (moved.pk, moved.meeting, moved.papers.get().title) == (item.pk, september, "Figures")


def test_what_went_out_stays_and_stands_there_too_with_its_papers(meeting, september, item, secretary):
    circulated(meeting)
    off(meeting, secretary)
    (copy,) = carry_over(meeting, september, by=secretary)
    copy.refresh_from_db()
    old = AgendaItem.objects.get(meeting=meeting)
    assert (old.number, copy.number, copy.carried_from, copy.meeting) == ("5", "", old, september)
    versions = [each.paper.versions.get() for each in PaperVersion.objects.order_by("pk")]
    assert [each.document_id for each in versions] == [versions[0].document_id] * 2
    assert [bool(each.published_at) for each in versions] == [True, False]


def test_a_paper_in_the_portals_form_keeps_its_words_its_files_and_the_advice_and_goes_on_there(
    meeting, september, submitted, secretary, police_lead, cast, partnership, sign_in
):
    attached(
        reports.return_report(submitted, comments="Attach the figures", by=secretary), upload(pdf()), by=police_lead
    )
    submitted.refresh_from_db()
    reports.submit_report(submitted, by=police_lead)
    seats = [partnership.seats["housing"], partnership.seats["fire"]]
    advice.ask_advice(submitted.paper, seats, wanted_by=date(2027, 5, 20), by=secretary)
    asked = Advice.objects.get(seat__key="board-housing")
    advice.give_advice(asked, view="favourable", text="We are for it.", by=cast.housing_rep)
    submitted.refresh_from_db()
    reports.accept_report(submitted, by=secretary)
    circulated(meeting)
    off(meeting, secretary)
    (copy,) = carry_over(meeting, september, by=secretary)
    version = PaperVersion.objects.get(paper__item=copy)
    assert version.recommendations == ["Agree the plan.", "Note the figures."]
    page = text_of(sign_in(cast.chair).get(reverse("meetings:show_item", args=[copy.pk])))
    assert "Knives: what to do" in page
    page = sign_in(secretary).get(reverse("meetings:show_paper", args=[version.paper_id]))
    assert "To agree what we do about knives." in text_of(page)
    assert "We are for it." in text_of(page)
    assert len(page.context["files"]) == 1
    # as it went out, it is still there
    old = reverse("meetings:show_paper", args=[submitted.paper_id])
    assert "To agree what we do about knives." in text_of(sign_in(secretary).get(old))
    assert [each.paper.item for each in Advice.objects.waiting()] == [copy]
    submitted.refresh_from_db()
    assert submitted.paper == version.paper
    again = reports.revise_report(submitted, by=police_lead)
    assert again.state == "draft"


def test_a_private_item_lets_in_and_leaves_out_the_same_people(meeting, september, secretary, cast):
    secret = agenda.add_item(meeting, title="A name", purpose="discuss", **PRIVATE, by=secretary)
    guests.invite_to_item(secret, cast.councillor, by=secretary)
    ItemExclusion.objects.create(
        item=secret, person=cast.police_lead, reason="An interest", excluded_at=NOW, excluded_by=secretary
    )
    circulated(meeting)
    off(meeting, secretary)
    (copy,) = carry_over(meeting, september, by=secretary)
    assert (copy.is_private, copy.public_title) == (True, "A safeguarding matter")
    readable = {
        name
        for name, person in cast.everybody.items()
        if AgendaItem.objects.visible_to(person).filter(pk=copy.pk).exists()
    }
    assert "councillor" in readable
    assert not readable & {"police_lead", "observer", "public", "former_member"}


def test_what_the_forward_plan_holds_is_planned_for_the_other(meeting, september, board, secretary, partnership):
    asked = {"ground": "request", "ground_text": "The Panel", "owner": partnership.seats["police"]}
    for number, title in (("", "Open yet"), ("7", "Out already")):
        planned = forward.propose(board, Slot(meeting), by=secretary, title=title, **asked)
        planned = forward.place(planned, Slot(meeting), by=secretary)
        AgendaItem.objects.filter(pk=planned.item_id).update(number=number)
    off(meeting, secretary)
    carry_over(meeting, september, by=secretary)
    for planned in board.planned_items.all():
        assert (planned.meeting, planned.item.meeting, planned.state) == (september, september, "placed")
    assert sorted(september.items.values_list("title", flat=True)) == ["Open yet", "Out already"]


def test_it_is_done_once(meeting, september, item, secretary):
    circulated(meeting)
    off(meeting, secretary)
    carry_over(meeting, september, by=secretary)
    assert not business_of(meeting).exists()
    with pytest.raises(Conflict, match="Nothing is left to move"):
        carry_over(meeting, september, by=secretary)


def test_of_a_meeting_that_is_not_cancelled_nothing_moves(meeting, september, item, secretary):
    with pytest.raises(NotOpen):
        carry_over(meeting, september, by=secretary)


def test_cancelling_leads_to_the_offer_and_one_button_moves_it(meeting, september, item, post, sign_in, secretary):
    answer = post(secretary, f"/meetings/{meeting.pk}/cancel/", {"reason": "Local elections"})
    url = reverse("meetings:carry_over", args=[meeting.pk])
    assert answer["Location"] == url
    page = text_of(sign_in(secretary).get(url))
    assert "Knife crime" in page
    assert "CCSP Board, 9 September 2027" in page
    assert "Move its business to another meeting" in text_of(sign_in(secretary).get(meeting.get_absolute_url()))
    assert post(secretary, url, {"to": september.pk}).status_code == 302
    assert "Nothing is left to move" in text_of(sign_in(secretary).get(url))
    assert "Move its business" not in text_of(sign_in(secretary).get(meeting.get_absolute_url()))


def test_its_page_says_where_its_business_went_and_offers_neither_to_run_it_nor_to_add_it_to_a_calendar(
    meeting, september, item, sign_in, secretary, cast
):
    url = meeting.get_absolute_url()
    went = f'Its business is now on the agenda of <a class="govuk-link" href="{september.get_absolute_url()}">'
    assert "Add to your calendar" in text_of(sign_in(secretary).get(url))
    off(meeting, secretary)
    assert went not in sign_in(secretary).get(url).content.decode()
    carry_over(meeting, september, by=secretary)
    for person in (secretary, cast.police_lead):
        page = sign_in(person).get(url)
        assert went in page.content.decode()
        assert "not written yet" not in text_of(page)
        assert "Run the meeting" not in text_of(page)
        assert "Add to your calendar" not in text_of(page)


def test_the_public_reads_where_the_business_went_once_that_agenda_is_out(meeting, september, item, client, secretary):
    circulated(meeting)
    off(meeting, secretary)
    assert "Its business is now" not in text_of(client.get(meeting.get_absolute_url()))
    carry_over(meeting, september, by=secretary)
    assert "Its business is now" not in text_of(client.get(meeting.get_absolute_url()))
    circulated(september)
    assert "Its business is now on the agenda of CCSP Board, 9 September 2027" in text_of(
        client.get(meeting.get_absolute_url())
    )


def test_one_without_business_says_so(meeting, sign_in, secretary):
    meeting.items.update(withdrawn_at=NOW)
    off(meeting, secretary)
    assert "Nothing is on its agenda." in text_of(sign_in(secretary).get(meeting.get_absolute_url()))


def test_with_nowhere_to_go_the_page_says_what_to_do(meeting, item, post, sign_in, secretary):
    off(meeting, secretary)
    page = sign_in(secretary).get(reverse("meetings:carry_over", args=[meeting.pk]))
    assert "Convene one first" in text_of(page)
    wrong = post(secretary, reverse("meetings:carry_over", args=[meeting.pk]), {"to": "9"})
    assert wrong.status_code == 200
    assert AgendaItem.objects.get().meeting == meeting


def test_who_may(meeting, september, item, sign_in, secretary, cast):
    circulated(meeting)
    off(meeting, secretary)
    url = reverse("meetings:carry_over", args=[meeting.pk])
    for name, person in cast.everybody.items():
        expected = {"secretary": 200, "public": 302}.get(name, 403)
        assert sign_in(person).get(url).status_code == expected, name


def test_guests_are_told_and_calendars_drop_it_with_a_later_sequence(meeting, item, secretary):
    guest = make_person("Gus Guest")
    guests.invite_to_item(item, guest, by=secretary)
    before = meeting.sequence
    cancelled = off(meeting, secretary)
    letter = Notice.objects.get(recipient=guest, template="meetings/notices/cancelled_guest.txt")
    assert "Why: Local elections" in letter.text
    sent = Notice.objects.filter(template="meetings/notices/cancelled.txt").select_related("calendar")
    assert len(sent) == 11
    for notice in sent:
        data = bytes(notice.calendar.data).decode()
        assert "METHOD:CANCEL" in data
        assert f"SEQUENCE:{before + 1}" in data
    assert cancelled.sequence == before + 1


def test_who_looks_for_an_announced_meeting_finds_that_it_is_off(meeting, sign_in, secretary, cast):
    circulated(meeting)
    off(meeting, secretary)
    page = text_of(sign_in(cast.public).get("/meetings/"))
    assert "Thursday 10 June 2027" in page
    assert "Cancelled" in page
    assert "This meeting is cancelled: Local elections" in text_of(sign_in(cast.public).get(meeting.get_absolute_url()))
    with clock.set_to(NOW.replace(month=7)):
        assert "10 June" not in text_of(sign_in(cast.public).get("/meetings/"))


def test_one_that_was_never_announced_is_nothing_to_the_public(meeting, sign_in, secretary, cast):
    off(meeting, secretary)
    assert "10 June" not in text_of(sign_in(cast.public).get("/meetings/?when=all"))
    assert sign_in(cast.public).get(meeting.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("also", [0, 1])
def test_it_says_how_many_have_papers(meeting, september, item, secretary, post, also):
    for each in range(also):
        agenda.add_item(meeting, title=f"Without {each}", purpose="note", by=secretary)
    off(meeting, secretary)
    answers = {"to": str(september.pk)}
    page = post(secretary, reverse("meetings:carry_over", args=[meeting.pk]), answers, follow=True)
    said = [f"1 item is on the agenda of {september}, with papers.", "2 items are on"][also]
    assert said in page.content.decode()
    assert (", 1 with papers." in page.content.decode()) is bool(also)


def test_it_says_nothing_of_papers_where_there_are_none(meeting, september, secretary, post):
    agenda.add_item(meeting, title="Without", purpose="note", by=secretary)
    off(meeting, secretary)
    page = post(
        secretary, reverse("meetings:carry_over", args=[meeting.pk]), {"to": str(september.pk)}, follow=True
    )  # fmt: skip
    assert f"1 item is on the agenda of {september}." in page.content.decode()

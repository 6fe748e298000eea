"""A paper in the portal's form is written by its seat, submitted, returned with comments, and accepted."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.notices.models import Notice
from ccsp_portal.workflow import NotOpen, Stale
from meetings.models import CoverReport, Meeting, Paper, PaperVersion, Submission
from meetings.queries.deadlines import items_without_paper
from meetings.workflow import agenda, circulation, papers, reports
from tests.factories import moment
from tests.meetings.conftest import text_of
from tests.meetings.pdfs import pdf, upload
from tests.meetings.reporting import WHOLE, answers, whole

SECRET = "Nightjar"


def address(name, report):
    return reverse(f"meetings:{name}", args=[report.paper_id])


def test_a_paper_is_written_saved_submitted_and_accepted_by_its_pages(knives, police_lead, secretary, post, sign_in):
    post(police_lead, reverse("meetings:start_paper", args=[knives.pk]), {"title": "Knives", "marking": "OFFICIAL"})
    report = CoverReport.objects.get(paper__item=knives)
    page = post(police_lead, address("write_paper", report), {"title": "Knives", "marking": "OFFICIAL", "version": 1})
    assert page.status_code == 302
    page = sign_in(police_lead).get(address("submit_paper", report))
    assert "Enter the purpose of the paper." in text_of(page)
    assert post(police_lead, address("submit_paper", report)).status_code == 422
    sent = post(police_lead, address("write_paper", report), {**answers(report, version=2), "check": "x"})
    assert sent["Location"] == address("submit_paper", report)
    assert post(police_lead, address("submit_paper", report)).status_code == 302
    assert "Knives: what to do" in text_of(sign_in(secretary).get(address("show_draft", report)))
    assert post(secretary, address("accept_paper", report)).status_code == 302
    read = text_of(sign_in(police_lead).get(address("show_paper", report)))
    assert "Recommendations Agree the plan. Note the figures. Summary Knife crime rose." in read
    assert "Data protection None. About data." in read
    version = PaperVersion.objects.get(paper=report.paper_id)
    assert version.document.facts["tagged"] is True
    assert version.accepted_at == clock.now()


@pytest.mark.parametrize("name", ["show_draft", "write_paper", "submit_paper", "attach"])
def test_a_draft_is_seen_by_the_people_of_its_seat_and_the_secretary_only(name, cast, draft, sign_in):
    seen = {who for who, person in cast.everybody.items() if _opens(sign_in(person), address(name, draft))}
    assert seen == {"secretary", "police_lead", "deputy"}
    assert not Paper.objects.visible_to(cast.chair).exists()


def _opens(client, url):
    return client.get(url).status_code == 200


def test_the_title_of_a_draft_stands_on_no_page_of_others(cast, knives, sign_in, police_lead):
    whole(knives, police_lead, title=f"{SECRET} paper", purpose=f"{SECRET} purpose")
    pages = ("show_item", knives.pk), ("show_meeting", knives.meeting_id), ("show_history", knives.meeting_id)
    for who in ("chair", "council_officer", "observer", "auditor"):
        for name, pk in pages:
            answer = sign_in(cast.everybody[who]).get(reverse(f"meetings:{name}", args=[pk]))
            assert SECRET not in answer.content.decode(), (who, name)
    history = sign_in(cast.auditor).get(reverse("home:list_history"))
    assert history.status_code == 200
    assert SECRET not in history.content.decode()


def test_others_neither_begin_nor_write_a_paper(knives, draft, housing_rep, post):
    with pytest.raises(PermissionDenied):
        reports.start_report(knives, title="Mine", by=housing_rep)
    with pytest.raises(PermissionDenied):
        reports.write_report(draft, version=draft.version, title="Mine", by=housing_rep)
    assert post(housing_rep, reverse("meetings:start_paper", args=[knives.pk]), {"title": "x"}).status_code == 403


def test_two_who_write_at_once_see_both_texts(draft, deputy, police_lead, post):
    reports.write_report(draft, version=draft.version, purpose="The deputy's <b>purpose</b>.", by=deputy)
    with pytest.raises(Stale):
        reports.write_report(draft, version=draft.version, purpose="Mine", by=police_lead)
    page = post(police_lead, address("write_paper", draft), answers(draft, purpose="My own purpose."))
    assert page.status_code == 409
    assert "The deputy's <b>purpose</b>." in text_of(page)
    assert "<b>purpose" not in page.content.decode()
    assert "My own purpose." in text_of(page)


def test_returned_with_comments_it_is_changed_and_submitted_again(submitted, secretary, police_lead, deputy, sign_in):
    reports.return_report(submitted, comments="Say what it costs.", by=secretary)
    told = Notice.objects.filter(template__endswith="paper_returned.txt")
    assert {each.recipient for each in told} == {police_lead, deputy}
    assert "Say what it costs." in told[0].text
    submitted.refresh_from_db()
    home = text_of(sign_in(police_lead).get(reverse("home:home")))
    assert "Returned to you: Knives: what to do" in home
    assert "Send the paper for" not in home
    reports.write_report(submitted, version=submitted.version, summary="It costs nothing.", by=police_lead)
    second = reports.submit_report(submitted, by=police_lead)
    assert (second.number, second.content["summary"]) == (2, "It costs nothing.")
    first = Submission.objects.get(number=1)
    assert (first.content["summary"], first.comments) == (WHOLE["summary"], "Say what it costs.")
    assert "To accept: Knives: what to do" in text_of(sign_in(secretary).get(reverse("home:home")))
    page = text_of(sign_in(police_lead).get(address("compare_submissions", submitted)))
    assert "Removed: Knife crime rose." in page
    assert "Added: It costs nothing." in page


def test_nothing_is_returned_without_saying_why(submitted, secretary, post):
    assert post(secretary, address("return_paper", submitted), {"comments": " "}).status_code == 422
    with pytest.raises(ValidationError):
        reports.return_report(submitted, comments="", by=secretary)


def test_the_secretary_alone_accepts_and_returns(cast, submitted, post):
    for who in ("chair", "police_lead", "auditor"):
        for name in ("accept_paper", "return_paper"):
            assert post(cast.everybody[who], address(name, submitted)).status_code in {403, 404}


def test_what_is_submitted_is_with_the_secretary_and_no_longer_the_seats_to_do(knives, draft, police_lead):
    assert knives in items_without_paper()
    reports.submit_report(draft, by=police_lead)
    assert knives not in items_without_paper()
    draft.refresh_from_db()
    with pytest.raises(NotOpen):
        reports.write_report(draft, version=draft.version, purpose="Later", by=police_lead)


def test_after_the_due_day_it_asks_for_a_reason_which_is_kept_and_shown(draft, police_lead, secretary, post, sign_in):
    with clock.set_to(moment(date(2027, 6, 1))):
        assert post(police_lead, address("submit_paper", draft), {"late_reason": ""}).status_code == 422
        post(police_lead, address("submit_paper", draft), {"late_reason": "The figures came late."})
        submission = Submission.objects.get(report=draft)
        assert (submission.is_late, submission.late_reason) == (True, "The figures came late.")
        reports.accept_report(draft, by=secretary)
        assert "It came late: The figures came late." in text_of(sign_in(secretary).get(address("show_paper", draft)))


def test_a_file_that_comes_late_asks_for_a_reason_too(knives, police_lead):
    with clock.set_to(moment(date(2027, 6, 1))):
        with pytest.raises(ValidationError, match="Papers were due on"):
            papers.bring_paper(knives, upload(pdf()), title="Late", by=police_lead)
        version = papers.bring_paper(knives, upload(pdf()), title="Late", late_reason="Snow", by=police_lead)
    assert (version.is_late, version.late_reason, version.due_on) == (True, "Snow", knives.meeting.papers_due_on)


def test_when_it_was_submitted_accepted_and_published_can_not_be_altered(submitted, secretary):
    version = reports.accept_report(submitted, by=secretary)
    PaperVersion.objects.filter(pk=version.pk).update(published_at=clock.now())
    later = moment(date(2027, 5, 20))
    rows = PaperVersion.objects.filter(pk=version.pk), Submission.objects.filter(pk=version.submission_id)
    for name, row in (
        ("uploaded_at", 0),
        ("accepted_at", 0),
        ("published_at", 0),
        ("submitted_at", 1),
        ("accepted_at", 1),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows[row].update(**{name: later})
    with pytest.raises(DatabaseError), transaction.atomic():
        rows[1].update(content={})


def test_an_accepted_paper_is_revised_and_both_versions_are_compared(submitted, secretary, police_lead, sign_in, chair):
    reports.accept_report(submitted, by=secretary)
    submitted.refresh_from_db()
    revised = reports.revise_report(submitted, by=police_lead)
    revised = reports.write_report(revised, version=revised.version, purpose="<i>Anew</i>", by=police_lead)
    assert "Anew" not in text_of(sign_in(chair).get(address("show_paper", revised)))
    reports.submit_report(revised, by=police_lead)
    reports.accept_report(revised, by=secretary)
    page = sign_in(chair).get(address("compare_versions", revised))
    assert "Added: <i>Anew</i>" in text_of(page)
    assert "<i>Anew" not in page.content.decode()


def test_a_sensitive_paper_needs_a_private_item_and_keeps_it_private(knives, police_lead, secretary, submitted, post):
    with pytest.raises(ValidationError, match="The item is open"):
        reports.start_report(knives, title="x", marking="OFFICIAL-SENSITIVE", by=police_lead)
    private = {"privacy": "private", "private_reason": "Names people", "public_title": "A case"}
    item = agenda.set_privacy(knives, version=knives.version, **private, by=secretary)
    papers.bring_paper(item, upload(pdf()), title="Names", marking="OFFICIAL-SENSITIVE", by=police_lead)
    with pytest.raises(ValidationError, match="“Names” is marked OFFICIAL-SENSITIVE"):
        agenda.set_privacy(item, version=item.version, privacy="open", by=secretary)
    for page, more in (("set_privacy", {}), ("edit_item", {"title": "Knives", "purpose": "note"})):
        sent = {"privacy": "open", "version": item.version, "minutes_allotted": 5, **more}
        refused = post(secretary, reverse(f"meetings:{page}", args=[item.pk]), sent)
        assert refused.status_code == 422
        assert "“Names” is marked OFFICIAL-SENSITIVE: withdraw it before" in text_of(refused)
    item.refresh_from_db()
    assert item.is_private
    Meeting.objects.update(state="in session", circulated_at=clock.now(), opened_at=clock.now())
    refused = post(secretary, reverse("meetings:set_privacy", args=[item.pk]), sent)
    assert "“Names” is marked OFFICIAL-SENSITIVE, and was before the meeting: the item stays private." in text_of(
        refused
    )


@pytest.mark.parametrize("state", ["in session", "concluded"])
def test_no_paper_is_submitted_once_the_meeting_has_opened(state, draft, police_lead):
    meeting = draft.item.meeting
    dates = {"circulated_at": clock.now(), "concluded_at": clock.now()}
    type(meeting).objects.filter(pk=meeting.pk).update(state=state, **dates)
    with pytest.raises(NotOpen):
        reports.submit_report(draft, by=police_lead)


def test_a_paper_goes_out_as_tagged_pdf_when_it_is_accepted_and_not_before(submitted, secretary, client):
    pack = circulation.circulate(submitted.item.meeting, by=secretary)
    circulation.assemble(pack, step=lambda *said: None, hold=lambda: None)
    assert client.get(address("show_paper", submitted)).status_code == 404
    reports.accept_report(submitted, by=secretary)
    assert client.get(address("show_paper", submitted)).status_code == 404
    again = circulation.circulate(submitted.item.meeting, reason="A paper came late", by=secretary)
    again = circulation.assemble(again, step=lambda *said: None, hold=lambda: None)
    assert again.untagged == []
    page = client.get(address("show_paper", submitted))
    assert "To agree what we do about knives." in text_of(page)
    assert "Submitted at" not in text_of(page)


def test_the_page_of_a_paper_costs_as_much_with_three_versions(
    submitted, secretary, police_lead, sign_in, django_assert_num_queries
):
    reports.accept_report(submitted, by=secretary)
    client = sign_in(police_lead)
    with CaptureQueriesContext(connection) as once:
        client.get(address("show_paper", submitted))
    for _ in range(2):
        submitted.refresh_from_db()
        reports.revise_report(submitted, by=police_lead)
        reports.submit_report(submitted, by=police_lead)
        reports.accept_report(submitted, by=secretary)
    with django_assert_num_queries(len(once)):
        client.get(address("show_paper", submitted))

"""Papers are brought by those who present, kept in every version, and read by those who may read their item."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.once.tokens import new_token
from ccsp_portal.workflow import NotOpen
from meetings.models import Meeting, Paper
from meetings.workflow import agenda, papers
from tests.factories import moment
from tests.meetings.conftest import text_of
from tests.meetings.pdfs import docx, pdf, upload


@pytest.fixture
def item(meeting, secretary, partnership):
    """An item that the police present."""
    return agenda.add_item(
        meeting, title="Knife crime", purpose="decide", presenter=partnership.seats["police"], by=secretary
    )


@pytest.fixture
def paper(item, police_lead):
    return papers.bring_paper(item, upload(pdf()), title="Report on knives", by=police_lead).paper


@pytest.fixture
def bring(sign_in):
    """`bring(person, item, data)` sends the page's form with a file."""

    def sent(person, item, data, name="report.pdf", **answers):
        fields = {"title": "Report on knives", "marking": "OFFICIAL", "form_token": new_token(person), **answers}
        url = reverse("meetings:bring_paper", args=[item.pk])
        return sign_in(person).post(url, {**fields, "file": upload(data, name)})

    return sent


@pytest.mark.parametrize("name", ["police_lead", "deputy", "secretary"])
def test_the_presenter_their_deputy_and_the_secretary_bring_papers(name, cast, item, bring):
    assert bring(cast.everybody[name], item, pdf()).status_code == 302
    version = Paper.objects.get(item=item).versions.get()
    assert (version.number, version.uploaded_by) == (1, cast.everybody[name])


@pytest.mark.parametrize(
    ("name", "status"),
    [("council_officer", 403), ("chair", 403), ("observer", 403), ("public", 302), ("former_member", 404)],
)
def test_nobody_else_brings_papers_to_the_item(name, status, cast, item, bring):
    assert bring(cast.everybody[name], item, pdf()).status_code == status
    assert not Paper.objects.exists()


def test_only_the_presenter_may_by_the_act_itself(item, housing_rep):
    with pytest.raises(PermissionDenied):
        papers.bring_paper(item, upload(pdf()), title="Mine", by=housing_rep)


def test_a_new_version_keeps_the_earlier_one(paper, police_lead):
    first = paper.versions.get()
    papers.bring_version(paper, upload(docx("# Second"), "second.docx"), by=police_lead)
    assert list(paper.versions.values_list("number", flat=True)) == [2, 1]
    first.refresh_from_db()
    with first.document.file.open("rb") as stored:
        assert stored.read().startswith(b"%PDF")


def test_once_the_meeting_has_opened_a_paper_stays_and_the_page_says_what_to_do_instead(paper, police_lead, post):
    Meeting.objects.update(state="in session", circulated_at=clock.now(), opened_at=clock.now())
    page = post(police_lead, reverse("meetings:withdraw_paper", args=[paper.pk]))
    assert page.status_code == 409
    assert "ask the secretary or the chair to make its item private" in text_of(page)
    assert Paper.objects.get().withdrawn_at is None


def test_an_item_whose_only_paper_is_withdrawn_says_so(paper, item, police_lead, sign_in):
    papers.withdraw_paper(paper, by=police_lead)
    said = text_of(sign_in(police_lead).get(reverse("meetings:show_item", args=[item.pk])))
    assert "What was brought is withdrawn. Papers are due by" in said
    assert "No paper has been brought" not in said


def test_a_withdrawn_paper_can_be_put_back(paper, item, police_lead, sign_in):
    page = reverse("meetings:show_item", args=[item.pk])
    papers.withdraw_paper(paper, by=police_lead)
    assert "Withdrawn papers Report on knives" in text_of(sign_in(police_lead).get(page))
    papers.restore_paper(paper, by=police_lead)
    assert "Withdrawn papers" not in text_of(sign_in(police_lead).get(page))


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"%PDF-1.7 cut", "report.pdf", "The selected PDF is damaged or cut short."),
        (pdf(), "report.docx", "is named “.docx” but it is a PDF"),
        (b"%PDF-1.7" + b"\0" * (26 * 2**20), "report.pdf", "The selected file must be 25 MB or smaller: it is 26 MB."),
        (b"", "report.pdf", "The selected file is empty"),
    ],
)
def test_a_file_that_can_not_be_used_is_refused_and_nothing_typed_is_lost(
    data, name, sentence, item, police_lead, bring
):
    answer = bring(police_lead, item, data, name, title="My careful title")
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert 'value="My careful title"' in answer.content.decode()
    assert not Paper.objects.exists()


def test_a_file_that_browsers_let_go_of_is_asked_for_again(item, police_lead, bring):
    with clock.set_to(moment(date(2027, 6, 9))):
        answer = bring(police_lead, item, pdf(), late_reason="")
    assert "Select “report.pdf” again, once the rest is put right Enter why the paper is late" in text_of(answer)
    assert "Papers were due by Wednesday" in text_of(answer)


def test_a_sensitive_paper_does_not_go_to_an_open_item(item, police_lead, bring):
    answer = bring(police_lead, item, pdf(), marking="OFFICIAL-SENSITIVE")
    assert answer.status_code == 422
    assert "The item is open, so everybody could read this paper." in text_of(answer)


def test_a_late_paper_says_so_to_those_who_signed_in(item, secretary, sign_in):
    with clock.set_to(moment(date(2027, 6, 9))):
        papers.bring_paper(item, upload(pdf()), title="Late", late_reason="Snow", by=secretary)
        page = sign_in(secretary).get(reverse("meetings:show_item", args=[item.pk]))
    assert "after the day on which papers were due. Why: Snow" in text_of(page)


@pytest.mark.parametrize("state", ["in session", "concluded", "cancelled"])
def test_no_paper_is_brought_once_the_meeting_has_opened(state, item, meeting, police_lead):
    how = {"cancelled_at": clock.now(), "cancelled_by": police_lead, "cancelled_reason": "Snow"}
    dates = {"circulated_at": clock.now(), "concluded_at": clock.now()}
    Meeting.objects.filter(pk=meeting.pk).update(state=state, **how, **dates)
    with pytest.raises(NotOpen):
        papers.bring_paper(item, upload(pdf()), title="Too late", by=police_lead)


def test_before_circulation_a_paper_is_for_the_bodys_own_people(paper, sign_in, cast):
    url = reverse("meetings:download_paper", args=[paper.versions.get().pk])
    for name, person in cast.everybody.items():
        expected = 404 if name in {"public", "former_member"} else 200
        assert sign_in(person).get(url).status_code == expected, name

"""What was put off comes back with its papers, for those who may read them, and says where it comes from."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from ccsp_portal.documents.store import store
from meetings.models import Advice, Paper, PaperVersion, PlannedItem
from meetings.workflow import forward
from meetings.workflow.forward import Slot
from meetings.workflow.records import record_decision
from meetings.workflow.scheduling import convene
from meetings.workflow.session import conclude
from partners.models import Role
from tests.cast import make_person, make_seat
from tests.factories import make_meeting
from tests.meetings.conftest import sitting, text_of
from tests.meetings.pdfs import pdf, upload
from tests.meetings.running import AT_TWO


@pytest.fixture
def june(sitting_now, cast):
    return convene(sitting_now.body, sitting(date(2027, 6, 10)), by=cast.secretary)


def paper_to(item, title, by, late=None, **fields):
    """A paper that went out; `late` is what is kept of one that came late."""
    paper = Paper.objects.create(item=item, title=title, position=item.papers.count() + 1, **fields)
    document = store(upload(pdf()), by=by, marking="OFFICIAL")
    PaperVersion.objects.create(
        paper=paper,
        number=1,
        document=document,
        uploaded_at=AT_TWO,
        uploaded_by=by,
        published_at=AT_TWO,
        **(late or {}),
    )
    return paper


def advised(paper, seat, by):
    given = {"view": "favourable", "text": "We are for it.", "given_at": AT_TWO, "given_by": by}
    return Advice.objects.create(
        paper=paper, seat=seat, wanted_by=AT_TWO.date(), asked_at=AT_TWO, asked_by=by, **given
    )  # fmt: skip


def put_off(item, cast, outcome="deferred", **more):
    decision = record_decision(item, outcome=outcome, text="More figures are wanted", by=cast.secretary, **more)
    conclude(item.meeting, by=cast.secretary)
    return decision, PlannedItem.objects.get(put_off=item)


def placed_at(meeting, planned, cast):
    return forward.place(planned, Slot(meeting), by=cast.secretary).item


def test_a_deferred_item_has_its_papers_and_the_advice_again_and_says_where_it_comes_from(
    sitting_now, item, june, cast, partnership, sign_in
):
    advised(paper_to(item, "Figures", cast.secretary), partnership.seats["fire"], cast.secretary)
    paper_to(item, "Taken back", cast.secretary, withdrawn_at=AT_TWO)
    decision, planned = put_off(item, cast)
    again = placed_at(june, planned, cast)
    (paper,) = again.papers.all()
    version = paper.versions.get()
    assert (paper.title, version.published_at, version.document) == (
        "Figures",
        None,
        PaperVersion.objects.get(paper__item=item, paper__title="Figures").document,
    )
    assert [each.text for each in paper.advice.all()] == ["We are for it."]
    page = text_of(sign_in(cast.chair).get(reverse("meetings:show_item", args=[again.pk])))
    assert f"Where it comes from: Item 1 of {sitting_now}, with its papers ; Decision {decision.reference}" in page
    assert "Figures" in page
    assert "No paper has been brought" not in page


def test_what_came_late_for_its_first_meeting_is_in_time_for_the_next(sitting_now, item, june, cast):
    late = {"due_on": AT_TWO.date() - timedelta(days=14), "is_late": True, "late_reason": "Snow"}
    paper = paper_to(item, "Figures", cast.secretary, late=late)
    assert paper.versions.get().came_late
    again = placed_at(june, put_off(item, cast)[1], cast)
    version = again.papers.get().versions.get()
    assert (version.came_late, version.due_on, version.late_reason) == (False, june.papers_due_on, "")


def test_a_private_item_has_them_again_for_those_who_read_it_and_nobody_else_is_told_of_it(
    sitting_now, private_item, june, cast, sign_in
):
    paper_to(private_item, "Names", cast.secretary)
    _, planned = put_off(private_item, cast)
    again = placed_at(june, planned, cast)
    assert [each.title for each in again.papers.all()] == ["Names"]
    address = reverse("meetings:show_item", args=[again.pk])
    assert "Names" in text_of(sign_in(cast.chair).get(address))
    assert sign_in(cast.observer).get(address).status_code == 404
    assert not PaperVersion.objects.visible_to(cast.observer).filter(paper__item=again).exists()


def test_private_papers_do_not_come_to_an_item_that_came_back_open(sitting_now, private_item, june, cast, sign_in):
    paper_to(private_item, "Names", cast.secretary)
    _, planned = put_off(private_item, cast)
    opened = {"privacy": "open", "private_reason": "", "public_title": ""}
    planned = forward.change(planned, version=planned.version, by=cast.secretary, **opened)
    again = placed_at(june, planned, cast)
    assert not again.papers.exists()
    page = text_of(sign_in(cast.observer).get(reverse("meetings:show_item", args=[again.pk])))
    assert "Where it comes from" not in page


def test_what_went_to_another_body_has_a_link_to_its_papers_and_not_the_papers(
    sitting_now, item, cast, partnership, sign_in
):
    group = partnership.group
    seat = make_seat(group, partnership.organisations["council"], "group-secretary", role=Role.SECRETARY)
    keeper = make_person("Gil Frost", seat)
    paper_to(item, "Figures", cast.secretary)
    _, planned = put_off(item, cast, "referred", referred_to=group)
    to = make_meeting(group, keeper, day=date(2027, 6, 17))
    again = forward.place(planned, Slot(to), by=keeper).item
    assert not again.papers.exists()
    page = text_of(sign_in(keeper).get(reverse("meetings:show_item", args=[again.pk])))
    assert f"Where it comes from: Item 1 of {sitting_now}, with its papers" in page

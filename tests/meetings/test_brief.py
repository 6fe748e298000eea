"""The chair's brief: what is wanted, red, late, private, and who comes, on one page for the chair and the secretary."""

import io
from datetime import date, datetime

import pikepdf
import pytest
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.documents.store import store_bytes
from ccsp_portal.typeset.reading import texts_of
from meetings.models import ActionPoint, Attendance, ItemExclusion, Meeting, Paper, PaperVersion, Reply
from meetings.papers.brief import as_data, printed_brief
from meetings.queries.brief import brief_for
from tests.factories import make_item, make_meeting
from tests.meetings.conftest import text_of
from tests.meetings.pdfs import everything_in, pdf
from tests.meetings.running import seat_of

DAY = date(2027, 3, 11)
EVE = datetime(2027, 3, 10, 9, 0, tzinfo=clock.LONDON)


@pytest.fixture
def meeting(board, cast, partnership):
    """The Board meets tomorrow: one item has a late paper, one none, one is private and one standing."""
    with clock.set_to(EVE):
        held = make_meeting(board, cast.secretary, day=DAY, state="circulated")
        plan = make_item(held, title="Knife crime", presenter=partnership.seats["police"],
                         description="Agree the plan.\n\nAsk each partner for a lead.")  # fmt: skip
        bring(plan, datetime(2027, 3, 1, 9, 0, tzinfo=clock.LONDON), cast.police_lead)
        make_item(held, title="Serious violence", purpose="discuss", presenter=partnership.seats["fire"])
        make_item(held, title="Operation Nightjar", purpose="decide", privacy="private", description="PLANTED advice")
        make_item(held, title="The last minutes", purpose="decide", standing="minutes")
        yield held


def bring(item, at, by):
    paper = Paper.objects.create(item=item, title="The picture")
    document = store_bytes(pdf(), name="picture.pdf", media_type="application/pdf", by=by)
    return PaperVersion.objects.create(
        paper=paper, number=1, document=document, uploaded_at=at, uploaded_by=by, late_reason="The data came late."
    )


def owe(item, cast, number=1, day=date(2027, 1, 8)):
    return ActionPoint.objects.create(
        item=item, reference=f"TEST/A{number:03d}", text="Write to schools", owner=seat_of(cast.police_lead),
        due_on=day, first_due_on=day, raised_at=clock.now(), raised_by=cast.secretary,
    )  # fmt: skip


def sections(brief):
    return {each["heading"]: each for each in as_data(brief)["sections"]}


def test_it_says_what_is_wanted_red_late_private_and_who_comes(meeting, board, cast):
    earlier = make_meeting(board, cast.secretary, day=date(2026, 12, 10), state="concluded")
    owe(make_item(earlier), cast)
    appointment = cast.police_lead.appointments.get()
    Attendance.objects.create(
        meeting=earlier, seat=appointment.seat, status="present", appointment=appointment, counts_to_quorum=True,
        recorded_at=EVE, recorded_by=cast.secretary,
    )  # fmt: skip
    Reply.objects.create(
        meeting=meeting, seat=seat_of(cast.chair), answer="apologies", sequence=0, replied_at=EVE, replied_by=cast.chair
    )
    found = sections(brief_for(meeting, cast.chair))
    assert found["Decisions wanted"]["entries"] == [
        {"lead": "1 Knife crime", "text": "Local policing area commander, West Midlands Police.",
         "points": ["Agree the plan.", "Ask each partner for a lead."]},
        {"lead": "3 Operation Nightjar", "text": "", "points": ["PLANTED advice"]},
        {"lead": "4 The last minutes", "text": "", "points": []},
    ]  # fmt: skip
    assert [each["lead"] for each in found["Red action points"]["entries"]] == ["TEST/A001"]
    assert [(each["lead"], each["text"]) for each in found["Late papers"]["entries"]] == [
        ("1 Knife crime", "“The picture” came 4 days after it was due: The data came late."),
        ("2 Serious violence", "No paper has come."),
    ]
    assert found["Who comes"]["before"][0].startswith(
        "By the replies so far the meeting would not be quorate with 0 of 6"
    )
    assert found["Who comes"]["entries"][0]["lead"] == "Cabinet Member for Policing and Equalities, The Council"
    attended = found["Attendance by authority in the year before"]["entries"]
    assert [(each["lead"], each["text"]) for each in attended] == [("West Midlands Police", "1 of 1")]
    assert [(each["lead"], each["text"]) for each in found["What is private, and why"]["entries"]] == [
        ("3 Operation Nightjar", "It names people")
    ]


def test_a_chair_who_takes_no_part_in_an_item_reads_nothing_of_it(meeting, cast):
    ItemExclusion.objects.create(
        item=meeting.items.get(privacy="private"), person=cast.chair, reason="x", excluded_at=EVE,
        excluded_by=cast.secretary,
    )  # fmt: skip
    data = str(as_data(brief_for(meeting, cast.chair)))
    assert "PLANTED" not in data
    assert "Nightjar" not in data
    assert "3 A private matter" in data
    assert "PLANTED" in str(as_data(brief_for(meeting, cast.secretary)))


def test_it_numbers_what_is_recommended_as_the_paper_does(meeting, cast, sign_in):
    page = sign_in(cast.chair).get(reverse("meetings:show_brief", args=[meeting.pk])).content.decode()
    assert (
        '<ol class="govuk-list govuk-list--number"><li>Agree the plan.</li><li>Ask each partner for a lead.</li></ol>'
    ) in page
    with pikepdf.open(io.BytesIO(printed_brief(brief_for(meeting, cast.chair)))) as opened:
        words = " ".join(" ".join(texts_of(opened)).split())
    assert "1. Agree the plan. 2. Ask each partner for a lead." in words


def test_it_is_for_the_chair_and_the_secretary(meeting, cast, sign_in):
    address, show = reverse("meetings:show_brief", args=[meeting.pk]), meeting.get_absolute_url()
    for name, person in cast.everybody.items():
        may = name in ("chair", "secretary")
        expected = 200 if may else 302 if name == "public" else 403
        assert sign_in(person).get(address).status_code == expected, name
        assert (address in sign_in(person).get(show).content.decode()) is may, name


def test_of_a_cancelled_meeting_there_is_none(board, cast, sign_in):
    gone = make_meeting(board, cast.secretary, state="cancelled", cancelled_at=EVE, cancelled_by=cast.secretary,
                        cancelled_reason="Snow")  # fmt: skip
    page = sign_in(cast.chair).get(reverse("meetings:show_brief", args=[gone.pk]))
    assert page.status_code == 409
    assert "This meeting is cancelled, so there is no brief on it." in text_of(page)


def test_it_is_one_tagged_page(meeting, cast, sign_in):
    answer = sign_in(cast.chair).get(reverse("meetings:download_brief", args=[meeting.pk]))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="chairs-brief-board-2027-03-11.pdf"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert b"/StructTreeRoot" in everything_in(answer.content)
    assert pages_of(printed_brief(brief_for(meeting, cast.chair))) == 1


def pages_of(data):
    with pikepdf.open(io.BytesIO(data)) as opened:
        return len(opened.pages)


@pytest.mark.parametrize("many", [1, 3])
def test_what_it_costs(meeting, many, board, cast, sign_in, django_assert_num_queries):
    earlier = make_item(make_meeting(board, cast.secretary, day=date(2026, 12, 10), state="concluded"))
    for n in range(many):
        bring(make_item(meeting, title=f"More {n}"), EVE, cast.police_lead)
        owe(earlier, cast, n)
    client = sign_in(cast.chair)
    with django_assert_num_queries(16):
        client.get(reverse("meetings:show_brief", args=[meeting.pk]))


@pytest.mark.parametrize(
    ("state", "said"), [("in session", "The meeting is in session"), ("concluded", "The meeting is over")]
)
def test_once_the_meeting_has_opened_it_does_not_say_what_would_be(board, cast, sign_in, state, said):
    with clock.set_to(EVE):
        held = make_meeting(board, cast.secretary, day=DAY, state=state)
        Meeting.objects.filter(pk=held.pk).update(papers_due_on=date(2027, 3, 20))
        page = text_of(sign_in(cast.chair).get(reverse("meetings:show_brief", args=[held.pk])))
    assert said in page
    assert "By the replies so far" not in page
    assert "Who said that they would come" in page
    assert "No paper was late: they were due on 20 March 2027." in page

"""When a written procedure may be closed: the secretary's home, its page and the act say so by one rule."""

import html
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ccsp_portal import clock
from meetings.models import Meeting
from meetings.queries.procedures import reports_for
from meetings.workflow import procedures as acts
from meetings.workflow.scheduling import convene
from meetings.workflow.session import conclude
from partners.models import Appointment
from tests.cast import make_person
from tests.meetings.conftest import sitting, text_of
from tests.meetings.test_procedure_pages import PRIVATE, address
from tests.meetings.writing import put, say, until, voters

pytestmark = pytest.mark.usefixtures("in_may")

TASK = "Close and record: Emergency closure of Foleshill underpass"


@pytest.fixture
def shown(sign_in, cast):
    """`shown(procedure)`: whether the secretary's home asks to close it, and whether its own pages offer to."""

    def look(procedure):
        client = sign_in(cast.secretary)
        at_home = TASK in text_of(client.get("/home/"))
        url = address("close_procedure", procedure)
        on_page = f'href="{url}"' in client.get(procedure.get_absolute_url()).content.decode()
        asks = "Close and record?" in text_of(client.get(url))
        return at_home, on_page, asks

    return look


EVERYWHERE, NOWHERE = (True, True, True), (False, False, False)


def test_it_is_to_be_closed_once_all_seats_asked_have_replied_and_not_before(board, cast, partnership, shown, sign_in):
    procedure = put(board, cast)
    people = voters(partnership, cast)
    say(procedure, partnership, people, **dict.fromkeys(("chair", "police", "council", "fire"), "agree"))
    assert shown(procedure) == NOWHERE
    # who holds two seats replies for one of them
    say(procedure, partnership, people, probation="disagree")
    assert shown(procedure) == EVERYWHERE
    assert TASK not in text_of(sign_in(cast.chair).get("/home/"))
    assert acts.close(procedure, by=cast.secretary).state == "closed"
    assert TASK not in text_of(sign_in(cast.secretary).get("/home/"))


def test_nobody_is_waited_for_in_a_vacant_seat_nor_in_one_that_bears_on_nothing(board, cast, partnership, shown):
    # the fire seat is vacant in the cast; the adviser, the observer and others have no vote; a deputy replies
    procedure = put(board, cast)
    people = {"chair": cast.chair, "police": cast.deputy, "council": cast.council_officer, "health": cast.two_seats}
    say(procedure, partnership, people, chair="agree", police="agree", council="abstain")
    assert shown(procedure) == NOWHERE
    say(procedure, partnership, people, health="agree")
    assert shown(procedure) == EVERYWHERE


def test_a_deputy_is_waited_for_where_nobody_holds_the_seat(board, cast, partnership, shown):
    procedure = put(board, cast)
    make_person("Di Stand-in", partnership.seats["fire"], kind="deputy", from_on=clock.today())
    people = {"chair": cast.chair, "police": cast.police_lead, "council": cast.council_officer}
    people["probation"] = cast.two_seats
    say(procedure, partnership, people, **dict.fromkeys(people, "agree"))
    assert shown(procedure) == NOWHERE


def test_a_reply_of_who_held_the_seat_before_is_asked_again(board, cast, partnership, shown):
    procedure = put(board, cast)
    people = voters(partnership, cast)
    say(procedure, partnership, people, **dict.fromkeys(people, "agree"))
    Appointment.objects.filter(person=people["fire"]).update(to_on=clock.today())
    with clock.set_to(until(1)):
        assert shown(procedure) == EVERYWHERE
        make_person("New Comer", partnership.seats["fire"], from_on=clock.today())
        assert shown(procedure) == NOWHERE


def test_one_seat_that_asks_for_a_meeting_is_enough_and_so_is_the_deadline(board, cast, partnership, shown):
    asked = put(board, cast, **PRIVATE)
    assert shown(asked) == NOWHERE
    say(asked, partnership, {"council": cast.council_officer}, council="discuss")
    assert shown(asked) == EVERYWHERE
    acts.close(asked, by=cast.secretary)
    silent = put(board, cast)
    with clock.set_to(until(8)):
        assert shown(silent) == EVERYWHERE


def test_home_asks_no_more_questions_however_many_run(board, cast, partnership, sign_in):
    people = voters(partnership, cast)
    client = sign_in(cast.secretary)
    asked = []
    for _ in range(3):
        say(put(board, cast), partnership, people, **dict.fromkeys(people, "agree"))
        client.get("/home/")
        with CaptureQueriesContext(connection) as caught:
            page = text_of(client.get("/home/"))
        asked.append(len(caught))
    assert page.count(TASK) == 3
    assert asked == [asked[0]] * 3
    assert asked[0] <= 12


def all_agree(board, cast, partnership, people):
    procedure = put(board, cast)
    say(procedure, partnership, people, **dict.fromkeys(people, "agree"))
    return procedure


@pytest.fixture
def june(board, cast):
    return convene(board, sitting(date(2027, 6, 10)), by=cast.secretary)


JUNE_SITS = datetime(2027, 6, 10, 14, 5, tzinfo=clock.LONDON)


def sits(meeting):
    Meeting.objects.filter(pk=meeting.pk).update(
        state="in session", circulated_at=clock.now() - timedelta(days=9), opened_at=clock.now()
    )
    return Meeting.objects.get(pk=meeting.pk)


def test_what_was_closed_before_a_meeting_sat_is_reported_to_it_while_it_sits(board, cast, partnership, june, sign_in):
    convene(board, sitting(date(2027, 9, 9)), by=cast.secretary)
    procedure = all_agree(board, cast, partnership, voters(partnership, cast))
    procedure = acts.close(procedure, by=cast.secretary)
    with clock.set_to(JUNE_SITS):
        assert [each.procedure for each in reports_for(sits(june), cast.chair)] == [procedure]
        page = text_of(sign_in(cast.secretary).get(procedure.get_absolute_url()))
    assert "It is reported to the next meeting: CCSP Board, 10 June 2027" in page


def test_what_is_closed_while_a_meeting_sits_is_reported_to_the_one_after(
    board, cast, partnership, june, post, sign_in
):
    september = convene(board, sitting(date(2027, 9, 9)), by=cast.secretary)
    people = voters(partnership, cast)
    with clock.set_to(JUNE_SITS - timedelta(days=1)):
        procedure = all_agree(board, cast, partnership, people)
    client = sign_in(cast.secretary)
    with clock.set_to(JUNE_SITS):
        june = sits(june)
    with clock.set_to(JUNE_SITS + timedelta(minutes=5)):
        url = address("close_procedure", procedure)
        assert "It is reported to CCSP Board, 9 September 2027." in text_of(client.get(url))
        assert post(cast.secretary, url).status_code == 302
        page = text_of(client.get(procedure.get_absolute_url()))
        assert "It is reported to the next meeting: CCSP Board, 9 September 2027" in page
        assert not reports_for(june, cast.chair)
        assert [each.procedure for each in reports_for(september, cast.chair)] == [procedure]
        told = text_of(client.get(f"/meetings/{september.pk}/"))
        assert "Decided between meetings, reported to this one Emergency closure of Foleshill underpass" in told
        assert "Decided between meetings" not in text_of(client.get(f"/meetings/{june.pk}/"))
        june.items.update(purpose="note")
        june = conclude(june, by=cast.secretary)
        assert not reports_for(june, cast.chair)
        assert [each.procedure for each in reports_for(september, cast.chair)] == [procedure]


def test_where_no_later_meeting_is_fixed_it_says_the_next(board, cast, partnership, june, sign_in):
    people = voters(partnership, cast)
    with clock.set_to(JUNE_SITS):
        procedure = all_agree(board, cast, partnership, people)
        sits(june)
        client = sign_in(cast.secretary)
        page = text_of(client.get(address("close_procedure", procedure)))
        assert "It is reported to the next meeting, once that is convened." in page
        procedure = acts.close(procedure, by=cast.secretary)
        page = text_of(client.get(procedure.get_absolute_url()))
        assert "It is reported to the next meeting, once that is convened" in page


def test_after_the_deadline_the_reply_s_page_says_so_and_asks_nothing(board, cast, partnership, post, sign_in):
    procedure = put(board, cast)
    url = address("reply_to_procedure", procedure, partnership.seats["police"].pk)
    other = address("reply_to_procedure", procedure, partnership.seats["council"].pk)
    say(procedure, partnership, {"police": cast.police_lead}, police="agree")
    with clock.set_to(until(7, time(17, 1))):
        page = sign_in(cast.police_lead).get(url)
        assert page.status_code == 200
        assert "<form" not in page.content.decode().split("<main", 1)[1]
        said = text_of(page)
        assert "The deadline has passed Replies were taken until 5pm on Tuesday 11 May 2027." in said
        assert "Local policing area commander, West Midlands Police replied: agree." in said
        assert "The secretary closes it now. What is recorded follows from the replies that came in time" in said
        assert "As it stands: Not decided by written procedure: too few replied. 1 agreed" in said
        assert "It is then proposed for a meeting, where the Board decides." in said
        assert "did not reply." in text_of(sign_in(cast.council_officer).get(other))
        late = post(cast.council_officer, other, {"answer": "agree", "remark": "Only <b>at once</b>", "version": "0"})
        assert late.status_code == 409
        assert "Your remark was not kept: “Only <b>at once</b>”" in html.unescape(late.content.decode())
        assert "<b>at once" not in late.content.decode()
    assert procedure.replies.count() == 1

"""When a written procedure may be closed: the secretary's home, its page and the act say so by one rule."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ccsp_portal import clock
from meetings.workflow import procedures as acts
from partners.models import Appointment
from tests.cast import make_person
from tests.meetings.conftest import text_of
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

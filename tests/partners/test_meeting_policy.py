"""How a body meets is set in the portal: for meetings to come, with a quorum that can be met."""

from datetime import timedelta

import pytest

from ccsp_portal import clock
from ccsp_portal.quorum import QuorumRule
from partners.models import MeetingPolicy
from tests.cast import PEOPLE, make_person, make_seat
from tests.factories import make_meeting

BOARD, GROUP = "/partners/bodies/board/meetings/", "/partners/bodies/drugs-group/meetings/"
ANSWERS = {
    "months": ["1", "4", "7", "10"],
    "nth": "3",
    "weekday": "tue",
    "starts_at": "10am",
    "lasts_minutes": "90",
    "venue": "Friargate, Coventry",
    "share": "1/2",
    "at_least": "3",
    "of": ["police"],
    "notice_days": "5",
    "paper_days": "7",
    "minutes_days": "10",
    "version": "1",
}


@pytest.fixture
def eve(partnership):
    """The secretary of the delivery group alone, which has no rules for its meetings yet."""
    make_seat(partnership.group, partnership.organisations["police"], "police")
    seat = make_seat(partnership.group, partnership.organisations["fire"], "secretary", role="secretary", quorum=False)
    return make_person("Eve Long", seat)


def test_a_group_s_secretary_says_how_it_meets_and_can_convene(sign_in, send, eve, partnership, words):
    client = sign_in(eve)
    assert send(GROUP, **ANSWERS)["Location"] == "/partners/bodies/drugs-group/"
    policy = MeetingPolicy.objects.get(body=partnership.group)
    assert (policy.months, policy.nth, policy.weekday) == ([4, 7, 10, 1], 3, "tue")
    assert QuorumRule.from_data(policy.quorum).explain({"police": "the police"}) == (
        "At least half of the seats that count, never fewer than 3, with the police present."
    )
    assert client.get("/meetings/convene/drugs-group/").status_code == 200


def test_a_change_does_not_rewrite_a_meeting_that_is_convened(sign_in, send, secretary, board):
    meeting = make_meeting(board, secretary, day=clock.today() + timedelta(days=60))
    sign_in(secretary)
    send(BOARD, **ANSWERS)
    meeting.refresh_from_db()
    assert meeting.quorum == {"share": "1/3", "at_least": 4, "of": ["council", "police"]}
    assert MeetingPolicy.objects.get(body=board).quorum == {"share": "1/2", "at_least": 3, "of": ["police"]}


@pytest.mark.parametrize("name", [*PEOPLE, "former_member"])
def test_only_the_body_s_own_secretary_says_so(cast, sign_in, name):
    client = sign_in(cast.everybody[name])
    assert client.get(BOARD).status_code == (200 if name == "secretary" else 403)
    assert client.get(GROUP).status_code == 403


def test_the_second_of_two_who_change_it_sees_both(sign_in, send, secretary, board):
    sign_in(secretary)
    send(BOARD, **ANSWERS)
    late = send(BOARD, **{**ANSWERS, "venue": "Elsewhere"})
    assert late.status_code == 409
    assert "Friargate, Coventry" in late.content.decode()
    assert 'value="Elsewhere"' in late.content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"months": []}, "Select the months in which it meets"),
        ({"at_least": "0"}, "must be 1 or more"),
        ({"of": ["nobody"]}, "Quorum: who must be there?” from the list"),
        ({"starts_at": "teatime"}, "The start time must be a time, like 2pm or 2.30pm"),
        ({"lasts_minutes": "-5"}, "must be 15 or more"),
        ({"share": "7/5"}, "from the list"),
    ],
)
def test_rules_that_cannot_be_are_refused_and_nothing_typed_is_lost(sign_in, send, secretary, words, wrong, sentence):
    sign_in(secretary)
    answer = send(BOARD, **(ANSWERS | wrong))
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert 'value="Friargate, Coventry"' in answer.content.decode()


def test_the_body_s_page_leads_its_secretary_to_it(sign_in, secretary, chair):
    assert BOARD in sign_in(secretary).get("/partners/bodies/board/").content.decode()
    assert BOARD not in sign_in(chair).get("/partners/bodies/board/").content.decode()


def test_the_dates_that_are_proposed_follow_the_rule(sign_in, send, secretary, words):
    client = sign_in(secretary)
    send(BOARD, **{**ANSWERS, "months": ["6"], "nth": "1", "weekday": "wed"})
    year = clock.today().year + 1
    assert f"The first Wednesday of June {year}" in words(client.get(f"/meetings/schedule/?body=board&year={year}"))

"""The Board's yearly assessment of itself: recorded by its secretary, read by those who sit on it, never published."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from ccsp_portal.profile import current
from partners.models import SelfAssessment
from partners.workflow import self_assessments
from tests.partners.conftest import three_boxes

PAGE = "/partners/self-assessments/"
KEYS = [item.key for item in current().self_assessment]


@pytest.fixture(autouse=True)
def _in_december(clock_at):
    with clock_at(date(2026, 12, 14)):
        yield


def agreed(score=3, comment="Two seats were vacant.", **fields):
    scores = {f"score-{key}": score for key in KEYS} | {f"comment-{key}": comment for key in KEYS}
    return scores | three_boxes("agreed_on", date(2026, 12, 10)) | {"agreed_by": "Decision CCSP/2026/014"} | fields


def record(year, by, score=3):
    answers = [(key, f"The question of {key}", score, "Because.") for key in KEYS]
    self_assessments.record_self_assessment(
        year, agreed_on=date(year, 12, 10), agreed_by="Meeting", answers=answers, by=by
    )


def test_the_secretary_records_what_the_board_agreed_and_members_read_it(
    sign_in, send, secretary, police_lead, words, client
):
    sign_in(secretary)
    assert send(PAGE + "2026/", version=0, **agreed()).status_code == 302
    page = words(sign_in(police_lead).get(PAGE))
    assert "April 2026 to March 2027 Decision CCSP/2026/014, 10 December 2026" in page
    assert page.count("3: mostly in place Two seats were vacant.") == len(KEYS) == 6


def test_years_stand_side_by_side(sign_in, secretary, words):
    record(2025, secretary, score=2)
    record(2026, secretary, score=3)
    page = words(sign_in(secretary).get(PAGE))
    assert page.index("April 2026") < page.index("April 2025")
    assert page.count("3: mostly in place Because. 2: partly in place Because.") == len(KEYS)


def test_a_slip_is_corrected_and_an_older_reading_sees_both_texts(sign_in, send, secretary, words, client):
    sign_in(secretary)
    send(PAGE + "2026/", version=0, **agreed())
    assert "Two seats were vacant." in client.get(PAGE + "2026/").content.decode()
    assert send(PAGE + "2026/", version=1, **agreed(score=4)).status_code == 302
    answer = send(PAGE + "2026/", version=1, **agreed(score=1))
    assert answer.status_code == 409
    assert set(SelfAssessment.objects.get().answers.values_list("score", flat=True)) == {4}


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"score-skills": ""}, "Select a score: Do our members have the knowledge"),
        ({"score-skills": "9"}, "Select"),
        ({"comment-skills": " "}, "Enter why this score was agreed: Do our members"),
        ({"comment-skills": "a" * 1001}, "must be 1000 characters or fewer"),
        ({"agreed_by": ""}, "Enter the decision or the meeting"),
        (three_boxes("agreed_on", date(2026, 12, 15)), "The day must be 14 December 2026 or earlier"),
        (three_boxes("agreed_on", date(2026, 3, 31)), "The year begins on 1 April 2026. Give that day or later."),
    ],
)
def test_a_wrong_answer_is_refused_with_what_to_do(sign_in, send, secretary, words, answers, said):
    sign_in(secretary)
    answer = send(PAGE + "2026/", version=0, **agreed() | answers)
    assert answer.status_code == 422
    assert said in words(answer)
    assert not SelfAssessment.objects.exists()


@pytest.mark.parametrize("year", [2024, 2027])
def test_a_year_long_past_or_to_come_is_not_there(sign_in, secretary, year):
    assert sign_in(secretary).get(f"{PAGE}{year}/").status_code == 404


def test_those_who_take_part_in_the_boards_decisions_read_it_and_its_secretary_alone_records(cast, sign_in):
    people = cast.everybody.items()
    assert {name for name, person in people if sign_in(person).get(PAGE).status_code == 200} == {
        "secretary", "chair", "police_lead", "deputy", "council_officer", "housing_rep", "auditor", "two_seats"
    }  # fmt: skip
    assert {name for name, person in people if sign_in(person).get(PAGE + "2026/").status_code == 200} == {"secretary"}
    with pytest.raises(PermissionDenied):
        record(2026, cast.chair)


def test_a_day_before_the_year_is_refused(secretary):
    with pytest.raises(ValidationError, match="The year begins on 1 April 2027"):
        self_assessments.record_self_assessment(
            2027, agreed_on=date(2026, 12, 10), agreed_by="Meeting", answers=[], by=secretary
        )


@pytest.mark.parametrize("years", [1, 3])
def test_the_page_costs_the_same_for_one_year_as_for_three(sign_in, secretary, years, django_assert_num_queries):
    for year in range(2026, 2026 - years, -1):
        record(year, secretary)
    client = sign_in(secretary)
    client.get(PAGE)
    with django_assert_num_queries(4):
        client.get(PAGE)

"""The register of interests: declared by each person, never deleted, confirmed each year, never public."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from ccsp_portal import clock
from ccsp_portal.notices.models import Notice
from partners.models import Interest, InterestsConfirmation
from partners.workflow import interests
from tests.cast import make_person, make_seat
from tests.factories import make_meeting
from tests.partners.conftest import three_boxes

MINE, REGISTER = "/partners/interests/", "/partners/interests/register/"


def declare(person, text="Trustee of Hillfields Youth Club", **fields):
    fields = {"category": "organisation", "from_on": date(2025, 5, 1)} | fields
    return interests.declare_interest(text=text, **fields, by=person)


def test_a_person_declares_an_interest_and_confirms_that_it_is_all(sign_in, send, police_lead, words, client):
    sign_in(police_lead)
    assert "Nothing is registered." in words(client.get(MINE))
    asked = {"category": "organisation", "text": "Trustee of a youth club", **three_boxes("from_on", date(2025, 5, 1))}
    assert send(MINE + "new/", **asked).status_code == 302
    page = words(client.get(MINE))
    assert "Trustee of a youth club From 1 May 2025" in page
    assert "You have not confirmed it yet." in page
    assert send(MINE).status_code == 302
    assert "Thank you. Your interests are confirmed for a year." in words(client.get(MINE))
    assert InterestsConfirmation.objects.get().person == police_lead


def test_an_interest_that_ends_stays_on_the_register(sign_in, send, police_lead, words, client):
    interest = declare(police_lead)
    sign_in(police_lead)
    assert send(f"{MINE}{interest.pk}/end/", **three_boxes("last_day", date(2026, 6, 30))).status_code == 302
    assert "From 1 May 2025 to 30 June 2026" in words(client.get(MINE))
    answer = send(f"{MINE}{interest.pk}/end/", **three_boxes("last_day", date(2026, 7, 1)))
    assert answer.status_code == 409
    assert "This interest ended on 30 June 2026." in words(answer)


def test_nobody_ends_anothers_interest(sign_in, send, police_lead, secretary):
    interest = declare(police_lead)
    sign_in(secretary)
    assert send(f"{MINE}{interest.pk}/end/", **three_boxes("last_day", clock.today())).status_code == 404
    with pytest.raises(PermissionDenied):
        interests.end_interest(interest, last_day=clock.today(), by=secretary)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"text": " "}, "Enter what the interest is"),
        ({"text": "a" * 301}, "must be 300 characters or fewer"),
        ({"category": "bribe"}, "Select"),
        (three_boxes("from_on", clock.today() + timedelta(days=1)), "The first day must be"),
        ({"from_on-day": "31", "from_on-month": "2"}, "must be a real date"),
    ],
)
def test_a_wrong_answer_is_refused_with_what_to_do(sign_in, send, police_lead, words, answers, said):
    sign_in(police_lead)
    asked = {"category": "other", "text": "A friend", **three_boxes("from_on", date(2025, 5, 1))} | answers
    answer = send(MINE + "new/", **asked)
    assert answer.status_code == 422
    assert said in words(answer)
    assert not Interest.objects.exists()


def test_an_interest_does_not_end_before_it_began(sign_in, send, police_lead, words):
    interest = declare(police_lead)
    sign_in(police_lead)
    answer = send(f"{MINE}{interest.pk}/end/", **three_boxes("last_day", date(2025, 4, 30)))
    assert answer.status_code == 422
    assert "The last day must be on or after the first day." in words(answer)


def test_a_confirmation_lasts_a_year(police_lead, sign_in, words, clock_at):
    with clock_at(date(2026, 2, 27)):
        interests.confirm_interests(police_lead)
        interests.confirm_interests(police_lead)
    assert InterestsConfirmation.objects.count() == 1
    client = sign_in(police_lead)
    todo = "Confirm your register of interests"
    with clock_at(date(2027, 1, 29)):
        assert todo not in words(client.get("/home/"))
    with clock_at(date(2027, 2, 27)):
        assert todo in words(client.get("/home/"))
        assert "Confirm it again by 27 February 2027." in words(client.get(MINE))
    with clock_at(date(2027, 2, 28)):
        assert "Please confirm it again" in words(client.get(MINE))


@pytest.mark.parametrize("name", ["observer", "analyst", "auditor", "pcc_officer"])
def test_who_takes_no_part_in_decisions_may_declare_and_is_not_asked(cast, sign_in, words, name):
    client = sign_in(cast.everybody[name])
    assert "Confirm your register of interests" not in words(client.get("/home/"))
    assert client.get(MINE).status_code == 200


def test_the_secretary_sees_who_has_not_confirmed_and_asks_them_once_a_day(sign_in, send, cast, words, client):
    interests.confirm_interests(cast.police_lead)
    declare(cast.observer, text="Works for a bidder")
    sign_in(cast.secretary)
    page = words(client.get(REGISTER))
    assert f"Daniel Okafor None {clock.today():%-d %B %Y}" in page
    assert "Works for a bidder" in page
    assert "Megan Price Nothing declared Never" in page
    assert "Daniel Okafor" not in words(client.get(REGISTER + "nudge/"))
    send(REGISTER + "nudge/")
    asked = set(Notice.objects.filter(once_key__startswith="interests/").values_list("recipient__name", flat=True))
    names = {"secretary", "chair", "deputy", "council_officer", "housing_rep", "councillor", "two_seats"}
    assert asked == {cast.everybody[name].name for name in names}
    assert "7 people are being asked to confirm their interests." in words(client.get(REGISTER))
    send(REGISTER + "nudge/")
    assert "Nobody was asked: everybody has confirmed, or was asked today already." in words(client.get(REGISTER))
    assert "7 people have not confirmed their interests within a year." in words(client.get("/home/"))


def test_only_the_boards_secretary_and_auditors_read_the_register(cast, sign_in):
    read = {name for name, person in cast.everybody.items() if sign_in(person).get(REGISTER).status_code == 200}
    assert read == {"secretary", "auditor"}


def test_a_groups_secretary_does_not_read_the_register(partnership, sign_in):
    seat = make_seat(partnership.group, partnership.organisations["council"], "sec", role="secretary")
    assert sign_in(make_person("Gil Frost", seat)).get(REGISTER).status_code == 403


def test_a_former_member_keeps_nothing_on_it(sign_in, former_member):
    assert sign_in(former_member).get(MINE).status_code == 403


@pytest.mark.parametrize("people", [1, 3])
def test_the_register_costs_the_same_for_one_as_for_three(
    sign_in, cast, people, partnership, django_assert_num_queries
):
    for person in (cast.police_lead, cast.observer, cast.analyst)[:people]:
        declare(person)
        declare(person)
    client = sign_in(cast.auditor)
    client.get(REGISTER)
    with django_assert_num_queries(5):
        client.get(REGISTER)


def test_at_a_meeting_the_secretary_sees_what_those_present_have_on_the_register(
    sign_in, send, cast, board, partnership, words, client
):
    declare(cast.police_lead)
    declare(cast.council_officer, text="Governor of a school")
    declare(cast.chair, text="Was a director", from_on=date(2020, 1, 1))
    interests.end_interest(Interest.objects.get(text="Was a director"), last_day=date(2021, 1, 1), by=cast.chair)
    meeting = make_meeting(board, cast.secretary, day=clock.today() - timedelta(days=1), state="in session")
    for key, status in (("police", "present"), ("chair", "present"), ("council", "apologies")):
        seat = partnership.seats[key]
        there = seat.appointments.filter(kind="substantive").first() if status == "present" else None
        meeting.attendances.create(
            seat=seat,
            status=status,
            appointment=there,
            recorded_at=clock.now(),
            recorded_by=cast.secretary,
        )
    sign_in(cast.secretary)
    page = words(client.get(f"/meetings/{meeting.pk}/run/"))
    assert "Interests on the register of those who are there (1)" in page
    assert "Daniel Okafor: Trustee of Hillfields Youth Club" in page
    assert "Governor of a school" not in page
    assert "Was a director" not in page

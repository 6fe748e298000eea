"""The quorum for an item, for any attendance: who is in the room counts, and each of them once."""

from types import SimpleNamespace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.models import AgendaItem, Attendance, Movement
from meetings.queries.roll import Roll
from partners.models import Appointment, User

PEOPLE = st.lists(
    st.tuples(st.integers(1, 4), st.booleans(), st.sets(st.integers(1, 4)), st.integers(0, 4), st.integers(1, 5)),
    max_size=6,
)


def roll_with(people):
    """A roll of made-up rows: each the person, whether the seat counts, the items it left the room for, when they came
    for (0: in time) and after which they left (5: none)."""
    meeting = SimpleNamespace(pk=1, quorum={"share": "1/3", "at_least": 2, "of": []})
    recorded, movements = [], []
    for pk, (person, counts, left_for, came, left) in enumerate(people, start=1):
        seat = SimpleNamespace(key=f"seat-{pk}", organisation=SimpleNamespace(key=f"org-{pk}"))
        recorded.append(
            Attendance(pk=pk, seat_id=pk, status="present", counts_to_quorum=counts, voting=counts)
        )  # fmt: skip
        recorded[-1]._state.fields_cache |= {"seat": seat, "appointment": appointed(10 * pk, person)}
        recorded[-1].left_room_for, recorded[-1].left_out_of = left_for, ()
        for kind, at in (("came", came), ("left", left)):
            if at not in (0, 5) and not (kind == "left" and at < came):
                movements.append(Movement(attendance_id=pk, kind=kind, item=ITEMS[at]))
    return Roll(meeting, recorded, 0, [], movements)


def appointed(pk, person):
    return Appointment(pk=pk, person=User(pk=person, name=f"Person {person}"))


# who was the first in each seat, and at which item who took it over
SHARED = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.dictionaries(st.integers(2, 4), st.integers(1, 9), max_size=3).map(lambda takers: sorted(takers.items())),
    ),
    max_size=5,
)


def shared_roll(seats):
    """A roll of seats that all count: each who was the first in it, and who then took it over at which item."""
    roll = roll_with([(first, True, set(), 0, 5) for first, _ in seats])
    for pk, (first, takers) in enumerate(seats, start=1):
        for at, person in takers:
            who = roll.recorded[pk - 1].appointment if person == first else appointed(100 * pk + person, person)
            roll.movements.append(Movement(attendance_id=pk, kind="took over", item=ITEMS[at], appointment=who))
    return roll


@given(SHARED)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_one_person_at_most_fills_a_seat_at_an_item_and_it_counts_once(seats):
    roll = shared_roll(seats)
    for n, item in ITEMS.items():
        inside = {}
        for pk, (first, takers) in enumerate(seats, start=1):
            came = [person for at, person in takers if at <= n]
            inside[pk] = came[-1] if came else first
        assert {each.seat.pk: each.who.person_id for each in roll.seats_for(item)} == inside
        assert len(roll.seats_for(item)) == len(seats)
        assert roll.quorum_for(item).present == roll.voting_for(item) == len(set(inside.values()))
        in_it = [each.seat.pk for each in roll.seated([*ITEMS.values()]) if roll.is_in(each, item)]
        assert sorted(in_it) == sorted(inside)


ITEMS = {n: AgendaItem(pk=n, position=n, number=str(n)) for n in range(1, 5)}


@given(PEOPLE)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_the_quorum_for_an_item_counts_each_person_once_who_is_in_the_room(people):
    roll = roll_with(people)
    for n, item in ITEMS.items():
        inside = {
            person
            for person, counts, left_for, came, left in people
            if counts and n not in left_for and n >= came and (left == 5 or left < came or n <= left)
        }
        assert roll.quorum_for(item).present == len(inside)
        assert roll.voting_for(item) == len(inside)


@given(PEOPLE)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_nobody_s_going_makes_a_meeting_quorate(people):
    roll = roll_with(people)
    gone = roll_with([(*rest, came, 5 if came else 1) for *rest, came, _ in people])
    for item in ITEMS.values():
        if not roll_with([(a, b, set(), 0, 5) for a, b, *_ in people]).quorum_for(item).met:
            assert not roll.quorum_for(item).met
            assert not gone.quorum_for(item).met

"""Minutes list who was there in the usual form, on the page and in print from one source; the public reads no names."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ccsp_portal import clock
from meetings.models import Attendance, Guest, Minutes
from meetings.papers.minutes import Edition, as_data
from meetings.queries.minutes import readable_minutes
from meetings.workflow.chairing import take_chair
from meetings.workflow.presence import come, leave, record_guest
from meetings.workflow.session import Filling, conclude, declare_interest, record_attendance
from tests.factories import make_item
from tests.meetings.conftest import text_of
from tests.meetings.running import AT_TWO, quorate, seat_of

DRAFT = Edition(1, "draft", AT_TWO)


@pytest.fixture
def held(sitting_now, cast):
    """A meeting of five items, the last private, at which people came and went; concluded and cleared."""
    items = [make_item(sitting_now, title=f"Matter {n}", purpose="note") for n in range(1, 5)]
    private = make_item(sitting_now, title="Operation Nightjar", purpose="note", privacy="private")
    quorate(sitting_now, cast)
    record_attendance(
        sitting_now,
        [Filling(seat_of(cast.observer), "absent"), Filling(seat_of(cast.councillor), "apologies")],
        by=cast.secretary,
    )
    come(items[1], cast.housing_rep.appointments.get(), by=cast.secretary)
    leave(items[2], Attendance.objects.get(appointment__person=cast.chair), by=cast.secretary)
    take_chair(items[3], Attendance.objects.get(appointment__person=cast.police_lead), by=cast.secretary)
    record_guest(sitting_now, name="Ann Lee", organisation="Refuge", came_for=items[1], left_after=items[1],
                 by=cast.secretary)  # fmt: skip
    record_guest(sitting_now, name="Wren Moss", organisation="PLANTED counsel", came_for=private, by=cast.secretary)
    record_guest(sitting_now, name="Kit Vale", organisation="Crown Prosecution Service", came_for=items[3],
                 by=cast.secretary)  # fmt: skip
    declare_interest(sitting_now, seat_of(cast.housing_rep), "Is their landlord", nature="prejudicial",
                     item=items[1], withdrew=True, by=cast.secretary)  # fmt: skip
    declare_interest(sitting_now, seat_of(cast.police_lead), "PLANTED relation", nature="personal", item=private,
                     by=cast.secretary)  # fmt: skip
    conclude(sitting_now, by=cast.secretary)
    Minutes.objects.update(state="cleared", cleared_at=AT_TWO, cleared_by=cast.chair)
    return Minutes.objects.get()


def lines(read):
    return {group.heading: group.lines for group in read.groups}


def test_members_read_who_was_there_and_when(held, cast):
    assert lines(readable_minutes(held, private=True, names_people=True)) == {
        "Present": [
            "Rosa Whitfield, Cabinet Member for Policing and Equalities, The Council (in the chair; until item 3)",
            "Daniel Okafor, Local policing area commander, West Midlands Police (in the chair from item 4)",
            "Tom Hargreaves, Head of Community Safety, The Council",
            "Sam Tolland, Head of probation delivery unit, Probation",
        ],
        "In attendance": [
            "Leila Haddad, Neighbourhoods manager, Spire Homes (from item 2)",
            "Ann Lee, Refuge (for item 2)",
            "Wren Moss, PLANTED counsel (for item 5)",
            "Kit Vale, Crown Prosecution Service (from item 4)",
        ],
        "Apologies": [f"{cast.councillor}, Ward councillor, The Council"],
        "Absent": [f"{cast.observer}, Observer, Voluntary Action"],
    }
    # as it was that day: they have left since, and a seat that was vacant has its own name alone
    cast.councillor.appointments.update(to_on=held.meeting.day)
    cast.observer.appointments.update(to_on=held.meeting.day - timedelta(days=1))
    read = lines(readable_minutes(held, private=True, names_people=True))
    assert read["Apologies"] == [f"{cast.councillor}, Ward councillor, The Council"]
    assert read["Absent"] == ["Observer, Voluntary Action"]


def test_the_public_reads_seats_and_where_guests_came_from_and_nothing_of_a_private_item(held):
    read = readable_minutes(held, private=False, names_people=False)
    assert lines(read)["Present"][:2] == [
        "Cabinet Member for Policing and Equalities, The Council (in the chair; until item 3)",
        "Local policing area commander, West Midlands Police (in the chair from item 4)",
    ]
    # who came for the private item alone is not told, nor that a guest stayed for it
    assert lines(read)["In attendance"] == [
        "Neighbourhoods manager, Spire Homes (from item 2)",
        "Refuge (for item 2)",
        "Crown Prosecution Service (for item 4)",
    ]
    assert lines(read)["Apologies"] == ["Ward councillor, The Council"]
    assert lines(read)["Absent"] == ["Observer, Voluntary Action"]


def test_the_page_and_the_print_say_the_same(held, cast, sign_in):
    page = text_of(sign_in(cast.secretary).get(reverse("meetings:show_minutes", args=[held.meeting_id])))
    data = as_data(readable_minutes(held, private=True, names_people=True), DRAFT, for_members=True)
    assert data["seats"]
    for each in data["seats"]:
        assert each["who"] in page
    fourth = data["items"][3]
    assert fourth["chair"] == "Daniel Okafor, Local policing area commander, West Midlands Police, took the chair."
    assert fourth["chair"] in page
    second = data["items"][1]["interests"]
    assert second == [
        "Interest declared by Neighbourhoods manager, Spire Homes (prejudicial interest): Is their landlord. They left "
        "the room for this item."
    ]
    assert second[0] in page
    assert "PLANTED relation. They stayed in the room for this item." in page


def test_nothing_of_it_reaches_the_public(held, cast, sign_in, client):
    page = sign_in(cast.public).get(reverse("meetings:show_minutes", args=[held.meeting_id])).content.decode()
    for secret in ("PLANTED", "Nightjar", "Ann Lee", "Wren Moss", "Kit Vale", "Okafor", "Whitfield"):
        assert secret not in page
    data = str(as_data(readable_minutes(held, private=False, names_people=False), DRAFT, for_members=False))
    for secret in ("PLANTED", "Nightjar", "Ann Lee", "Wren Moss", "Kit Vale", "Okafor", "Whitfield"):
        assert secret not in data


def test_who_was_let_into_a_private_item_reads_who_came_for_it(held, cast):
    private = held.meeting.items.get(privacy="private")
    read = readable_minutes(held, private=False, names_people=False, invited_to=frozenset({private.pk}))
    assert "PLANTED counsel (for item 5)" in lines(read)["In attendance"]


def test_a_correction_is_read_at_once(held, client, cast):
    address = reverse("meetings:show_minutes", args=[held.meeting_id])
    first = client.get(address)
    Guest.objects.filter(name="Ann Lee").update(organisation="Panahghar", recorded_at=clock.now())
    again = client.get(address, headers={"if-none-match": first.headers["ETag"]})
    assert "Panahghar" in text_of(again)

"""Other committees' calendars come in by a file; what can't be read is said line by line, and loses nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from meetings.models import CalendarImport, ClashingEvent
from tests.meetings.conftest import text_of

URL = reverse("meetings:import_calendar")
GOOD = b"""committee,date,start,end,status
Council,8 September 2027,2pm,6pm,
Cabinet,7 September 2027,2pm,4pm,cancelled
"""
PARTLY = b"committee,date,start,end\nCouncil,8 September 2027,2pm,6pm\nCabinet,the 9th,2pm,4pm\n"
BROKEN_ICS = b"""BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1
SUMMARY:Council
DTSTART:20270908T140000Z
DTEND:20270908T160000Z
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:Cabinet
DTSTART:the ninth
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def send(post, secretary, in_may):
    def upload(content, name="council.csv", person=secretary):
        return post(person, URL, {"file": SimpleUploadedFile(name, content)})

    return upload


def test_a_calendar_is_read_and_what_is_off_does_not_clash(send, sign_in, secretary):
    response = send(GOOD)
    page = text_of(sign_in(secretary).get(response.url))
    assert "2 meetings were read. 1 of them is off (cancelled or not required)" in page
    assert "Nothing was left out." in page
    assert set(ClashingEvent.objects.values_list("committee", "goes_ahead")) == {("Council", True), ("Cabinet", False)}


def test_lines_that_can_not_be_read_are_named_and_the_rest_is_kept(send, sign_in, secretary):
    page = text_of(sign_in(secretary).get(send(PARTLY).url))
    assert "1 meeting was read." in page
    assert "Line 3: “the 9th” is not a date like 22 June 2026, so it was left out." in page


def test_bad_properties_of_an_ics_file_are_named_and_the_rest_is_kept(send, sign_in, secretary):
    page = text_of(sign_in(secretary).get(send(BROKEN_ICS, "council.ics").url))
    assert "1 meeting was read." in page
    assert "“Cabinet”" in page
    assert list(ClashingEvent.objects.values_list("committee", flat=True)) == ["Council"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"", "The selected file is empty"),
        ("a.csv", b"\n \n", "The selected file is empty. Choose a file with a row for each meeting."),
        ("a.csv", GOOD.replace(b"Council", b"Caf\xe9"), "The selected file is not written in UTF-8. Save it as"),
        (
            "a.csv",
            b"committee,date,start\nCabinet,the 9th,2pm\n",
            "The selected file has no meetings that can be read.",
        ),
        ("a.csv", b"name,day\nCabinet,9 May 2027\n", "must have the headings committee, date and start"),
        ("a.ics", b"hello", "The selected file is not a calendar."),
        ("a.ics", BROKEN_ICS.replace(b"Council", b"Caf\xe9"), "The selected file is not written in UTF-8."),
        ("a.ics", b"BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", "no events that can be read"),
        ("a.xlsx", b"PK", "The selected file must be an .ics or a CSV file"),
        ("a.csv", GOOD + b"," * 5 * 1024 * 1024, "The selected file must be smaller than 5 MB"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused_and_earlier_files_stay(send, name, content, sentence):
    send(GOOD)
    response = send(content, name)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert (CalendarImport.objects.count(), ClashingEvent.objects.count()) == (1, 2)


ODD = {
    "an event of 270,000 years": (
        "odd.ics",
        "DTSTART:20270610T140000\r\nDURATION:P99999999D\r\nSUMMARY:Odd\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n"
        "DTSTART:20270611T140000\r\nSUMMARY:Cabinet",
        "“Odd”: it ends further away than calendars reach, so it was left out.",
    ),
    "one a second": (
        "often.ics",
        "UID:1\r\nDTSTART:20270610T140000\r\nRRULE:FREQ=SECONDLY\r\nSUMMARY:Clock\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n"
        "UID:2\r\nDTSTART:20270611T140000\r\nSUMMARY:Cabinet",
        "“Clock”: it repeats more than once a day, so it was left out.",
    ),
    "null characters": ("null.ics", "DTSTART:20270611T140000\r\nSUMMARY:Cab\0inet", "Nothing was left out"),
}


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_event_stops_nothing(send, client, odd):
    name, event, sentence = ODD[odd]
    data = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    page = text_of(client.get(send(data.encode(), name)["Location"]))
    assert sentence in page
    assert [each.title for each in ClashingEvent.objects.all()] == ["Cabinet"]


def test_meetings_of_other_centuries_are_left_out_and_said(send, client):
    rows = "Cabinet,2027-06-10,2pm\nCabinet,0001-01-01,2pm\nCouncil,9999-06-10,2pm\nA\0B,2027-06-11,2pm"
    page = text_of(client.get(send(f"committee,date,start\n{rows}".encode(), "far.csv")["Location"]))
    assert "2 of its meetings are over 20 years away: left out." in page
    assert {each.committee for each in ClashingEvent.objects.all()} == {"Cabinet", "AB"}


def test_no_file_is_asked_for(post, secretary, in_may):
    response = post(secretary, URL)
    assert response.status_code == 422
    assert "Select a calendar file" in text_of(response)


def test_the_very_same_file_again_changes_nothing_and_says_so(send, client):
    first, again = send(GOOD), send(GOOD, "renamed.csv")
    assert first.url == again.url
    assert "imported before, by Asha Patel on 4 May 2027" in text_of(client.get(again.url))
    assert ClashingEvent.objects.count() == 2


def test_of_two_files_that_name_one_meeting_the_later_is_believed(send, sign_in, secretary):
    headings = "meeting_id,date,time,title_as_scraped,last_fetched\n"
    row = (
        '7,8 September 2027,2.00 pm - 6.00 pm,"Meeting of{}Councilon 08/09 at 2.00 pm - 6.00 pm",{} May 2027 at 10:00\n'
    )
    send((headings + row.format("", 1)).encode())
    send((headings + row.format("Cancelled, ", 2)).encode())
    page = text_of(sign_in(secretary).get(reverse("meetings:list_clashes")))
    assert "1 meeting Date" in page
    assert "Council Off" in page


def test_only_the_secretary_may(in_may, sign_in, cast):
    for address in (URL, reverse("meetings:list_clashes")):
        for name, person in cast.everybody.items():
            expected = {"secretary": 200, "public": 302}.get(name, 403)
            assert sign_in(person).get(address).status_code == expected, name


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_list_costs_the_same_however_many_meet(send, sign_in, secretary, count, django_assert_num_queries):
    rows = [f"Council,{1 + number % 28} June 2027,{8 + number // 28}am,\n".encode() for number in range(count)]
    send(b"committee,date,start,end\n" + b"".join(rows))
    client = sign_in(secretary)
    address = reverse("meetings:list_clashes")
    client.get(address)
    with django_assert_num_queries(6):
        client.get(address)

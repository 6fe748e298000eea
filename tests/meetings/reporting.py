"""Papers in the portal's form for tests: an item, a whole form, and what becomes of it."""

import pytest

from meetings.models import CoverReport
from meetings.workflow import agenda, copies, reports

WHOLE = {
    "title": "Knives: what to do",
    "marking": "OFFICIAL",
    "purpose": "To agree what we do about knives.",
    "recommendations": ["Agree the plan.", "Note the figures."],
    "summary": "Knife crime rose.\n\nWe propose three things.",
    "implications": {key: {"none": key == "data", "text": f"About {key}."} for key in CoverReport.IMPLICATIONS},
    "background": "",
}


@pytest.fixture
def knives(meeting, secretary, partnership):
    """An item that the police present."""
    return agenda.add_item(
        meeting, title="Knife crime", purpose="decide", presenter=partnership.seats["police"], by=secretary
    )


@pytest.fixture
def draft(knives, police_lead):
    """A whole paper that its seat has not submitted yet."""
    return whole(knives, police_lead)


@pytest.fixture
def submitted(draft, police_lead):
    """The same, with the secretary."""
    reports.submit_report(draft, by=police_lead)
    draft.refresh_from_db()
    return draft


def whole(item, by, **changes):
    report = reports.start_report(item, title=WHOLE["title"], by=by)
    return reports.write_report(report, version=report.version, **{**WHOLE, **changes}, by=by)


def attached(report, upload, by, **words):
    """A file beside the form, with its copy for readers made as the worker would."""
    attachment = reports.attach(report, upload, by=by)
    copies.make_copy(attachment.document)
    return reports.name_attachment(attachment, title=words.pop("title", attachment.title), **words, by=by)


def answers(report, **changes):
    """What the form's page sends: everything that is written, with changes."""
    sent = {name: WHOLE[name] for name in ("title", "marking", "purpose", "summary", "background")}
    sent |= {f"recommendation_{place}": text for place, text in enumerate(WHOLE["recommendations"], start=1)}
    sent |= {f"{key}_text": each["text"] for key, each in WHOLE["implications"].items()}
    return {**sent, "data_none": "on", "version": report.version, **changes}

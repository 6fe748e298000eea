"""The papers of the walk's world that are on their way: what their seat writes, what it submitted, and advice on it."""

from datetime import timedelta

from ccsp_portal import clock
from ccsp_portal.documents.models import PDF
from ccsp_portal.documents.store import store_bytes
from meetings.models import Advice, Attachment, CoverReport, Paper, Submission

PRESENTING, ASKED = "presents the item", "presents the item, or is asked for advice"


def report(world, item):
    """A paper in the portal's form that was returned to its seat, with a file, and advice that is asked on it."""
    plant, by = world.secrets, world.cast.police_lead
    paper = Paper.objects.create(item=item, title=item.title, position=9)
    item.report = CoverReport.objects.create(
        paper=paper,
        state="returned",
        title=plant("title of a draft", PRESENTING),
        purpose=plant("purpose of a draft", PRESENTING),
        recommendations=[plant("recommendation of a draft", PRESENTING)],
        comments=plant("what the secretary asks to change", PRESENTING),
        written_at=clock.now(),
        written_by=by,
    )
    name = plant("name of an attachment", PRESENTING).replace(" ", "-")
    text = plant("text of an attachment", PRESENTING).encode()
    item.attachment = Attachment.objects.create(
        report=item.report,
        document=store_bytes(text, f"{name}.pdf", PDF, by=by),
        title=plant("title of an attachment", PRESENTING),
        position=1,
        attached_at=clock.now(),
        attached_by=by,
    )
    _submission(world, item, by)
    item.advice = Advice.objects.create(
        paper=paper,
        seat=world.partnership.seats["housing"],
        question=plant("question to a seat that is asked", ASKED),
        wanted_by=item.meeting.day,
        asked_at=clock.now(),
        asked_by=world.cast.secretary,
    )


def _submission(world, item, by):
    plant = world.secrets
    content = {"recommendations": [], "implications": {}, "background": "", "summary": "", "attachments": []}
    Submission.objects.create(
        report=item.report,
        number=1,
        title=plant("title of a submission", ASKED),
        marking="OFFICIAL",
        content={**content, "purpose": plant("purpose of a submission", ASKED)},
        submitted_at=item.meeting.starts_at - timedelta(days=20),
        submitted_by=by,
        due_on=item.meeting.papers_due_on,
    )

"""What the worker does about meetings: what is due by itself, and packs."""

from celery import shared_task

from ccsp_portal.documents.models import Document
from ccsp_portal.jobs.running import running
from meetings.models import Pack
from meetings.workflow import circulation, copies, exclusions, read_replies, reminders, retention, statutory, withdrawal
from partners.models import User


@shared_task(name="meetings.remind")
def remind():
    """Invite newcomers, release leavers, remind people of what is due: several times a day does no harm."""
    reminders.remind()


@shared_task(name="meetings.read_replies")
def read_replies_of_calendars():
    """Take in what members' calendars answered; nothing where no mailbox is set up. A message is taken in once."""
    read_replies.read_mailbox()


@shared_task(name="meetings.remove_what_is_past")
def remove_what_is_past():
    """Remove what is held longer than the profile says: every night, and nothing the second time."""
    retention.remove_what_is_past(by=User.objects.timetable())


@shared_task(name="meetings.propose_what_must_come")
def propose_what_must_come():
    """Put each year's statutory business on the forward plans: once, however often it is asked."""
    statutory.propose_what_must_come()


@shared_task(name=withdrawal.KIND)
def assemble_pack(job_id):
    """Make and circulate the pack that a job is for. Safe to run twice, or to be killed half-way."""
    with running(job_id) as run:
        circulation.assemble(Pack.objects.get(job_id=job_id), step=run.step, hold=run.hold)


@shared_task(name=copies.KIND)
def copy_for_readers(job_id):
    """Make the copy of a file that its readers get. Safe to run twice, or to be killed half-way."""
    with running(job_id) as run:
        copies.make_copy(Document.objects.get(pk=run.row.subject_pk))


@shared_task(name="meetings.make_missing_copies")
def make_missing_copies():
    """Make the copies of files that came before there were copies, or while the worker was lost."""
    copies.make_missing_copies()


@shared_task(name=exclusions.KIND)
def make_personal_pack(job_id):
    """Make the pack of one person, without what they take no part in. Safe to run twice, or to be killed half-way."""
    with running(job_id) as run:
        exclusions.make_personal_pack(run.row, step=run.step, hold=run.hold)

"""What the timetable does about meetings."""

from celery import shared_task

from meetings.workflow import reminders


@shared_task(name="meetings.remind")
def remind():
    """Invite newcomers, release leavers, remind people of what is due: several times a day does no harm."""
    reminders.remind()

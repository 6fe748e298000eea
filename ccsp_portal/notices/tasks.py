"""What the timetable does about notices."""

from celery import shared_task

from ccsp_portal.notices import delivery


@shared_task(name="notices.deliver")
def deliver():
    """Send the mail that is due: every 30 seconds, and after every act that tells somebody something."""
    delivery.deliver()

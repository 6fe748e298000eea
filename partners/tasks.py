"""What the worker does about people."""

from celery import shared_task

from partners.models import User
from partners.workflow import retention, suspensions


@shared_task(name="partners.remove_contact_details")
def remove_contact_details():
    """Remove what is held too long of those who left: every night, and nothing the second time."""
    timetable = User.objects.timetable()
    retention.remove_contact_details(by=timetable)
    retention.forget_devices(by=timetable)


@shared_task(name="partners.suspend_dormant_accounts")
def suspend_dormant_accounts():
    """Warn, and later suspend, whose account nobody signs in to: every night, and nothing the second time."""
    suspensions.suspend_dormant_accounts(by=User.objects.timetable())

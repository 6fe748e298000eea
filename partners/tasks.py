"""What the worker does about people."""

from celery import shared_task

from partners.models import User
from partners.workflow import suspensions


@shared_task(name="partners.suspend_dormant_accounts")
def suspend_dormant_accounts():
    """Warn, and later suspend, whose account nobody signs in to: every night, and nothing the second time."""
    suspensions.suspend_dormant_accounts(by=User.objects.timetable())

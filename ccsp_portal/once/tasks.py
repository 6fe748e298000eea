"""What the timetable does about form tokens."""

from celery import shared_task

from ccsp_portal import clock
from ccsp_portal.once.models import FormToken
from ccsp_portal.once.tokens import KEPT_FOR


@shared_task(name="once.forget_old_tokens")
def forget_old_tokens():
    """Delete the rows of tokens too old to be accepted again: daily."""
    FormToken.objects.filter(sent_at__lt=clock.now() - KEPT_FOR).delete()

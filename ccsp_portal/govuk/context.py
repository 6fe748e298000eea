"""What every template may use."""

from django.conf import settings


def portal(request):
    """The demo's mail catcher, where there is one."""
    return {"mail_catcher_url": settings.MAIL_CATCHER_URL}

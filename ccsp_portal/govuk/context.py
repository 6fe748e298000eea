"""What base.html needs on every page, read without a query."""

from django.conf import settings

from ccsp_portal import clock
from ccsp_portal.profile import current


def portal(request):
    """The partnership's names, today, and, in the demo only, where to read the mail that it caught."""
    names = current().partnership
    return {
        "portal": {
            "name": names.name,
            "short_name": names.short_name,
            "is_demo": settings.DEMO,
            "mail_catcher_url": settings.MAIL_CATCHER_URL,
            "today": clock.today(),
            "base_url": settings.PORTAL_BASE_URL,
        }
    }

"""What base.html needs on every page, read without a query."""

from django.conf import settings

from ccsp_portal import clock

try:
    from ccsp_portal import profile
except ImportError:
    profile = None


def portal(request):
    """The partnership's names, today, and, in the demo only, where to read the mail that it caught."""
    names = profile.current() if profile else None
    return {
        "portal": {
            "name": getattr(names, "name", "") or "Community safety partnership",
            "short_name": getattr(names, "short_name", "") or "CSP portal",
            "is_demo": settings.DEMO,
            "mail_catcher_url": settings.MAIL_CATCHER_URL,
            "today": clock.today(),
        }
    }

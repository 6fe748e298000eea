"""What programs read: the feed of what was published, the list of public pages, and the two well-known notes."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.freshness import unchanged_since
from ccsp_portal.public import queries

FEED_LENGTH = 50
LISTS = (
    "public:front",
    "meetings:list_meetings",
    "meetings:list_decisions",
    "assessments:list_assessments",
    "plans:list_plans",
    "partners:list_bodies",
    "public:contact",
    "public:accessibility",
    "public:privacy",
    "public:cookies",
)
# pages for people who sign in, and a list that only repeats what has an address of its own
NOT_FOR_CRAWLERS = ("/home/", "/account/", "/search/", "/jobs/", "/notices/", "/duties/", "/partners/invitation")


@login_not_required
@unchanged_since(queries.rows_of_front)
def feed(request):
    """The latest things that became public, by their public titles, as Atom (RFC 4287)."""
    entries = queries.published(FEED_LENGTH)
    context = {
        "partnership": queries.who_we_are(),
        "entries": entries,
        "updated": entries[0].at if entries else clock.now(),
        "root": settings.PORTAL_BASE_URL,
    }
    return render(request, "public/feed.xml", context, content_type="application/atom+xml; charset=utf-8")


@login_not_required
@unchanged_since(queries.rows_of_published)
def sitemap(request):
    """Every public page that has something of its own to say (sitemaps.org)."""
    context = {
        "lists": LISTS,
        "meetings": queries.meetings().order_by("-starts_at"),
        "minutes": queries.minutes().order_by("-meeting__starts_at"),
        "assessments": queries.assessments(),
        "plans": queries.plans(),
        "root": settings.PORTAL_BASE_URL,
    }
    return render(request, "public/sitemap.xml", context, content_type="application/xml; charset=utf-8")


@login_not_required
def robots(request):
    """What search engines may visit (RFC 9309). The demo is made up: they are asked to leave it alone."""
    closed = ("/",) if settings.DEMO else NOT_FOR_CRAWLERS
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return _text([*lines, "", f"Sitemap: {settings.PORTAL_BASE_URL}{reverse('public:sitemap')}"])


@login_not_required
def security(request):
    """Whom to tell of a weakness (RFC 9116). It must say until when it holds: half a year from today."""
    expires = f"{clock.today() + timedelta(days=180):%Y-%m-%d}T00:00:00Z"
    return _text(
        [
            f"Contact: mailto:{queries.who_we_are().contact_email}",
            f"Expires: {expires}",
            "Preferred-Languages: en",
            f"Canonical: {settings.PORTAL_BASE_URL}{reverse('public:security')}",
        ]
    )


def _text(lines):
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")

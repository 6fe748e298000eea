"""The front page, and the statements that every public service makes about itself."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.messages.storage.cookie import CookieStorage
from django.shortcuts import render

from ccsp_portal.freshness import unchanged_since
from ccsp_portal.public import queries
from meetings.workflow.retention import RULES
from partners.models import Organisation, Partnership
from partners.sign_in_record import KNOWN_FOR, KNOWN_HERE

RESPONSIBLE, OVERSIGHT = Organisation.Kind.RESPONSIBLE_AUTHORITY, Organisation.Kind.OVERSIGHT


@login_not_required
@unchanged_since(queries.rows_of_front)
def front(request):
    """Who the partnership is, what it does next, and whether it keeps its promises."""
    organisations = list(queries.organisations())
    assessments, plans = list(queries.assessments()), list(queries.plans())
    plan = queries.in_force(plans)
    partnership = queries.who_we_are()
    context = {
        "partnership": partnership,
        "about": list(filter(None, partnership.about.strip().split("\n\n"))),
        "problems": queries.problems(),
        "responsible": [one for one in organisations if one.kind == RESPONSIBLE],
        "others": [one for one in organisations if one.kind not in {RESPONSIBLE, OVERSIGHT}],
        "oversight": [one for one in organisations if one.kind == OVERSIGHT],
        "next_meetings": queries.next_meetings(),
        "latest": queries.latest(queries.meetings(), queries.minutes(), assessments, plans, count=5),
        "plan": plan,
        "tally": queries.tally(plan) if plan else None,
        "assessment": assessments[0] if assessments else None,
    }
    return render(request, "public/front.html", context)


def rows_of_statement(request):
    """The one row that the statements are drawn from."""
    return (Partnership.objects.all(),)


def statement(template, **facts):
    """A page that says something about the service itself, with whom to write to."""

    @login_not_required
    @unchanged_since(rows_of_statement)
    def show(request):
        return render(request, template, {"partnership": queries.who_we_are(), **facts})

    return show


# name, what it is for, how long it lasts; a test holds this against every cookie that the portal sets
COOKIES = (
    (
        settings.SESSION_COOKIE_NAME,
        "Keeps you signed in, so that you see what your seat lets you see.",
        f"{settings.SESSION_COOKIE_AGE // 3600} hours, or until you sign out",
    ),
    (
        settings.CSRF_COOKIE_NAME,
        "Makes sure that a form sent in your name was opened by you.",
        f"{settings.CSRF_COOKIE_AGE // (60 * 60 * 24 * 7)} weeks",
    ),
    (
        KNOWN_HERE,
        "Knows that you signed in on this device before, so that we write to you when you sign in on another.",
        f"{KNOWN_FOR // (60 * 60 * 24)} days after you last signed in here",
    ),
    (
        CookieStorage.cookie_name,
        "Carries a message such as “You have signed out” to the next page that you open.",
        "until you have seen the message",
    ),
)

accessibility = statement("public/accessibility.html")
privacy = statement(
    "public/privacy.html",
    session_hours=settings.SESSION_COOKIE_AGE // 3600,
    # each reads its period when the page is drawn
    rules=RULES,
)
cookies = statement("public/cookies.html", cookies=COOKIES)
contact = statement("public/contact.html")

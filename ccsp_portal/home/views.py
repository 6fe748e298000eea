"""The signed-in person's own page, and the table of who may do what."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ccsp_portal.exports import csv_response
from ccsp_portal.govuk.forms import REFUSED
from ccsp_portal.history.events import events
from ccsp_portal.home import queries
from ccsp_portal.home.history import HistoryFilter, sentences_of
from ccsp_portal.home.machinery import counts, failed_work, gaps, records, troubles, unseated_for
from ccsp_portal.home.permissions import permissions_table, sight_table
from ccsp_portal.home.to_do import to_do
from partners.cover_queries import covers_for
from partners.interests_queries import with_confirmation
from partners.models import Role
from partners.queries import appointments_of
from partners.standing import roles_of

EVENTS_A_PAGE, MOST_EXPORTED = 50, 10_000
# whose page shows how the plan is doing; the others have their own commitments among their tasks
FOLLOWING_THE_PLAN = {
    Role.ELECTED_MEMBER,
    Role.CHAIR,
    Role.VICE_CHAIR,
    Role.PCC_OFFICER,
    Role.AUDITOR,
    Role.OBSERVER,
}


def home(request):
    """What I must do, and by when; my next meeting; how the plan is doing; and what the secretary must look after."""
    person, roles = request.user, roles_of(request.user)
    ahead, held = queries.meetings_of(person)
    found = counts() if person.has_perm("jobs.see_all") else None
    places = list(with_confirmation(appointments_of(person)))
    context = {
        "places": places,
        "to_do": to_do(person, ahead, held, places),
        "next_meeting": queries.next_meeting(person, ahead),
        "plan": queries.plan_today() if roles & FOLLOWING_THE_PLAN else None,
        "follows_plan": bool(roles & FOLLOWING_THE_PLAN),
        "gaps": gaps(found) if found is not None else unseated_for(person),
        "covers": covers_for(person),
        "records": records(found) if found is not None else [],
        "troubles": troubles(found) if found is not None else [],
    }
    return render(request, "home/home.html", context)


def list_failed_work(request):
    """The long work that failed and was not tried again since."""
    if not request.user.has_perm("jobs.see_all"):
        raise PermissionDenied("Only the Board’s secretary sees everybody’s failed work.")
    return render(request, "home/list_failed_work.html", {"jobs": failed_work()})


@require_safe
def list_history(request):
    """What was done in the portal, by whom and when, narrowed as the reader asks."""
    form, found = _history_asked(request)
    if found is None:
        return render(request, "home/list_history.html", {"filter": form}, status=REFUSED)
    page = Paginator(found, EVENTS_A_PAGE).get_page(request.GET.get("page"))
    context = {"filter": form, "page": page, "sentences": sentences_of(page.object_list, request.user)}
    return render(request, "home/list_history.html", context)


@require_safe
def export_history(request):
    """The same as a table, a bounded number of the newest."""
    form, found = _history_asked(request)
    if found is None:
        return render(request, "home/list_history.html", {"filter": form}, status=REFUSED)
    told = sentences_of(found[:MOST_EXPORTED], request.user)
    rows = [(timezone.localtime(each.at).isoformat(timespec="seconds"), each.who, each.text) for each in told]
    return csv_response("history.csv", ("When", "Who", "What"), rows)


def _history_asked(request):
    """The filter as it was asked, and the events that fit; None for these where it can't be read."""
    if not request.user.has_perm("partners.see_all_history"):
        raise PermissionDenied("Only the Board’s secretary and its auditor read the whole history.")
    form = HistoryFilter(request.GET)
    return form, events(form.asked) if form.is_valid() else None


def show_permissions(request):
    """Who may do what, drawn from the very tables that decide it."""
    if not request.user.has_perm("partners.see_permissions"):
        raise PermissionDenied("Only the secretary and auditors see this table.")
    role = request.GET.get("role", "")
    chosen = role if role in Role.values else ""
    context = {"sections": permissions_table(chosen), "roles": Role.choices, "chosen": chosen}
    context["sight"] = sight_table()
    return render(request, "home/show_permissions.html", context)

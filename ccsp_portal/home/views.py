"""The signed-in person's own page, and the table of who may do what."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render

from ccsp_portal.home import queries
from ccsp_portal.home.machinery import counts, failed_work, gaps, troubles
from ccsp_portal.home.permissions import permissions_table
from ccsp_portal.home.to_do import to_do
from partners.models import Role
from partners.queries import appointments_of
from partners.standing import roles_of

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
    meetings = queries.meetings_ahead(person)
    found = counts() if person.has_perm("jobs.see_all") else None
    context = {
        "places": list(appointments_of(person)),
        "to_do": to_do(person, meetings),
        "next_meeting": queries.next_meeting(person, meetings),
        "plan": queries.plan_today() if roles & FOLLOWING_THE_PLAN else None,
        "follows_plan": bool(roles & FOLLOWING_THE_PLAN),
        "gaps": gaps(found) if found is not None else [],
        "troubles": troubles(found) if found is not None else [],
    }
    return render(request, "home/home.html", context)


def list_failed_work(request):
    """The long work that failed and was not tried again since."""
    if not request.user.has_perm("jobs.see_all"):
        raise PermissionDenied("Only the Board's secretary sees everybody's failed work.")
    return render(request, "home/list_failed_work.html", {"jobs": failed_work()})


def show_permissions(request):
    """Who may do what, drawn from the very tables that decide it."""
    if not request.user.has_perm("partners.see_permissions"):
        raise PermissionDenied("Only the secretary and auditors see this table.")
    role = request.GET.get("role", "")
    chosen = role if role in Role.values else ""
    context = {"sections": permissions_table(chosen), "roles": Role.choices, "chosen": chosen}
    return render(request, "home/show_permissions.html", context)

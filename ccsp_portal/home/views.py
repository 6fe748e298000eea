"""The signed-in person's own page, and the table of who may do what."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render

from ccsp_portal.home import queries
from ccsp_portal.home.permissions import permissions_table
from partners.models import Role
from partners.queries import authorities_without_a_holder, places_of
from partners.standing import roles_of


def home(request):
    """What I must do, and by when; my next meeting; and, for the secretary, what needs looking after."""
    is_secretary = Role.SECRETARY in roles_of(request.user)
    return render(
        request,
        "home/home.html",
        {
            "places": list(places_of(request.user)),
            "to_do": queries.to_do(request.user),
            "next_meeting": queries.next_meeting(request.user),
            "is_secretary": is_secretary,
            "vacancies": list(authorities_without_a_holder()) if is_secretary else [],
            "troubles": queries.troubles() if is_secretary else [],
        },
    )


def show_permissions(request):
    """Who may do what, drawn from the very tables that decide it."""
    if not request.user.has_perm("partners.see_permissions"):
        raise PermissionDenied("Only the secretary and auditors see this table.")
    role = request.GET.get("role", "")
    chosen = role if role in Role.values else ""
    context = {"sections": permissions_table(chosen), "roles": Role.choices, "chosen": chosen}
    return render(request, "home/show_permissions.html", context)

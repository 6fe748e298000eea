"""The secretary's page on which many people are invited at once."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ccsp_portal import clock
from ccsp_portal.exports import csv_response
from ccsp_portal.once.decorator import once
from partners.lists import COLUMNS
from partners.many_forms import ListForm
from partners.queries import vacant_seats_to_invite_to
from partners.workflow.many import invite_list, try_list

# as many problems are named at the top of the page; the table has all
SHOWN_AT_THE_TOP = 20


def _refuse_but_to_the_secretary(request):
    if not request.user.has_perm("partners.invite"):
        raise PermissionDenied("Only a body’s secretary invites people to it.")


@once
def invite_many(request):
    """Try a list of people, and invite them all once every line of it is right."""
    _refuse_but_to_the_secretary(request)
    form = ListForm.from_request(request)
    lines = []
    if form.is_bound and form.is_valid():
        is_sent = request.POST.get("do") == "invite" and form.cleaned_data["is_tried"]
        lines = (invite_list if is_sent else try_list)(form.reading.rows, by=request.user)
        if is_sent and not _bad(lines):
            messages.success(request, f"We are sending {_number(len(lines))}.")
            return redirect("partners:list_invitations")
    return _page(request, form, lines)


def _page(request, form, lines):
    bad = _bad(lines)
    context = {
        "form": form,
        "lines": lines,
        "bad": bad,
        "at_the_top": [{"href": f"#line-{each.number}", "text": _at_the_top(each)} for each in bad[:SHOWN_AT_THE_TOP]],
        "more": max(0, len(bad) - SHOWN_AT_THE_TOP),
        "changed": bool(lines) and request.POST.get("do") == "invite" and not form.cleaned_data["is_tried"],
        "number": _number(len(lines)),
    }
    return render(request, "partners/invite_many.html", context, status=422 if bad or form.errors else 200)


def _bad(lines):
    return [line for line in lines if line.problem]


def _at_the_top(line):
    return f"Line {line.number}: {line.problem}"


def _number(count):
    return f"{count:,} invitation{'' if count == 1 else 's'}"


@require_safe
def invitation_template(request) -> HttpResponse:
    """A list to fill in: a line for each seat that nobody holds."""
    _refuse_but_to_the_secretary(request)
    today = clock.today().isoformat()
    rows = [
        ("", "", seat.body.short_name, seat.organisation.short_name, seat.title, "holder", today, "")
        for seat in vacant_seats_to_invite_to(request.user)
    ]
    return csv_response("invitations.csv", COLUMNS, rows)

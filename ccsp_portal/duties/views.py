"""What the law and local policy ask, and what is on file to show for it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ccsp_portal import clock
from ccsp_portal.duties.evidence import CHECKS, Reader
from ccsp_portal.exports import csv_response
from ccsp_portal.statute import DUTIES


@require_GET
def list_duties(request):
    """The table, for everybody with a seat."""
    return render(request, "duties/list_duties.html", {"rows": _rows(request), "today": clock.today()})


@require_GET
def download_duties(request):
    """The same as a table to keep: evidence on file on a day."""
    headings = ("Reference", "Duty", "Basis", "Basis is", "Next due", "State", "Evidence on file")
    rows = [
        (duty.key, duty.words, duty.basis, duty.confidence, due or "At all times", evidence.state.value, evidence.words)
        for duty, due, evidence in _rows(request)
    ]
    return csv_response(f"duties-{clock.today():%Y-%m-%d}.csv", headings, rows)


def _rows(request):
    """(duty, when it is next due, the evidence), in the order of the law's table."""
    if not request.user.has_perm("partners.see_duties"):
        raise PermissionDenied("The duties are for people who hold a seat today.")
    reader = Reader(request.user, clock.today())
    return [(duty, duty.next_due(reader.day), CHECKS[duty.key](reader)) for duty in DUTIES]

"""Who signed in, and who was refused: for the Board's secretary and the auditor."""

from datetime import timedelta

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ccsp_portal import clock
from ccsp_portal.exports import csv_response
from ccsp_portal.govuk.forms import PortalForm, TextInput
from partners.models import Role, SignIn
from partners.standing import roles_of

SIGN_INS_A_PAGE = 50
HEADINGS = ("When", "Who", "By", "Second factor", "What came of it", "Address of the device", "Device")


class SignInFilter(PortalForm):
    """A name, how far back, only the refused; what makes no sense is as if it had not been asked."""

    words = forms.CharField(label="Name", required=False, widget=TextInput(width=20))
    days = forms.TypedChoiceField(
        label="From the last",
        choices=[(30, "30 days"), (7, "7 days"), (366, "12 months"), (3660, "10 years")],
        coerce=int,
        empty_value=30,
        required=False,
    )
    refused = forms.ChoiceField(label="Show", choices=[("", "All"), ("only", "Refused only")], required=False)

    def found(self):
        """The sign-ins that are asked for, the newest first."""
        self.is_valid()
        asked = self.cleaned_data
        rows = SignIn.objects.since(clock.now() - timedelta(days=asked.get("days") or 30))
        rows = rows.of_anybody_called(asked.get("words") or "")
        return (rows.refused() if asked.get("refused") else rows).select_related("person")


def _only_who_may_look(request):
    if not request.user.has_perm("partners.see_sign_ins"):
        raise PermissionDenied("Only the Board’s secretary and the auditor see who signed in.")


@require_safe
def list_sign_ins(request):
    """Each sign-in and each refusal, the newest first."""
    _only_who_may_look(request)
    form = SignInFilter(request.GET)
    page = Paginator(form.found(), SIGN_INS_A_PAGE).get_page(request.GET.get("page"))
    # what a browser says of itself is a clue for who audits, and noise for the others
    context = {"filter": form, "page": page, "sees_devices": Role.AUDITOR in roles_of(request.user)}
    return render(request, "partners/list_sign_ins.html", context)


@require_safe
def export_sign_ins(request):
    """The same as a table to download."""
    _only_who_may_look(request)
    rows = map(_row, SignInFilter(request.GET).found().iterator())
    return csv_response("sign-ins.csv", HEADINGS, rows)


def _row(each):
    at = each.at.astimezone(clock.LONDON).isoformat(timespec="seconds")
    second = each.get_second_display() if each.second else ""
    ways = (each.get_way_display(), second, each.get_outcome_display())
    return (at, each.person.name if each.person else "", *ways, each.address or "", each.device)

"""Attendance by authority: the figures of any period, with the rule by which they count, and what authorities reply."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ccsp_portal import clock, workdays
from ccsp_portal.exports import csv_response
from ccsp_portal.govuk.forms import REFUSED
from ccsp_portal.once.decorator import once
from meetings.forms.attendance import AttendanceReplyForm, PeriodForm
from meetings.models import AttendanceRemark
from meetings.queries.attendance import RULE, attendance_by_authority, authorities_of, in_all, meetings_held, share
from meetings.queries.calendar import year_in_words
from meetings.workflow.attendance import reply_to_attendance
from partners.models import Body, Organisation
from partners.views.asking import Page, ask

MAY_REPLY = "meetings.reply_to_attendance"
HEADINGS = ("Authority", "Attended", "Expected", "In percent", "By a deputy", "Apologies", "Absent", "Vacant", "Reply")


def _body(request, key):
    body = get_object_or_404(Body, key=key)
    if not request.user.has_perm("meetings.see_attendance", body):
        raise PermissionDenied("Attendance figures are for those who have a seat on the body.")
    return body


@require_safe
def show_attendance(request, key):
    """How often each authority's seats were filled, the rule beside it."""
    body, form = _body(request, key), PeriodForm(request.GET)
    if not form.is_valid():
        return render(request, "meetings/show_attendance.html", {"body": body, "filter": form}, status=REFUSED)
    figures = attendance_by_authority(body, form.since_day, form.until_day)
    attended, expected = in_all(figures)
    context = {
        "body": body,
        "filter": form,
        "since": form.since_day,
        "until": form.until_day,
        "figures": figures,
        "attended": attended,
        "expected": expected,
        "percent": share(attended, expected),
        "meetings": meetings_held(body, form.since_day, form.until_day).count(),
        "rule": RULE,
        "speaks_for": authorities_of(request.user, body),
        "year": workdays.financial_year(min(form.until_day, clock.today())),
    }
    return render(request, "meetings/show_attendance.html", context)


@require_safe
def export_attendance(request, key):
    """The same as a table to download."""
    body, form = _body(request, key), PeriodForm(request.GET)
    if not form.is_valid():
        return render(request, "meetings/show_attendance.html", {"body": body, "filter": form}, status=REFUSED)
    rows = [
        (
            each.organisation.name,
            each.attended,
            each.expected,
            each.percent,
            each.by_deputy,
            each.apologies,
            each.absent,
            each.vacant,
            " / ".join(f"{year_in_words(remark.financial_year)}: {remark.text}" for remark in each.remarks),
        )
        for each in attendance_by_authority(body, form.since_day, form.until_day)
    ]
    return csv_response(f"attendance-{body.key}-{form.since_day}-to-{form.until_day}.csv", HEADINGS, rows)


@once
def reply_to_figures(request, key, organisation, year):
    """An authority says something to its figures of a financial year."""
    body, authority = _body(request, key), get_object_or_404(Organisation, key=organisation)
    if not body.seats.filter(organisation=authority).exists() or not 2000 <= year <= 2100:
        raise Http404
    before = AttendanceRemark.objects.filter(body=body, organisation=authority, financial_year=year).first()
    remark = before or AttendanceRemark(body=body, organisation=authority, financial_year=year)
    if not request.user.has_perm(MAY_REPLY, remark):
        raise PermissionDenied("Only the authority’s own people on the body, and its secretary, reply to its figures.")
    initial = {"text": before.text, "version": before.version} if before else {"version": 0}
    form = AttendanceReplyForm.from_request(request, initial=initial)

    def reply(answers):
        reply_to_attendance(body, authority, year, answers["text"], version=answers["version"], by=request.user)
        return "Your reply stands beside the figure."

    page = Page(
        heading=f"Reply to the attendance of {authority.name}",
        caption=f"{body.name}, {year_in_words(year)}",
        back=reverse("meetings:show_attendance", args=[key]),
        back_words="Back to attendance",
    )
    return ask(request, form, reply, page)

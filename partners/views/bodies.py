"""Bodies, their seats, and who sits in them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.govuk.forms import offer
from ccsp_portal.govuk.templatetags.govuk import short_date
from ccsp_portal.once.decorator import once
from partners import queries
from partners.forms import GiveOfficeForm
from partners.models import Body, MeetingPolicy
from partners.policy_forms import MeetingPolicyForm
from partners.structure_forms import BodyForm, EditBodyForm, LastDayForm
from partners.views.asking import Page, ask
from partners.workflow import bodies as acts
from partners.workflow import offices
from partners.workflow.organisations import only_who_edits


@login_not_required
def list_bodies(request):
    """Who the partnership is: its bodies and its organisations. Anyone may read it."""
    return render(
        request,
        "partners/list_bodies.html",
        {
            "bodies": queries.bodies_within(),
            "organisations": queries.organisations(),
            "sees_people": request.user.has_perm("partners.see_directory"),
            "may_edit": request.user.has_perm("partners.edit_partnership"),
            "unseated": queries.authorities_without_a_holder() if request.user.has_perm("partners.invite") else [],
        },
    )


@login_not_required
def show_body(request, key):
    """One body and its seats; the people in them, and how to reach them, only for those who hold a seat."""
    body = _body_or_404(key)
    return render(
        request,
        "partners/show_body.html",
        {
            "body": body,
            "seats": queries.seats_of_body(body),
            "to_come": queries.seats_to_come(body) if request.user.has_perm("partners.edit_seats", body) else [],
            "counts": body.counts.first(),
            "sees_people": request.user.has_perm("partners.see_directory"),
            "may_invite": request.user.has_perm("partners.invite", body),
            "may_give_office": request.user.has_perm("partners.give_office", body),
            "may_end": request.user.has_perm("partners.end_appointment", body),
            "may_edit_seats": request.user.has_perm("partners.edit_seats", body),
            "may_edit": request.user.has_perm("partners.edit_partnership"),
            "terms": body.terms_of_reference.select_related("document"),
            "today": clock.today(),
        },
    )


def _body_or_404(key):
    try:
        return queries.body_of(key)
    except Body.DoesNotExist as missing:
        raise Http404 from missing


def _page(body, heading, *before):
    back = reverse("partners:show_body", args=[body.key])
    return Page(heading=heading, caption=body.name, back=back, back_words="Back to the body", before=before)


@once
def add_body(request):
    """Set up a delivery group, or a task and finish group."""
    only_who_edits(request.user)
    board = Body.objects.current().filter(kind=Body.Kind.BOARD).first()
    form = BodyForm.from_request(request, initial={"parent": board})

    def add(answers):
        body = acts.add_body(**answers, by=request.user)
        return f"The {body} is set up, with you as its secretary. Add its seats on its page."

    before = "You become its secretary, in a seat made for it. Hand that seat over if somebody else is to be."
    page = Page(
        heading="Set up a group", back=reverse("partners:list_bodies"), back_words="Back to partners", before=(before,)
    )
    return ask(request, form, add, page)


@once
def set_meeting_policy(request, key):
    """How a body meets: when, where, with which quorum and which deadlines."""
    body = get_object_or_404(Body.objects.current(), key=key)
    if not request.user.has_perm("partners.edit_body", body):
        raise PermissionDenied("Only the body's secretary says how it meets.")
    policy = MeetingPolicy.objects.filter(body=body).first() or MeetingPolicy(
        body=body, quorum={"share": "1/3", "at_least": 3, "of": []}, nth=2, weekday="thu"
    )
    form = MeetingPolicyForm.from_request(request, instance=policy)

    def save(answers):
        acts.set_meeting_policy(body, version=answers["version"], **form.answers(), by=request.user)
        return "Saved. New meetings keep these rules; those that are convened keep theirs."

    before = "These rules hold for meetings that are convened from now on. A meeting keeps those under which it began."
    page = Page(
        heading="How it meets",
        caption=body.name,
        back=reverse("partners:show_body", args=[key]),
        back_words="Back to the body",
        before=(before,),
    )
    return ask(request, form, save, page)


@once
def edit_body(request, key):
    """Change what a body is called, is part of, and is for."""
    only_who_edits(request.user)
    body = get_object_or_404(Body.objects.current(), key=key)

    def edit(answers):
        acts.edit_body(body, **answers, by=request.user)
        return "Saved."

    return ask(request, EditBodyForm.from_request(request, instance=body), edit, _page(body, "Change the body"))


@once
def end_body(request, key):
    """A group has done its work."""
    only_who_edits(request.user)
    body = get_object_or_404(Body.objects.current().exclude(kind=Body.Kind.BOARD), key=key)

    def end(answers):
        acts.end_body(body, **answers, by=request.user)
        return f"The {body} ends with {short_date(answers['last_day'])}."

    before = "Its seats, appointments and offices end with it. Its papers, decisions and minutes stay as they are."
    form = LastDayForm.from_request(request, submit="End the body")
    return ask(request, form, end, _page(body, "End the body", before))


@once
def give_office(request, key):
    """Make a seat's holder the chair, vice chair or lead of the body."""
    body = _body_or_404(key)
    if not request.user.has_perm("partners.give_office", body):
        raise PermissionDenied("Only the body's secretary gives its offices.")
    form = GiveOfficeForm.from_request(request, body=body, initial={"from_on": clock.today()})
    if form.is_bound and form.is_valid():
        try:
            office = offices.give_office(body, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            day = short_date(office.from_on)
            words = f"{office.appointment.person} is {office.get_kind_display().lower()} of the {body} from {day}."
            messages.success(request, words)
            return redirect("partners:show_body", key)
    return offer(request, "partners/give_office.html", form, body=body)

"""Bodies, their seats, and who sits in them."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from ccsp_portal import clock
from ccsp_portal.govuk.templatetags.govuk import short_date
from ccsp_portal.once.decorator import once
from partners import queries
from partners.consequences import of_ending_body
from partners.forms import NOBODY, GiveOfficeForm
from partners.models import Body, MeetingPolicy, Office
from partners.policy_forms import MeetingPolicyForm
from partners.policy_words import cadence_in_words, quorum_in_words
from partners.structure_forms import BodyForm, EditBodyForm, LastDayForm
from partners.views.asking import Page, ask
from partners.views.checking import ask_twice
from partners.workflow import bodies as acts
from partners.workflow import offices
from partners.workflow.organisations import only_who_edits


@login_not_required
def list_bodies(request):
    """Who the partnership is: its bodies and its organisations. Anyone may read it."""
    rows = queries.bodies_within()
    return render(
        request,
        "partners/list_bodies.html",
        {
            "bodies": [row for row in rows if not row[0].looks_on],
            "onlookers": [row for row in rows if row[0].looks_on],
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
            "seats": queries.with_invited(queries.seats_of_body(body), request.user),
            "to_come": queries.seats_to_come(body) if request.user.has_perm("partners.edit_seats", body) else [],
            "counts": body.counts.first(),
            "sees_people": request.user.has_perm("partners.see_directory"),
            "may_invite": request.user.has_perm("partners.invite", body),
            "may_give_office": request.user.has_perm("partners.give_office", body),
            "may_end": request.user.has_perm("partners.end_appointment", body),
            "may_edit_seats": request.user.has_perm("partners.edit_seats", body),
            "may_edit": request.user.has_perm("partners.edit_partnership"),
            "terms": body.terms_of_reference.select_related("document"),
            **_how_it_meets(body),
            "today": clock.today(),
        },
    )


def _how_it_meets(body):
    """Its cadence and quorum in words; nothing for a body whose meetings the portal does not keep."""
    policy = getattr(body, "meeting_policy", None)
    return {"cadence": cadence_in_words(policy), "quorum": quorum_in_words(policy)} if policy else {}


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
    """Set up a delivery group, a task and finish group, or a body that looks on from outside."""
    only_who_edits(request.user)
    board = Body.objects.current().filter(kind=Body.Kind.BOARD).first()
    form = BodyForm.from_request(request, initial={"parent": board})

    def add(answers):
        body = acts.add_body(**answers, by=request.user)
        said = f"The {body} is set up, with you as its secretary. Add its seats here."
        if body.looks_on:
            said = f"The {body} is set up. It looks on from outside, so its seats and meetings are not kept here."
        return said, reverse("partners:show_body", args=[body.key])

    before = (
        "You become the secretary of a group, in a seat made for it. Hand that seat over if somebody else is to be. A "
        "body that looks on from outside gets no seats here: it meets elsewhere."
    )
    page = Page(
        heading="Set up a body", back=reverse("partners:list_bodies"), back_words="Back to partners", before=(before,)
    )
    return ask(request, form, add, page)


@once
def set_meeting_policy(request, key):
    """How a body meets: when, where, with which quorum and which deadlines."""
    body = get_object_or_404(Body.objects.current(), key=key)
    if not request.user.has_perm("partners.edit_body", body):
        raise PermissionDenied("Only the body’s secretary says how it meets.")
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
        return f"The {body} ends on {short_date(answers['last_day'])}: that is its last day."

    def consequences(answers):
        return of_ending_body(body, answers["last_day"])

    before = "Its seats, appointments and offices end with it. Its papers, decisions and minutes stay as they are."
    form = LastDayForm.from_request(request, submit="End the body")
    return ask_twice(request, form, end, _page(body, "End the body", before), consequences=consequences)


@once
def give_office(request, key):
    """Make a seat's holder the chair, vice chair or lead of the body."""
    body = _body_or_404(key)
    if not request.user.has_perm("partners.give_office", body):
        raise PermissionDenied("Only the body’s secretary gives its offices.")
    form = GiveOfficeForm.from_request(request, body=body, initial={"from_on": clock.today()})

    def give(answers):
        called, day = Office.Kind(answers["kind"]).label, short_date(answers["from_on"])
        if answers["appointment"] == NOBODY:
            offices.leave_office_empty(body, kind=answers["kind"], from_on=answers["from_on"], by=request.user)
            return f"Nobody is {called.lower()} of the {body} from {day}."
        office = offices.give_office(body, by=request.user, **answers)
        return f"{office.appointment.person} is {called.lower()} of the {body} from {day}."

    before = f"Of the {body}. Whoever holds the office now holds it to the end of the day before."
    return ask(request, form, give, _page(body, "Name the chair, vice chair or lead", before))

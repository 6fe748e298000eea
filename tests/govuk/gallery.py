"""A page with every component on it, served by itself for the browser: it needs no database."""

from datetime import date

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

from ccsp_portal.govuk.forms import (
    CharacterCount,
    Checkboxes,
    DateField,
    FileField,
    NumberInput,
    PasswordInput,
    PortalForm,
    Radios,
    TimeField,
    offer,
)


class EverythingForm(PortalForm):
    missing = {"title": "Enter the title of the item", "day": "Enter the meeting date", "file": "Select a paper"}
    submit = "Save the item"
    cancel_url = "/"

    title = forms.CharField(max_length=40, help_text="As it will stand on the agenda.")
    day = DateField(label="When is the meeting?", called="the meeting date", help_text="For example, 10 12 2026.")
    start = TimeField(label="When does it start?", called="the start time", help_text="For example, 2pm or 14:30.")
    minutes = forms.IntegerField(label="Minutes allotted", widget=NumberInput(width=3, suffix="minutes"))
    purpose = forms.ChoiceField(
        label="What is the item for?",
        choices=[("decide", "To decide"), ("discuss", "To discuss"), ("private", "To decide in private")],
        widget=Radios(
            hints={"decide": "The Board is asked to agree something."},
            reveals={"private": "reason"},
            divider_before="private",
        ),
    )
    reason = forms.CharField(label="Why is it private?", required=False)
    partners = forms.MultipleChoiceField(
        label="Which partners does it concern?",
        choices=[("council", "Coventry City Council"), ("police", "West Midlands Police")],
        widget=Checkboxes(),
    )
    agreed = forms.BooleanField(label="The chair has agreed to it")
    body = forms.ChoiceField(choices=[("", "Choose a body"), ("board", "The Board")])
    note = forms.CharField(label="Note for the secretary", widget=CharacterCount(characters=200), required=False)
    file = FileField(label="Paper", help_text="A PDF, Word or ODT file of at most 25 MB.")
    password = forms.CharField(widget=PasswordInput(), required=False)


GALLERY = """{% extends "base.html" %}{% load govuk crispy_forms_tags %}
{% block title %}Gallery{% endblock %}
{% block before_content %}{% breadcrumbs "Meetings" "/" "The Board" "" %}{% endblock %}
{% block content %}
<h1 class="govuk-heading-l">The Board on {{ day|long_date }}</h1>
<p class="govuk-body">{% tag "Draft" "grey" %} {% tag "With the chair" "blue" %} {% tag "Late" "red" %}</p>
{% summary_list rows %}
{% summary_list facts "Where and when" %}
{% inset "The Board meets in public." %}
{% warning_text "You can't undo this." %}
{% details "Why this date?" "It is the second Thursday of December." %}
<div class="portal-scroll" tabindex="0" role="region" aria-labelledby="crimes">
<table class="govuk-table">
<caption class="govuk-table__caption govuk-table__caption--m" id="crimes">Crimes by month</caption>
<thead class="govuk-table__head"><tr class="govuk-table__row"><th scope="col" class="govuk-table__header">Type</th>
{% for month in months %}<th scope="col" class="govuk-table__header govuk-table__header--numeric">{{ month }}</th>
{% endfor %}
</tr></thead><tbody class="govuk-table__body"><tr class="govuk-table__row">
<th scope="row" class="govuk-table__header">Burglary</th>
{% for month in months %}<td class="govuk-table__cell govuk-table__cell--numeric">1,234</td>{% endfor %}
</tr></tbody></table></div>
{% pagination page %}
<div class="govuk-button-group">{% button "See the pack" "/" %}{% button "Withdraw" kind="warning" %}
{% button "Save for later" kind="secondary" %}</div>
{% act "/" "Circulate the agenda" version=3 %}
{% crispy form %}
{% endblock %}"""


BANNERS = [
    Message(constants.SUCCESS, "The dates are set."),
    Message(constants.INFO, "Two papers are late."),
    Message(constants.WARNING, "The room is booked twice."),
]


@login_not_required
def gallery(request):
    """Every component, with the form as sent."""
    form = EverythingForm.from_request(request)
    context = {
        "day": date(2026, 12, 10),
        "facts": {"Venue": "Council House, Earl Street, Coventry", "Starts": "2pm"},
        "rows": [
            {
                "key": "Chair",
                "value": "Rosa Whitfield",
                "actions": [{"href": "/", "text": "Change", "hidden": "chair"}],
            },
            {"key": "Quorum", "value": "4 of 11 seats, the Council and the police among them"},
        ],
        "months": ["January", "February", "March", "April", "May", "June", "July", "August", "September"],
        # a banner of success takes the focus, so the page can be had without
        "messages": [] if "quiet" in request.GET else BANNERS,
        "page": Paginator(range(400), 10).page(10),
        "form": form,
    }
    html = engines["django"].from_string(GALLERY).render(context, request)
    return HttpResponse(html, status=offer(request, "govuk/display_form.html", form).status_code)


class Member:
    """Somebody who has signed in, as far as the frame of a page asks."""

    is_authenticated = True
    pk = 1


@login_not_required
def frame(request):
    """A page with nothing on it, as a member sees it."""
    request.user = Member()
    source = (
        '{% extends "base.html" %}{% block title %}Frame{% endblock %}'
        '{% block content %}<h1 class="govuk-heading-l">Plan</h1>{% endblock %}'
    )
    return HttpResponse(engines["django"].from_string(source).render({}, request))


def section(namespace, *names):
    """The pages of one app that the menu and the footer name."""
    pages = [path(f"{name}/", frame, name=name) for name in names]
    return path(f"{namespace}/", include((pages, namespace)))


MEETINGS = [path("", frame, name="list_meetings"), path("actions/", frame, name="list_actions")]
urlpatterns = [
    path("", gallery),
    section("public", "front", "accessibility", "privacy", "cookies", "contact"),
    section("home", "home"),
    # as in the portal, the actions lie below the meetings
    path("meetings/", include((MEETINGS, "meetings"))),
    section("assessments", "list_assessments"),
    section("plans", "list_plans"),
    section("partners", "list_bodies", "account"),
    path("sign-in/", frame, name="account_login"),
    path("sign-out/", frame, name="account_logout"),
]

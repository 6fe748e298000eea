"""The portal's addresses and one more: a form that adds a problem, slowly enough for a second click."""

import time

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import RequestContext, Template
from django.urls import include, path
from django.utils.html import format_html

from ccsp_portal.once.decorator import once
from ccsp_portal.workflow import NotOpen
from partners.models import Problem

PAGE = Template("{% load once %}<form method='post'>{% form_token %}</form>")


@login_not_required
@once
def add_problem(request):
    if request.method != "POST":
        return HttpResponse(PAGE.render(RequestContext(request)))
    name = request.POST.get("name", "")
    if not name:
        return HttpResponse("Enter a name", status=422)
    time.sleep(float(request.POST.get("seconds", 0)))
    number = Problem.objects.count() + 1
    Problem.objects.create(key=f"problem-{number}", name=name)
    if name == "too late":
        raise NotOpen("You cannot add it now.")
    messages.success(request, format_html("Problem <b>{}</b> added", number))
    if "htmx" in request.POST:
        return HttpResponse(headers={"HX-Redirect": f"/problems/{number}"})
    return redirect(f"/problems/{number}")


urlpatterns = [
    path("add", add_problem),
    path("add-elsewhere", add_problem),
    path("", include("ccsp_portal.urls")),
]

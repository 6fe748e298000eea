"""Two pages to ask for again: one that anybody may keep, and one that says nothing about keeping."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.urls import path

from ccsp_portal.freshness import unchanged_since
from ccsp_portal.urls import urlpatterns as of_the_portal
from partners.models import Body, Problem


def rows_of_list_problems(request):
    return Problem.objects.all(), Body.objects.filter(kind="board")


@login_not_required
@unchanged_since(rows_of_list_problems)
def list_problems(request):
    return HttpResponse(", ".join(problem.name for problem in Problem.objects.all()))


@login_not_required
@unchanged_since(rows_of_list_problems)
def form(request):
    return HttpResponse(get_token(request))


@login_not_required
@unchanged_since(rows_of_list_problems)
def part(request):
    return HttpResponse("a part" if request.headers.get("HX-Request") else "the whole")


def plain(request):
    return HttpResponse("yours")


urlpatterns = [
    path("problems", list_problems),
    path("form", form),
    path("part", part),
    path("plain", plain),
    *of_the_portal,
]

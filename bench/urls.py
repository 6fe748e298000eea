"""The portal, and for each page that is measured a view that returns the same bytes behind the same middleware."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import include, path


@cache
def kept(name):
    return (Path(settings.PORTAL_VAR) / f"floor-{name}").read_bytes()


@login_not_required
def public_floor(request, name):
    return HttpResponse(kept(name))


def private_floor(request, name):
    return HttpResponse(kept(name))


urlpatterns = [
    path("floor/public/<str:name>", public_floor),
    path("floor/private/<str:name>", private_floor),
    path("", include("ccsp_portal.urls")),
]

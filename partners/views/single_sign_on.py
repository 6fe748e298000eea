"""The way to the council's own sign-in, and back from it. Where none is set, these pages are not there."""

from functools import wraps

from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from requests import RequestException

from partners.single_sign_on import FAILED, UNANSWERED, ProviderAdapter, turned_away


def where_offered(view):
    """Not there without a provider; and not asked without end."""

    @login_not_required
    @never_cache
    @wraps(view)
    def offered(request):
        if not settings.SINGLE_SIGN_ON:
            raise Http404
        try:
            return ratelimit.consume_or_429(request, action="single_sign_on", limit_get=True) or view(request)
        except RequestException as error:
            return turned_away(request, UNANSWERED, why=error).response
        except OAuth2Error as error:
            return turned_away(request, FAILED, why=error).response

    return offered


@where_offered
def begin(request):
    """A page that leads to the provider by itself: a redirection would have to be let through by `form-action`, and
    every other provider's that the first one hands on to."""
    if request.method != "POST" or request.user.is_authenticated:
        return redirect("home:home" if request.user.is_authenticated else "account_login")
    there = ProviderAdapter(request).get_provider().begin(request, get_next_redirect_url(request)).url
    page = render(request, "account/single_sign_on.html", {"there": there, "provider": settings.SINGLE_SIGN_ON.name})
    page["Refresh"] = f"0;url={there}"
    return page


@where_offered
def come_back(request):
    """Where the provider sends people back to."""
    return OAuth2CallbackView.adapter_view(ProviderAdapter(request))(request)

"""Who must show a second factor; nothing that is not for everybody is shown to them before they have."""

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from ccsp_portal.profile import current
from partners.standing import roles_of

# the session's word for the page to which a person goes on
WANTED = "wanted_page"
# the ways in and out, setting a factor up, and what the portal says about itself
OPEN_BEFORE = frozenset(
    {
        "account_begin_second_factor",
        "account_confirm_email",
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "agree_to_address",
        "health",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_authenticate",
        "mfa_download_recovery_codes",
        "mfa_login_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_view_recovery_codes",
        "partners:accept_invitation",
        "public:accessibility",
        "public:contact",
        "public:cookies",
        "public:privacy",
    }
)


def must_show(person) -> bool:
    """Whether a role that the person has today is one for which the profile asks for the factor. At most one query."""
    return settings.SECOND_FACTOR_REQUIRED and not roles_of(person).isdisjoint(current().sign_in.second_factor_for)


def has_shown(request) -> bool:
    """Whether the person has shown a second factor in this session."""
    return any(each["method"] == "mfa" for each in get_authentication_records(request, request.user))


def showed(request, factor):
    """Note that they have, by the factor which they have just set up."""
    post_authentication(request, factor)


def forget(request):
    """Ask for one again, if the one that they showed is gone; what single sign-on saw is not."""
    records = get_authentication_records(request, request.user)
    theirs = set(Authenticator.objects.filter(user=request.user).values_list("pk", flat=True))
    kept = [
        each for each in records if each["method"] != "mfa" or each.get("type") == "provider" or each["id"] in theirs
    ]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept


class RequiredFactorMiddleware:
    """Lead who must show a second factor to the page on which they show it, or set it up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated or request.resolver_match.view_name in OPEN_BEFORE:
            return None
        if has_shown(request) or not must_show(request.user):
            return None
        wanted = request.get_full_path() if request.method == "GET" else reverse("home:home")
        # they set it up after this session began with a password alone
        if is_mfa_enabled(request.user):
            return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': wanted})}")
        request.session[WANTED] = wanted
        return redirect("account_begin_second_factor")

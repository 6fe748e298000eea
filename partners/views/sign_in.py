"""allauth's pages that take an answer: one that is refused comes back with status 422."""

from allauth.account import views as allauth
from allauth.account.models import EmailAddress
from allauth.decorators import rate_limit
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache

from ccsp_portal.govuk.forms import REFUSED
from ccsp_portal.once.decorator import once
from partners.addresses import ask_the_old_address, wanted_by


class Refusing:
    """A page whose refused form is not a success to a browser, a proxy or a log."""

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = REFUSED
        return response


class SignIn(Refusing, allauth.LoginView):
    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"single_sign_on": settings.SINGLE_SIGN_ON}


class ChangeEmail(Refusing, allauth.EmailView):
    """Another address: the present one is asked first, then the new one."""

    def _action_send(self, request):
        """Ask again, from the beginning."""
        wanted = EmailAddress.objects.get_new(request.user)
        if wanted:
            ask_the_old_address(wanted)


@login_not_required
@rate_limit(action="reset_password_from_key")
@never_cache
@once
def agree_to_address(request, token):
    """Who reads a person's present address agrees to another: only then is the new one written to."""
    wanted = wanted_by(token)
    if wanted is None or request.method != "POST":
        return render(request, "account/agree_to_address.html", {"wanted": wanted}, status=200 if wanted else 410)
    wanted.send_confirmation(request)
    return redirect("account_email_verification_sent")


class ChangePassword(Refusing, allauth.PasswordChangeView):
    success_url = reverse_lazy("partners:account")


class ForgottenPassword(Refusing, allauth.PasswordResetView):
    pass


class DeadLinks:
    """A page that a mailed link opens: where the link no longer works, the answer says so in its status too."""

    def render_to_response(self, context, **kwargs):
        if context.get("token_fail") or not context.get("can_confirm", True):
            kwargs["status"] = 410
        return super().render_to_response(context, **kwargs)


class NewPassword(DeadLinks, Refusing, allauth.PasswordResetFromKeyView):
    pass


class ConfirmEmail(DeadLinks, allauth.ConfirmEmailView):
    pass


class Reauthenticate(Refusing, allauth.ReauthenticateView):
    pass


class SecondFactor(Refusing, mfa.AuthenticateView):
    """The second step of signing in: the code of an app, or a recovery code."""


class SecondFactorAgain(Refusing, mfa.ReauthenticateView):
    pass


class SetUpApp(Refusing, totp.ActivateTOTPView):
    pass


class RemoveApp(Refusing, totp.DeactivateTOTPView):
    pass


class NewRecoveryCodes(Refusing, recovery_codes.GenerateRecoveryCodesView):
    pass


# the picture that an authenticator app reads stands in the page itself
set_up_app = csp_update({"img-src": ["data:"]})(SetUpApp.as_view())

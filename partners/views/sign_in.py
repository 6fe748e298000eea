"""allauth's pages that take an answer: one that is refused comes back with status 422."""

from allauth.account import views as allauth
from allauth.account.internal.constants import LoginStageKey
from allauth.account.models import EmailAddress
from allauth.decorators import rate_limit
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as usersessions
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ccsp_portal.govuk.forms import REFUSED
from ccsp_portal.once.decorator import once
from partners import demo_codes, sign_in_record
from partners.addresses import ask_the_old_address, spend, wanted_by
from partners.required_factor import WANTED, forget, has_shown, must_show, showed
from partners.second_factor import passkey_options

NOT_ACCEPTED = "That passkey was not accepted. Try again, or use another way."


class Refusing:
    """A page whose refused form is not a success to a browser, a proxy or a log."""

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = REFUSED
        return response


class AnotherWay:
    """A page on which who waits for a code by e-mail may choose another way in, or ask for another code."""

    def _redirect_to_pending_stage(self, request, stage):
        if stage.key == LoginStageKey.LOGIN_BY_CODE.value:
            return None
        return super()._redirect_to_pending_stage(request, stage)


class SignIn(AnotherWay, Refusing, allauth.LoginView):
    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"single_sign_on": settings.SINGLE_SIGN_ON}


class AskForCode(AnotherWay, Refusing, allauth.RequestLoginCodeView):
    """A code by e-mail stands in for the password: the same answer whether or not there is such a person."""


@method_decorator(login_not_required, name="dispatch")
class EnterCode(allauth.ConfirmLoginCodeView):
    """A code is good for some minutes and three tries, in the browser that asked for it."""

    # what allauth keeps of the code that was asked for; None once its time is over
    _process = ...

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        if self._process is None:
            messages.warning(request, "That code was good for ten minutes. Ask for a new one.")
        return response

    def form_invalid(self, form):
        person = self._process.user
        outcome = sign_in_record.Outcome.WRONG if person else sign_in_record.Outcome.UNKNOWN
        sign_in_record.refused(self.request, person, sign_in_record.Way.EMAIL_CODE, outcome)
        if self._process.record_invalid_attempt():
            return self.render_to_response(self.get_context_data(form=form), status=REFUSED)
        messages.warning(self.request, "That was the third wrong code: the one that we sent is good no more.")
        return redirect("account_request_login_code")


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
    if not spend(token):
        return render(request, "account/agree_to_address.html", {"wanted": None}, status=410)
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


class Sessions(usersessions.ListUserSessionsView):
    """Where a person is signed in, and their latest sign-ins, refused ones too."""

    latest = 20

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"sign_ins": self.request.user.sign_ins.all()[: self.latest]}


class Reauthenticate(Refusing, allauth.ReauthenticateView):
    pass


class TellsTheDemonstration:
    """Tells the people of the demonstration their code, and has it in the box already."""

    def who(self):
        return self.request.user

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["demo_code"] = context["form"].initial["code"] = demo_codes.told_to(self.who())
        return context


class SecondFactor(TellsTheDemonstration, Refusing, mfa.AuthenticateView):
    """The second step of signing in: the code of an app, a recovery code, or a passkey."""

    def who(self):
        return self.stage.login.user

    def _build_forms(self):
        # allauth takes an answer without a code for that of a passkey, and then has no form for the page
        answer = self.request.POST if self.request.method == "POST" else None
        is_passkey = answer is not None and "credential" in answer
        self.auth_form = self.get_form_class()(user=self.who(), data=None if is_passkey else answer)
        self.webauthn_form = None
        return self.get_webauthn_form_class()(user=self.who(), data=answer) if is_passkey else self.auth_form

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"passkey_options": passkey_options(self.who())}

    def form_invalid(self, form):
        if form is not self.auth_form:
            messages.error(self.request, NOT_ACCEPTED)
        way = sign_in_record.way_of(self.request, self.who())
        sign_in_record.refused(self.request, self.who(), way, sign_in_record.Outcome.WRONG_SECOND)
        return super().form_invalid(form)


class SecondFactorAgain(TellsTheDemonstration, Refusing, mfa.ReauthenticateView):
    """The code once more, before a change of how one signs in; or late, where it was set up after signing in."""

    def get_context_data(self, **kwargs):
        is_late = not has_shown(self.request) and must_show(self.request.user)
        context = super().get_context_data(**kwargs)
        return context | {"is_late": is_late, "passkey_options": passkey_options(self.request.user)}


@require_safe
def begin_second_factor(request):
    """Why a second factor is asked for, what it takes, and how long."""
    return render(request, "account/begin_second_factor.html")


class SetUpApp(Refusing, totp.ActivateTOTPView):
    def form_valid(self, form):
        response = super().form_valid(form)
        showed(self.request, Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP))
        return response

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if settings.DEMO:
            context["demo_code"] = demo_codes.code_of(context["form"].secret)
        return context


class RecoveryCodes(recovery_codes.ViewRecoveryCodesView):
    """The codes, and the way on to the page that the person wanted before a second factor was asked for."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"wanted": self.request.session.get(WANTED, "")}


class RemoveApp(Refusing, totp.DeactivateTOTPView):
    def form_valid(self, form):
        response = super().form_valid(form)
        forget(self.request)
        return response


class NewRecoveryCodes(Refusing, recovery_codes.GenerateRecoveryCodesView):
    pass


# the picture that an authenticator app reads stands in the page itself
set_up_app = csp_update({"img-src": ["data:"]})(SetUpApp.as_view())

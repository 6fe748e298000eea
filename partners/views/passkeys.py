"""Passkeys: made, used instead of the password or as the second step, and removed. allauth's, in our words."""

from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth, flows
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy

from ccsp_portal.govuk.forms import ConfirmForm
from partners import sign_in_record
from partners.account_forms import AddPasskeyForm
from partners.required_factor import forget, showed
from partners.views.sign_in import NOT_ACCEPTED, AnotherWay, Refusing


class SignInByPasskey(AnotherWay, webauthn.LoginWebAuthnView):
    """A passkey instead of the password; it is the second factor too, since the device has checked who holds it."""

    def form_invalid(self, form):
        sign_in_record.refused(self.request, None, sign_in_record.Way.PASSKEY, sign_in_record.Outcome.WRONG)
        messages.error(self.request, NOT_ACCEPTED)
        return redirect("account_login")

    def form_valid(self, form):
        passkey = form.cleaned_data["credential"]
        login = Login(user=passkey.user, redirect_url=get_next_redirect_url(self.request))
        return flows.perform_passwordless_login(self.request, passkey, login)


class AddPasskey(Refusing, webauthn.AddWebAuthnView):
    form_class = AddPasskeyForm
    template_name = "mfa/passkeys/add.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        # such as the device itself unlocks and keeps: it stands in for the password and the second factor
        return context | {"options": auth.begin_registration(self.request.user, passwordless=True)}

    def form_valid(self, form):
        passkey, codes = flows.add_authenticator(self.request, **form.cleaned_data)
        showed(self.request, passkey)
        return redirect("mfa_view_recovery_codes" if codes else "mfa_index")


class RemovePasskey(Refusing, webauthn.RemoveWebAuthnView):
    form_class = ConfirmForm
    template_name = "mfa/passkeys/remove.html"
    success_url = reverse_lazy("mfa_index")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"label": "Remove the passkey", "is_warning": True}

    def form_valid(self, form):
        response = super().form_valid(form)
        forget(self.request)
        return response


class PasskeyAgain(webauthn.ReauthenticateWebAuthnView):
    """A passkey once more, before a change of how one signs in: the page that asks for a code offers it."""

    def get(self, request, *args, **kwargs):
        return redirect(self.passthrough_next_url(reverse("mfa_reauthenticate")))

    def form_invalid(self, form):
        messages.error(self.request, NOT_ACCEPTED)
        return redirect(self.passthrough_next_url(reverse("mfa_reauthenticate")))

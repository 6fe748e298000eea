"""allauth's pages that take an answer: one that is refused comes back with status 422."""

from allauth.account import views as allauth
from django.urls import reverse_lazy

from ccsp_portal.govuk.forms import REFUSED


class Refusing:
    """A page whose refused form is not a success to a browser, a proxy or a log."""

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = REFUSED
        return response


class SignIn(Refusing, allauth.LoginView):
    pass


class ChangeEmail(Refusing, allauth.EmailView):
    pass


class ChangePassword(Refusing, allauth.PasswordChangeView):
    success_url = reverse_lazy("partners:account")


class ForgottenPassword(Refusing, allauth.PasswordResetView):
    pass


class DeadLinks:
    """A page that a mailed link opens: where the link no longer works, the answer says so in its status too."""

    def render_to_response(self, context, **kwargs):
        if context.get("token_fail") or not context.get("confirmation", True):
            kwargs["status"] = 410
        return super().render_to_response(context, **kwargs)


class NewPassword(DeadLinks, Refusing, allauth.PasswordResetFromKeyView):
    pass


class ConfirmEmail(DeadLinks, allauth.ConfirmEmailView):
    pass


class Reauthenticate(Refusing, allauth.ReauthenticateView):
    pass

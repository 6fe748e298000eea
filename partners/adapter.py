"""How allauth behaves here: nobody signs up by themselves, and it speaks and writes in our words."""

from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings

from partners import letters, sessions, sign_in_record, single_sign_on
from partners.models import SignIn

WORDS = {
    "account_inactive": "This account is closed. Ask the partnership’s secretary to open it again.",
    "duplicate_email": "This is your address already, or the one that you have asked for. Enter another one.",
    "email_password_mismatch": "The e-mail address or the password is not correct. Check both and try again.",
    "enter_current_password": "The current password is not correct. Type it again.",
    "incorrect_code": "This is not the code. Look in the newest letter from us, and type it again.",
    "incorrect_password": "The password is not correct. Type it again.",
    "invalid_login": "The e-mail address or the password is not correct. Check both and try again.",
    "rate_limited": "You have tried many times. Wait a few minutes, then try again.",
    "too_many_login_attempts": "There have been many failed tries to sign in. Wait five minutes, then try again.",
}


def at_portal(address):
    """The address with the portal's own name and port, whatever the request gave as its host."""
    return settings.PORTAL_BASE_URL + urlsplit(address).path


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | WORDS

    def is_open_for_signup(self, request):
        return False

    def get_login_stages(self):
        ours = {"allauth.mfa.stages.AuthenticateStage": "partners.single_sign_on.SecondStep"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def pre_login(self, request, user, *, signal_kwargs, **kwargs):
        at_provider = (signal_kwargs or {}).get("sociallogin")
        if at_provider:
            single_sign_on.note_second_step(request, user, at_provider.account.extra_data)
        if not user.is_active:
            sign_in_record.refused(request, user, sign_in_record.way_of(request, user), SignIn.Outcome.CLOSED)
        return super().pre_login(request, user, signal_kwargs=signal_kwargs, **kwargs)

    def post_login(self, request, user, **kwargs):
        sign_in = sign_in_record.signed_in(request, user)
        sessions.note_seats(request)
        sessions.say_not_done(request)
        response = super().post_login(request, user, **kwargs)
        sign_in_record.tell_of_new_device(request, response, sign_in)
        return response

    def authentication_failed(self, request, **credentials):
        # who is in already is only asked again whether it is them
        if not request.user.is_authenticated:
            sign_in_record.wrong_password(request, credentials.get("email", ""))

    def get_reset_password_from_key_url(self, key):
        return at_portal(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request, emailconfirmation):
        return at_portal(super().get_email_confirmation_url(request, emailconfirmation))

    def send_mail(self, template_prefix, email, context):
        """Hand the letter to the outbox: while the mail server is down it waits, and no page fails."""
        letters.account_letter(template_prefix.rsplit("/", 1)[-1], email, context)

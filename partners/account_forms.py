"""The questions of sign-in and of one's own account: allauth's forms, in our words."""

from allauth.account import forms as allauth
from allauth.account.models import EmailAddress
from allauth.core import context, ratelimit
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.cache import cache
from django.core.validators import MaxLengthValidator

from ccsp_portal.govuk.addresses import plain_address
from ccsp_portal.govuk.forms import Checkboxes, PasswordInput, Portal, PortalForm, TextInput
from partners import letters
from partners.addresses import ask_the_old_address
from partners.models import Reminder, User

RULES_OF_PASSWORDS = (
    "Use at least 12 characters. Three random words make a good one. "
    "It must not be a common password, or much like your name or e-mail address."
)
# as long as the tables of people and of letters have it
LONGEST_ADDRESS = 254
TOO_LONG = "The e-mail address must be 254 characters or fewer"
EMAIL_EXAMPLE = "For example, name@example.com"
ASKED_OFTEN = (
    "A code was asked for at this address several times. Look in your mail and your junk mail, "
    "or wait a quarter of an hour and ask again."
)
NOT_THE_SAME = "The passwords do not match. Type the same one in both boxes"


class InOurWords:
    """Gives allauth's questions our labels and hints ({"login": ("E-mail address", "")}) and plain controls."""

    words = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.widget = self._control(field)

    @staticmethod
    def _control(field):
        autocomplete = field.widget.attrs.get("autocomplete")
        if isinstance(field.widget, forms.PasswordInput):
            return PasswordInput(autocomplete=autocomplete)
        return forms.EmailInput({"autocomplete": autocomplete})


class Matching:
    """Says what to do when the two boxes for a new password differ."""

    def clean(self):
        answers = forms.Form.clean(self)
        first, second = answers.get("password1"), answers.get("password2")
        if first and second and first != second:
            self.add_error("password2", NOT_THE_SAME)
        return answers


class SignInForm(Portal, InOurWords, allauth.LoginForm):
    words = {"login": ("E-mail address", ""), "password": ("Password", "")}
    missing = {"login": "Enter your e-mail address", "password": "Enter your password"}
    submit = "Sign in"


class AskForCodeForm(Portal, InOurWords, allauth.RequestLoginCodeForm):
    words = {"email": ("E-mail address", "The one that you sign in with")}
    missing = {"email": "Enter your e-mail address"}
    submit = "Send the code"

    def clean_email(self):
        """Who it is, and no word of whether it is anybody: every address is treated alike."""
        address = self.cleaned_data["email"].lower()
        if not ratelimit.consume(context.request, action="request_login_code", key=address):
            raise forms.ValidationError(ASKED_OFTEN)
        self._user = User.objects.who_proved(address).filter(is_active=True).first()
        if self._user is None:
            letters.no_letter()
        return address


class EnterCodeForm(Portal, allauth.ConfirmLoginCodeForm):
    missing = {"code": "Enter the code that came by e-mail"}
    submit = "Sign in"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label, field.help_text = "Code", "Eight letters, for example BCDF-GHJK"
        field.widget = TextInput(width=10, attrs={"autocomplete": "one-time-code", "spellcheck": "false"})


class ForgottenPasswordForm(Portal, InOurWords, allauth.ResetPasswordForm):
    words = {"email": ("E-mail address", "")}
    missing = {"email": "Enter your e-mail address"}
    submit = "Send the link"

    def clean_email(self):
        """Whose it is: of who proved it, never of who only asked for it; and no word of whether it is anybody."""
        address = self.cleaned_data["email"].lower()
        self.users = list(User.objects.who_proved(address).filter(is_active=True))
        if not self.users:
            letters.no_letter()
        return address


class NewPasswordForm(Portal, Matching, InOurWords, allauth.ResetPasswordKeyForm):
    words = {"password1": ("New password", RULES_OF_PASSWORDS), "password2": ("New password again", "")}
    missing = {"password1": "Enter a new password", "password2": "Enter the new password again"}
    submit = "Set the password"


class ChangePasswordForm(Portal, Matching, InOurWords, allauth.ChangePasswordForm):
    words = {
        "oldpassword": ("Current password", ""),
        "password1": ("New password", RULES_OF_PASSWORDS),
        "password2": ("New password again", ""),
    }
    missing = {
        "oldpassword": "Enter your current password",
        "password1": "Enter a new password",
        "password2": "Enter the new password again",
    }
    submit = "Change the password"


class ChangeEmailForm(Portal, InOurWords, allauth.AddEmailForm):
    # the name by which allauth knows which of the page's buttons was pressed
    action_add = forms.CharField(widget=forms.HiddenInput, initial="add", required=False)
    words = {"email": ("New e-mail address", EMAIL_EXAMPLE)}
    missing = {"email": "Enter the new e-mail address"}
    submit = "Ask for the change"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].validators.append(MaxLengthValidator(LONGEST_ADDRESS, TOO_LONG))

    def clean_email(self):
        """As every address is kept, before it is asked whose it is."""
        self.cleaned_data["email"] = plain_address(self.cleaned_data["email"])
        return super().clean_email()

    def save(self, request):
        """Note the address that is wanted, and ask the present one first."""
        new = self.cleaned_data["email"]
        wanted = EmailAddress.objects.add_new_email(request, self.user, new, send_verification=False)
        ask_the_old_address(wanted)
        return wanted


class ReauthenticateForm(Portal, InOurWords, allauth.ReauthenticateForm):
    words = {"password": ("Password", "")}
    missing = {"password": "Enter your password"}
    submit = "Continue"


# how long a code of an authenticator app can be entered: its own half minute, and one before and after
CODE_LASTS = 90


def used_code_key(person_id, code):
    """Under which the cache knows that a person entered a code."""
    return f"second-factor/{person_id}/{normalize_user_code(code)}"


class NeverTwice:
    """Refuses a code that was entered before, while it would still be good (RFC 6238, section 5.2)."""

    words = {"code": ("Code", "")}
    missing = {"code": "Enter the code"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget = TextInput(
            width=10, attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}
        )

    def clean_code(self):
        code = super().clean_code()
        if not cache.add(used_code_key(self.user.pk, code), "used", CODE_LASTS):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactorForm(Portal, NeverTwice, mfa.AuthenticateForm):
    submit = "Sign in"


class SecondFactorAgainForm(Portal, NeverTwice, mfa.ReauthenticateForm):
    submit = "Continue"


class SetUpAppForm(Portal, NeverTwice, ActivateTOTPForm):
    submit = "Turn it on"


class RemoveAppForm(Portal, DeactivateTOTPForm):
    submit = "Turn it off"
    is_warning = True


class NewRecoveryCodesForm(Portal, GenerateRecoveryCodesForm):
    submit = "Make new codes"


class AddPasskeyForm(Portal, AddWebAuthnForm):
    """A passkey as the browser made it, and what its holder calls it."""

    missing = {"credential": "No passkey came with the form. Use a newer browser, or an authenticator app instead"}
    submit = "Make the passkey"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # each of ours stands in for the password
        del self.fields["passwordless"]
        name = self.fields["name"]
        name.label, name.help_text, name.max_length = "What to call it", "So that you know it again", 60
        name.widget = TextInput(width=20, attrs={"maxlength": 60})
        self.fields["credential"].widget.attrs["data-passkey"] = "create"

    def clean(self):
        try:
            return super().clean()
        except (AttributeError, KeyError, TypeError, ValueError) as wrong:
            # no browser sends what these complain of
            raise get_adapter().validation_error("incorrect_code") from wrong


class RemindersForm(PortalForm):
    """Of what a person wants to be reminded by e-mail."""

    wanted = forms.MultipleChoiceField(
        label="Remind me by e-mail when",
        required=False,
        choices=Reminder.choices,
        widget=Checkboxes(hints={Reminder.ACTION: "And when a risk that your seat owns is to be reviewed"}),
    )


class NameForm(PortalForm):
    """The name by which lists, minutes and notices call a person."""

    name = forms.CharField(
        label="Name",
        max_length=150,
        help_text="As it should stand in lists, minutes and notices",
        widget=TextInput(attrs={"autocomplete": "name"}),
    )
    pronouns = forms.CharField(
        label="Pronouns (optional)",
        required=False,
        max_length=40,
        help_text="Such as she/her. The directory shows them to everybody with a seat",
        widget=TextInput(width=20),
    )
    missing = {"name": "Enter your name"}
    submit = "Save"

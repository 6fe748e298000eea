"""What narrows the directory."""

from django import forms

from ccsp_portal.govuk.forms import EmailField, PortalForm, Textarea, TextInput
from partners.account_forms import EMAIL_EXAMPLE
from partners.models import Body, Organisation


class DirectoryFilter(PortalForm):
    """Words, a body, an organisation; what makes no sense is as if it had not been asked."""

    words = forms.CharField(label="Name, position or organisation", required=False, widget=TextInput(width=20))
    body = forms.ModelChoiceField(queryset=Body.objects.none(), label="Body", required=False, empty_label="Any")
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label="Organisation", required=False, empty_label="Any"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = Body.objects.current()
        self.fields["organisation"].queryset = Organisation.objects.current()
        # a key that is no number is no choice
        self.is_valid()

    @property
    def asked(self):
        return {name: self.cleaned_data.get(name) or default for name, default in NOTHING.items()}


class AddressForm(PortalForm):
    email = EmailField(label="New e-mail address", help_text=EMAIL_EXAMPLE)
    missing = {"email": "Enter the new e-mail address"}
    submit = "Send a link to this address"


class SuspensionForm(PortalForm):
    reason = forms.CharField(
        label="Why", max_length=300, help_text="They are told this by e-mail.", widget=Textarea(rows=3)
    )
    missing = {"reason": "Say why the account is suspended"}
    submit = "Suspend the account"
    is_warning = True


NOTHING = {"words": "", "body": None, "organisation": None}

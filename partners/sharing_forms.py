"""The questions about the information-sharing protocol."""

from django import forms

from ccsp_portal import clock
from ccsp_portal.govuk.forms import DateField, EmailField, FileField, PortalForm, TextInput
from partners.models import LiaisonOfficer, Signature


class ProtocolForm(PortalForm):
    file = FileField(
        label="The protocol",
        help_text="A PDF, a Word document (.docx) or an OpenDocument text (.odt), up to 25 MB",
        accept=".pdf,.docx,.odt",
    )
    in_force_on = DateField(label="From which day is it in force?", called="the first day", latest=clock.today)
    review_on = DateField(label="By when will it be reviewed?", called="the review", earliest=clock.today)
    missing = {
        "file": "Select the file",
        "in_force_on": "Enter the day from which it is in force",
        "review_on": "Enter the day by which it will be reviewed",
    }
    submit = "Put it in force"


class SignatureForm(PortalForm):
    signed_by = forms.CharField(
        label="Who signed?",
        max_length=Signature._meta.get_field("signed_by").max_length,
        help_text="Their full name",
        widget=TextInput(),
    )
    position = forms.CharField(
        label="What is their position?",
        max_length=Signature._meta.get_field("position").max_length,
        help_text="Such as “Chief Executive”",
        widget=TextInput(),
    )
    signed_on = DateField(label="When did they sign?", called="the day of the signature", latest=clock.today)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    missing = {
        "signed_by": "Enter the name of the person who signed",
        "position": "Enter their position",
        "signed_on": "Enter the day on which they signed",
    }
    submit = "Record the signature"


class LiaisonOfficerForm(PortalForm):
    name = forms.CharField(
        label="Full name", max_length=LiaisonOfficer._meta.get_field("name").max_length, widget=TextInput()
    )
    position = forms.CharField(
        label="What is their position?",
        max_length=LiaisonOfficer._meta.get_field("position").max_length,
        widget=TextInput(),
    )
    email = EmailField(label="E-mail address", required=False)
    phone = forms.CharField(
        label="Telephone number",
        max_length=LiaisonOfficer._meta.get_field("phone").max_length,
        required=False,
        help_text="Give at least one of the two",
        widget=TextInput(),
    )
    from_on = DateField(label="Since when are they the liaison officer?", called="the first day", latest=clock.today)
    missing = {
        "name": "Enter the liaison officer’s full name",
        "position": "Enter their position",
        "from_on": "Enter the first day",
    }
    submit = "Name the liaison officer"


class EndLiaisonOfficerForm(PortalForm):
    last_day = DateField(label="What was their last day?", called="the last day", latest=clock.today)
    missing = {"last_day": "Enter the last day"}
    submit = "End their time"
    is_warning = True

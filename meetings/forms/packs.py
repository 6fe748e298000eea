"""Sending the papers out again."""

from django import forms

from ccsp_portal.govuk.forms import PortalForm, TextInput


class SupplementForm(PortalForm):
    """Why what is late or changed goes out: the first thing that its readers see."""

    reason = forms.CharField(
        label="Why do the papers go out again?",
        max_length=300,
        widget=TextInput(),
        help_text="For example, “The police figures came late”. Everybody reads this, also the public",
    )
    missing = {"reason": "Enter why the papers go out again"}
    submit = "Circulate the supplement"

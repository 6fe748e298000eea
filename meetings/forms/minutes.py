"""Writing minutes, and taking them from the chair to the next meeting."""

from crispy_forms.layout import Submit
from django import forms
from django.utils.functional import cached_property

from ccsp_portal.govuk.forms import PortalForm, Textarea


class MinuteForm(PortalForm):
    """What was said under an item."""

    text = forms.CharField(
        label="Minute",
        required=False,
        max_length=50000,
        widget=Textarea(rows=15),
        help_text="Plain text. Leave a blank line between paragraphs: each gets a number of its own.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    submit = "Save the minute"

    @cached_property
    def helper(self):
        """With a second button, which shows the numbered paragraphs and saves nothing."""
        helper = super().helper
        helper.add_input(Submit("preview", "Preview", css_class="govuk-button--secondary"))
        return helper


class ReturnForm(PortalForm):
    """What the chair asks to change."""

    note = forms.CharField(label="What should be changed?", max_length=5000, widget=Textarea(rows=8))
    missing = {"note": "Enter what should be changed"}
    submit = "Return to the secretary"


class ApprovalForm(PortalForm):
    """Which meeting approved the minutes, and what it corrected."""

    at = forms.ModelChoiceField(None, label="Which meeting approved them?", empty_label="Choose a meeting")
    correction = forms.CharField(
        label="Corrections that it agreed (optional)",
        required=False,
        max_length=5000,
        widget=Textarea(rows=5),
        help_text="They are published with the minutes, which stay as they are. Write nothing private here.",
    )
    missing = {"at": "Select which meeting approved the minutes"}
    submit = "Record the approval"

    def __init__(self, *args, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["at"].queryset = meetings

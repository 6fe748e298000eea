"""Writing minutes, and taking them from the chair to the next meeting."""

from crispy_forms.layout import Submit
from django import forms
from django.utils.functional import cached_property

from ccsp_portal.govuk.forms import PortalForm, Textarea
from ccsp_portal.prose.marks import from_marks
from meetings.workflow.minuting import LONGEST


class MinuteForm(PortalForm):
    """What was said under an item, in a plain box: a script puts an editor in its place."""

    text = forms.CharField(
        label="Minute",
        required=False,
        max_length=LONGEST * 2,
        widget=Textarea(rows=15),
        help_text="Leave a blank line between paragraphs: each gets a number of its own. Begin a line with “- ” "
        "or “1. ” for a list, and write **bold** and *italic*.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    submit = "Save the minute"

    @cached_property
    def helper(self):
        """With a second button, which shows the numbered paragraphs and saves nothing."""
        helper = super().helper
        helper.add_input(Submit("preview", "Preview", css_class="govuk-button--secondary"))
        return helper

    @property
    def blocks(self):
        """What was typed, as paragraphs and lists."""
        return from_marks(self.cleaned_data["text"])


class SavedMinuteForm(PortalForm):
    """What the editor sends every few seconds; `keep` says which text to keep after a conflict."""

    html = forms.CharField(required=False, strip=False)
    version = forms.IntegerField()
    keep = forms.ChoiceField(choices=[("", ""), ("mine", "Mine"), ("both", "Both")], required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # what nobody sees in a pasted text is left out, rather than refused with all that was typed
        self.fields["html"].validators = []


class CompareForm(PortalForm):
    """Which two revisions. What can't be read is as if it wasn't asked."""

    older = forms.TypedChoiceField(label="Compare revision", coerce=int, required=False)
    newer = forms.TypedChoiceField(label="with revision", coerce=int, required=False)

    def __init__(self, data, *, numbers):
        super().__init__(data)
        for field in self.fields.values():
            field.choices = [(number, number) for number in numbers]
        self.full_clean()
        newest = numbers[0]
        self.older = self.cleaned_data.get("older") or (numbers[1] if len(numbers) > 1 else newest)
        self.newer = self.cleaned_data.get("newer") or newest
        # the boxes show what is compared, also where nothing was asked
        self.data = {"older": self.older, "newer": self.newer}


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

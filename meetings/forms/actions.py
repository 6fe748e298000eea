"""What is said of an action point, and how the list is narrowed down."""

from django import forms

from ccsp_portal import clock
from ccsp_portal.govuk.forms import DateField, PortalForm, Textarea
from meetings.queries.actions import ALL, ENDED, MINE, OPEN, OVERDUE


class UpdateForm(PortalForm):
    """How it is going."""

    text = forms.CharField(label="How is it going?", max_length=5000, widget=Textarea(rows=6))
    is_done = forms.BooleanField(label="It is done: ask the secretary to mark it as complete", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
    missing = {"text": "Enter how it is going"}
    submit = "Send the update"


class CompletionForm(PortalForm):
    """What was done."""

    text = forms.CharField(label="What was done? (optional)", required=False, max_length=5000, widget=Textarea(rows=4))
    submit = "Mark as complete"


class DropForm(PortalForm):
    """Why it is no longer needed."""

    reason = forms.CharField(label="Why is it no longer needed?", max_length=5000, widget=Textarea(rows=4))
    missing = {"reason": "Enter why it is no longer needed"}
    submit = "Drop the action point"
    is_warning = True


class PostponeForm(PortalForm):
    """The new day, and why."""

    due_on = DateField(
        label="When is it due now?",
        called="the due date",
        earliest=clock.today,
        too_early="The due date must be today or later",
    )
    reason = forms.CharField(label="Why does the date change?", max_length=5000, widget=Textarea(rows=4))
    missing = {"due_on": "Enter when it is due", "reason": "Enter why the date changes"}
    submit = "Change the due date"


class ActionsFilter(PortalForm):
    """Which action points. What can't be read is as if it wasn't asked."""

    which = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[
            (OPEN, "Open"),
            (OVERDUE, "Overdue"),
            (MINE, "Mine"),
            (ENDED, "Complete or no longer needed"),
            (ALL, "All"),
        ],
    )
    body = forms.ChoiceField(label="Body", required=False)
    words = forms.CharField(label="Words", required=False, max_length=100)

    def __init__(self, data, *, bodies):
        super().__init__(data)
        self.fields["body"].choices = [("", "Any body"), *((body.key, body.name) for body in bodies)]
        self.full_clean()
        self.asked = {
            "which": self.cleaned_data.get("which") or OPEN,
            "body": self.cleaned_data.get("body", ""),
            "words": self.cleaned_data.get("words", ""),
        }

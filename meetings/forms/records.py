"""Decisions and action points as a meeting makes them, and how the register is narrowed down."""

from django import forms

from ccsp_portal import clock
from ccsp_portal.govuk.forms import DateField, PortalForm, Radios, Textarea
from meetings.models import Decision
from meetings.queries.calendar import year_in_words


class DecisionForm(PortalForm):
    """What was decided."""

    outcome = forms.ChoiceField(label="What was decided?", choices=Decision.Outcome.choices, widget=Radios())
    text = forms.CharField(label="The decision in words", max_length=5000, widget=Textarea(rows=5))
    missing = {"outcome": "Select what was decided", "text": "Enter the decision in words"}
    submit = "Record the decision"


class WordingForm(PortalForm):
    """The corrected words of a decision."""

    text = forms.CharField(label="The decision in words", max_length=5000, widget=Textarea(rows=5))
    version = forms.IntegerField(widget=forms.HiddenInput)
    missing = {"text": "Enter the decision in words"}
    submit = "Save the wording"


class ActionForm(PortalForm):
    """Who is to do what, by when."""

    text = forms.CharField(label="What is to be done?", max_length=2000, widget=Textarea(rows=4))
    owner = forms.ModelChoiceField(None, label="Which seat owns it?", empty_label="Choose a seat")
    due_on = DateField(
        label="When is it due?",
        called="the due date",
        earliest=clock.today,
        too_early="The due date must be today or later",
        help_text="For example, 27 3 2027",
    )
    missing = {
        "text": "Enter what is to be done",
        "owner": "Select which seat owns it",
        "due_on": "Enter when it is due",
    }
    submit = "Raise the action point"

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = seats


class DecisionsFilter(PortalForm):
    """Which decisions. What can't be read is as if it wasn't asked."""

    words = forms.CharField(label="Words", required=False, max_length=100)
    year = forms.TypedChoiceField(label="Financial year", required=False, coerce=int, empty_value=None)
    outcome = forms.ChoiceField(
        label="Outcome", required=False, choices=[("", "Any outcome"), *Decision.Outcome.choices]
    )

    def __init__(self, data, *, years):
        super().__init__(data)
        self.fields["year"].choices = [("", "Any year"), *((str(year), year_in_words(year)) for year in years)]
        self.full_clean()
        self.asked = {
            "words": self.cleaned_data.get("words", ""),
            "year": self.cleaned_data.get("year"),
            "outcome": self.cleaned_data.get("outcome", ""),
        }

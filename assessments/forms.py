"""The questions about figures and the assessment."""

from datetime import date

from django import forms

from assessments.models import Finding
from assessments.months import months_after
from ccsp_portal import clock, workdays
from ccsp_portal.govuk.forms import FileField, PortalForm, PortalModelForm, Radios, Textarea, TextInput
from meetings.models import AgendaItem, Decision


class PoliceFileForm(PortalForm):
    file = FileField(
        label="Police street file",
        help_text="A CSV file from data.police.uk named like “2026-09-west-midlands-street.csv”, up to 25 MB.",
        accept=".csv",
    )
    submit = "Load the file"
    missing = {"file": "Select a police street file"}


class MonthField(forms.ChoiceField):
    """A month to choose, as its first day."""

    def __init__(self, **kwargs):
        super().__init__(choices=_recent_months, **kwargs)

    def clean(self, value):
        chosen = super().clean(value)
        return date.fromisoformat(chosen) if chosen else None


def _recent_months():
    newest = clock.today().replace(day=1)
    months = [months_after(newest, -back) for back in range(60)]
    return [("", "Choose a month"), *((month.isoformat(), f"{month:%B %Y}") for month in months)]


class AssessmentForm(PortalForm):
    title = forms.CharField(max_length=200, widget=TextInput())
    financial_year = forms.TypedChoiceField(label="Prepared in the financial year", coerce=int)
    last_month = MonthField(
        label="Last month of figures",
        help_text="The assessment compares the months that end with this one with as many before.",
    )
    submit = "Start the assessment"
    missing = {
        "title": "Enter the title of the assessment",
        "financial_year": "Select the financial year in which it is prepared",
        "last_month": "Select the last month of figures",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        this_year = workdays.financial_year(clock.today())
        self.fields["financial_year"].choices = [
            (year, f"{year} to {year + 1}") for year in range(this_year + 1, this_year - 4, -1)
        ]


class FindingForm(PortalModelForm):
    recommendation = forms.CharField(
        label="What should the partnership do about it?",
        help_text="One recommendation. The plan’s priorities will answer it.",
        widget=Textarea(rows=3),
    )
    crime_type = forms.ChoiceField(label="Which figures does it rest on?", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Finding
        fields = ["title", "text", "problem", "crime_type"]
        labels = {"title": "Finding in one line", "text": "What we found", "problem": "Which problem is it about?"}
        help_texts = {"text": "Plain words: what the figures show, since when, and where."}
        widgets = {"title": TextInput(), "text": Textarea(rows=6), "problem": Radios()}

    field_order = ["title", "text", "problem", "crime_type", "recommendation", "version"]
    submit = "Save the finding"
    missing = {
        "title": "Enter the finding in one line",
        "text": "Enter what you found",
        "problem": "Select which problem the finding is about",
        "recommendation": "Enter what the partnership should do about it",
    }

    def __init__(self, *args, crime_types=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["problem"].empty_label = None
        choices = [("", "None: other evidence"), *((name, name) for name in crime_types)]
        self.fields["crime_type"].choices = choices
        if self.instance.pk:
            self.initial.setdefault("version", self.instance.version)
            advice = self.instance.recommendations.first()
            self.initial.setdefault("recommendation", advice.text if advice else "")

    @property
    def answers(self):
        """What was answered, as the acts take it."""
        return {name: answer for name, answer in self.cleaned_data.items() if name != "version"}


class SummaryForm(PortalForm):
    summary = forms.CharField(
        label="Summary", help_text="What a reader with two minutes should know.", widget=Textarea(rows=8)
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    submit = "Save the summary"
    missing = {"summary": "Enter the summary"}


class AgendaItemForm(PortalForm):
    item = forms.ModelChoiceField(
        AgendaItem.objects.none(),
        label="Which agenda item is about this assessment?",
        empty_label="Choose an item",
    )
    submit = "Put it on the agenda"
    missing = {"item": "Select an agenda item"}

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items
        self.fields["item"].label_from_instance = lambda item: f"{item.meeting}: {item}"


class SignOffForm(PortalForm):
    decision = forms.ModelChoiceField(
        Decision.objects.none(), label="By which decision did the Board sign it off?", widget=Radios(), empty_label=None
    )
    submit = "Sign off"
    missing = {"decision": "Select the decision by which the Board signed it off"}

    def __init__(self, *args, decisions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = decisions

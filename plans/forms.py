"""The questions about the plan."""

from django import forms

from assessments.models import Recommendation
from ccsp_portal import clock, workdays
from ccsp_portal.govuk.forms import (
    Checkboxes,
    DateField,
    NumberInput,
    PortalForm,
    PortalModelForm,
    Radios,
    Textarea,
    TextInput,
)
from meetings.models import AgendaItem, Decision
from partners.models import Seat
from plans.models import CommitmentWording, MeasureWording, PriorityWording, Theme


class PlanForm(PortalForm):
    title = forms.CharField(max_length=200, widget=TextInput())
    first_year = forms.TypedChoiceField(label="When does it begin?", coerce=int, widget=Radios())
    years = forms.IntegerField(
        label="How many years does it last?",
        help_text="The regulations ask for three years (to be confirmed).",
        min_value=1,
        max_value=10,
        widget=NumberInput(width=2),
    )
    submit = "Start the plan"
    missing = {
        "title": "Enter the title of the plan",
        "first_year": "Select when the plan begins",
        "years": "Enter how many years the plan lasts",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        year = workdays.financial_year(clock.today())
        self.fields["first_year"].choices = [(first, f"1 April {first}") for first in range(year - 2, year + 3)]


class ThemeForm(PortalForm):
    name = forms.CharField(label="Name of the theme", max_length=200, widget=TextInput())
    submit = "Add the theme"
    missing = {"name": "Enter the name of the theme"}


class SummaryForm(PortalForm):
    summary = forms.CharField(
        label="Summary", help_text="What the plan is for, in words that a resident would use.", widget=Textarea(rows=8)
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    submit = "Save the summary"
    missing = {"summary": "Enter the summary"}


class WordingForm(PortalModelForm):
    """What the forms of priorities, measures and commitments share: the version that the writer read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.setdefault("version", self.instance.version)

    @property
    def answers(self):
        """What was answered, as the acts take it."""
        return {name: answer for name, answer in self.cleaned_data.items() if name != "version"}


class PriorityForm(WordingForm):
    recommendations = forms.ModelMultipleChoiceField(
        Recommendation.objects.none(),
        label="Which recommendations does it answer?",
        help_text="From assessments that the Board has signed off. Select all that apply.",
        widget=Checkboxes(),
    )

    class Meta:
        model = PriorityWording
        fields = ["theme", "title", "text", "lead"]
        labels = {"title": "Priority in one line", "lead": "Who leads on it?"}
        widgets = {"theme": Radios(), "title": TextInput(), "text": Textarea(rows=5)}

    field_order = ["theme", "title", "text", "recommendations", "lead", "version"]
    submit = "Save the priority"
    missing = {
        "theme": "Select a theme",
        "title": "Enter the priority in one line",
        "recommendations": "Select at least one recommendation that the priority answers",
    }

    def __init__(self, *args, plan, recommendations, seats, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = Theme.objects.filter(plan=plan)
        self.fields["theme"].empty_label = None
        self.fields["recommendations"].queryset = recommendations
        self.fields["lead"].queryset = seats
        self.fields["lead"].empty_label = "Nobody yet"
        if self.instance.pk:
            self.initial.setdefault("recommendations", list(self.instance.priority.recommendations.all()))


class MeasureForm(WordingForm):
    class Meta:
        model = MeasureWording
        fields = ["name", "source", "direction", "baseline", "target"]
        labels = {"name": "What is measured?", "direction": "Which way is better?"}
        help_texts = {
            "baseline": "With its period, like “412 in April 2025 to March 2026”.",
            "target": "Leave empty for a measure that is only watched.",
        }
        widgets = {
            "name": TextInput(),
            "source": TextInput(),
            "direction": Radios(),
            "baseline": TextInput(),
            "target": TextInput(),
        }

    submit = "Save the measure"
    missing = {
        "name": "Enter what is measured",
        "source": "Enter where the figure comes from",
        "direction": "Select which way is better",
    }


class CommitmentForm(WordingForm):
    due_on = DateField(label="By when?", called="the day by which it is done", help_text="For example, 31 3 2028.")

    class Meta:
        model = CommitmentWording
        fields = ["text", "owner", "due_on"]
        labels = {"owner": "Whose seat owns it?"}
        widgets = {"text": Textarea(rows=4)}

    field_order = ["text", "owner", "due_on", "version"]
    submit = "Save the commitment"
    missing = {
        "text": "Enter what will be done",
        "owner": "Select whose seat owns the commitment",
        "due_on": "Enter the day by which it is done",
    }

    def __init__(self, *args, seats, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = seats
        self.fields["owner"].empty_label = "Choose a seat"
        self.fields["due_on"].earliest = workdays.financial_year_days(plan.first_year)[0]
        self.fields["due_on"].latest = workdays.financial_year_days(plan.first_year + plan.years - 1)[1]


class ProgressForm(PortalForm):
    text = forms.CharField(
        label="How is it going?",
        help_text="A sentence or two. When the plan is published, anybody can read this.",
        widget=Textarea(rows=4),
    )
    complete = forms.BooleanField(label="It is complete", required=False)
    submit = "Report progress"
    missing = {"text": "Enter how it is going"}


class AgendaItemForm(PortalForm):
    item = forms.ModelChoiceField(
        AgendaItem.objects.none(), label="Which agenda item is about this plan?", empty_label="Choose an item"
    )
    submit = "Put it on the agenda"
    missing = {"item": "Select an agenda item"}

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items
        self.fields["item"].label_from_instance = lambda item: f"{item.meeting}: {item}"


class AdoptionForm(PortalForm):
    decision = forms.ModelChoiceField(
        Decision.objects.none(), label="By which decision did the Board adopt it?", widget=Radios(), empty_label=None
    )
    submit = "Adopt the plan"
    missing = {"decision": "Select the decision by which the Board adopted it"}

    def __init__(self, *args, decisions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = decisions


def seats_of(body):
    """Seats that can lead or own: those of the body, in its order."""
    return Seat.objects.current().filter(body=body).select_related("organisation")

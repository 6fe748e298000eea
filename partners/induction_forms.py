"""The questions about an induction."""

from django import forms

from ccsp_portal import clock
from ccsp_portal.govuk.forms import Checkboxes, DateField, PortalForm


class ChecklistForm(PortalForm):
    keys = forms.MultipleChoiceField(label="What is done?", choices=(), widget=Checkboxes())
    done_on = DateField(label="When was it done?", called="the day", latest=clock.today)
    missing = {"keys": "Tick what is done", "done_on": "Enter the day on which it was done"}
    submit = "Save"

    def __init__(self, *args, steps, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["keys"].choices = [(step.key, step.label) for step in steps]

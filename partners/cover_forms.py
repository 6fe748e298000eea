"""The questions about cover for a secretary."""

from django import forms

from ccsp_portal import clock
from ccsp_portal.govuk.forms import Checkboxes, DateField, PortalForm
from partners.queries import people_to_cover


class PlacesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, appointment):
        return f"{appointment.seat.title}, {appointment.seat.body.name}"


class CoverForm(PortalForm):
    """Who does a secretary's work, from when to when, and in which of her other seats besides."""

    person = forms.ModelChoiceField(queryset=None, label="Who covers?", empty_label="Choose a person")
    from_on = DateField(label="First day", called="the first day", earliest=clock.today)
    to_on = DateField(
        label="Last day", called="the last day", earliest=clock.today, help_text="It ends at midnight on this day"
    )
    others = PlacesField(
        queryset=None,
        label="And in which of their other seats as a secretary?",
        required=False,
        widget=Checkboxes(),
    )
    missing = {"person": "Choose who covers", "from_on": "Enter the first day", "to_on": "Enter the last day"}
    submit = "Arrange the cover"

    def __init__(self, *args, appointment, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_to_cover(appointment)
        self.fields["others"].queryset = others
        self.initial["others"] = list(others)
        if not self.initial["others"]:
            del self.fields["others"]

"""The questions about how people leave their seats, stay in them, and pass them on."""

from datetime import timedelta

from django import forms

from ccsp_portal import clock
from ccsp_portal.govuk.forms import Checkboxes, DateField, EmailField, PortalForm, Radios, TextInput
from ccsp_portal.govuk.templatetags.govuk import short_date
from partners.models import Appointment
from partners.queries import appointments_seen_by, deputies_to
from partners.structure_forms import Versioned

LEAVES = "Select whether they leave at once or on a day"


class PlacesField(forms.ModelMultipleChoiceField):
    """Appointments to choose among, each by its seat."""

    def label_from_instance(self, appointment):
        seat = appointment.seat
        how = " (deputy)" if appointment.kind == Appointment.Kind.DEPUTY else ""
        until = f", until {short_date(appointment.to_on)}" if appointment.to_on else ""
        return f"{seat.title}, {seat.body.short_name}{how}{until}"


class LeavingForm(Versioned, PortalForm):
    """What every page asks on which somebody leaves a seat: what ends besides."""

    deputies_too = forms.MultipleChoiceField(
        label="And the seat’s deputies?",
        required=False,
        choices=[("yes", "They leave with the holder")],
        widget=Checkboxes(),
    )
    others = PlacesField(
        queryset=None,
        required=False,
        label="What else do they leave on that day?",
        help_text="What you do not tick stays theirs, cover too",
        widget=Checkboxes(),
    )

    def __init__(self, *args, instance, by, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        deputies = [each.person.name for each in deputies_to(instance)]
        if deputies:
            self.fields["deputies_too"].help_text = f"{', '.join(deputies)} would otherwise stay"
        else:
            del self.fields["deputies_too"]
        others = appointments_seen_by(by).filter(person=instance.person_id).exclude(pk=instance.pk)
        if others:
            self.fields["others"].queryset = others
        else:
            del self.fields["others"]

    def answers(self):
        """What the act takes."""
        asked = {"deputies_too": bool(self.cleaned_data.get("deputies_too")), "others": ()}
        return asked | {name: answer for name, answer in self.cleaned_data.items() if name != "deputies_too"}


class EndAppointmentForm(LeavingForm):
    """The day on which a person leaves a seat."""

    when = forms.ChoiceField(
        label="When do they leave?",
        choices=[("now", "At once"), ("day", "On a day")],
        required=False,
        widget=Radios(hints={"now": "They can do nothing more by this seat from now on"}, reveals={"day": "last_day"}),
    )
    last_day = DateField(
        label="What is their last day?",
        called="the last day",
        required=False,
        help_text="They keep what the seat allows until the end of that day",
    )
    field_order = ["when", "last_day", "deputies_too", "others", "version"]
    submit = "End the appointment"
    is_warning = True

    def clean(self):
        answers = super().clean()
        if answers.get("when") == "now":
            self.errors.pop("last_day", None)
            answers["last_day"] = None
        elif not answers.get("last_day") and "last_day" not in self.errors:
            self.add_error(*(("last_day", "Enter the last day") if answers.get("when") else ("when", LEAVES)))
        return answers

    def answers(self):
        asked = {name: answer for name, answer in super().answers().items() if name != "when"}
        # whose last day was yesterday may do nothing today
        return asked | {"last_day": asked["last_day"] or clock.today() - timedelta(days=1)}


class HandOverForm(LeavingForm):
    """The holder's last day, and who comes next."""

    last_day = DateField(
        label="What is the holder’s last day?",
        called="the last day",
        help_text="The next holder begins the day after",
    )
    name = forms.CharField(label="Full name of the next holder", max_length=150, widget=TextInput())
    email = EmailField(
        label="Their e-mail address", help_text="A deputy of the seat can be given it, too: by the address they have"
    )
    field_order = ["last_day", "name", "email", "deputies_too", "others", "version"]
    missing = {
        "last_day": "Enter the holder’s last day",
        "name": "Enter the next holder’s full name",
        "email": "Enter the next holder’s e-mail address",
    }
    submit = "Hand the seat over"


class ChangeHandOverForm(Versioned, PortalForm):
    """Another day for a hand-over."""

    last_day = DateField(
        label="What is the holder’s last day now?",
        called="the last day",
        help_text="The next holder begins the day after",
    )
    field_order = ["last_day", "version"]
    missing = {"last_day": "Enter the holder’s last day"}
    submit = "Change the day"


class LastLongerForm(Versioned, PortalForm):
    """How long an appointment lasts after all."""

    how = forms.ChoiceField(
        label="How long does it last?",
        choices=[("day", "To a day"), ("open", "Until further notice")],
        widget=Radios(reveals={"day": "last_day"}),
    )
    last_day = DateField(label="What is the last day?", called="the last day", required=False, earliest=clock.today)
    field_order = ["how", "last_day", "version"]
    missing = {"how": "Select how long it lasts"}
    submit = "Let it last longer"

    def clean(self):
        answers = super().clean()
        if answers.get("how") == "day" and "last_day" not in self.errors and not answers.get("last_day"):
            self.add_error("last_day", "Enter the last day")
        return answers

    def answers(self):
        """What the act takes."""
        to_a_day = self.cleaned_data["how"] == "day"
        last_day = self.cleaned_data["last_day"] if to_a_day else None
        return {"last_day": last_day, "version": self.cleaned_data["version"]}


class InductionForm(Versioned, PortalForm):
    inducted_on = DateField(
        label="When were they inducted? (optional)", called="the induction", required=False, latest=clock.today
    )
    signed_terms_on = DateField(
        label="When did they sign their terms? (optional)", called="the signing", required=False, latest=clock.today
    )
    field_order = ["inducted_on", "signed_terms_on", "version"]
    submit = "Save"

"""The questions about people and seats."""

from django import forms

from ccsp_portal import clock
from ccsp_portal.govuk.forms import DateField, EmailField, PasswordInput, PortalForm, Radios, TextInput
from ccsp_portal.govuk.templatetags.govuk import short_date
from partners.account_forms import EMAIL_EXAMPLE, NOT_THE_SAME, RULES_OF_PASSWORDS
from partners.models import Appointment, Office, User
from partners.queries import holders_in, people_to_cover, seats_to_invite_to

NAME_LENGTH = User._meta.get_field("name").max_length


class SeatField(forms.ModelChoiceField):
    def label_from_instance(self, seat):
        begins = f", from {short_date(seat.from_on)}" if seat.from_on > clock.today() else ""
        return f"{seat.title}, {seat.organisation.short_name} ({seat.body.short_name}){begins}"


class InviteForm(PortalForm):
    """Whom to ask, to which seat, and for how long."""

    seat = SeatField(queryset=None, label="Which seat?", empty_label="Choose a seat")
    kind = forms.ChoiceField(
        label="As what?",
        choices=Appointment.Kind.choices,
        widget=Radios(
            hints={
                "substantive": "One person at a time holds a seat",
                "deputy": "Reads what the seat reads; votes and counts to the quorum when the holder is away",
            }
        ),
    )
    name = forms.CharField(label="Full name", max_length=NAME_LENGTH, widget=TextInput())
    email = EmailField(label="E-mail address", help_text=EMAIL_EXAMPLE)
    from_on = DateField(
        label="First day", called="the first day", earliest=clock.today, help_text="They see nothing before it"
    )
    to_on = DateField(
        label="Last day (optional)",
        called="the last day",
        required=False,
        earliest=clock.today,
        help_text="Leave this empty if the seat is theirs until further notice",
    )
    missing = {
        "seat": "Choose the seat",
        "kind": "Select whether they will hold the seat or deputise",
        "name": "Enter the person's full name",
        "email": "Enter the person's e-mail address",
        "from_on": "Enter the first day",
    }
    submit = "Send the invitation"

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        seats = seats_to_invite_to(person)
        self.fields["seat"].queryset = seats
        self.initial["from_on"] = self._first_day(seats)

    def _first_day(self, seats):
        """Today, or the first day of the seat that the page was opened for."""
        chosen = str(self.initial.get("seat") or "")
        seat = seats.filter(pk=chosen).first() if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else None
        return max(clock.today(), seat.from_on) if seat else clock.today()

    def clean(self):
        answers = super().clean()
        first, last = answers.get("from_on"), answers.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", f"The last day must be on or after the first day, {short_date(first)}")
        return answers


class AcceptForm(PortalForm):
    """What a new person tells us; someone with an account is asked nothing."""

    name = forms.CharField(
        label="Name",
        max_length=NAME_LENGTH,
        help_text="As it should stand in lists, minutes and notices",
        widget=TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label="Choose a password",
        help_text=RULES_OF_PASSWORDS,
        strip=False,
        widget=PasswordInput(autocomplete="new-password"),
    )
    password_again = forms.CharField(
        label="The password again", strip=False, widget=PasswordInput(autocomplete="new-password")
    )
    missing = {
        "name": "Enter your name",
        "password": "Enter a password",
        "password_again": "Enter the password again",
    }
    submit = "Accept the invitation"

    def clean(self):
        answers = super().clean()
        first, second = answers.get("password"), answers.get("password_again")
        if first and second and first != second:
            self.add_error("password_again", NOT_THE_SAME)
        return answers

    def answers(self):
        """What the act takes."""
        return {name: self.cleaned_data[name] for name in ("name", "password")}


class AcceptAgainForm(PortalForm):
    """A person who has an account is asked nothing: they press the button."""

    submit = "Accept the invitation"

    def answers(self):
        return {}


class AppointmentField(forms.ModelChoiceField):
    def label_from_instance(self, appointment):
        return f"{appointment.person}, {appointment.seat.title}"


class GiveOfficeForm(PortalForm):
    """Which office of a body, to whom, from when."""

    kind = forms.ChoiceField(label="Which office?", choices=Office.Kind.choices, widget=Radios())
    appointment = AppointmentField(queryset=None, label="Who?", empty_label="Choose a person")
    from_on = DateField(label="First day", called="the first day", earliest=clock.today)
    missing = {
        "kind": "Select the office",
        "appointment": "Choose the person",
        "from_on": "Enter the first day",
    }
    submit = "Give the office"

    def __init__(self, *args, body, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["appointment"].queryset = holders_in(body)


class CoverForm(PortalForm):
    """Who does a secretary's work, from when to when."""

    person = forms.ModelChoiceField(queryset=None, label="Who covers?", empty_label="Choose a person")
    from_on = DateField(label="First day", called="the first day", earliest=clock.today)
    to_on = DateField(
        label="Last day", called="the last day", earliest=clock.today, help_text="It ends at midnight on this day"
    )
    missing = {"person": "Choose who covers", "from_on": "Enter the first day", "to_on": "Enter the last day"}
    submit = "Arrange the cover"

    def __init__(self, *args, appointment, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_to_cover(appointment)

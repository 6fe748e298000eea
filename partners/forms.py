"""The questions about people and seats."""

from django import forms

from ccsp_portal import clock
from ccsp_portal.govuk.forms import DateField, EmailField, PasswordInput, PortalForm, Radios, TextInput
from ccsp_portal.govuk.templatetags.govuk import short_date
from partners.account_forms import EMAIL_EXAMPLE, NOT_THE_SAME, RULES_OF_PASSWORDS
from partners.models import Appointment, Office, User
from partners.queries import holders_in, seats_to_invite_to, vacant_seats_to_invite_to

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
        "name": "Enter the person’s full name",
        "email": "Enter the person’s e-mail address",
        "from_on": "Enter the first day",
    }
    submit = "Send the invitation"

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        seats = seats_to_invite_to(person)
        self.fields["seat"].queryset = seats
        self.fields["seat"].choices = self._seats_by_body(person)
        self.initial["from_on"] = self._first_day(seats)

    def _seats_by_body(self, person):
        """The seats under their bodies, the vacant ones first. Two queries."""
        field, vacant = self.fields["seat"], set(vacant_seats_to_invite_to(person).values_list("pk", flat=True))
        bodies: dict[str, list] = {}
        for seat in sorted(field.queryset, key=lambda seat: seat.pk not in vacant):
            words = field.label_from_instance(seat) + (", vacant" if seat.pk in vacant else "")
            bodies.setdefault(seat.body.name, []).append((seat.pk, words))
        return [("", field.empty_label), *sorted(bodies.items())]

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


NOBODY = "nobody"


class HolderField(AppointmentField):
    """Who has an office: one who sits in the body, or nobody."""

    def to_python(self, value):
        return NOBODY if value == NOBODY else super().to_python(value)

    def validate(self, value):
        if value != NOBODY:
            super().validate(value)


class GiveOfficeForm(PortalForm):
    """Which office of a body, to whom, from when and until when."""

    kind = forms.ChoiceField(label="Which office?", choices=Office.Kind.choices, widget=Radios())
    appointment = HolderField(queryset=None, label="Who?", empty_label="Choose a person")
    from_on = DateField(label="First day", called="the first day", earliest=clock.today)
    to_on = DateField(
        label="Last day (optional)",
        called="the last day",
        required=False,
        help_text="Leave this empty if the office is theirs until further notice",
    )
    missing = {
        "kind": "Select the office",
        "appointment": "Choose the person",
        "from_on": "Enter the first day",
    }
    submit = "Give the office"

    def __init__(self, *args, body, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["appointment"]
        field.queryset = holders_in(body)
        held = [(each.pk, field.label_from_instance(each)) for each in field.queryset]
        field.choices = [("", field.empty_label), *held, (NOBODY, "Nobody: the office stands empty from that day")]

    def clean(self):
        answers = super().clean()
        first, last = answers.get("from_on"), answers.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", "The last day must be on or after the first day")
        return answers

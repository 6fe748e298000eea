"""Who is there, who is in the chair, and who has an interest."""

from django import forms

from ccsp_portal import clock
from ccsp_portal.govuk.forms import PortalForm, Radios, TextInput
from ccsp_portal.govuk.templatetags.govuk import long_date
from meetings.forms.seats import called, offer_seats
from meetings.models import Attendance, Declaration, Reply
from meetings.queries.chair import Candidate
from meetings.queries.session import SeatAtMeeting
from meetings.workflow.session import Filling
from partners.models import Office

PRESENT, DEPUTY, APOLOGIES, ABSENT = Attendance.Status
BY_REPLY = {Reply.Answer.ATTENDING: PRESENT, Reply.Answer.DEPUTY: DEPUTY, Reply.Answer.APOLOGIES: APOLOGIES}


class OpenForm(PortalForm):
    """No question on the meeting's own day with everything circulated; else whether it is meant."""

    today = forms.BooleanField()
    submit = "Open the meeting"

    def __init__(self, *args, meeting, waiting: str, **kwargs):
        super().__init__(*args, **kwargs)
        if waiting:
            without = f"open it without circulating {waiting}"
            tick = {"required": f"Tick to {without}, or circulate first"}
            label = without[0].upper() + without[1:]
            self.add_question("without", forms.BooleanField(label=label, error_messages=tick))
        self._ask_about(meeting)

    def _ask_about(self, meeting):
        today = clock.today()
        if meeting.day == today:
            del self.fields["today"]
            return
        days = abs((meeting.day - today).days)
        count = "1 day" if days == 1 else f"{days} days"
        planned = (
            f"It is planned for {long_date(meeting.day)}, in {count}."
            if meeting.day > today
            else f"It was planned for {long_date(meeting.day)}, {count} ago."
        )
        self.fields["today"].label = f"{planned} Open it today, {long_date(today)}"
        self.fields["today"].error_messages["required"] = (
            f"Tick to open it today, {long_date(today)}, or come back on {long_date(meeting.day)}"
            if meeting.day > today
            else f"Tick to open it today, {long_date(today)}"
        )


class AttendanceForm(PortalForm):
    """A question for each seat, filled in from what was recorded, else from what it replied. `moved` is what was
    recorded of comings and goings, by the seat's id."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    submit = "Save attendance"

    def __init__(self, *args, seats: list[SeatAtMeeting], moved: dict[int, str], version=0, **kwargs):
        super().__init__(*args, initial={"version": version}, **kwargs)
        self.seats = seats
        self.people = {each.pk: each for seat in seats for each in _people_of(seat)}
        placed: set[int] = set()
        for seat in seats:
            name = f"seat-{seat.asked.seat.pk}"
            self.fields[name] = _question(seat, moved.get(seat.asked.seat.pk, ""))
            self.initial[name] = _prefilled(seat, placed)

    def clean(self):
        answers = super().clean()
        if not self.errors and not self.fillings:
            self.add_error(None, "Nothing was chosen: select who filled at least one of the seats")
        return answers

    @property
    def fillings(self) -> list[Filling]:
        """What was answered, seat by seat; a seat that was left unanswered is not recorded."""
        answers = [(each.asked.seat, self.cleaned_data.get(f"seat-{each.asked.seat.pk}")) for each in self.seats]
        return [self._filling(seat, answer) for seat, answer in answers if answer]

    def _filling(self, seat, answer):
        status, _, appointment = answer.partition(":")
        return Filling(seat, status, self.people[int(appointment)] if appointment else None)


def _people_of(seat):
    recorded = [seat.attendance.appointment] if seat.attendance and seat.attendance.appointment else []
    return [*seat.asked.people, *recorded]


def _question(seat, moved):
    asked = seat.asked
    choices = [] if seat.attendance else [("", "Not recorded yet")]
    if asked.holder:
        choices.append((f"{PRESENT}:{asked.holder.pk}", f"Present: {asked.holder.person}"))
    choices += [(f"{DEPUTY}:{each.pk}", f"Deputy: {each.person}") for each in asked.deputies]
    choices += [(APOLOGIES.value, "Apologies"), (ABSENT.value, "Absent")]
    recorded = seat.attendance
    if recorded and _value(recorded.status, recorded.appointment) not in dict(choices):
        choices.insert(0, (_value(recorded.status, recorded.appointment), str(recorded.appointment.person)))
    name = called(asked.seat, asked.to_nudge)
    label = f"{name} (counts to quorum)" if asked.counts_to_quorum else name
    replied = f"Replied: {asked.reply.words.lower()}. " if asked.reply else ""
    kept = f"{moved}. That is taken back if you choose another." if moved else ""
    return forms.ChoiceField(label=label, choices=choices, required=False, help_text=f"{replied}{kept}".strip())


def _value(status, appointment):
    return f"{status}:{appointment.pk}" if appointment else str(status)


def _prefilled(seat, placed):
    """What the question begins with; a person in two seats is put in the first of them only (`placed` so far)."""
    if seat.attendance:
        return _value(seat.attendance.status, seat.attendance.appointment)
    status = BY_REPLY.get(seat.asked.reply.answer) if seat.asked.reply else None
    who = {PRESENT: seat.asked.holder, DEPUTY: seat.asked.reply.deputy if seat.asked.reply else None}.get(status)
    if status in (PRESENT, DEPUTY) and (who is None or who.person_id in placed):
        return ""
    if who:
        placed.add(who.person_id)
    return _value(status, who) if status else ""


class DeclarationForm(PortalForm):
    """Whose interest it is, of what kind, in what, and whether they left the room."""

    seat = forms.ModelChoiceField(None, label="Whose interest is it?", empty_label="Choose a seat")
    nature = forms.ChoiceField(
        label="What kind of interest is it?",
        choices=[("", "Choose a kind"), *Declaration.Nature.choices],
        help_text="The first three are for councillors. Anybody else’s is prejudicial or personal.",
    )
    interest = forms.CharField(label="What is the interest?", max_length=300, widget=TextInput())
    item = forms.ModelChoiceField(None, label="Which item?", required=False, empty_label="No item in particular")
    withdrew = forms.BooleanField(
        label="They left the room for the item", required=False, help_text="Leave it clear when they stayed."
    )
    missing = {
        "seat": "Select whose interest it is",
        "nature": "Select what kind of interest it is",
        "interest": "Enter what the interest is",
    }
    submit = "Record the interest"

    def __init__(self, *args, seats, there, items, **kwargs):
        super().__init__(*args, **kwargs)
        offer_seats(seats, self.fields["seat"], there=there)
        self.fields["item"].queryset = items


class CorrectDeclarationForm(DeclarationForm):
    """The same, of what was recorded."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    submit = "Save the interest"

    @classmethod
    def initial_of(cls, declared: Declaration) -> dict:
        return {name: getattr(declared, name) for name in ("nature", "interest", "withdrew", "version")} | {
            "seat": declared.seat_id,
            "item": declared.item_id,
        }


class GuestThereForm(PortalForm):
    """Who is there without a seat, from where, and for which items."""

    name = forms.CharField(label="What is their name?", max_length=100, widget=TextInput())
    organisation = forms.CharField(
        label="Where are they from?",
        max_length=200,
        required=False,
        widget=TextInput(),
        help_text="Their organisation, and what they came for if that helps. The public reads this, and not the name.",
    )
    came_for = forms.ModelChoiceField(
        None, label="From which item are they there?", required=False, empty_label="From the beginning"
    )
    left_after = forms.ModelChoiceField(
        None, label="Until which item?", required=False, empty_label="Until the end"
    )  # fmt: skip
    missing = {"name": "Enter their name"}
    submit = "Record the guest"

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["came_for"].queryset = self.fields["left_after"].queryset = items


class CorrectGuestForm(PortalForm):
    """How a guest is called."""

    name = forms.CharField(label="What is their name?", max_length=100, widget=TextInput())
    organisation = forms.CharField(label="Where are they from?", max_length=200, required=False, widget=TextInput())
    version = forms.IntegerField(widget=forms.HiddenInput)
    missing = {"name": "Enter their name"}


class ChairForm(PortalForm):
    """Who takes the chair, of those who are there."""

    seat = forms.ChoiceField(label="Who takes the chair?", widget=Radios())
    only = forms.BooleanField(label="", required=False)
    missing = {"seat": "Select who takes the chair"}
    submit = "Record who takes the chair"

    def __init__(self, *args, candidates: list[Candidate], before="", item="", **kwargs):
        # nobody but a vice chair takes it as a matter of course
        vice = next((str(each.seated.seat.pk) for each in candidates if each.office == Office.Kind.VICE_CHAIR), None)
        super().__init__(*args, initial={"seat": vice}, **kwargs)
        self.seats = {str(each.seated.seat.pk): each.seated.seat for each in candidates}
        self.fields["seat"].choices = [(key, str(each)) for key, each in zip(self.seats, candidates, strict=True)]
        if before:
            self.fields["only"].label = f"For item {item} only: then {before} is in the chair again"
        else:
            del self.fields["only"]

    @property
    def chosen(self) -> Attendance:
        return self.seats[self.cleaned_data["seat"]]

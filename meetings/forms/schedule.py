"""The questions about when and where a body meets."""

from datetime import UTC, datetime

from django import forms
from django.core.exceptions import ValidationError

from ccsp_portal import clock, workdays
from ccsp_portal.govuk.forms import (
    CharacterCount,
    Checkboxes,
    DateField,
    PortalForm,
    Radios,
    Textarea,
    TextInput,
    TimeField,
)
from ccsp_portal.govuk.templatetags.govuk import at_time, long_date, short_date
from meetings.queries.calendar import warnings_about, year_in_words
from meetings.workflow.scheduling import Sitting

# nobody convenes a meeting for later; a slip of the keyboard does
YEARS_AHEAD = 3
ORDINARY, EXTRAORDINARY = "ordinary", "extraordinary"


class YearForm(PortalForm):
    """Which body's meetings, of which financial year. Asked in the address, so that the answer can be a link."""

    body = forms.ChoiceField(label="Which body meets?", widget=Radios)
    year = forms.ChoiceField(label="Which financial year?", widget=Radios)
    missing = {"body": "Select which body meets", "year": "Select a financial year"}
    submit = "Propose dates"

    def __init__(self, *args, bodies, **kwargs):
        super().__init__(*args, **kwargs)
        self.bodies = {body.key: body for body in bodies}
        self.fields["body"].choices = [(key, body.name) for key, body in self.bodies.items()]
        if len(self.bodies) == 1:
            self.fields["body"].initial = next(iter(self.bodies))
        this_year = workdays.financial_year(clock.today())
        self.fields["year"].choices = [(str(year), year_in_words(year)) for year in range(this_year, this_year + 3)]

    def clean_body(self):
        return self.bodies[self.cleaned_data["body"]]

    def clean_year(self):
        return int(self.cleaned_data["year"])


class SittingForm(PortalForm):
    """One meeting's day and times. What speaks against them is a warning that a tick accepts, for those times only."""

    day = DateField(label="Date", called="the meeting date")
    starts = TimeField(label="Start time", called="the start time", help_text="For example, 2pm or 2.30pm")
    ends = TimeField(label="End time", called="the end time")
    keep = forms.Field(label="Keep this date?", required=False, widget=Checkboxes(small=True))
    missing = {
        "day": "Enter the meeting date",
        "starts": "Enter the time at which the meeting starts",
        "ends": "Enter the time at which the meeting ends",
    }

    def __init__(self, *args, body, year=None, meeting=None, proposal=None, notice_days=None, **kwargs):
        """`year` limits the day to a financial year; `meeting` is the one being moved; `proposal` (a Sitting) is what
        the portal proposed, whose reasons hold for as long as its day and start do. `notice_days` are those of an
        extraordinary meeting, where they are not the body's usual ones."""
        super().__init__(*args, **kwargs)
        rules = meeting or body.meeting_policy
        self.notice_days = rules.notice_days if notice_days is None else notice_days
        self.body, self.year, self.meeting, self.proposal = body, year, meeting, proposal
        self.warnings = []

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day < clock.today():
            raise ValidationError("The meeting date must be in the future")
        if day.year > clock.today().year + YEARS_AHEAD:
            raise ValidationError(f"The meeting date must be at most {YEARS_AHEAD} years ahead: check the year")
        if self.year is not None and workdays.financial_year(day) != self.year:
            first, last = workdays.financial_year_days(self.year)
            raise ValidationError(f"The meeting date must be between {short_date(first)} and {short_date(last)}")
        return day

    def clean(self):
        answers = super().clean()
        if not all(answers.get(name) for name in ("day", "starts", "ends")):
            return answers
        if not self._refuse_lost_hours():
            return answers
        if self.moment("ends") <= self.moment("starts"):
            self.add_error("ends", "The end time must be after the start time")
        elif self.moment("starts") <= clock.now():
            self.add_error("starts", "The meeting must start in the future")
        elif not self.is_unmoved:
            self._ask_about_warnings(answers)
        return answers

    def _refuse_lost_hours(self):
        """Whether both times come on that day: on the night the clocks go forward an hour does not."""
        lost = [name for name in ("starts", "ends") if self._written_back(name) != self.cleaned_data[name]]
        for name in lost:
            time = at_time(self.cleaned_data[name])
            self.add_error(name, f"The clocks go forward that night, so there is no {time}: enter another time")
        return not lost

    def _written_back(self, name):
        return self.moment(name).astimezone(clock.LONDON).time()

    def _ask_about_warnings(self, answers):
        self.warnings = warnings_about(
            self.body, self.moment("starts"), self.moment("ends"), self.notice_days, other_than=self.meeting
        )
        times = f"{answers['day']} {answers['starts']:%H:%M} {answers['ends']:%H:%M}"
        self.fields["keep"].widget.choices = [(times, f"Yes, meet on {long_date(answers['day'])} all the same")]
        if self.warnings and times not in (answers.get("keep") or []):
            self.add_error("keep", f"{' '.join(self.warnings)} Change the date, or tick to keep it")

    @property
    def is_unmoved(self):
        """Whether the meeting stays at the time it has."""
        return bool(self.meeting) and (self.meeting.starts_at, self.meeting.ends_at) == (
            self.moment("starts"),
            self.moment("ends"),
        )

    def moment(self, name):
        """The start or the end of that London day, in UTC: an hour that comes twice is equal to itself only there."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data[name], clock.LONDON).astimezone(UTC)

    def sitting(self, place, by):
        """The answers as a Sitting, at the `place` given by a PlaceForm."""
        return Sitting(self.moment("starts"), self.moment("ends"), **place, reasons=tuple(self.reasons(by)))

    def reasons(self, by):
        """Why this date: the proposal's reasons if it was kept, else that a person chose it, and despite what."""
        if self.is_unmoved:
            return self.meeting.date_reasons
        if self.proposal and self.proposal.starts_at == self.moment("starts"):
            return self.proposal.reasons
        instead_of = self.proposal or self.meeting
        instead = f" in place of {long_date(instead_of.day)}" if instead_of else ""
        return [f"Chosen by {by}{instead}.", *(f"Kept although: {warning}" for warning in self.warnings)]


class PlaceForm(PortalForm):
    """Where meetings are held, and how to join them from elsewhere."""

    venue = forms.CharField(label="Venue", max_length=200, help_text="The building and its address")
    joining_link = forms.URLField(
        label="Link for joining online (optional)",
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=TextInput(attrs={"autocomplete": "off"}),
        help_text="Only members see it",
        error_messages={"invalid": "Enter a link in the correct format, like https://meet.example.com/board"},
    )
    access_notes = forms.CharField(
        label="Getting there and access (optional)",
        required=False,
        max_length=1000,
        widget=Textarea(rows=3),
        help_text="For example, where to sign in, step-free access and the hearing loop. Anybody can read this.",
    )
    missing = {"venue": "Enter the venue"}

    def clean_access_notes(self):
        return self.cleaned_data["access_notes"].replace("\r\n", "\n")


class TellForm(PortalForm):
    """Whether everybody hears of a change at once. Another time is always told."""

    tell = forms.ChoiceField(
        label="Who is told?",
        widget=Radios,
        initial="now",
        choices=[("now", "Tell everybody now"), ("not", "Save without telling")],
        help_text="If you change the date or a time, everybody is told, whatever you choose here.",
    )
    missing = {"tell": "Select whether everybody is told"}

    @property
    def is_told(self) -> bool:
        return self.cleaned_data["tell"] == "now"


class TitleForm(PortalForm):
    """What a meeting beyond the yearly four is called, and whether it is an extraordinary one: then, what for."""

    title = forms.CharField(
        label="What is the meeting called?",
        # leaves room for "Extraordinary meeting" before it
        max_length=170,
        help_text="An extraordinary meeting is called so, whatever you enter.",
    )
    kind = forms.ChoiceField(
        label="What kind of meeting is it?",
        required=False,
        initial=ORDINARY,
        choices=[(ORDINARY, "One more ordinary meeting"), (EXTRAORDINARY, "An extraordinary meeting")],
        widget=Radios(reveals={EXTRAORDINARY: "called_for"}),
    )
    called_for = forms.CharField(
        label="What is it called for?",
        required=False,
        max_length=300,
        widget=CharacterCount(characters=300, rows=3),
        help_text="Business is limited to this. It stands in the invitation, and is public once the agenda is "
        "circulated.",
    )
    missing = {"title": "Enter what the meeting is called"}

    @property
    def is_extraordinary(self) -> bool:
        """Whether that was chosen, be the rest of the form good or not."""
        return self.is_bound and self.data.get("kind") == EXTRAORDINARY

    def clean(self):
        answers = super().clean()
        if answers.get("kind") == EXTRAORDINARY and not answers.get("called_for", "").strip():
            self.add_error("called_for", "Enter what the meeting is called for")
        return answers

    @property
    def called(self) -> str:
        """What it is called for; "" for an ordinary meeting, whatever was typed before."""
        said = self.cleaned_data
        return said["called_for"].strip() if said.get("kind") == EXTRAORDINARY else ""


class CarryForm(PortalForm):
    """To which meeting the business of a cancelled one goes."""

    to = forms.ChoiceField(label="To which meeting?", widget=Radios)
    missing = {"to": "Select a meeting"}
    submit = "Move the business"

    def __init__(self, *args, meetings, after, **kwargs):
        """`meetings` are those to choose from, soonest first; the first `after` the cancelled one is chosen already."""
        super().__init__(*args, **kwargs)
        self.meetings = {str(meeting.pk): meeting for meeting in meetings}
        self.fields["to"].choices = [(pk, str(meeting)) for pk, meeting in self.meetings.items()]
        later = (pk for pk, meeting in self.meetings.items() if meeting.starts_at > after)
        self.initial.setdefault("to", next(later, next(iter(self.meetings), None)))

    def clean_to(self):
        return self.meetings[self.cleaned_data["to"]]


class CancelForm(PortalForm):
    """Why a meeting is called off: everybody invited is told this."""

    reason = forms.CharField(
        label="Why is it cancelled?",
        max_length=300,
        widget=CharacterCount(characters=300, rows=3),
        help_text="This goes to everybody invited, and stands on the meeting’s page: for the public too, once that is.",
    )
    missing = {"reason": "Enter why the meeting is cancelled"}
    submit = "Cancel the meeting"
    is_warning = True


NOT_WHOLE = "The page did not come whole. Open it again from “Schedule a year”, and continue from there."


class SittingsOfAYear(forms.BaseFormSet):
    """A year's meetings, each on a day of its own."""

    default_error_messages = dict.fromkeys(("missing_management_form", "too_few_forms", "too_many_forms"), NOT_WHOLE)

    def clean(self):
        taken = {}
        for form in self.forms:
            day = form.cleaned_data.get("day") if hasattr(form, "cleaned_data") else None
            if day in taken:
                form.add_error("day", f"{long_date(day)} is the day of another of these meetings: choose another day")
            elif day:
                taken[day] = form


SittingsFormSet = forms.formset_factory(
    SittingForm, formset=SittingsOfAYear, extra=0, min_num=1, max_num=12, absolute_max=12, validate_min=True
)

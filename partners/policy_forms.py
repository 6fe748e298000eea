"""The questions about the rules by which a body meets."""

from fractions import Fraction

from django import forms
from django.utils.dates import MONTHS

from ccsp_portal.govuk.forms import Checkboxes, NumberInput, PortalForm, TextInput, TimeField
from partners.models import MeetingPolicy, Organisation
from partners.structure_forms import Versioned

WEEKDAYS = [
    ("mon", "Monday"),
    ("tue", "Tuesday"),
    ("wed", "Wednesday"),
    ("thu", "Thursday"),
    ("fri", "Friday"),
]
WHICH = [(1, "First"), (2, "Second"), (3, "Third"), (4, "Fourth"), (5, "Last")]
SHARES = [("0", "No share"), ("1/4", "A quarter"), ("1/3", "A third"), ("1/2", "Half"), ("2/3", "Two thirds")]
# how far before and after it each step of a meeting is
DAYS = ("call_days", "setting_days", "paper_days", "notice_days", "notes_days", "minutes_days")
# the fields that are the row's own columns, as they are
PLAIN = ("venue", "starts_at", "lasts_minutes", "urgent_days", *DAYS)


class MeetingPolicyForm(Versioned, PortalForm):
    months = forms.TypedMultipleChoiceField(
        label="In which months does it meet?",
        coerce=int,
        choices=[(number, str(name)) for number, name in MONTHS.items()],
        widget=Checkboxes(small=True),
    )
    nth = forms.TypedChoiceField(label="Which one of the month?", coerce=int, choices=WHICH)
    weekday = forms.ChoiceField(label="Weekday", choices=WEEKDAYS)
    starts_at = TimeField(label="Start time", called="the start time", help_text="For example, 2pm or 2.30pm")
    lasts_minutes = forms.IntegerField(
        label="Length in minutes", min_value=15, max_value=720, widget=NumberInput(width=4)
    )
    venue = forms.CharField(label="Venue", max_length=200, widget=TextInput())
    share = forms.ChoiceField(
        label="Quorum: which share of the seats that count?", choices=SHARES, help_text="Rounded up to whole seats"
    )
    at_least = forms.IntegerField(
        label="Quorum: never fewer seats than", min_value=1, max_value=200, widget=NumberInput(width=3)
    )
    of = forms.MultipleChoiceField(
        label="Quorum: who must be there? (optional)", required=False, widget=Checkboxes(small=True)
    )
    call_days = forms.IntegerField(
        label="Papers are called for so many working days before (optional)",
        help_text="Leave it empty if you do not call for papers",
        required=False,
        min_value=1,
        max_value=120,
        widget=NumberInput(width=3),
    )
    setting_days = forms.IntegerField(
        label="The agenda is set with the chair so many working days before (optional)",
        required=False,
        min_value=1,
        max_value=120,
        widget=NumberInput(width=3),
    )
    paper_days = forms.IntegerField(
        label="Papers are due so many working days before", min_value=0, max_value=60, widget=NumberInput(width=3)
    )
    notice_days = forms.IntegerField(
        label="Clear working days of notice",
        help_text="Neither the day on which the papers go out nor the day of the meeting counts",
        min_value=0,
        max_value=60,
        widget=NumberInput(width=3),
    )
    notes_days = forms.IntegerField(
        label="Action notes are due so many working days after (optional)",
        required=False,
        min_value=1,
        max_value=60,
        widget=NumberInput(width=3),
    )
    minutes_days = forms.IntegerField(
        label="Draft minutes are due so many working days after", min_value=1, max_value=60, widget=NumberInput(width=3)
    )
    urgent_days = forms.IntegerField(
        label="Clear working days of notice of an extraordinary meeting (optional)",
        help_text="Leave it empty if an extraordinary meeting needs the usual notice",
        required=False,
        min_value=0,
        max_value=60,
        widget=NumberInput(width=3),
    )
    casting_vote = forms.MultipleChoiceField(
        label="When as many agree as do not (optional)",
        required=False,
        choices=[("chair", "The chair has a casting vote")],
        widget=Checkboxes(small=True),
        help_text="This is for decisions by written procedure",
    )
    missing = {
        "months": "Select the months in which it meets",
        "starts_at": "Enter the time at which it starts",
        "venue": "Enter the venue",
    }
    submit = "Save how it meets"

    def __init__(self, *args, instance: MeetingPolicy, **kwargs):
        kwargs["initial"] = answers_of(instance) | kwargs.get("initial", {})
        super().__init__(*args, instance=instance, **kwargs)
        there = Organisation.objects.current().filter(seats__body=instance.body).distinct().order_by("name")
        choices = [(each.key, each.name) for each in there]
        # a rule of the profile's may ask for a seat
        known = {key for key, _ in choices}
        choices += [(key, f"The seat “{key}”") for key in instance.quorum.get("of", []) if key not in known]
        self.fields["of"].choices = choices
        if instance.quorum.get("share", "0") not in dict(SHARES):
            share = instance.quorum["share"]
            self.fields["share"].choices = [*SHARES, (share, f"{Fraction(share)} of them")]

    def clean(self):
        """Each step comes before the next: papers can't be due before they were asked for, nor after they went out."""
        said = super().clean()
        call, due, notice = (said.get(name) for name in ("call_days", "paper_days", "notice_days"))
        if call is not None and due is not None and call <= due:
            self.add_error("call_days", f"Papers are due {due} working days before: enter more, to call for them first")
        if due is not None and notice is not None and due <= notice:
            out = f"With {notice} clear days of notice, papers go out {notice + 1} working days before"
            self.add_error("paper_days", f"{out}: enter that or more")
        urgent = said.get("urgent_days")
        if urgent is not None and notice is not None and urgent > notice:
            self.add_error("urgent_days", f"The usual notice is {notice} clear working days: enter that or fewer")
        return said

    def answers(self):
        """What the act takes: the columns, and the quorum as the rule's data."""
        said = self.cleaned_data
        quorum = {"share": said["share"], "at_least": said["at_least"], "of": said["of"]}
        columns = {name: said[name] for name in (*PLAIN, "nth", "weekday")}
        columns["casting_vote"] = bool(said["casting_vote"])
        return {**columns, "months": sorted(said["months"], key=lambda month: (month - 4) % 12), "quorum": quorum}


def answers_of(policy):
    """A policy as the form asks for it."""
    rule = {name: policy.quorum[name] for name in ("share", "at_least", "of") if name in policy.quorum}
    columns = {name: getattr(policy, name) for name in (*PLAIN, "months", "nth", "weekday")}
    given = {name: value for name, value in columns.items() if value not in (None, "")}
    return given | {"share": "0", "casting_vote": ["chair"] if policy.casting_vote else []} | rule

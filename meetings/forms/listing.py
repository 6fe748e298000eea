"""What narrows a list of meetings down. Asked in the address, so that a list can be kept as a link."""

from django import forms

from ccsp_portal.govuk.forms import PortalForm
from meetings.queries.calendar import year_in_words
from meetings.queries.listing import ALL, CANCELLED, PAST, UPCOMING


class MeetingsFilter(PortalForm):
    """Which meetings: ahead or past, of a year, of a body. What can't be read is as if it wasn't asked."""

    when = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[(UPCOMING, "Upcoming"), (PAST, "Past"), (CANCELLED, "Cancelled"), (ALL, "All")],
    )
    year = forms.TypedChoiceField(label="Financial year", required=False, coerce=int, empty_value=None)
    body = forms.ChoiceField(label="Body", required=False)
    submit = "Show meetings"

    def __init__(self, data, *, years, bodies):
        super().__init__(data)
        self.fields["year"].choices = [("", "Any year"), *((str(year), year_in_words(year)) for year in years)]
        self.fields["body"].choices = [("", "Any body"), *((body.key, body.name) for body in bodies)]
        self.full_clean()
        # a list that is narrowed to a year is of the whole year, unless it says otherwise
        default = ALL if self.cleaned_data.get("year") else UPCOMING
        self.asked = {
            "when": self.cleaned_data.get("when") or default,
            "year": self.cleaned_data.get("year"),
            "body": self.cleaned_data.get("body", ""),
        }
        self.data = {name: value for name, value in self.asked.items() if value}


class ClashFilter(PortalForm):
    """Which of other committees' meetings."""

    committee = forms.ChoiceField(label="Committee", required=False)
    submit = "Show meetings"

    def __init__(self, data, *, committees):
        super().__init__(data)
        self.fields["committee"].choices = [("", "Any committee"), *((name, name) for name in committees)]
        self.full_clean()
        self.committee = self.cleaned_data.get("committee", "")

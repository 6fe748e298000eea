"""Of which days attendance is shown, and what an authority says to its figures."""

from datetime import date, timedelta

from django import forms

from ccsp_portal import clock
from ccsp_portal.govuk.forms import DateField, PortalForm, Textarea


class PeriodForm(PortalForm):
    """From which day to which: the last twelve months, unless asked otherwise. Asked in the address."""

    since = DateField(label="From", called="the first day", required=False)
    until = DateField(label="To", called="the last day", required=False)

    def clean(self):
        answers = super().clean()
        if not self.errors and self.since_day > self.until_day:
            self.add_error("until", "The last day must be on or after the first day")
        return answers

    @property
    def until_day(self) -> date:
        return self.cleaned_data.get("until") or clock.today()

    @property
    def since_day(self) -> date:
        return self.cleaned_data.get("since") or self.until_day - timedelta(days=365)


class AttendanceReplyForm(PortalForm):
    text = forms.CharField(
        label="What do you want to say?",
        max_length=1000,
        help_text="Such as why a seat was often empty, and what has been done about it. "
        "Everybody with a seat on the body reads it, beside the figure.",
        widget=Textarea(rows=4),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    missing = {"text": "Enter what you want to say"}
    submit = "Save the reply"

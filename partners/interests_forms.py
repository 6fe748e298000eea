"""The questions about a person's interests."""

from django import forms

from ccsp_portal import clock
from ccsp_portal.govuk.forms import CharacterCount, DateField, PortalForm, Radios
from partners.models import Interest


class InterestForm(PortalForm):
    category = forms.ChoiceField(
        label="What kind of interest is it?", choices=Interest.Category.choices, widget=Radios()
    )
    text = forms.CharField(
        label="What is it?",
        max_length=Interest._meta.get_field("text").max_length,
        help_text="Such as “Trustee of Hillfields Youth Club, which the partnership funds”",
        widget=CharacterCount(characters=300, rows=3),
    )
    from_on = DateField(label="Since when?", called="the first day", latest=clock.today)
    missing = {
        "category": "Select what kind of interest it is",
        "text": "Enter what the interest is",
        "from_on": "Enter the day since when you have had it",
    }
    submit = "Declare the interest"


class EndInterestForm(PortalForm):
    last_day = DateField(label="When did it end?", called="the last day", latest=clock.today)
    missing = {"last_day": "Enter the day on which it ended"}
    submit = "End the interest"

"""Who is let into an item; and on which day who could see it."""

from django import forms

from ccsp_portal import clock
from ccsp_portal.govuk.fields import DateField
from ccsp_portal.govuk.forms import PortalForm


class GuestForm(PortalForm):
    """Choose one person."""

    person = forms.ModelChoiceField(
        None,
        label="Whom do you invite?",
        empty_label="Choose a person",
        help_text="Somebody with an account who could not read the item otherwise",
    )
    missing = {"person": "Choose whom you invite"}
    submit = "Invite"

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class DayForm(PortalForm):
    """The day that is asked about: today, unless said."""

    day = DateField(
        label="Day",
        called="the day",
        latest=clock.today,
        too_late="The day must be today or in the past: what people will be able to see may still change",
    )

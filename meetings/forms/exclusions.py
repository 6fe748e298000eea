"""Who takes no part in an item."""

from django import forms

from ccsp_portal.govuk.forms import PortalForm, TextInput


class LeaveOutForm(PortalForm):
    """Choose one person, and say why."""

    person = forms.ModelChoiceField(
        None,
        label="Who takes no part in it?",
        empty_label="Choose a person",
        help_text="Somebody who could read the item otherwise. A deputy is left out by themselves",
    )
    reason = forms.CharField(
        label="Why?", max_length=300, widget=TextInput(), help_text="For example, an interest that they declared"
    )
    missing = {"person": "Choose who takes no part in it", "reason": "Enter why they take no part in it"}
    submit = "Leave them out"

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people

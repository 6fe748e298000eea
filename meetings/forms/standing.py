"""The questions about an item that stands on every agenda of a body."""

from django import forms

from ccsp_portal.govuk.forms import ConfirmForm, NumberInput, PortalForm, Radios, TextInput
from meetings.forms.agenda import OF_WHAT_IS_PRIVATE
from meetings.models import AgendaItem
from meetings.workflow.standing import BY_THEMSELVES, kind_of


class StandingItemForm(PortalForm):
    title = forms.CharField(label="Title", max_length=200, widget=TextInput())
    purpose = forms.ChoiceField(label="What is it for?", choices=AgendaItem.Purpose.choices, widget=Radios)
    minutes = forms.IntegerField(label="How many minutes?", min_value=1, max_value=240, widget=NumberInput(width=3))
    kind = forms.ChoiceField(
        label="What stands on it by itself?",
        required=False,
        choices=[("", "Nothing"), *BY_THEMSELVES.items()],
        widget=Radios,
    )
    privacy = forms.ChoiceField(
        label="Who may see it?",
        choices=[("open", "Everybody: it is open"), ("private", "Only members: it is private")],
        widget=Radios(reveals={"private": OF_WHAT_IS_PRIVATE}),
    )
    private_reason = forms.CharField(label="Why is it private?", required=False, max_length=300, widget=TextInput())
    public_title = forms.CharField(label="Public title", required=False, max_length=200, widget=TextInput())
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    missing = {
        "title": "Enter the title",
        "purpose": "Select what it is for",
        "minutes": "Enter how many minutes it may take",
    }
    submit = "Save the item"

    def __init__(self, *args, policy, item=None, **kwargs):
        asked = {"minutes": 5, "privacy": "open", "purpose": "note", **(item or {})}
        initial = asked | {"kind": kind_of(item) if item else "", "version": policy.version}
        super().__init__(*args, initial=initial, **kwargs)

    def clean(self):
        answers = super().clean()
        if answers.get("privacy") == "private":
            if not answers.get("private_reason"):
                self.add_error("private_reason", "Enter why the item is private")
            if not answers.get("public_title"):
                self.add_error("public_title", "Enter a title that the public may see")
        else:
            answers |= {"private_reason": "", "public_title": ""}
        return answers


class RemoveStandingItemForm(ConfirmForm):
    # of the template that was seen: the view reads it
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, policy, **kwargs):
        super().__init__(*args, initial={"version": policy.version}, **kwargs)

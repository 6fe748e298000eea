"""A note for oneself, and what narrows the list of one's notes."""

from django import forms
from django.utils.functional import cached_property

from ccsp_portal.govuk.forms import PortalForm, Textarea, TextInput
from meetings.workflow.notes import LONGEST


class NoteForm(PortalForm):
    """What somebody notes for themselves. A script saves it as it is typed."""

    text = forms.CharField(
        label="Your note",
        max_length=LONGEST,
        widget=Textarea(rows=5),
        help_text="Only you can see it: not the secretary, not the auditor",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    missing = {"text": "Enter your note"}
    submit = "Save the note"
    # where it is sent, also when it stands within another page; and where a script sends it as it is typed
    action = autosave = ""

    @cached_property
    def helper(self):
        """The form with its addresses on it."""
        helper = super().helper
        helper.form_action = self.action
        helper.attrs = {"data-autosave": self.autosave}
        return helper


class NotesFilter(PortalForm):
    """Which of one's notes. What can't be read is as if it wasn't asked."""

    words = forms.CharField(label="Words in the note or the item’s title", required=False, widget=TextInput())
    meeting = forms.TypedChoiceField(label="Meeting", required=False, coerce=int, empty_value=None)
    submit = "Show notes"

    def __init__(self, data, *, meetings):
        super().__init__(data)
        self.fields["meeting"].choices = [("", "Any meeting"), *((str(each.pk), str(each)) for each in meetings)]
        self.full_clean()
        self.asked = {
            "words": self.cleaned_data.get("words", ""),
            "meeting": self.cleaned_data.get("meeting"),
        }
        self.data = {name: value for name, value in self.asked.items() if value}

"""The list of people to invite."""

import hashlib

from django import forms
from django.core.exceptions import ValidationError

from ccsp_portal.govuk.forms import FileField, PortalForm, Textarea
from partners.lists import LARGEST, LONGEST, decoded, read_list


class ListForm(PortalForm):
    """A list, pasted or as a file. What was in a file comes back in the box, so that it can be put right there."""

    list = forms.CharField(
        label="Paste the list here",
        required=False,
        strip=False,
        help_text="With the line that names the columns, as it comes from a spreadsheet or a CSV file",
        widget=Textarea(rows=10, attrs={"spellcheck": "false", "wrap": "off"}),
    )
    list.called = "the list"
    file = FileField(
        label="Or select a CSV file",
        required=False,
        accept=".csv,.txt,.tsv,text/csv",
        help_text=f"At most {LONGEST:,} people. It takes the place of what is in the box",
    )
    # the list that the secretary has seen tried
    tried = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.reading, self.is_certain = None, True

    def clean(self):
        answers = super().clean()
        upload = answers.get("file")
        if self.has_error("file") or (self.has_error("list") and not upload):
            return answers
        text = answers.get("list") or ""
        try:
            if upload:
                text, self.is_certain = decoded(upload.read(LARGEST + 1))
                self.show(list=text)
            self.reading = read_list(text)
        except ValidationError as refusal:
            self.add_error("file" if upload else "list", refusal)
        answers["is_tried"] = answers.get("tried") == digest(text)
        self.show(tried=digest(text))
        return answers

    def show(self, **values):
        """Draw the form with these values, whatever was sent."""
        self.data = self.data.copy()
        for name, value in values.items():
            self.data[name] = value


def digest(text):
    """What a list is known by, however the browser ended its lines."""
    return hashlib.sha256("\n".join(text.splitlines()).encode()).hexdigest()

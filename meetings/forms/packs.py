"""Sending the papers out again."""

from django import forms

from ccsp_portal.govuk.forms import Checkboxes, PortalForm, TextInput


class SupplementForm(PortalForm):
    """Why what is late or changed goes out: the first thing that its readers see."""

    reason = forms.CharField(
        label="Why do the papers go out again?",
        max_length=300,
        widget=TextInput(),
        help_text="For example, “The police figures came late”. Everybody reads this, also the public",
    )
    missing = {"reason": "Enter why the papers go out again"}
    submit = "Circulate the supplement"


class PagesForm(PortalForm):
    """Which pages somebody wants by themselves. Asked in the address, so that it can be kept as a link."""

    pages = forms.CharField(label="Download or print some pages", max_length=200, widget=TextInput())
    submit = "Get these pages"

    def __init__(self, *args, example, **kwargs):
        """`example` is how to ask for pages that there are."""
        super().__init__(*args, **kwargs)
        self.fields["pages"].help_text = f"For example, {example}" if example else ""

    @classmethod
    def refused(cls, asked, refusal, *, example):
        """The form with what was asked, and why it can't be given."""
        form = cls({"pages": asked}, example=example)
        form.full_clean()
        form.errors.pop("pages", None)
        form.add_error("pages", refusal)
        return form


class OfflineForm(PortalForm):
    """Whether one's notes go along. Asked in the address: the answer is a file."""

    notes = forms.MultipleChoiceField(
        label="Your notes",
        required=False,
        choices=[("with", "Put my own notes in the file")],
        widget=Checkboxes(small=True),
    )
    submit = "Download the file"

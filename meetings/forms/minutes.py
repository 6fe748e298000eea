"""Writing minutes, and taking them from the chair to the next meeting."""

from crispy_forms.layout import Submit
from django import forms
from django.utils.functional import cached_property

from ccsp_portal.govuk.forms import CharacterCount, PortalForm, Radios, Textarea
from ccsp_portal.prose.marks import from_marks, mark_of
from meetings.queries.calendar import year_in_words
from meetings.queries.publication import KINDS
from meetings.workflow.minuting import LONGEST
from meetings.workflow.publication import LONGEST as LONGEST_CORRECTION
from meetings.workflow.publication import LONGEST_REASON, NOTHING_TO_CORRECT, Correction


class MinuteForm(PortalForm):
    """What was said under an item, in a plain box: a script puts an editor in its place."""

    text = forms.CharField(
        label="Minute",
        required=False,
        max_length=LONGEST * 2,
        widget=Textarea(rows=15),
        help_text="Leave a blank line between paragraphs: each gets a number of its own. Begin a line with “- ” "
        "or “1. ” for a list, and write **bold** and *italic*.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    submit = "Save the minute"

    @cached_property
    def helper(self):
        """With a second button, which shows the numbered paragraphs and saves nothing."""
        helper = super().helper
        helper.add_input(Submit("preview", "Preview", css_class="govuk-button--secondary"))
        return helper

    @property
    def blocks(self):
        """What was typed, as paragraphs and lists."""
        return from_marks(self.cleaned_data["text"])


class BoxForm(MinuteForm):
    """One of the boxes of a page of plain boxes: of an item, and by its name in the page."""

    # the mark of what the box showed at first; without one, what stands in it is news
    shown = forms.CharField(required=False, max_length=64)
    # after a conflict, which of two texts
    keep = forms.ChoiceField(choices=[(each, each) for each in ("mine", "both", "theirs")], required=False)

    def __init__(self, data, *, item):
        super().__init__(data, prefix=f"item-{item.pk}")
        self.item = item

    @property
    def was_sent(self) -> bool:
        """Whether the page had this box: an item may have been added since."""
        return self.add_prefix("text") in self.data

    @property
    def is_news(self) -> bool:
        """Whether there is something to save: what can't be read is no news, and is said to be wrong."""
        answers = self.cleaned_data
        return answers.get("keep") != "theirs" and mark_of(self.blocks) != answers.get("shown")


class SavedMinuteForm(PortalForm):
    """What the editor sends every few seconds; `keep` says which text to keep after a conflict."""

    html = forms.CharField(required=False, strip=False)
    version = forms.IntegerField()
    keep = forms.ChoiceField(choices=[("", ""), ("mine", "Mine"), ("both", "Both")], required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # what nobody sees in a pasted text is left out, rather than refused with all that was typed
        self.fields["html"].validators = []


class CompareForm(PortalForm):
    """Which two revisions. What can't be read is as if it wasn't asked."""

    older = forms.TypedChoiceField(label="Compare revision", coerce=int, required=False)
    newer = forms.TypedChoiceField(label="with revision", coerce=int, required=False)

    def __init__(self, data, *, numbers):
        super().__init__(data)
        for field in self.fields.values():
            field.choices = [(number, number) for number in numbers]
        self.full_clean()
        newest = numbers[0]
        self.older = self.cleaned_data.get("older") or (numbers[1] if len(numbers) > 1 else newest)
        self.newer = self.cleaned_data.get("newer") or newest
        # the boxes show what is compared, also where nothing was asked
        self.data = {"older": self.older, "newer": self.newer}


class ReturnForm(PortalForm):
    """What the chair asks to change."""

    note = forms.CharField(label="What should be changed?", max_length=5000, widget=Textarea(rows=8))
    missing = {"note": "Enter what should be changed"}
    submit = "Return to the secretary"


class Corrections(PortalForm):
    """What is put right: a box for the minutes as a whole, and one for each item."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, minutes, **kwargs):
        self.items = list(minutes.meeting.items.live())
        # before the form is begun, so that what a box says when wrong is said plainly too
        self.base_fields = {**self.base_fields, **dict(self._boxes())}
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", minutes.version)

    def _boxes(self):
        yield "whole", _box("Correction to the minutes as a whole (optional)", "the correction to the minutes")
        for item in self.items:
            hint = "Private: only those who may read the item see it." if item.is_private else ""
            name = f"item {item.number}" if item.number else item.title
            label = f"Correction to {name}{f', {item.title}' if item.number else ''} (optional)"
            yield f"item-{item.pk}", _box(label, f"the correction to {name}", hint)

    @property
    def boxes(self):
        """The boxes of the items, as they are drawn."""
        return [self[f"item-{item.pk}"] for item in self.items]

    @property
    def has_boxes_in_use(self):
        """Whether anything was typed into what stands folded away, or is wrong there."""
        return any(box.errors or box.value() for box in self.boxes)

    @property
    def corrections(self):
        """What was typed, as the acts take it."""
        typed = self.cleaned_data
        return [
            Correction(typed.get("whole", "")),
            *(Correction(typed.get(f"item-{item.pk}", ""), item) for item in self.items),
        ]


def _box(label, called, hint=""):
    field = forms.CharField(
        label=label, required=False, max_length=LONGEST_CORRECTION, widget=Textarea(rows=3), help_text=hint
    )
    field.called = called
    return field


class ApprovalForm(Corrections):
    """Which meeting approved the minutes, what it resolved, and what it corrected."""

    AS_THEY_WERE, CORRECTED = "as they were", "with corrections"

    at = forms.ModelChoiceField(None, label="Which meeting approved them?", empty_label="Choose a meeting")
    resolved = forms.ChoiceField(
        label="What did the meeting resolve?",
        choices=[(AS_THEY_WERE, "To approve them as they were"), (CORRECTED, "To approve them with corrections")],
        widget=Radios(),
    )
    missing = {"at": "Select which meeting approved the minutes", "resolved": "Select what the meeting resolved"}
    submit = "Record the approval"

    def __init__(self, *args, minutes, meetings, **kwargs):
        super().__init__(*args, minutes=minutes, **kwargs)
        self.fields["at"].queryset = meetings
        if len(meetings) == 1:
            self.initial.setdefault("at", meetings[0].pk)

    def clean(self):
        """Corrections where there were some, and only then."""
        typed = super().clean()
        if not self.errors:
            has_corrections = any(each.text.strip() for each in self.corrections)
            if typed["resolved"] == self.CORRECTED and not has_corrections:
                self.add_error("whole", NOTHING_TO_CORRECT)
            if typed["resolved"] == self.AS_THEY_WERE and has_corrections:
                self.add_error("resolved", "Select that they were approved with corrections, or clear the corrections")
        return typed


class CorrectionForm(Corrections):
    """Why published minutes are put right, and what."""

    reason = forms.CharField(
        label="Why are they corrected?",
        max_length=LONGEST_REASON,
        widget=CharacterCount(characters=LONGEST_REASON, rows=3),
        help_text="Everybody can read this beside the new version. Write nothing private here.",
    )
    missing = {"reason": "Enter why the minutes are corrected"}
    submit = "Publish the corrected minutes"

    def clean(self):
        """At least one correction."""
        typed = super().clean()
        if not self.errors and not any(each.text.strip() for each in self.corrections):
            self.add_error("whole", NOTHING_TO_CORRECT)
        return typed


class SignatureForm(PortalForm):
    """At which meeting the chair signs."""

    at = forms.ModelChoiceField(
        None,
        label="At which meeting do you sign?",
        required=False,
        empty_label="Not at a meeting",
        help_text="It is shown with the minutes.",
    )
    submit = "Sign the minutes"

    def __init__(self, *args, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["at"].queryset = meetings


class PublishedFilter(PortalForm):
    """Which publications. What can't be read is as if it wasn't asked."""

    body = forms.ChoiceField(label="Body", required=False)
    year = forms.TypedChoiceField(label="Financial year", required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label="What", required=False, choices=[("", "Everything"), *KINDS.items()])

    def __init__(self, data, *, years, bodies):
        super().__init__(data)
        self.fields["year"].choices = [("", "Any year"), *((str(year), year_in_words(year)) for year in years)]
        self.fields["body"].choices = [("", "Any body"), *((body.key, body.name) for body in bodies)]
        self.full_clean()
        self.asked = {name: self.cleaned_data.get(name, "") for name in ("body", "kind")}
        self.asked["year"] = self.cleaned_data.get("year")

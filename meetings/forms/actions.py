"""What is said of an action point, and how the log is narrowed down."""

from django import forms

from ccsp_portal import clock
from ccsp_portal.govuk.forms import Checkboxes, DateField, FileField, PortalForm, Radios, Textarea
from meetings.forms.seats import offer_seats
from meetings.models import Rag
from meetings.queries import actions as log

GOING, DONE, LATER = "going", "done", "later"
STANDS = [(GOING, "It is going on"), (DONE, "It is done"), (LATER, "It needs another date")]


class StandsForm(PortalForm):
    """How it stands: the whole of what the link in a reminder asks."""

    text = forms.CharField(label="How is it going?", max_length=5000, widget=Textarea(rows=4))
    stands = forms.ChoiceField(
        label="Where does it stand?",
        choices=STANDS,
        required=False,
        initial=GOING,
        widget=Radios(reveals={LATER: "due_on"}, hints={DONE: "The secretary is asked to close it"}),
    )
    due_on = DateField(
        label="Which date would do?",
        called="the new date",
        required=False,
        earliest=clock.today,
        too_early="The new date must be today or later",
    )
    missing = {"text": "Enter how it is going"}
    submit = "Send the update"

    def clean(self):
        answers = super().clean()
        answers["stands"] = answers.get("stands") or GOING
        if answers["stands"] == LATER and not answers.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "Enter the date that would do")
        return answers


class UpdateForm(StandsForm):
    """How it stands, from somebody signed in. A supporting seat says no more than the text."""

    text = forms.CharField(label="How is it going?", max_length=5000, widget=Textarea(rows=6))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, may_propose=True, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_propose:
            del self.fields["stands"], self.fields["due_on"]

    def clean(self):
        return super().clean() if "stands" in self.fields else {**forms.Form.clean(self), "stands": GOING}


class EvidenceForm(PortalForm):
    """A file, and what it shows."""

    title = forms.CharField(label="What does it show?", max_length=200)
    file = FileField(
        label="File",
        accept=".pdf,.docx,.odt,.xlsx,.csv,.png,.jpg,.jpeg",
        help_text="PDF, Word (.docx), OpenDocument text (.odt), Excel (.xlsx), CSV, PNG or JPEG pictures, up to 25 MB",
    )
    missing = {"title": "Enter what the file shows"}
    submit = "Attach the file"


def closing_meeting() -> forms.ModelChoiceField:
    """Which meeting closes it, if one does."""
    return forms.ModelChoiceField(
        None,
        label="Was it closed by a meeting? (optional)",
        required=False,
        empty_label="No: I close it myself",
        help_text="Choose the meeting that decided it, and its name stands beside the action point",
    )


class CorrectionForm(PortalForm):
    """What was asked for, of which seat, with whose support: as it should have been recorded."""

    text = forms.CharField(label="What is to be done?", max_length=2000, widget=Textarea(rows=4))
    owner = forms.ModelChoiceField(None, label="Which seat owns it?", empty_label="Choose a seat")
    supporters = forms.ModelMultipleChoiceField(
        None, label="Which seats support it? (optional)", required=False, widget=Checkboxes(small=True)
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    missing = {"text": "Enter what is to be done", "owner": "Select which seat owns it"}
    submit = "Save the action point"

    def __init__(self, *args, seats, action, **kwargs):
        given = {"text": action.text, "owner": action.owner_id, "version": action.version}
        given["supporters"] = [seat.pk for seat in action.supporters.all()]
        super().__init__(*args, initial=given, **kwargs)
        offer_seats(seats, self.fields["owner"], self.fields["supporters"])


class CompletionForm(PortalForm):
    """What was done, and who closes it."""

    text = forms.CharField(label="What was done? (optional)", required=False, max_length=5000, widget=Textarea(rows=4))
    meeting = closing_meeting()
    submit = "Mark as complete"

    def __init__(self, *args, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings


class DropForm(PortalForm):
    """Why it is no longer needed, and who closes it."""

    reason = forms.CharField(label="Why is it no longer needed?", max_length=5000, widget=Textarea(rows=4))
    meeting = closing_meeting()
    missing = {"reason": "Enter why it is no longer needed"}
    submit = "Drop the action point"
    is_warning = True

    def __init__(self, *args, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings


class ReasonForm(PortalForm):
    """One reason: to send an action point back, or to open it again."""

    reason = forms.CharField(label="Why?", max_length=5000, widget=Textarea(rows=4))

    def __init__(self, *args, label, missing, submit, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].error_messages["required"] = missing
        self.submit = submit


class PostponeForm(PortalForm):
    """The new day, and why."""

    due_on = DateField(
        label="When is it due now?",
        called="the due date",
        earliest=clock.today,
        too_early="The due date must be today or later",
    )
    reason = forms.CharField(label="Why does the date change?", max_length=5000, widget=Textarea(rows=4))
    missing = {"due_on": "Enter when it is due", "reason": "Enter why the date changes"}
    submit = "Change the due date"


class AnswerForm(PortalForm):
    """Whether another date is agreed."""

    decision = forms.ChoiceField(
        label="Do you agree to the date?",
        choices=[("agree", "Yes, change the due date"), ("refuse", "No, it stays as it is")],
        widget=Radios(),
    )
    answer = forms.CharField(
        label="What do you tell the owner?",
        required=False,
        max_length=5000,
        widget=Textarea(rows=4),
        help_text="Needed when you refuse",
    )
    missing = {"decision": "Select whether you agree to the date"}
    submit = "Answer"

    def clean(self):
        answers = super().clean()
        if answers.get("decision") == "refuse" and not answers.get("answer", "").strip():
            self.add_error("answer", "Enter why the date is refused")
        return answers


class OverrideForm(PortalForm):
    """The colour that it is to have, and why."""

    rag = forms.ChoiceField(label="Which RAG shall it have?", choices=[*Rag.choices[:3]], widget=Radios(inline=True))
    reason = forms.CharField(
        label="Why?", max_length=300, widget=Textarea(rows=3),
        help_text="Everybody who reads the action point sees the reason. It holds until something is next said of it.",
    )  # fmt: skip
    missing = {"rag": "Select red, amber or green", "reason": "Enter why the RAG is set by hand"}
    submit = "Set the RAG"


class ActionsFilter(PortalForm):
    """Which action points. What can't be read is as if it wasn't asked."""

    which = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[
            (log.OPEN, "Open"),
            (log.MINE, "Mine"),
            (log.OVERDUE, "Overdue"),
            (log.ESCALATED, "On the chair’s list"),
            (log.PROPOSED, "Said to be complete"),
            (log.DATES, "Asking for another date"),
            (log.COMPLETE, "Complete"),
            (log.DROPPED, "No longer needed"),
            (log.ENDED, "Complete or no longer needed"),
            (log.ALL, "All"),
        ],
    )
    rag = forms.ChoiceField(label="RAG", required=False, choices=[("", "Any"), *Rag.choices])
    body = forms.ChoiceField(label="Body", required=False)
    seat = forms.TypedChoiceField(label="Owner", required=False, coerce=int, empty_value=None)
    organisation = forms.TypedChoiceField(label="Organisation", required=False, coerce=int, empty_value=None)
    words = forms.CharField(label="Words", required=False, max_length=100)
    sort = forms.ChoiceField(
        label="Sort by", required=False, choices=[(key, label) for key, (label, _) in log.SORTS.items()]
    )

    def __init__(self, data, *, bodies, seats):
        super().__init__(data)
        self.fields["body"].choices = [("", "Any body"), *((body.key, body.name) for body in bodies)]
        self.fields["seat"].choices = [("", "Any seat"), *((str(seat.pk), str(seat)) for seat in seats)]
        organisations = [(str(each.pk), each.name) for each in log.organisations_of(seats)]
        self.fields["organisation"].choices = [("", "Any organisation"), *organisations]
        self.full_clean()
        answers = self.cleaned_data
        self.asked = log.AskedActions(
            which=answers.get("which") or log.OPEN,
            body=answers.get("body", ""),
            seat=answers.get("seat"),
            organisation=answers.get("organisation"),
            rag=answers.get("rag", ""),
            words=answers.get("words", ""),
            sort=answers.get("sort") or "due",
        )

    @property
    def is_set(self) -> bool:
        """Whether anything but the usual is asked for."""
        return self.asked != log.AskedActions()

    @property
    def in_words(self) -> str:
        """What the list shows, in a line: "Show: Overdue; RAG: Amber; Sort by: When it is due"."""
        said = []
        for name, field in self.fields.items():
            asked = str(getattr(self.asked, name) or "")
            if asked:
                answers = {str(key): label for key, label in getattr(field, "choices", ())}
                said.append(f"{field.label}: {answers.get(asked, asked)}")
        return "; ".join(said)

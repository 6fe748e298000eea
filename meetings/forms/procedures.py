"""The questions about what is put to seats in writing."""

from datetime import UTC, datetime

from django import forms
from django.core.exceptions import ValidationError

from ccsp_portal import clock
from ccsp_portal.documents.models import Document
from ccsp_portal.govuk.forms import (
    CharacterCount,
    DateField,
    FileField,
    PortalForm,
    Radios,
    Textarea,
    TextInput,
    TimeField,
)
from ccsp_portal.govuk.templatetags.govuk import at_time
from meetings.forms.agenda import AsksWhoMaySee
from meetings.models import WrittenProcedure, WrittenReply
from meetings.models.procedures import leaves_little_time
from meetings.queries.procedures import ALL, CLOSED, RUNNING, WITHDRAWN
from meetings.workflow.procedures import SAY_WHY_SO_SOON

# nobody waits longer for what can't wait; a slip of the keyboard does
LONGEST_DAYS = 90


class ProcedureForm(AsksWhoMaySee):
    """What is proposed, why it can't wait, and until when seats may reply."""

    class Meta:
        model = WrittenProcedure
        fields = [
            *("title", "text", "urgency", "recommendations", "short_notice_reason"),
            *("privacy", "private_reason", "public_title"),
        ]
        labels = {
            "title": "Title",
            "text": "What is proposed?",
            "urgency": "Why can it not wait for the next meeting?",
            "recommendations": "Recommendations",
            "short_notice_reason": "Why must seats reply so soon? (only if they have less than one clear working day)",
            "privacy": "Who may see it?",
            "private_reason": "Why is it private?",
            "public_title": "Public title",
        }
        help_texts = {
            "urgency": "This goes out with it, and the chair is asked whether it is so.",
            "recommendations": "Each on a line of its own. They are numbered, and recorded as the decision.",
            "short_notice_reason": "A clear working day is a whole one between the day on which they are asked and the "
            "last day for replies. Seats need it to ask their own organisations, or to let a deputy reply. They see "
            "this reason, and it is in the record.",
            "privacy": "An open one, and its papers, are public once it has been decided. Replies never are.",
            "private_reason": "Anybody can read this once it is reported to a meeting.",
            "public_title": "The public sees this instead of the title. Don’t give away what is private.",
        }
        widgets = {
            "title": TextInput(),
            "text": Textarea(rows=8),
            "urgency": Textarea(rows=3),
            "recommendations": Textarea(rows=5),
            "short_notice_reason": Textarea(rows=2),
            "privacy": Radios(),
            "private_reason": TextInput(),
            "public_title": TextInput(),
        }

    closes_on = DateField(label="Last day for replies", called="the last day for replies")
    closes = TimeField(label="Time", called="the time", initial="5pm", help_text="For example, 5pm or 5.30pm")
    field_order = [*Meta.fields[:4], "closes_on", "closes", *Meta.fields[4:], "version"]
    submit = "Save the draft"
    missing = {
        "title": "Enter the title",
        "text": "Enter what is proposed",
        "urgency": "Enter why it cannot wait for the next meeting",
        "recommendations": "Enter at least one recommendation",
        "closes_on": "Enter the last day for replies",
        "closes": "Enter the time until which seats may reply",
        "privacy": "Select who may see it",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            deadline = self.instance.closes_at.astimezone(clock.LONDON)
            self.initial |= {"closes_on": deadline.date(), "closes": deadline.time()}

    def clean_closes_on(self):
        day = self.cleaned_data["closes_on"]
        if day < clock.today():
            raise ValidationError("The last day for replies must be today or later")
        if (day - clock.today()).days > LONGEST_DAYS:
            raise ValidationError(f"The last day for replies must be at most {LONGEST_DAYS} days ahead: check the date")
        return day

    def clean(self):
        answers = super().clean()
        if not (answers.get("closes_on") and answers.get("closes")):
            return answers
        closes_at = self._deadline()
        if closes_at.astimezone(clock.LONDON).time() != answers["closes"]:
            time = at_time(answers["closes"])
            self.add_error("closes", f"The clocks go forward that night, so there is no {time}: enter another time")
        elif closes_at <= clock.now():
            self.add_error("closes", "The deadline must be in the future")
        elif leaves_little_time(closes_at) and not answers.get("short_notice_reason"):
            self.add_error("short_notice_reason", SAY_WHY_SO_SOON)
        return answers

    def _deadline(self):
        """The moment on that London day; of an hour that comes twice the later, since nobody replies too late then."""
        local = datetime.combine(self.cleaned_data["closes_on"], self.cleaned_data["closes"], clock.LONDON)
        return local.replace(fold=1).astimezone(UTC)

    def _post_clean(self):
        # the deadline is two questions and one column
        if self.cleaned_data.get("closes_on") and self.cleaned_data.get("closes"):
            self.instance.closes_at = self._deadline()
        super()._post_clean()

    @property
    def answers(self):
        answers = {name: answer for name, answer in super().answers.items() if name not in ("closes_on", "closes")}
        lines = "\n".join(line.strip() for line in answers["recommendations"].splitlines() if line.strip())
        return answers | {"recommendations": lines, "closes_at": self._deadline()}


class WrittenPaperForm(PortalForm):
    title = forms.CharField(label="Title of the paper", max_length=200, widget=TextInput())
    file = FileField(
        label="File",
        help_text="A PDF, a Word document (.docx) or an OpenDocument text (.odt), up to 25 MB.",
        accept=".pdf,.docx,.odt",
    )
    marking = forms.ChoiceField(
        label="How is it marked?",
        choices=Document.Marking.choices,
        initial=Document.Marking.OFFICIAL,
        widget=Radios(),
        help_text="A paper marked OFFICIAL-SENSITIVE belongs to a private procedure.",
    )
    submit = "Bring the paper"
    missing = {"title": "Enter the title of the paper", "file": "Select a file", "marking": "Select how it is marked"}


class WrittenReplyForm(PortalForm):
    """What a seat replies, and in its own words why."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    answer = forms.ChoiceField(label="What does the seat reply?", choices=WrittenReply.Answer.choices, widget=Radios)
    remark = forms.CharField(
        label="Remark (optional)",
        required=False,
        max_length=500,
        widget=CharacterCount(characters=500, rows=4),
        help_text="The body’s other seats can read this.",
    )
    submit = "Send the reply"
    missing = {"answer": "Select what the seat replies"}


class ReasonForm(PortalForm):
    """Why, as those are told whom it concerns."""

    reason = forms.CharField(max_length=300, widget=CharacterCount(characters=300, rows=3))

    def __init__(self, *args, label, help_text, submit, missing="Enter the reason", is_warning=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label, self.fields["reason"].help_text = label, help_text
        self.fields["reason"].error_messages["required"] = missing
        self.submit, self.is_warning = submit, is_warning


class ProceduresFilter(PortalForm):
    """Which written procedures. What can't be read is as if it wasn't asked."""

    which = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[(RUNNING, "Running"), (CLOSED, "Closed"), (WITHDRAWN, "Withdrawn"), (ALL, "All")],
    )
    body = forms.ChoiceField(label="Body", required=False)
    words = forms.CharField(label="Words", required=False, max_length=100, widget=TextInput(width=20))

    def __init__(self, data, *, bodies):
        super().__init__(data)
        self.fields["body"].choices = [("", "Any body"), *((body.key, body.name) for body in bodies)]
        self.full_clean()
        said = self.cleaned_data
        self.asked = {
            "which": said.get("which") or ALL,
            "body": said.get("body", ""),
            "words": said.get("words", ""),
        }
        self.data = {name: value for name, value in self.asked.items() if value}

    @property
    def narrows(self) -> bool:
        """Whether anything was asked."""
        return self.asked["which"] != ALL or bool(self.asked["body"] or self.asked["words"])

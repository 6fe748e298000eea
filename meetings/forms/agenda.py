"""The questions about the agenda and its papers."""

from django import forms

from ccsp_portal import clock
from ccsp_portal.documents.models import Document
from ccsp_portal.govuk.forms import (
    Checkboxes,
    FileField,
    NumberInput,
    PortalForm,
    PortalModelForm,
    Radios,
    Textarea,
    TextInput,
)
from meetings.forms.seats import offer_seats
from meetings.models import AgendaItem
from partners.models import Seat

# what is asked once "private" is chosen
OF_WHAT_IS_PRIVATE = ("private_reason", "public_title")


class CopyForm(PortalForm):
    """Which items of the last meeting stand on this agenda too."""

    items = forms.MultipleChoiceField(label="Which items?", widget=Checkboxes)
    missing = {"items": "Select at least one item"}
    submit = "Copy the items"

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.found = {str(item.pk): item for item in items}
        self.fields["items"].choices = [(pk, item.title) for pk, item in self.found.items()]
        self.fields["items"].widget.hints = {pk: _in_a_line(item) for pk, item in self.found.items()}

    def clean_items(self):
        return [self.found[pk] for pk in self.found if pk in self.cleaned_data["items"]]


def _in_a_line(item):
    presenter = f", {item.presenter}" if item.presenter else ""
    return f"{item.get_purpose_display()}, {item.minutes_allotted} minutes{presenter}"


class MinutesForm(PortalForm):
    """How many minutes each item of an agenda may take: a box in the item's row. The boxes stand outside the form's own
    element, and belong to it by name."""

    FORM = {"form": "minutes"}

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        # an item that was added since the page was opened has no box there
        self.items = [item for item in items if not self.is_bound or _box(item) in self.data]
        for item in self.items:
            said = f"Minutes for “{item.title}” must be a number between 1 and 480"
            wrong = dict.fromkeys(("invalid", "min_value", "max_value"), said)
            wrong["required"] = f"Enter how many minutes “{item.title}” may take"
            self.add_question(
                _box(item),
                forms.IntegerField(
                    label=f"Minutes for “{item.title}”",
                    initial=item.minutes_allotted,
                    min_value=1,
                    max_value=480,
                    error_messages=wrong,
                    widget=NumberInput(width=3, attrs=self.FORM),
                ),
            )
            for name, now in (("version", item.version), ("seen", item.minutes_allotted)):
                hidden = forms.HiddenInput(self.FORM)
                self.add_question(f"{name}_{item.pk}", forms.IntegerField(required=False, initial=now, widget=hidden))

    def boxes_of(self, item):
        """What stands in the item's row, the box first; nothing for one that has none."""
        return [self[name] for name in (_box(item), f"version_{item.pk}", f"seen_{item.pk}") if name in self.fields]

    @property
    def changed(self):
        """The items that the person gave other minutes than they had on the page: (item, the version read, minutes)."""
        answers = self.cleaned_data
        return [
            (item, answers[f"version_{item.pk}"] or item.version, answers[_box(item)])
            for item in self.items
            if answers[_box(item)] != answers[f"seen_{item.pk}"]
        ]

    def meanwhile(self, theirs):
        """Say what somebody else made of an item; saving again gives it what was typed."""
        self.data = self.data.copy()
        self.data[f"version_{theirs.pk}"] = str(theirs.version)
        self.data[f"seen_{theirs.pk}"] = str(theirs.minutes_allotted)
        self.add_error(
            f"minutes_{theirs.pk}",
            f"Somebody else changed “{theirs.title}” meanwhile: it has {theirs.minutes_allotted} minutes. "
            "Save again to give it yours",
        )


def _box(item):
    return f"minutes_{item.pk}"


class AsksWhoMaySee(PortalModelForm):
    """What forms about an item share: who may see it, and the version that the writer read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["privacy"].choices = [("open", "Everybody: it is open"), ("private", "Only members: it is private")]
        self.fields["privacy"].widget.reveals = {"private": OF_WHAT_IS_PRIVATE}
        if self.instance.pk:
            self.initial.setdefault("version", self.instance.version)

    def clean(self):
        answers = super().clean()
        if answers.get("privacy") == "private":
            if not answers.get("private_reason"):
                self.add_error("private_reason", "Enter why the item is private")
            if not answers.get("public_title"):
                self.add_error("public_title", "Enter a title that the public may see")
        return answers

    def _get_validation_exclusions(self):
        # the form says it in words of its own, beside the question
        return super()._get_validation_exclusions() | set(OF_WHAT_IS_PRIVATE)

    @property
    def answers(self):
        """What was answered, as the acts take it."""
        return {name: answer for name, answer in self.cleaned_data.items() if name != "version"}


class ItemForm(AsksWhoMaySee):
    class Meta:
        model = AgendaItem
        fields = [
            "title",
            "purpose",
            "presenter",
            "minutes_allotted",
            "description",
            "privacy",
            "private_reason",
            "public_title",
        ]
        labels = {
            "title": "Title",
            "purpose": "What is it for?",
            "presenter": "Who presents it?",
            "minutes_allotted": "How many minutes?",
            "description": "What is it about?",
            "privacy": "Who may see it?",
            "private_reason": "Why is it private?",
            "public_title": "Public title",
        }
        help_texts = {
            "privacy": "An open item and its papers are public once the agenda is circulated.",
            "private_reason": "Anybody can read this. For example, “It names people who were harmed”.",
            "public_title": "The public sees this instead of the title. Don’t give away what is private.",
            "description": "A sentence or two.",
        }
        widgets = {
            "title": TextInput(),
            "purpose": Radios(),
            "minutes_allotted": NumberInput(width=3),
            "description": Textarea(rows=3),
            "privacy": Radios(),
            "private_reason": TextInput(),
            "public_title": TextInput(),
        }

    field_order = [*Meta.fields, "version"]
    submit = "Save the item"
    missing = {
        "title": "Enter the title",
        "purpose": "Select what it is for",
        "minutes_allotted": "Enter how many minutes it may take",
        "privacy": "Select who may see it",
    }

    def __init__(self, *args, body, **kwargs):
        super().__init__(*args, **kwargs)
        seats = Seat.objects.current().filter(body=body).select_related("organisation")
        offer_seats(seats, self.fields["presenter"])
        self.fields["presenter"].empty_label = "Nobody in particular"
        self.fields["minutes_allotted"].min_value = 1

    def clean(self):
        answers = super().clean()
        minutes = answers.get("minutes_allotted")
        if minutes is not None and not 1 <= minutes <= 480:
            self.add_error("minutes_allotted", "Minutes must be between 1 and 480")
        return answers


class UrgentItemForm(ItemForm):
    """An item that is raised while the meeting sits, and why it can't wait."""

    urgency = forms.CharField(
        label="Why can it not wait for the next meeting?",
        max_length=500,
        widget=Textarea(rows=3),
        help_text="The chair must agree to take it. The minutes say why.",
    )
    field_order = ["title", "urgency", *ItemForm.Meta.fields[1:], "version"]
    submit = "Add the urgent item"
    missing = {**ItemForm.missing, "urgency": "Enter why it cannot wait for the next meeting"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["privacy"].help_text = "An open item is public at once."
        self.fields["urgency"].initial = self.instance.urgency


class ChangeUrgentForm(UrgentItemForm):
    """The same as it should have been: its number stays."""

    submit = "Save the item"


class TakeOffForm(PortalForm):
    """Why an item is taken off that went out, or was added by mistake while the meeting sat."""

    reason = forms.CharField(
        label="Why is it taken off?",
        max_length=300,
        widget=TextInput(),
        help_text="Anybody can read this. For example, “It was added to the wrong meeting”.",
    )
    missing = {"reason": "Enter why it is taken off"}
    submit = "Take it off the agenda"
    is_warning = True


class PrivacyForm(AsksWhoMaySee):
    class Meta(ItemForm.Meta):
        fields = ["privacy", "private_reason", "public_title"]

    field_order = [*Meta.fields, "version"]
    submit = "Save who may see it"
    missing = {"privacy": "Select who may see it"}


class MarkedForm(PortalForm):
    """How a paper is marked: asked of every paper."""

    marking = forms.ChoiceField(
        label="How is it marked?",
        choices=Document.Marking.choices,
        initial=Document.Marking.OFFICIAL,
        widget=Radios(),
        help_text="A paper marked OFFICIAL-SENSITIVE belongs to a private item.",
    )

    def __init__(self, *args, item, **kwargs):
        super().__init__(*args, **kwargs)
        self.item = item

    def clean_marking(self):
        marking = self.cleaned_data["marking"]
        if marking == Document.Marking.SENSITIVE and not self.item.is_private:
            raise forms.ValidationError(
                "The item is open, so everybody could read this paper. Have the secretary make the item private first."
            )
        return marking


class PaperForm(MarkedForm):
    title = forms.CharField(label="Title of the paper", max_length=200, widget=TextInput())
    file = FileField(
        label="File",
        help_text="A PDF, a Word document (.docx) or an OpenDocument text (.odt), up to 25 MB.",
        accept=".pdf,.docx,.odt",
    )
    late_reason = forms.CharField(
        label="Why is the paper late?",
        max_length=500,
        widget=Textarea(rows=3),
        help_text="Everybody who reads the paper can read this.",
    )
    field_order = ["title", "file", "marking", "late_reason"]
    submit = "Bring the paper"
    missing = {
        "title": "Enter the title of the paper",
        "file": "Select a file",
        "marking": "Select how it is marked",
        "late_reason": "Enter why the paper is late",
    }

    def __init__(self, *args, item, **kwargs):
        super().__init__(*args, item=item, **kwargs)
        if clock.today() <= item.meeting.papers_due_on:
            del self.fields["late_reason"]

    @property
    def answers(self):
        """What was answered beside the file, as the acts take it."""
        return {name: answer for name, answer in self.cleaned_data.items() if name != "file"}


class VersionForm(PaperForm):
    title = None
    submit = "Bring the new version"

"""The questions about a paper in the portal's form: its texts, its attachments, what is said of it, and advice."""

from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms
from django.utils.functional import cached_property

from ccsp_portal import clock
from ccsp_portal.govuk.forms import Checkboxes, DateField, PortalForm, Radios, Textarea, TextInput
from meetings.forms.agenda import MarkedForm
from meetings.models import Advice, CoverReport

MOST_RECOMMENDATIONS = 20
SPARE = 2


class StartForm(MarkedForm):
    """What the paper is called: the rest is asked on the next page."""

    title = forms.CharField(label="Title of the paper", max_length=200, widget=TextInput())
    field_order = ["title", "marking"]
    submit = "Start the paper"
    missing = {"title": "Enter the title of the paper", "marking": "Select how it is marked"}


class ReportForm(MarkedForm):
    """The form itself. Nothing but the title is asked for: a draft may be saved at any time."""

    title = forms.CharField(label="Title of the paper", max_length=200, widget=TextInput())
    purpose = forms.CharField(
        label="Purpose",
        required=False,
        max_length=2000,
        widget=Textarea(rows=3),
        help_text="What the paper is for, in a sentence or two.",
    )
    summary = forms.CharField(
        label="Summary",
        required=False,
        max_length=20000,
        widget=Textarea(rows=12),
        help_text="What members need to know to decide. Leave a blank line between paragraphs.",
    )
    background = forms.CharField(
        label="Background papers (optional)",
        required=False,
        max_length=5000,
        widget=Textarea(rows=3),
        help_text="What it rests on, and where it can be read.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    missing = {"title": "Enter the title of the paper", "marking": "Select how it is marked"}
    submit = "Save the draft"

    def __init__(self, *args, report: CoverReport, **kwargs):
        initial = _initial(report) | kwargs.pop("initial", {})
        super().__init__(*args, item=report.item, initial=initial, **kwargs)
        self.recommendation_names = self._add_recommendations(len(report.recommendations))
        for key, name in CoverReport.IMPLICATIONS.items():
            self.add_question(
                f"{key}_text", forms.CharField(label=name, required=False, max_length=5000, widget=Textarea(rows=3))
            )
            self.add_question(f"{key}_none", forms.BooleanField(label="There are none: say why above", required=False))

    def _add_recommendations(self, written):
        """A box for each that is written, and some to spare; as many as were sent, if those are more."""
        sent = [name for name in self.data if name.startswith("recommendation_")]
        number = min(max(written + SPARE, len(sent), SPARE + 1), MOST_RECOMMENDATIONS)
        for place in range(1, number + 1):
            label = f"Recommendation {place}"
            self.add_question(
                f"recommendation_{place}",
                forms.CharField(label=label, required=False, max_length=2000, widget=Textarea(rows=2)),
            )
        return [f"recommendation_{place}" for place in range(1, number + 1)]

    def layout(self):
        implications = (f"{key}_{part}" for key in CoverReport.IMPLICATIONS for part in ("text", "none"))
        return Layout(
            "title",
            "purpose",
            Fieldset("Recommendations", *self.recommendation_names),
            "summary",
            Fieldset("Implications", *implications),
            "background",
            "marking",
            "version",
        )

    @cached_property
    def helper(self):
        """With a second button, which saves too, and goes on to what is missing."""
        helper = super().helper
        check = Submit("check", "Save and check")
        # by this name the template asks for it
        check.css_class = "govuk-button--secondary"
        helper.add_input(check)
        return helper

    @property
    def answers(self) -> dict:
        """What was answered, as the act takes it; a recommendation that is empty is none."""
        sent = self.cleaned_data
        texts = (sent[name].strip() for name in self.recommendation_names)
        return {
            **{name: sent[name].strip() for name in ("title", "purpose", "summary", "background")},
            "marking": sent["marking"],
            "recommendations": [text for text in texts if text],
            "implications": {
                key: {"none": sent[f"{key}_none"], "text": sent[f"{key}_text"].strip()}
                for key in CoverReport.IMPLICATIONS
                if sent[f"{key}_none"] or sent[f"{key}_text"].strip()
            },
        }


def _initial(report):
    names = ("title", "purpose", "summary", "background", "marking", "version")
    initial = {name: getattr(report, name) for name in names}
    initial |= {f"recommendation_{place}": text for place, text in enumerate(report.recommendations, start=1)}
    for key, answer in report.implications.items():
        initial |= {f"{key}_none": answer.get("none", False), f"{key}_text": answer.get("text", "")}
    return initial


class ManyFiles(forms.FileInput):
    """A box for any number of files: chosen, or dropped onto it."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """The files that were sent, each to be checked by itself where it is stored."""

    widget = ManyFiles

    def clean(self, data, initial=None):
        """A list of them. Raises ValidationError where there is none."""
        files = data if isinstance(data, list) else [data] if data else []
        if not files:
            raise forms.ValidationError("Select one file or more")
        return files


class AttachForm(PortalForm):
    """Files to attach, several at a time."""

    files = FilesField(
        label="Files",
        help_text="PDF, Word (.docx), OpenDocument text (.odt), Excel (.xlsx), CSV, and PNG or JPEG pictures, up to "
        "25 MB each. Choose several at once, or drop them in the box.",
        widget=ManyFiles({"multiple": True, "accept": ".pdf,.docx,.odt,.xlsx,.csv,.png,.jpg,.jpeg"}),
    )
    submit = "Attach"


class AttachmentForm(PortalForm):
    """What an attachment is called; of a picture also what it shows."""

    title = forms.CharField(label="Title", max_length=200, widget=TextInput())
    alt_text = forms.CharField(
        label="What does the picture show?",
        max_length=1000,
        widget=Textarea(rows=3),
        help_text="For people who can’t see it, and in place of it on the web. Say what matters in it.",
    )
    missing = {"title": "Enter the title", "alt_text": "Enter what the picture shows"}

    def __init__(self, *args, is_picture, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_picture:
            del self.fields["alt_text"]


class SubmitForm(PortalForm):
    """Nothing to ask of a paper that is in time."""

    late_reason = forms.CharField(
        label="Why is the paper late?",
        max_length=500,
        widget=Textarea(rows=3),
        help_text="Everybody who reads the paper can read this.",
    )
    missing = {"late_reason": "Enter why the paper is late"}
    submit = "Submit the paper"

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        if clock.today() <= meeting.papers_due_on:
            del self.fields["late_reason"]


class CommentsForm(PortalForm):
    """What the secretary asks to change."""

    comments = forms.CharField(label="What should be changed?", max_length=5000, widget=Textarea(rows=8))
    missing = {"comments": "Enter what should be changed"}
    submit = "Return the paper"


class AskForm(PortalForm):
    """Whose advice is wanted, and by when."""

    seats = forms.ModelMultipleChoiceField(None, label="Whose advice do you want?", widget=Checkboxes())
    wanted_by = DateField(label="By when?", called="the date", earliest=clock.today)
    question = forms.CharField(
        label="What do you ask? (optional)", required=False, max_length=2000, widget=Textarea(rows=3)
    )
    missing = {"seats": "Select whose advice you want", "wanted_by": "Enter by when you want it"}
    submit = "Ask for advice"

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seats"].queryset = seats


class AdviceForm(PortalForm):
    """The advice."""

    view = forms.ChoiceField(label="What is your advice?", choices=Advice.View.choices, widget=Radios())
    text = forms.CharField(
        label="Your reasons, and any conditions",
        max_length=10000,
        widget=Textarea(rows=8),
        help_text="It is shown with the paper, to everybody who may read the paper. It cannot be changed afterwards.",
    )
    missing = {"view": "Select what your advice is", "text": "Enter your reasons, and any conditions"}
    submit = "Give the advice"

"""The questions that the Board asks of itself, as a form."""

from django import forms

from ccsp_portal import clock
from ccsp_portal.govuk.forms import DateField, PortalForm, Radios, Textarea, TextInput
from partners.models import SelfAssessment, SelfAssessmentAnswer


class AgreementForm(PortalForm):
    """On which day, and where, the Board agreed it; `form_of` adds its questions."""

    asked = ()
    agreed_on = DateField(label="When did the Board agree it?", called="the day", latest=clock.today)
    agreed_by = forms.CharField(
        label="By which decision, or at which meeting?",
        max_length=SelfAssessment._meta.get_field("agreed_by").max_length,
        help_text="Such as “Decision CCSP/2026/014” or “Meeting of 10 December 2026”",
        widget=TextInput(),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    missing = {
        "agreed_on": "Enter the day on which the Board agreed it",
        "agreed_by": "Enter the decision or the meeting",
    }
    submit = "Record what was agreed"

    def answers(self):
        """(key, question, score, comment), in the profile's order."""
        given = self.cleaned_data
        return [(key, words, given[f"score-{key}"], given[f"comment-{key}"]) for key, words in self.asked]


def form_of(asked) -> type[AgreementForm]:
    """The form with a score and a comment for each of the questions: (key, words)."""
    fields, missing = {}, dict(AgreementForm.missing)
    for key, question in asked:
        score, comment = f"score-{key}", f"comment-{key}"
        fields[score] = forms.TypedChoiceField(
            label=question, choices=SelfAssessmentAnswer.Score.choices, coerce=int, widget=Radios()
        )
        fields[comment] = forms.CharField(label="Why this score?", max_length=1000, widget=Textarea(rows=3))
        missing |= {score: f"Select a score: {question}", comment: f"Enter why this score was agreed: {question}"}
    order = [*fields, "agreed_on", "agreed_by", "version"]
    words = {"asked": asked, "missing": missing, "field_order": order}
    return type("SelfAssessmentForm", (AgreementForm,), {**fields, **words})

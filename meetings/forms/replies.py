"""Whether a seat will be at a meeting."""

from django import forms

from ccsp_portal.govuk.forms import PortalForm, Radios, TextInput
from meetings.models import Reply

ATTENDING, APOLOGIES, DEPUTY = Reply.Answer.ATTENDING, Reply.Answer.APOLOGIES, Reply.Answer.DEPUTY


class ReplyForm(PortalForm):
    """Attending, apologies, or a deputy: and which."""

    answer = forms.ChoiceField(label="Will you be there?")
    deputy = forms.ModelChoiceField(None, label="Which deputy?", required=False, widget=Radios, empty_label=None)
    note = forms.CharField(
        label="Anything the secretary should know (optional)",
        required=False,
        max_length=300,
        widget=TextInput(),
        help_text="For example, that you will join online or have to leave early",
    )
    sequence = forms.IntegerField(widget=forms.HiddenInput)
    missing = {"answer": "Select whether you will be there"}
    submit = "Send the reply"

    def __init__(self, *args, deputies, whose="you", **kwargs):
        """`deputies` are the appointments to choose from; `whose` seat it is, in the question's words."""
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = deputies
        self.fields["deputy"].label_from_instance = lambda appointment: appointment.person.name
        self.fields["answer"].label = f"Will {whose} be there?"
        choices = [(ATTENDING, "Yes"), (APOLOGIES, "No, send apologies")]
        if deputies:
            choices.append((DEPUTY, "No, send a deputy"))
        self.fields["answer"].widget = Radios(reveals={DEPUTY.value: "deputy"} if deputies else {})
        self.fields["answer"].choices = choices

    def clean(self):
        answers = super().clean()
        if answers.get("answer") != DEPUTY:
            answers["deputy"] = None
        elif not answers.get("deputy") and "deputy" not in self.errors:
            self.add_error("deputy", "Select which deputy you are sending")
        return answers

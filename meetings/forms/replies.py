"""Whether a seat will be at a meeting."""

from django import forms

from ccsp_portal.govuk.forms import PortalForm, Radios, TextInput
from meetings.models import Meeting, ReadMessage, Reply

ATTENDING, APOLOGIES, DEPUTY, _ = Reply.Answer
IN_PERSON, ONLINE = Reply.Manner


class ReplyForm(PortalForm):
    """In person, online, apologies, or a deputy: and which. Online is asked where there is a link for it."""

    answer = forms.ChoiceField(label="Will you be there?")
    deputy = forms.ModelChoiceField(None, label="Which deputy?", required=False, widget=Radios, empty_label=None)
    note = forms.CharField(
        label="Anything the secretary should know (optional)",
        required=False,
        max_length=300,
        widget=TextInput(),
        help_text="For example, that you have to leave early, or what you need to take part",
    )
    sequence = forms.IntegerField(widget=forms.HiddenInput)
    missing = {"answer": "Select whether you will be there"}
    submit = "Send the reply"

    def __init__(self, *args, meeting: Meeting, deputies, whose="you", answering=None, **kwargs):
        """`deputies` are the appointments to choose from; `whose` seat it is, in the question's words.

        `answering` is the person, where they answer as a deputy: they come as that, and send nobody but another.
        """
        super().__init__(*args, **kwargs)
        may_come = answering is None or deputies.filter(person=answering).exists()
        deputies = deputies.exclude(person=answering) if answering else deputies
        self.fields["deputy"].queryset = deputies
        if len(deputies) == 1 and not self.initial.get("deputy"):
            self.initial["deputy"] = deputies[0].pk
        self.fields["deputy"].label_from_instance = lambda appointment: appointment.person.name
        self.fields["answer"].label = f"Will {whose} be there?"
        yes, choices = "Yes, as the deputy" if answering else "Yes", []
        if may_come and meeting.joining_link:
            choices = [(IN_PERSON.value, f"{yes}, in person"), (ONLINE.value, f"{yes}, online")]
        elif may_come:
            choices = [(ATTENDING.value, yes)]
        choices.append((APOLOGIES.value, "No, send apologies"))
        if deputies:
            choices.append((DEPUTY.value, "No, send another deputy" if answering else "No, send a deputy"))
        else:
            del self.fields["deputy"]
        self.fields["answer"].widget = Radios(reveals={DEPUTY.value: "deputy"} if deputies else {})
        self.fields["answer"].choices = choices

    @staticmethod
    def answers_of(reply: Reply | None, meeting: Meeting, answering=None) -> dict:
        """What the form begins with: the seat's answer so far, as far as it is still asked."""
        if reply is None:
            return {}
        manner = reply.manner if meeting.joining_link else ""
        if answering and reply.deputy and reply.deputy.person_id == answering.pk:
            return {"answer": manner or ATTENDING.value, "note": reply.note}
        answer = reply.answer if reply.deputy else manner or reply.answer
        return {"answer": answer, "deputy": reply.deputy_id, "note": reply.note}

    def clean(self):
        answers = super().clean()
        if answers.get("answer") != DEPUTY:
            answers["deputy"] = None
        elif not answers.get("deputy") and "deputy" not in self.errors:
            self.add_error("deputy", "Select which deputy you are sending")
        if answers.get("answer") in Reply.Manner:
            answers |= {"answer": ATTENDING.value, "manner": answers["answer"]}
        return answers


class ReadMessagesFilter(PortalForm):
    """Which of the messages that came from calendars. What can't be read is as if it wasn't asked."""

    TO_DEAL_WITH, SETTLED, NOT_COUNTED, ALL = "to deal with", "dealt with", "not counted", "all"

    show = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[
            (TO_DEAL_WITH, "To deal with"),
            (SETTLED, "Dealt with"),
            (NOT_COUNTED, "All that did not count"),
            *ReadMessage.Outcome.choices,
            (ALL, "All"),
        ],
    )
    meeting = forms.IntegerField(required=False, widget=forms.HiddenInput)
    submit = "Show messages"

    def __init__(self, data):
        super().__init__(data)
        self.full_clean()
        self.asked = {"show": self.cleaned_data.get("show") or self.TO_DEAL_WITH}
        if self.cleaned_data.get("meeting"):
            self.asked["meeting"] = self.cleaned_data["meeting"]
        self.data = self.asked

    def narrow(self, rows):
        """Those that were asked for."""
        show = self.asked["show"]
        if "meeting" in self.asked:
            rows = rows.filter(meeting=self.asked["meeting"])
        kinds = {
            self.TO_DEAL_WITH: rows.to_deal_with,
            self.SETTLED: rows.settled,
            self.NOT_COUNTED: rows.not_counted,
            self.ALL: rows.all,
        }
        return kinds[show]() if show in kinds else rows.filter(outcome=show)


class SettleMessageForm(PortalForm):
    """What was done about a message, in a few words."""

    note = forms.CharField(
        label="What you did about it (optional)",
        required=False,
        max_length=300,
        widget=TextInput(),
        help_text="For example, that you recorded the reply by hand",
    )
    submit = "Mark as dealt with"

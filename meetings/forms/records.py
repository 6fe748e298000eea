"""Decisions and action points as a meeting makes them, and how the register is narrowed down."""

from django import forms
from django.utils.text import Truncator, get_text_list

from ccsp_portal import clock
from ccsp_portal.govuk.forms import Checkboxes, DateField, NumberInput, PortalForm, Radios, Textarea, TextInput
from meetings.forms.seats import offer_seats
from meetings.models import Decision
from meetings.queries.calendar import year_in_words
from meetings.queries.records import decision_by_reference
from meetings.workflow.coming_back import keepers_of_plans
from meetings.workflow.records import Votes
from partners.models import Body, Organisation, Seat


def _votes(label, called):
    field = forms.IntegerField(label=label, required=False, min_value=0, max_value=999, widget=NumberInput())
    field.called = called
    return field


class AboutDecision(PortalForm):
    """What may be said of a decision besides its words: the vote, who must act, what it supersedes.

    `meeting` is the one that decides, and `person` who fills the form in: it finds the decisions that they may read.
    """

    must_act = forms.ModelMultipleChoiceField(
        None, label="Who must act? (optional)", required=False, widget=Checkboxes(small=True)
    )
    votes_for = _votes("Votes for (optional)", "the votes for")
    votes_against = _votes("Votes against (optional)", "the votes against")
    votes_abstained = _votes("Abstained (optional)", "the abstentions")
    supersedes = forms.CharField(
        label="Number of an earlier decision that it supersedes (optional)",
        required=False,
        max_length=40,
        help_text="For example, CCSP/2026/014",
        widget=TextInput(width=20),
    )
    VOTES = ("votes_for", "votes_against", "votes_abstained")

    def __init__(self, *args, meeting, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting, self.person = meeting, person
        seats = Seat.objects.current().filter(body=meeting.body_id).select_related("organisation")
        offer_seats(seats, self.fields["must_act"])

    def clean_supersedes(self):
        number = self.cleaned_data["supersedes"].strip()
        found = decision_by_reference(number, self.person, self.meeting.body_id) if number else None
        if number and found is None:
            raise forms.ValidationError(f"There is no decision {number} of this body. Check the number.")
        if found and found.taken_back_at:
            raise forms.ValidationError(f"{found.reference} was taken back, so there is nothing to supersede.")
        return found

    def clean(self):
        """A vote is counted as a whole: nought is a number."""
        answers = super().clean()
        given = [answers.get(name) is not None for name in self.VOTES]
        if any(given) and not all(given):
            for name, is_given in zip(self.VOTES, given, strict=True):
                if not is_given and name not in self.errors:
                    self.add_error(name, "Enter a number, 0 if there were none, or leave all three empty")
        return answers

    @property
    def has_more(self):
        """Whether anything was typed into what stands folded away, or is wrong there."""
        names = ("must_act", *self.VOTES, "supersedes")
        return any(self[name].errors or self[name].value() not in (None, "", []) for name in names)

    def answers(self) -> dict:
        """What the acts take, but for the wording."""
        votes = [self.cleaned_data[name] for name in self.VOTES]
        return {
            "votes": None if votes[0] is None else Votes(*votes),
            "must_act": list(self.cleaned_data["must_act"]),
            "supersedes": self.cleaned_data["supersedes"],
        }


class DecisionForm(AboutDecision):
    """What was decided."""

    outcome = forms.ChoiceField(
        label="What was decided?", choices=Decision.Outcome.choices, widget=Radios(reveals={"referred": "referred_to"})
    )
    referred_to = forms.ChoiceField(label="Referred to which body or organisation?", required=False)
    text = forms.CharField(label="The decision in words", max_length=5000, widget=Textarea(rows=5))
    missing = {"outcome": "Select what was decided", "text": "Enter the decision in words"}
    submit = "Record the decision"

    def __init__(self, *args, item=None, **kwargs):
        super().__init__(*args, **kwargs)
        if item and item.standing and item.standing != "minutes":
            said = "It comes back in the words of the decision: its first sentence is the title."
            where = "Where it comes back, it does so in the words of the decision: its first sentence is the title."
            self.fields["outcome"].widget.hints = {"deferred": said, "referred": where}
        bodies = Body.objects.current().exclude(pk=self.meeting.body_id).order_by("name")
        others = bodies.exclude(pk__in=keepers_of_plans().values("pk"))
        without = get_text_list(["an organisation", *(f"to {each.name}" for each in others)], "or")
        self.fields[
            "referred_to"
        ].help_text = f"Referred to {without}, it doesn’t come back by itself: they keep no forward plan here."
        organisations = Organisation.objects.current().order_by("name")
        self.fields["referred_to"].choices = [
            ("", "Choose where to"),
            ("Bodies", [(f"body:{each.pk}", each.name) for each in bodies]),
            ("Organisations", [(f"organisation:{each.pk}", each.name) for each in organisations]),
        ]

    def clean(self):
        answers = super().clean()
        if answers.get("outcome") == Decision.Outcome.REFERRED and not answers.get("referred_to"):
            self.add_error("referred_to", "Select to which body or organisation it is referred")
        return answers

    def answers(self):
        outcome = self.cleaned_data["outcome"]
        to = self.cleaned_data["referred_to"] if outcome == Decision.Outcome.REFERRED else ""
        kind, _, pk = to.partition(":")
        model = {"body": Body, "organisation": Organisation}.get(kind)
        return super().answers() | {
            "outcome": outcome,
            "text": self.cleaned_data["text"],
            "referred_to": model.objects.get(pk=pk) if model else None,
        }


class CorrectDecisionForm(DecisionForm):
    """A decision as it should have been recorded."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    submit = "Save the decision"

    @staticmethod
    def initial_of(decision) -> dict:
        """The decision as it stands."""
        to = decision.referred_to
        return {
            "outcome": decision.outcome,
            "referred_to": f"{to._meta.model_name}:{to.pk}" if to else "",
            "text": decision.text,
            "version": decision.version,
            "must_act": [seat.pk for seat in decision.must_act.all()],
            "votes_for": decision.votes_for,
            "votes_against": decision.votes_against,
            "votes_abstained": decision.votes_abstained,
            "supersedes": decision.supersedes.reference if decision.supersedes else "",
        }

    def answers(self):
        return super().answers() | {"version": self.cleaned_data["version"]}


class DissentForm(PortalForm):
    """Who dissented, in their words."""

    seat = forms.ModelChoiceField(None, label="Which seat dissents?", empty_label="Choose a seat")
    words = forms.CharField(
        label="Their dissent, in their words", max_length=2000, widget=Textarea(rows=4),
        help_text="It stands in the minutes, with the seat.",
    )  # fmt: skip
    missing = {"seat": "Select which seat dissents", "words": "Enter the dissent in their words"}
    submit = "Record the dissent"

    def __init__(self, *args, seats, there, **kwargs):
        super().__init__(*args, **kwargs)
        offer_seats(seats, self.fields["seat"], there=there)


class TakeBackForm(PortalForm):
    """Why a decision was recorded by mistake."""

    reason = forms.CharField(
        label="Why is it taken back?", max_length=300, widget=TextInput(),
        help_text="For example, “It was recorded twice: see CCSP/2026/014”.",
    )  # fmt: skip
    missing = {"reason": "Enter why it is taken back"}
    submit = "Take the decision back"


class ActionForm(PortalForm):
    """Who is to do what, by when."""

    text = forms.CharField(label="What is to be done?", max_length=2000, widget=Textarea(rows=4))
    owner = forms.ModelChoiceField(None, label="Which seat owns it?", empty_label="Choose a seat")
    due_on = DateField(
        label="When is it due?",
        called="the due date",
        earliest=clock.today,
        too_early="The due date must be today or later",
        help_text="For example, 27 3 2027",
    )
    decision = forms.ModelChoiceField(
        None, label="Which decision does it follow from? (optional)", required=False, empty_label="None"
    )
    paragraph = forms.TypedChoiceField(
        label="Which paragraph of the minute does it come from? (optional)",
        required=False,
        coerce=int,
        empty_value=None,
    )
    supporters = forms.ModelMultipleChoiceField(
        None, label="Which seats support it? (optional)", required=False, widget=Checkboxes(small=True)
    )
    missing = {
        "text": "Enter what is to be done",
        "owner": "Select which seat owns it",
        "due_on": "Enter when it is due",
    }
    submit = "Raise the action point"

    def __init__(self, *args, seats, item, **kwargs):
        super().__init__(*args, **kwargs)
        offer_seats(seats, self.fields["owner"], self.fields["supporters"])
        decisions = item.decisions.standing().order_by("reference")
        self.fields["decision"].queryset = decisions
        if len(decisions) == 1:
            # what follows from the only decision most often follows from it
            self.initial.setdefault("decision", decisions[0].pk)
        if not decisions:
            del self.fields["decision"]
        self._offer_paragraphs(item)

    def _offer_paragraphs(self, item):
        paragraphs = item.minute.paragraphs if hasattr(item, "minute") else []
        if not paragraphs:
            del self.fields["paragraph"]
            return
        shown = [
            (str(place), f"{number} {Truncator(text).words(8)}")
            for place, (number, text) in enumerate(paragraphs, start=1)
        ]
        self.fields["paragraph"].choices = [("", "The item as a whole"), *shown]

    @property
    def has_more(self):
        """Whether anything was typed into what stands folded away, or is wrong there."""
        names = [name for name in ("decision", "paragraph", "supporters") if name in self.fields]
        return self.is_bound and any(self[name].errors or self[name].value() not in (None, "", []) for name in names)


class DecisionsFilter(PortalForm):
    """Which decisions. What can't be read is as if it wasn't asked."""

    words = forms.CharField(label="Words", required=False, max_length=100)
    body = forms.ChoiceField(label="Body", required=False)
    year = forms.TypedChoiceField(label="Financial year", required=False, coerce=int, empty_value=None)
    outcome = forms.ChoiceField(
        label="Outcome", required=False, choices=[("", "Any outcome"), *Decision.Outcome.choices]
    )

    def __init__(self, data, *, years, bodies):
        super().__init__(data)
        self.fields["year"].choices = [("", "Any year"), *((str(year), year_in_words(year)) for year in years)]
        self.fields["body"].choices = [("", "Any body"), *((body.key, body.name) for body in bodies)]
        self.full_clean()
        self.asked = {
            "words": self.cleaned_data.get("words", ""),
            "body": self.cleaned_data.get("body", ""),
            "year": self.cleaned_data.get("year"),
            "outcome": self.cleaned_data.get("outcome", ""),
        }

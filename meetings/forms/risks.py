"""The questions about a risk, and how the register is narrowed down."""

from django import forms
from django.db.models import Q

from ccsp_portal import clock
from ccsp_portal.govuk.forms import CharacterCount, DateField, PortalForm, Radios, Textarea, TextInput
from meetings.models import AgendaItem, Band, Risk, RiskControl
from meetings.models.scores import SCORES, STEPS, Impact, Likelihood
from meetings.queries import risks as register
from partners.audience import Privacy

LONGEST = 500
ORDER = "The residual score cannot be more than the inherent one: lower it, or score the inherent one higher"


def step_question(words: str, choices) -> forms.TypedChoiceField:
    """One of the five steps."""
    asked = [("", "Choose"), *((str(value), f"{label}") for value, label in choices.choices)]
    return forms.TypedChoiceField(
        label=words, choices=asked, coerce=int, error_messages={"required": f"Select the {words[0].lower()}{words[1:]}"}
    )


def review_question(label: str, **more) -> DateField:
    """When it is looked at next: not in the past."""
    return DateField(
        label=label,
        called="the next review",
        earliest=clock.today,
        too_early="The next review must be today or later",
        **more,
    )


class AsksScores(PortalForm):
    """The three scores, each of likelihood and impact. Guidance on the steps stands above them on the page."""

    inherent_likelihood = step_question("Inherent likelihood", Likelihood)
    inherent_impact = step_question("Inherent impact", Impact)
    residual_likelihood = step_question("Residual likelihood", Likelihood)
    residual_impact = step_question("Residual impact", Impact)
    target_likelihood = step_question("Target likelihood", Likelihood)
    target_impact = step_question("Target impact", Impact)

    def clean(self):
        answers = super().clean()
        scores = [answers.get(name) for name in SCORES[:4]]
        if all(scores):
            inherent, residual = scores[0] * scores[1], scores[2] * scores[3]
            if residual > inherent:
                self.add_error("residual_likelihood", ORDER)
        return answers

    @property
    def score_pairs(self):
        """(what the score is of, a sentence about it, its two questions), as the page lays them out."""
        if "inherent_likelihood" not in self.fields:
            return []
        said = (
            ("Inherent score", "As if nothing was done about it", "inherent"),
            ("Residual score", "With what is done about it now", "residual"),
            ("Target score", "As low as the body wants it", "target"),
        )
        return [(name, words, self[f"{kind}_likelihood"], self[f"{kind}_impact"]) for name, words, kind in said]


class RiskForm(AsksScores):
    """What may go wrong, whose it is, and how grave it is. One on the register is scored by its review instead."""

    title = forms.CharField(
        label="Name", max_length=120, widget=TextInput(), help_text="A few words by which people call it"
    )
    cause = forms.CharField(label="Because of …", max_length=LONGEST, widget=CharacterCount(characters=LONGEST, rows=2))
    event = forms.CharField(
        label="there may be …", max_length=LONGEST, widget=CharacterCount(characters=LONGEST, rows=2)
    )
    effect = forms.CharField(
        label="which would …", max_length=LONGEST, widget=CharacterCount(characters=LONGEST, rows=2)
    )
    category = forms.ChoiceField(label="What kind of risk is it?", choices=[("", "Choose"), *Risk.Category.choices])
    owner = forms.ModelChoiceField(
        None, label="Whose risk is it?", empty_label="Choose a seat", help_text="Whoever holds this seat reviews it"
    )
    review_on = review_question("When is it next reviewed?")
    linked_item = forms.ModelChoiceField(
        None,
        label="Which agenda item is it about? (optional)",
        required=False,
        empty_label="None",
    )
    privacy = forms.ChoiceField(
        label="Who may see it?",
        choices=[
            (Privacy.OPEN.value, "Everybody who sits on the body"),
            (Privacy.PRIVATE.value, "Only those who may read private items"),
        ],
        widget=Radios(),
        help_text="The public sees no risk register.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = [
        *("title", "cause", "event", "effect", "category", "owner", *SCORES),
        *("review_on", "linked_item", "privacy", "version"),
    ]
    missing = {
        "title": "Enter the name of the risk",
        "cause": "Enter what it comes from",
        "event": "Enter what may happen",
        "effect": "Enter what that would do",
        "category": "Select what kind of risk it is",
        "owner": "Select whose risk it is",
        "review_on": "Enter when it is next reviewed",
        "privacy": "Select who may see it",
    }
    submit = "Save the risk"

    def __init__(self, *args, body, person, risk=None, submit="", **kwargs):
        initial = {name: getattr(risk, name) for name in self.base_fields} if risk else {"privacy": "open"}
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)
        self.submit = submit or self.submit
        self.fields["owner"].queryset = register.seats_to_own(body)
        self._offer_items(body, person, risk)
        if risk and risk.state == Risk.State.OPEN:
            for name in (*SCORES, "review_on"):
                del self.fields[name]

    def _offer_items(self, body, person, risk):
        """The items near today, and the one that it is about already; where that one is hidden from the writer, the
        question is not asked, and the link stays."""
        near = register.items_to_link(body, person)
        if risk and risk.linked_item_id:
            visible = AgendaItem.objects.visible_to(person)
            if not visible.filter(pk=risk.linked_item_id).exists():
                del self.fields["linked_item"]
                return
            both = Q(pk__in=near.order_by().values("pk")) | Q(pk=risk.linked_item_id)
            near = visible.filter(both).select_related("meeting").order_by("-meeting__starts_at", "position")
        self.fields["linked_item"].queryset = near
        self.fields["linked_item"].label_from_instance = lambda item: f"{item.meeting}: {item}"

    @property
    def answers(self):
        """What was answered, as the acts take it."""
        return {name: answer for name, answer in self.cleaned_data.items() if name != "version"}


class ReviewForm(AsksScores):
    """How it stands now, and when it is next looked at."""

    note = forms.CharField(
        label="What did you find? (optional)",
        required=False,
        max_length=5000,
        widget=Textarea(rows=4),
        help_text="If you typed a score wrong, review the risk again on the same day: the trend leaves out what you "
        "corrected, and the history keeps it.",
    )
    review_on = review_question("When is it next reviewed?")
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = [*SCORES, "note", "review_on", "version"]
    missing = {"review_on": "Enter when it is next reviewed"}
    submit = "Save the review"

    def __init__(self, *args, risk, review_on, **kwargs):
        initial = {name: getattr(risk, name) for name in (*SCORES, "version")}
        super().__init__(*args, initial=initial | {"review_on": review_on}, **kwargs)


class ReopenForm(PortalForm):
    """Why it is opened again, and when it is looked at."""

    reason = forms.CharField(label="Why?", max_length=5000, widget=Textarea(rows=4))
    review_on = review_question("When is it next reviewed?")
    missing = {"reason": "Enter why it is opened again", "review_on": "Enter when it is next reviewed"}
    submit = "Reopen the risk"


class ControlForm(PortalForm):
    """What is done about it, by whom, and whether that is so already."""

    text = forms.CharField(label="What is done about it?", max_length=300, widget=Textarea(rows=3))
    owner = forms.ModelChoiceField(None, label="Who does it?", empty_label="Choose a seat")
    in_place = forms.TypedChoiceField(
        label="Is it in place?",
        choices=[("yes", "Yes"), ("no", "Not yet")],
        coerce=lambda answer: answer == "yes",
        widget=Radios(inline=True),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    missing = {
        "text": "Enter what is done about it",
        "owner": "Select who does it",
        "in_place": "Select whether it is in place",
    }
    submit = "Save the control"

    def __init__(self, *args, body, control: RiskControl | None = None, **kwargs):
        initial = (
            {
                "text": control.text,
                "owner": control.owner,
                "in_place": "yes" if control.in_place else "no",
                "version": control.version,
            }
            if control
            else {}
        )
        super().__init__(*args, initial=initial, **kwargs)
        seats = register.seats_to_own(body)
        if control:
            seats = type(control.owner).objects.filter(Q(pk__in=seats.order_by().values("pk")) | Q(pk=control.owner_id))
        self.fields["owner"].queryset = seats.select_related("organisation").order_by("position", "title")


def _step(choices):
    return forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, choices=[("", ""), *((str(each), str(each)) for each in STEPS)],
        widget=forms.HiddenInput, label=choices.__name__,
    )  # fmt: skip


class RisksFilter(PortalForm):
    """Which risks. What can't be read is as if it wasn't asked."""

    which = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[
            (register.OPEN, "Open"),
            (register.MINE, "Mine"),
            (register.OVERDUE, "Overdue for review"),
            (register.ABOVE, "Above appetite"),
            (register.SUGGESTED, "Suggested"),
            (register.CLOSED, "Closed"),
            (register.DECLINED, "Declined"),
            (register.ALL, "All"),
        ],
    )
    band = forms.ChoiceField(label="Band", required=False, choices=[("", "Any band"), *Band.choices])
    owner = forms.TypedChoiceField(label="Owner", required=False, coerce=int, empty_value=None)
    category = forms.ChoiceField(label="Kind", required=False, choices=[("", "Any kind"), *Risk.Category.choices])
    words = forms.CharField(label="Words", required=False, max_length=100, widget=TextInput(width=20))
    sort = forms.ChoiceField(
        label="Sort by", required=False, choices=[(key, label) for key, (label, _) in register.SORTS.items()]
    )
    of = forms.ChoiceField(
        required=False,
        choices=[(register.RESIDUAL, "Residual"), (register.INHERENT, "Inherent")],
        widget=forms.HiddenInput,
    )
    likelihood = _step(Likelihood)
    impact = _step(Impact)

    def __init__(self, data, *, owners):
        super().__init__(data)
        self.fields["owner"].choices = [("", "Any seat"), *((str(seat.pk), str(seat)) for seat in owners)]
        self.full_clean()
        said = self.cleaned_data
        self.asked = register.AskedRisks(
            which=said.get("which") or register.OPEN,
            band=said.get("band", ""),
            owner=said.get("owner"),
            category=said.get("category", ""),
            words=said.get("words", ""),
            sort=said.get("sort") or "score",
            of=said.get("of") or register.RESIDUAL,
            likelihood=said.get("likelihood"),
            impact=said.get("impact"),
        )


class DayFilter(PortalForm):
    """As it stood at the end of which day."""

    day = DateField(
        label="Which day?",
        called="the day",
        latest=clock.today,
        too_late="The day must be today or earlier",
        help_text="For example, 31 3 2026",
    )
    missing = {"day": "Enter the day"}

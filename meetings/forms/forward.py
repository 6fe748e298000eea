"""The questions about the forward plan."""

from django import forms

from ccsp_portal.govuk.forms import CharacterCount, NumberInput, PortalForm, Radios, Textarea, TextInput
from ccsp_portal.statute import DUTIES
from meetings.forms.agenda import AsksWhoMaySee
from meetings.forms.seats import offer_seats
from meetings.models import AgendaItem, PlannedItem
from meetings.queries.forward import (
    ENDED,
    LIVE,
    PAST,
    meetings_to_choose,
    quarters_to_choose,
    seats_to_own,
)
from meetings.workflow.forward import Slot, slot_of

Ground = PlannedItem.Ground


class SlotField(forms.ChoiceField):
    """When it is to come: one of the body's meetings ahead, or a quarter in which none of these is. Gives a Slot."""

    widget = Radios

    def offer_of(self, body):
        """Ask about this body's meetings. One query."""
        meetings = list(meetings_to_choose(body))
        slots = [Slot(meeting) for meeting in meetings]
        slots += [Slot(year=year, quarter=quarter) for year, quarter in quarters_to_choose(meetings)]
        self.slots = {code_of(slot): slot for slot in slots}
        self.choices = [(code, _in_words(slot)) for code, slot in self.slots.items()]

    def clean(self, value):
        code = super().clean(value)
        return self.slots[code] if code else None


def code_of(slot: Slot) -> str:
    """How a form sends it."""
    return f"meeting-{slot.meeting.pk}" if slot.meeting else f"{slot.year}-{slot.quarter}"


def _in_words(slot):
    if slot.is_out:
        return f"{slot}: its agenda is out, so the item goes out as a supplement"
    return str(slot) if slot.meeting else f"{slot}: for a meeting that is still to be convened"


class PlannedItemForm(AsksWhoMaySee):
    """What is proposed, whose it is, and why it must come; `asks_when` where that is not settled yet."""

    slot = SlotField(label="When should it come?")

    class Meta:
        model = PlannedItem
        fields = [
            "title",
            "purpose",
            "owner",
            "description",
            "minutes_allotted",
            "ground",
            "duty",
            "ground_text",
            "privacy",
            "private_reason",
            "public_title",
        ]
        labels = {
            "title": "Title",
            "purpose": "What is it for?",
            "owner": "Whose item is it?",
            "description": "What is asked? (optional)",
            "minutes_allotted": "How many minutes?",
            "ground": "Why must it come?",
            "ground_text": "Which commitment, rule or request? (not for a duty)",
            "privacy": "Who may see it?",
            "private_reason": "Why is it private?",
            "public_title": "Public title",
        }
        help_texts = {
            "owner": "Whoever holds this seat is asked for the paper.",
            "description": "A sentence or two: this goes out with the call for papers.",
            "ground_text": "For example, “Commitment 2.3: a review of taxi licensing” or “Asked for by the Panel”.",
            "privacy": "The forward plan is for members. An open item is public once its agenda is circulated.",
            "private_reason": "Anybody can read this once the agenda is circulated.",
            "public_title": "The public sees this instead of the title. Don’t give away what is private.",
        }
        widgets = {
            "title": TextInput(),
            "purpose": Radios(),
            "description": Textarea(rows=3),
            "minutes_allotted": NumberInput(width=3),
            "ground": Radios(reveals={Ground.DUTY.value: "duty"}),
            "ground_text": TextInput(),
            "privacy": Radios(),
            "private_reason": TextInput(),
            "public_title": TextInput(),
        }

    duty = forms.ChoiceField(
        label="Which duty?",
        required=False,
        choices=[("", "Choose a duty"), *((each.key, each.words) for each in DUTIES)],
    )
    field_order = ["title", "purpose", "owner", "slot", *Meta.fields[3:], "version"]
    submit = "Save the item"
    missing = {
        "title": "Enter the title",
        "purpose": "Select what it is for",
        "owner": "Select whose item it is",
        "slot": "Select when it should come",
        "minutes_allotted": "Enter how many minutes it may take",
        "ground": "Select why it must come",
        "privacy": "Select who may see it",
    }

    def __init__(self, *args, body, asks_when=True, **kwargs):
        super().__init__(*args, **kwargs)
        offer_seats(seats_to_own(body), self.fields["owner"])
        self.fields["owner"].empty_label = "Choose a seat"
        self.fields["ground"].choices = Ground.choices
        if asks_when:
            self.fields["slot"].offer_of(body)
        else:
            del self.fields["slot"]

    def clean(self):
        answers = super().clean()
        ground, minutes = answers.get("ground"), answers.get("minutes_allotted")
        if minutes is not None and not 1 <= minutes <= 480:
            self.add_error("minutes_allotted", "Minutes must be between 1 and 480")
        if ground == Ground.DUTY and not answers.get("duty"):
            self.add_error("duty", "Select which duty")
        if ground and ground != Ground.DUTY and not answers.get("ground_text"):
            self.add_error("ground_text", "Enter which commitment, rule or request it is")
        # what was typed for another choice says nothing about this one
        if ground:
            answers["duty" if ground != Ground.DUTY else "ground_text"] = ""
        return answers

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {"duty", "ground_text"}


class PlaceForm(PortalForm):
    """On which meeting's agenda it goes, or in which quarter it waits for one."""

    slot = SlotField(label="When is it to come?")
    missing = {"slot": "Select a meeting or a quarter"}
    submit = "Place it"

    def __init__(self, *args, planned, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slot"].offer_of(planned.body)
        self.fields["slot"].initial = code_of(slot_of(planned))


class WhyForm(PortalForm):
    """Why it is declined or withdrawn: whoever proposed it is told this."""

    reason = forms.CharField(
        label="Why?",
        max_length=300,
        widget=CharacterCount(characters=300, rows=3),
        help_text="This stands on the forward plan, and is sent to whoever proposed it.",
    )
    missing = {"reason": "Enter why"}
    is_warning = True

    def __init__(self, *args, label, **kwargs):
        super().__init__(*args, **kwargs)
        self.submit = label


class MoveForm(PlaceForm):
    """To which meeting or quarter, and why."""

    reason = forms.CharField(
        label="Why is it moved?",
        max_length=300,
        widget=CharacterCount(characters=300, rows=3),
        help_text="This stands on the forward plan for good.",
    )
    missing = {"slot": "Select a meeting or a quarter", "reason": "Enter why it is moved"}
    submit = "Move it"


class ForwardFilter(PortalForm):
    """Which items of a forward plan. What can't be read is as if it wasn't asked."""

    which = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[(LIVE, "To come"), (PAST, "Past quarters"), (ENDED, "Declined and withdrawn")],
    )
    owner = forms.TypedChoiceField(label="Owner", required=False, coerce=int, empty_value=None)
    purpose = forms.ChoiceField(
        label="Purpose", required=False, choices=[("", "Any purpose"), *AgendaItem.Purpose.choices]
    )
    words = forms.CharField(label="Words in the title", required=False, max_length=100, widget=TextInput(width=20))
    submit = "Show items"

    def __init__(self, data, *, body):
        super().__init__(data)
        owners = [(str(seat.pk), str(seat)) for seat in seats_to_own(body)]
        self.fields["owner"].choices = [("", "Any seat"), *owners]
        self.full_clean()
        said = self.cleaned_data
        self.asked = {
            "which": said.get("which") or LIVE,
            "owner": said.get("owner"),
            "purpose": said.get("purpose", ""),
            "words": said.get("words", ""),
        }
        self.data = {name: value for name, value in self.asked.items() if value}

    @property
    def narrows(self) -> bool:
        """Whether anything but which was asked."""
        return any(self.asked[name] for name in ("owner", "purpose", "words"))

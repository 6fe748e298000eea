"""The questions about organisations, bodies and seats."""

from django import forms

from ccsp_portal import clock
from ccsp_portal.govuk.forms import (
    Checkboxes,
    DateField,
    EmailField,
    FileField,
    PortalForm,
    PortalModelForm,
    Radios,
    Textarea,
    TextInput,
)
from partners.models import Body, ContactPoint, Organisation, Problem, Role, ServiceArea
from partners.queries import bodies_below

LAST_DAY = "What is its last day?"
# the Board is there from the first day
KINDS = [choice for choice in Body.Kind.choices if choice[0] != Body.Kind.BOARD]
KIND_HINTS = {
    Body.Kind.OVERSIGHT: "Looks on from outside, such as a Police and Crime Panel. It may meet elsewhere",
    Body.Kind.SCRUTINY: "A council’s committee that looks on from outside. It may meet elsewhere",
}
# what a seat's terms may say besides its role: the field, and the words beside its box
RIGHTS = (
    ("voting", "It votes"),
    ("counts_to_quorum", "It counts to the quorum"),
    ("senior", "It is a senior position"),
    ("co_opted", "It is co-opted: a member whom the body took in itself, beside its core members"),
)

ROLES = {
    Role.SECRETARY: "Schedules meetings, builds agendas, invites people, publishes",
    Role.MEMBER: "Reads everything of the body, brings papers, is asked to meetings",
    Role.ADVISER: "As a member, private items included, but seldom with a vote",
    Role.OBSERVER: "Is asked to meetings and reads what is open, never private items",
    Role.ANALYST: "Loads figures and writes the strategic assessment",
    Role.ELECTED_MEMBER: "Reads what is open, and follows how the plan is doing",
    Role.PCC_OFFICER: "Reads what is open, for the Police and Crime Commissioner",
    Role.AUDITOR: "Reads the history and who may do what; is not asked to meetings",
}


class Versioned(forms.Form):
    """What forms about a row share that two people may change at once: the version that the writer read."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, instance, **kwargs):
        kwargs["initial"] = {"version": instance.version} | kwargs.get("initial", {})
        if issubclass(type(self), forms.ModelForm):
            kwargs["instance"] = instance
        super().__init__(*args, **kwargs)


# ── organisations ────────────────────────────────────────────────────────────────────────────────────────────────────


class OrganisationForm(PortalModelForm):
    class Meta:
        model = Organisation
        fields = ["name", "short_name", "kind", "basis", "sector"]
        labels = {
            "name": "Full name",
            "short_name": "Short name",
            "kind": "How does it take part?",
            "basis": "Statutory basis (a responsible authority needs one)",
            "sector": "Sector (optional)",
        }
        help_texts = {
            "short_name": "What people call it, as lists show it",
            "basis": "The provision by which it takes part, like “Crime and Disorder Act 1998, section 5(1)(b)”",
        }
        widgets = {"name": TextInput(), "short_name": TextInput(width=20), "basis": TextInput(), "kind": Radios()}

    missing = {
        "name": "Enter the organisation’s name",
        "short_name": "Enter its short name",
        "kind": "Select how it takes part",
    }
    submit = "Add the organisation"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            self.fields["kind"].choices = Organisation.Kind.choices
        if "sector" in self.fields:
            self.fields["sector"].choices = [("", "Choose a sector"), *Organisation.Sector.choices]


class EditOrganisationForm(Versioned, OrganisationForm):
    class Meta(OrganisationForm.Meta):
        fields = ["kind", "basis", "sector"]

    field_order = [*Meta.fields, "version"]
    submit = "Save"


class RenameOrganisationForm(Versioned, OrganisationForm):
    class Meta(OrganisationForm.Meta):
        fields = ["name", "short_name"]

    field_order = [*Meta.fields, "version"]
    submit = "Save the new name"


class MergeForm(PortalForm):
    into = forms.ModelChoiceField(queryset=None, label="Into which organisation?", empty_label="Choose an organisation")
    last_day = DateField(
        label=LAST_DAY,
        called="the last day",
        help_text="The day before the merger. Its seats become the other organisation’s, and the people in them stay",
    )
    missing = {"into": "Choose the organisation that it merged into", "last_day": "Enter the last day"}
    submit = "Record the merger"
    is_warning = True

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Organisation.objects.current().exclude(pk=organisation.pk)


class LastDayForm(PortalForm):
    """The day with which an organisation, a body or a seat ends."""

    last_day = DateField(label=LAST_DAY, called="the last day", help_text="It ends at midnight at the end of this day")
    missing = {"last_day": "Enter the last day"}
    is_warning = True

    def __init__(self, *args, submit, **kwargs):
        super().__init__(*args, **kwargs)
        self.submit = submit


class ServiceAreaForm(PortalForm):
    name = forms.CharField(
        label="What is the service area called?",
        max_length=ServiceArea._meta.get_field("name").max_length,
        widget=TextInput(),
    )
    missing = {"name": "Enter the name of the service area"}
    submit = "Add the service area"


class ContactPointForm(PortalModelForm):
    class Meta:
        model = ContactPoint
        fields = ["purpose", "name", "email", "phone"]
        labels = {
            "purpose": "What for?",
            "name": "Person or team (optional)",
            "email": "E-mail address",
            "phone": "Telephone number",
        }
        help_texts = {
            "purpose": "Such as “Out of hours” or “Data protection officer”",
            "phone": "Give at least one of the two",
        }
        widgets = {name: TextInput() for name in ("purpose", "name", "phone")}
        field_classes = {"email": EmailField}

    missing = {"purpose": "Enter what this contact is for"}
    submit = "Add the contact"

    def clean(self):
        answers = super().clean()
        if not self.errors and not answers.get("email") and not answers.get("phone"):
            self.add_error("email", "Enter an e-mail address or a telephone number")
        return answers


# ── bodies ───────────────────────────────────────────────────────────────────────────────────────────────────────────


class BodyForm(PortalModelForm):
    class Meta:
        model = Body
        fields = ["kind", "name", "short_name", "prefix", "parent", "problem", "purpose", "rotation"]
        labels = {
            "kind": "What is it?",
            "name": "Full name",
            "short_name": "Short name",
            "prefix": "Number prefix",
            "parent": "Part of",
            "problem": "Theme (optional)",
            "purpose": "What is it for? (optional)",
            "rotation": "How is its chair chosen, and for how long? (optional)",
        }
        help_texts = {
            "parent": "Leave this empty for a body that looks on from outside",
            "prefix": "Stands before the numbers of its decisions, like CCSP in CCSP/2026/001",
            "rotation": "Such as “By the group, for two years, in turn among the authorities”",
        }
        widgets = {
            "kind": Radios(hints=KIND_HINTS),
            "name": TextInput(),
            "short_name": TextInput(width=20),
            "prefix": TextInput(width=10),
            "purpose": Textarea(rows=4),
            "rotation": Textarea(rows=2),
        }

    missing = {
        "kind": "Select what it is",
        "name": "Enter its full name",
        "short_name": "Enter its short name",
        "prefix": "Enter its number prefix",
    }
    submit = "Set up the body"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            self.fields["kind"].choices = KINDS
        self.fields["parent"].queryset = Body.objects.current().exclude(pk__in=bodies_below(self.instance))
        self.fields["parent"].empty_label = "No other body"
        self.fields["parent"].error_messages["invalid_choice"] = "Choose a body that is not part of this one"
        self.fields["problem"].queryset = Problem.objects.all()
        self.fields["problem"].empty_label = "No one theme"


class EditBodyForm(Versioned, BodyForm):
    class Meta(BodyForm.Meta):
        fields = ["name", "short_name", "parent", "problem", "purpose", "rotation"]

    field_order = [*Meta.fields, "version"]
    submit = "Save"


class TermsOfReferenceForm(PortalForm):
    file = FileField(
        label="The terms of reference",
        help_text="A PDF, a Word document (.docx) or an OpenDocument text (.odt), up to 25 MB",
        accept=".pdf,.docx,.odt",
    )
    agreed_on = DateField(label="When were they agreed?", called="the day", latest=clock.today)
    review_on = DateField(label="By when will they be reviewed?", called="the review", earliest=clock.today)
    missing = {
        "file": "Select the file",
        "agreed_on": "Enter the day on which they were agreed",
        "review_on": "Enter the day by which they will be reviewed",
    }
    submit = "Upload this version"


# ── seats ────────────────────────────────────────────────────────────────────────────────────────────────────────────


class AsksTerms(PortalForm):
    """What a seat lets its holder do."""

    role = forms.ChoiceField(label="Role", choices=Role.of_seats, widget=Radios(hints=ROLES))
    rights = forms.MultipleChoiceField(label="What else?", choices=RIGHTS, required=False, widget=Checkboxes())
    from_on = DateField(label="First day", called="the first day", earliest=clock.today)

    def answers(self):
        """What the acts take: the ticked boxes as rights."""
        rest = {name: answer for name, answer in self.cleaned_data.items() if name not in {"rights", "version"}}
        return rest | {name: name in self.cleaned_data["rights"] for name, _ in RIGHTS}


class AddSeatForm(AsksTerms):
    title = forms.CharField(label="Position", max_length=200, help_text="Such as “Head of Housing”", widget=TextInput())
    organisation = forms.ModelChoiceField(
        queryset=None, label="For which organisation?", empty_label="Choose an organisation"
    )
    service_area = forms.ModelChoiceField(
        queryset=None,
        label="For which of its service areas? (optional)",
        required=False,
        empty_label="None in particular",
    )
    field_order = ["title", "organisation", "service_area", "role", "rights", "from_on"]
    missing = {
        "title": "Enter the position",
        "organisation": "Choose the organisation",
        "role": "Select the role",
        "from_on": "Enter the first day",
    }
    submit = "Add the seat"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.current()
        areas = ServiceArea.objects.current().select_related("organisation")
        self.fields["service_area"].queryset = areas.order_by("organisation__name", "name")

    def clean(self):
        answers = super().clean()
        area, organisation = answers.get("service_area"), answers.get("organisation")
        if area and organisation and area.organisation_id != organisation.pk:
            self.add_error("service_area", f"{area.name} belongs to {area.organisation}: choose one that fits, or none")
        return answers


class ChangeTermsForm(AsksTerms):
    missing = {"role": "Select the role", "from_on": "Enter the first day"}
    submit = "Change the terms"


class RenameSeatForm(Versioned, PortalForm):
    title = forms.CharField(label="Position", max_length=200, widget=TextInput())
    field_order = ["title", "version"]
    missing = {"title": "Enter the position"}
    submit = "Save"

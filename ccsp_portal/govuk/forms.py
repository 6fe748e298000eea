"""The form that every page's form is: the questions in the user's words, each with an error that says what to do."""

from copy import copy

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.utils.functional import cached_property

from ccsp_portal.govuk.fields import (
    DateField,
    EmailField,
    FileField,
    TimeField,
    called,
    refuse_hidden_characters,
    refuse_what_no_line_holds,
    sentence,
)
from ccsp_portal.govuk.widgets import (
    CharacterCount,
    Checkboxes,
    NumberInput,
    PasswordInput,
    Radios,
    Textarea,
    TextInput,
    revealed_names,
)

__all__ = [
    "CharacterCount",
    "Checkboxes",
    "ConfirmForm",
    "DateField",
    "EmailField",
    "FileField",
    "NumberInput",
    "PasswordInput",
    "PortalForm",
    "PortalModelForm",
    "Radios",
    "TextInput",
    "Textarea",
    "TimeField",
    "offer",
    "offer_both",
]

# HTTP's "unprocessable content": the form comes back with what was typed and what to do about it
REFUSED = 422

# what Django says by default, said as GOV.UK says it; {name} is the field's name in a sentence
PLAIN = {
    "required": "Enter {name}",
    "max_length": "{Name} must be %(limit_value)d characters or fewer",
    "min_length": "{Name} must be %(limit_value)d characters or more",
    "max_value": "{Name} must be %(limit_value)s or fewer",
    "min_value": "{Name} must be %(limit_value)s or more",
    "null_characters_not_allowed": "{Name} must not have hidden characters in it: type it again",
    "unique": "{Name} is already in use: enter another",
}
CHOICE = {
    "required": "Select {name}",
    "invalid_choice": "Select {name} from the list",
    "invalid_list": "Select {name} from the list",
    "invalid_pk_value": "Select {name} from the list",
}
TICK = {"required": "Tick the box to confirm: {name}"}
NUMBER = {"invalid": "{Name} must be a number, like 10"}
ADDRESS = {"invalid": "Enter an e-mail address in the correct format, like name@example.com"}


class Portal:
    """What PortalForm and PortalModelForm add.

    `missing` says what to do about an unanswered question: {"title": "Enter the title of the item"}.
    `submit` is the button's label; `is_warning` makes it red; `cancel_url` adds a link beside it.
    `label_size`, `sizes` ({"title": "l"}) and `heading` (the field whose label is the page's h1) set the labels.
    """

    missing = {}
    submit = "Save"
    is_warning = False
    cancel_url = ""
    label_size = "s"
    sizes = {}
    heading = None
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name, field in self.fields.items():
            self._put_in_words(name, field)

    def add_question(self, name, field):
        """Ask one more question, one that depends on what the form is about: its words are those of the others."""
        self.fields[name] = field
        self._put_in_words(name, field)

    def _put_in_words(self, name, field):
        _speak_plainly(field, name)
        if isinstance(field, forms.CharField) and not isinstance(field, forms.JSONField):
            # nobody reads a password
            is_read_as_a_line = not isinstance(field.widget, forms.Textarea | forms.PasswordInput)
            refuse = refuse_what_no_line_holds if is_read_as_a_line else refuse_hidden_characters
            field.validators = [*field.validators, refuse]
        if name in self.missing:
            field.error_messages["required"] = self.missing[name]

    @classmethod
    def from_request(cls, request, **kwargs):
        """Bound to what was sent when the request is a POST, an empty one too; else blank."""
        if request.method == "POST":
            return cls(request.POST, request.FILES, **kwargs)
        return cls(**kwargs)

    def add_error(self, field, error):
        """Say what a model or an act complains of in the words of the form, where its own are only Django's."""
        if isinstance(error, ValidationError) and hasattr(error, "error_dict"):
            for name, complaints in error.error_dict.items():
                _in_our_words(self.fields.get(name), complaints)
        elif isinstance(error, ValidationError) and field in self.fields:
            _in_our_words(self.fields[field], error.error_list)
        super().add_error(field, error)

    @cached_property
    def helper(self):
        """What {% crispy form %} draws: every field in order, one that a choice reveals only below that choice."""
        helper = FormHelper()
        helper.layout = self.layout()
        helper.render_hidden_fields = True
        return helper

    def layout(self):
        """The order of the questions; override it to group them in fieldsets."""
        shown = [names for field in self.fields.values() for names in getattr(field.widget, "reveals", {}).values()]
        revealed = {name for names in shown for name in revealed_names(names)}
        return Layout(*(name for name in self.fields if name not in revealed))


class PortalForm(Portal, forms.Form):
    """A form of questions that no one table holds."""


class PortalModelForm(Portal, forms.ModelForm):
    """A form whose questions are a table's columns.

    Checking an answer writes it into the form's row: that is a copy, so that acts, permissions and pages have the row
    as it was.
    """

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, instance=copy(instance), **kwargs)


class ConfirmForm(PortalForm):
    """No question: a button that does what the page says."""

    def __init__(self, *args, label, is_warning=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.submit, self.is_warning = label, is_warning


def offer(request, template, form, **context):
    """The page with the form on it; its status is 422, and its files are asked for again, if it is refused."""
    status = REFUSED if form.is_bound and form.errors else 200
    if status == REFUSED:
        for name in (form.fields.keys() & form.files.keys()) - form.errors.keys():
            form.add_error(name, f"Select “{form.files[name].name}” again, once the rest is put right")
    return render(request, template, {"form": form, **context}, status=status)


def offer_both(request, template, form, theirs, **context):
    """The page with what was typed, beside what somebody else saved meanwhile (`theirs`, the row as it is now).

    Status 409. The form's hidden `version` becomes theirs, so that saving again chooses the text on the form.
    """
    form.data = form.data.copy()
    form.data[form.add_prefix("version")] = str(theirs.version)
    return render(request, template, {"form": form, "theirs": theirs, **context}, status=409)


def _speak_plainly(field, name):
    """Put GOV.UK's sentences where the field still has Django's own."""
    if field.label is None:
        field.label = name.replace("_", " ").capitalize()
    words = _words(field)
    standard = _standard_messages(field)
    for code, text in _sentences_for(field).items():
        if field.error_messages.get(code) == standard.get(code):
            field.error_messages[code] = text.replace("{name}", words).replace("{Name}", sentence(words))


# of these codes Django's own validators are the only ones that complain
OF_DJANGO = {"max_length", "min_length", "max_value", "min_value", "null_characters_not_allowed"}


def _in_our_words(field, complaints):
    for complaint in complaints:
        ours = field.error_messages.get(complaint.code) if field and complaint.code in OF_DJANGO else None
        complaint.message = ours or complaint.message


def _words(field):
    if not hasattr(field, "called"):
        field.called = ""
    return called(field)


def _standard_messages(field):
    messages = {}
    for parent in reversed(type(field).__mro__):
        messages.update(getattr(parent, "default_error_messages", {}))
    return messages


def _sentences_for(field):
    if isinstance(field, forms.FileField):
        return {}
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return PLAIN | CHOICE
    if isinstance(field, forms.BooleanField):
        return TICK
    if isinstance(field, forms.IntegerField):
        return PLAIN | NUMBER
    return PLAIN | ADDRESS if isinstance(field, forms.EmailField) else PLAIN

"""A form's field as the GOV.UK components see it: their ids, classes and descriptions."""

from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import cached_property

from ccsp_portal.govuk import widgets

# the first row whose class the widget belongs to decides: subclasses stand before their parents
COMPONENTS = (
    # widget class               template           class of the control
    (widgets.DateInput, "date-input", ""),
    (forms.CheckboxSelectMultiple, "checkboxes", "govuk-checkboxes__input"),
    (forms.RadioSelect, "radios", "govuk-radios__input"),
    (forms.CheckboxInput, "checkbox", "govuk-checkboxes__input"),
    (forms.PasswordInput, "password-input", "govuk-input govuk-password-input__input govuk-js-password-input-input"),
    (widgets.CharacterCount, "character-count", "govuk-textarea govuk-js-character-count"),
    (forms.Textarea, "textarea", "govuk-textarea"),
    (forms.FileInput, "file-upload", "govuk-file-upload"),
    (forms.Select, "select", "govuk-select"),
    (forms.Widget, "input", "govuk-input"),
)
# Django says these to the browser, which would then refuse in its own words, or cut what was pasted
NEVER_SAID = ("required", "aria-invalid", "maxlength", "minlength", "min", "max", "step", "cols")


@dataclass(frozen=True)
class Item:
    """One radio or checkbox: what its template needs."""

    id: str
    value: str
    text: str
    checked: bool
    hint: str = ""
    reveals: tuple[BoundField, ...] = ()
    divider: str = ""
    disabled: bool = False


class GovukBoundField(BoundField):
    """Adds what the templates under govuk/fields/ ask for."""

    @cached_property
    def _component(self):
        return next(row for row in COMPONENTS if isinstance(self.field.widget, row[0]))

    @property
    def component_template(self):
        """The template of the GOV.UK component that this field's widget stands for."""
        return f"govuk/fields/{self._component[1]}.html"

    @property
    def field_id(self):
        """The id that the hint, the error and the items are named after."""
        return self.field.widget.attrs.get("id") or self.auto_id

    @property
    def hint_id(self):
        """The hint's id."""
        return f"{self.field_id}-hint"

    @property
    def error_id(self):
        """The error message's id."""
        return f"{self.field_id}-error"

    @property
    def id_for_label(self):
        """The id of the first control: what a label, or an error summary's link, leads to."""
        if self._component[1] in {"radios", "checkboxes"}:
            return self.field_id
        if self._component[1] == "date-input":
            return f"{self.field_id}-{self.wrong_parts[0] if self.wrong_parts else 'day'}"
        return super().id_for_label

    @property
    def aria_describedby(self):
        """The ids of what describes the control, in GOV.UK's order."""
        own = self.field.widget.attrs.get("aria-describedby", "")
        counted = f"{self.field_id}-info" if self._component[1] == "character-count" else ""
        hint = self.hint_id if self.help_text else ""
        error = self.error_id if self.errors else ""
        return " ".join(filter(None, [counted, own, hint, error]))

    @property
    def label_size(self):
        """The label's or legend's size (xl, l, m, s), or nothing for the size of the text."""
        return getattr(self.form, "sizes", {}).get(self.name, getattr(self.form, "label_size", ""))

    @property
    def is_heading(self):
        """Whether the label is the page's heading, as on a page that asks one thing."""
        return getattr(self.form, "heading", None) == self.name

    @cached_property
    def wrong_parts(self):
        """The boxes of a date that its errors are about, all of them unless an error names some."""
        errors = self.form.errors.as_data().get(self.name, []) if self.errors else []
        named = [part for error in errors for part in (error.params or {}).get("parts", ())]
        return named or (list(widgets.DateInput.PARTS) if errors else [])

    def build_widget_attrs(self, attrs, widget=None):
        """The control's attributes: GOV.UK's classes and descriptions, none of the browser's own checks."""
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        attrs.update({name: False for name in NEVER_SAID if name in attrs or name in widget.attrs})
        if widget.is_hidden:
            return attrs
        attrs["class"] = self._classes(widget)
        attrs["aria-describedby"] = self.aria_describedby or False
        return attrs | self._spelling()

    def _classes(self, widget):
        base = self._component[2]
        # a tick box has no red form of its own
        error = f"{base.split()[0]}--error" if self.errors and base and self._component[1] != "checkbox" else ""
        return " ".join(filter(None, [base, widget.attrs.get("class", ""), error]))

    def _spelling(self):
        if self._component[1] == "password-input":
            return {"spellcheck": "false", "autocapitalize": "none"}
        return {"spellcheck": "false"} if isinstance(self.field.widget, forms.EmailInput) else {}

    @property
    def items(self):
        """The radios or checkboxes, as Item rows."""
        items, place = [], 0
        for box in self._offered():
            place += 2 if self._follows_divider(box.data) else 1
            items.append(self._item(place, box.data))
        return items

    def _offered(self):
        # an empty choice of "---------" is how Django says "none": radios say it by none being chosen
        return [box for box in self.subwidgets if box.data["value"] != "" or box.data["label"] != "---------"]

    def _follows_divider(self, box):
        return str(box["value"]) == getattr(self.field.widget, "divider_before", None)

    def _item(self, place, box):
        widget, value = self.field.widget, str(box["value"])
        revealed = widgets.revealed_names(getattr(widget, "reveals", {}).get(value, ()))
        return Item(
            id=self.field_id if place == 1 else f"{self.field_id}-{place}",
            value=value,
            text=box["label"],
            checked=box["selected"],
            hint=getattr(widget, "hints", {}).get(value, ""),
            reveals=tuple(self.form[name] for name in revealed),
            divider="or" if self._follows_divider(box) else "",
            disabled=bool(box["attrs"].get("disabled")),
        )

    @property
    def parts(self):
        """The three boxes of a date: what each is called, its id, name, value, width, and whether it is wrong."""
        typed = self.value()
        values = typed if isinstance(typed, list | tuple) else self.field.widget.decompress(typed)
        return [
            {
                "label": part.capitalize(),
                "id": f"{self.field_id}-{part}",
                "name": f"{self.html_name}-{part}",
                "value": value or "",
                "width": 4 if part == "year" else 2,
                "wrong": part in self.wrong_parts,
            }
            for part, value in zip(widgets.DateInput.PARTS, values, strict=True)
        ]

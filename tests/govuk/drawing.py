"""Draws with our pack what the options of one of govuk-frontend's fixtures ask for."""

import re
from itertools import pairwise

from django import forms
from django.template import engines
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import mark_safe

from ccsp_portal.govuk.fields import DateField
from ccsp_portal.govuk.forms import (
    CharacterCount,
    Checkboxes,
    PasswordInput,
    PortalForm,
    Radios,
    Textarea,
    TextInput,
)

PARTS = ("day", "month", "year")
LEGEND, LABEL = "govuk-fieldset__legend--", "govuk-label--"


def draw(component, options):
    """Our HTML for a fixture of that component."""
    return DRAW[component](options)


def text_of(options):
    """The text, or the HTML marked safe, that options give."""
    options = options or {}
    return mark_safe(options["html"]) if options.get("html") else options.get("text", "")  # noqa: S308


def template(source, **context):
    """The source, drawn with our tags."""
    return engines["django"].from_string("{% load govuk %}" + source).render(context)


# ── fields ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _attrs(options, **more):
    """What a widget's attrs carry."""
    given = {
        "id": options.get("id") or options.get("idPrefix") or options["name"],
        "class": options.get("classes", ""),
        "aria-describedby": options.get("describedBy", ""),
        **{
            name: options[name]
            for name in ("autocomplete", "inputmode", "pattern", "autocapitalize")
            if name in options
        },
        **options.get("attributes", {}),
        **more,
    }
    if "spellcheck" in options:
        given["spellcheck"] = str(options["spellcheck"]).lower()
    return {name: value for name, value in given.items() if value}


def _field(options, field, value=None, *, words=None, prefix=LABEL, data=None):
    """The field's group as a form of ours draws it, with the fixture's label, hint, value and error."""
    words = words or options.get("label", {})
    field.label, field.help_text, field.required = text_of(words), text_of(options.get("hint")), False
    field.disabled = options.get("disabled", False)
    name = options.get("namePrefix") or options.get("name") or options["id"]
    form_class = type(
        "FixtureForm",
        (PortalForm,),
        {
            name: field,
            **_revealed(options),
            "label_size": _size(words, prefix),
            "heading": name if words.get("isPageHeading") else None,
        },
    )
    form = form_class(MultiValueDict(data or ({name: value} if value is not None else {})), initial={name: value})
    form.full_clean()
    form._errors.clear()
    if options.get("errorMessage"):
        form.add_error(name, forms.ValidationError(text_of(options["errorMessage"]), params=_wrong_parts(options)))
    return form[name].as_field_group()


def _size(words, prefix):
    classes = words.get("classes", "")
    return classes.removeprefix(prefix) if classes.startswith(prefix) else ""


def _input(options):
    widget = TextInput(
        prefix=text_of(options.get("prefix")), suffix=text_of(options.get("suffix")), attrs=_attrs(options)
    )
    widget.input_type = options.get("type", "text")
    value = options.get("value")
    return _field(options, forms.CharField(widget=widget), None if value is None else [str(value)])


def _textarea(options):
    widget = Textarea(rows=options.get("rows", 5), attrs=_attrs(options))
    return _field(options, forms.CharField(widget=widget, strip=False), _values(options))


def _character_count(options):
    words = options.get("maxwords") or (options["maxlength"] if options.get("countType") == "words" else None)
    limits = {"words": words} if words else {"characters": options["maxlength"]}
    widget = CharacterCount(
        **limits, threshold=options.get("threshold"), rows=options.get("rows", 5), attrs=_attrs(options)
    )
    return _field(options, forms.CharField(widget=widget, strip=False), _values(options))


def _password(options):
    widget = PasswordInput(autocomplete=options.get("autocomplete", "current-password"), attrs=_attrs(options))
    return _field(options, forms.CharField(widget=widget))


def _file(options):
    return _field(options, forms.FileField(widget=forms.FileInput(_attrs(options))))


def _select(options):
    items = [item for item in options.get("items", []) if item]
    chosen = [str(item.get("value", item["text"])) for item in items if item.get("selected")]
    chosen = chosen or [str(options.get("value"))]
    choices = [(item.get("value", item["text"]), item["text"]) for item in items]
    return _field(options, forms.ChoiceField(choices=choices, widget=forms.Select(_attrs(options))), chosen)


def _choices(options, widget_class, field_class):
    items = [item for item in options["items"] if item]
    widget = widget_class(
        hints={str(item["value"]): text_of(item["hint"]) for item in items if item.get("hint")},
        reveals={str(item["value"]): f"revealed-{item['value']}" for item in items if _conditional(item)},
        divider_before=_after_divider(items),
        small="--small" in options.get("classes", ""),
        inline="--inline" in options.get("classes", ""),
        attrs=_attrs({**options, "classes": ""}),
    )
    widget.attrs["aria-describedby"] = options.get("fieldset", {}).get("describedBy", "")
    field = field_class(
        choices=[(item["value"], text_of(item)) for item in items if "divider" not in item], widget=widget
    )
    checked = [str(item["value"]) for item in items if item.get("checked")]
    checked = checked or options.get("values") or ([options["value"]] if options.get("value") else [])
    words = options.get("fieldset", {}).get("legend", {})
    html = _field(options, field, words=words, prefix=LEGEND, data={options["name"]: checked})
    return _with_ids_of_items(html, items, widget.attrs["id"])


def _with_ids_of_items(html, items, name):
    """Items of ours are always named after their question; a few fixtures give each an id of its own."""
    for place, item in enumerate(items, 1):
        if "id" in item:
            ours = name if place == 1 else f"{name}-{place}"
            html = re.sub(rf'\b(id|for|aria-describedby)="{ours}(-item-hint)?"', rf'\1="{item["id"]}\2"', html)
    return html


def _conditional(item):
    return (item.get("conditional") or {}).get("html")


def _after_divider(items):
    for divider, item in pairwise(items):
        if "divider" in divider:
            return item["value"]
    return None


def _revealed(options):
    fields = {}
    for item in options.get("items", []):
        if item and _conditional(item):
            fields[f"revealed-{item['value']}"] = _Reveal(mark_safe(item["conditional"]["html"]))  # noqa: S308
    return fields


class _Reveal(forms.Field):
    """A field that draws the HTML a fixture gives for what a choice reveals."""

    def __init__(self, html):
        super().__init__(required=False)
        self.html = html

    def get_bound_field(self, form, name):
        bound = super().get_bound_field(form, name)
        bound.as_field_group = lambda: self.html
        return bound


def _date(options):
    field = DateField()
    field.widget.attrs = _attrs(options)
    field.widget.attrs["aria-describedby"] = options.get("fieldset", {}).get("describedBy", "")
    prefix = options.get("namePrefix") or options["id"]
    typed = options.get("values", {})
    data = {f"{prefix}-{part}": [str(typed[key])] for key in typed for part in PARTS if key.endswith(part)}
    html = _field(options, field, words=options["fieldset"]["legend"], prefix=LEGEND, data=data)
    # a field of a Django form always has a name; most fixtures have none before "day"
    return html if "namePrefix" in options else html.replace(f' name="{prefix}-', ' name="')


def _wrong_parts(options):
    said = {part: options[part]["error"] for part in PARTS if "error" in options.get(part, {})}
    wrong = [part for part in PARTS if said.get(part)] or [part for part in PARTS if said and part not in said]
    return {"parts": wrong} if wrong else None


def _values(options):
    return [options["value"]] if "value" in options else None


# ── components ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _error_summary(options):
    errors = [{"text": text_of(error), "href": error.get("href", "")} for error in options["errorList"]]
    return template('{% include "govuk/components/error-summary.html" %}', errors=errors)


def _summary_list(options):
    rows = [
        {
            "key": text_of(row["key"]),
            "value": text_of(row["value"]),
            "actions": [
                {"href": item["href"], "text": text_of(item), "hidden": item.get("visuallyHiddenText", "")}
                for item in row.get("actions", {}).get("items", [])
            ],
        }
        for row in options["rows"]
        if row
    ]
    card = text_of(options.get("card", {}).get("title"))
    return template("{% summary_list rows card %}", rows=rows, card=card)


def _pagination(options):
    return template(
        '{% include "govuk/components/pagination.html" %}',
        previous=options.get("previous", {}).get("href"),
        next=options.get("next", {}).get("href"),
        links=[
            {**item, "is_gap": item.get("ellipsis"), "is_current": item.get("current")}
            for item in options["items"]
            if item
        ],
    )


def _breadcrumbs(options):
    crumbs = [{"text": text_of(item), "href": item.get("href", "")} for item in options["items"]]
    return template('{% include "govuk/components/breadcrumbs.html" %}', crumbs=crumbs)


def _button(options):
    html = template(
        "{% button text href kind name value %}",
        text=text_of(options),
        href=options.get("href", ""),
        kind=options.get("classes", "").removeprefix("govuk-button--"),
        name=options.get("name", ""),
        value=options.get("value", ""),
    )
    # every button of ours has the guard; most fixtures leave it off
    return html if options.get("preventDoubleClick") else html.replace(' data-prevent-double-click="true"', "")


def _tag(options):
    return template(
        "{% tag text colour %}", text=text_of(options), colour=options.get("classes", "").removeprefix("govuk-tag--")
    )


def _notification(options):
    return template("{% notification text kind %}", text=text_of(options), kind=options.get("type", "important"))


def _details(options):
    return template("{% details summary text %}", summary=options.get("summaryText"), text=text_of(options))


def _one_text(source):
    return lambda options: template(source, text=text_of(options))


DRAW = {
    "input": _input,
    "textarea": _textarea,
    "character-count": _character_count,
    "password-input": _password,
    "file-upload": _file,
    "select": _select,
    "radios": lambda options: _choices(options, Radios, forms.ChoiceField),
    "checkboxes": lambda options: _choices(options, Checkboxes, forms.MultipleChoiceField),
    "date-input": _date,
    "error-summary": _error_summary,
    "summary-list": _summary_list,
    "pagination": _pagination,
    "breadcrumbs": _breadcrumbs,
    "back-link": lambda options: template(
        "{% back_link href text %}", href=options.get("href") or "#", text=text_of(options) or "Back"
    ),
    "button": _button,
    "tag": _tag,
    "notification-banner": _notification,
    "inset-text": _one_text("{% inset text %}"),
    "warning-text": _one_text("{% warning_text text %}"),
    "details": _details,
}

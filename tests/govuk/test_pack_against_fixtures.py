"""The pack draws what govuk-frontend draws: its fixtures are the standard, fixture by fixture."""

import json

import pytest
from django.conf import settings

from tests.govuk.drawing import DRAW, draw
from tests.govuk.markup import meaning

COMPONENTS = settings.BASE_DIR / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "components"

# An option of a fixture that the pack does not offer, and why. A fixture that uses one is not compared.
NOBODY_NEEDS = "no page of the portal needs it; the component's markup can be written out where one does"
TRANSLATED = "the portal speaks one language"
THREE_PARTS = "every date that the portal asks for has a day, a month and a year"
ITS_OWN = "the tag or field decides it, so that it is the same on every page"
NOT_OFFERED = {
    "any": {
        "formGroup.classes": NOBODY_NEEDS,
        "formGroup.attributes": NOBODY_NEEDS,
        "label.html": NOBODY_NEEDS,
        "hint.html": NOBODY_NEEDS,
    },
    "input": {
        **{f"{side}.{name}": NOBODY_NEEDS for side in ("prefix", "suffix") for name in ("classes", "attributes")},
        "inputWrapper.classes": NOBODY_NEEDS,
        "inputWrapper.attributes": NOBODY_NEEDS,
    },
    "character-count": {
        "countMessage.classes": NOBODY_NEEDS,
        "textareaDescriptionText": TRANSLATED,
        "countType": "the widget is told words or characters; data-count-type says the same again",
        "charactersUnderLimitText.other": TRANSLATED,
        "attributes": NOBODY_NEEDS,
        "no limit": "a count without a limit counts nothing",
    },
    "password-input": {
        "value": "a password is never sent back to the page",
        "showPasswordText": TRANSLATED,
    },
    "file-upload": {
        "javascript": "the browser's own control needs no script and takes dropped files too",
        "multiple": "each upload answers one question about one paper",
        "value": "no browser lets a page fill in a file",
        "chooseFilesButtonText": TRANSLATED,
    },
    "select": {
        "items.attributes": NOBODY_NEEDS,
        "items.disabled": NOBODY_NEEDS,
        "items without a value": NOBODY_NEEDS,
        "selected false": "Django chooses by value alone, so one value can't be both chosen and not",
        "value false": "Django writes it as False",
    },
    "radios": {
        "without fieldset": "a question needs its legend",
        "attributes": NOBODY_NEEDS,
        "fieldset.classes": NOBODY_NEEDS,
        "fieldset.attributes": NOBODY_NEEDS,
        "items.attributes": NOBODY_NEEDS,
        "items.disabled": NOBODY_NEEDS,
        "items.label.classes": NOBODY_NEEDS,
        "items.label.attributes": NOBODY_NEEDS,
    },
    "error-summary": {
        "attributes": NOBODY_NEEDS,
        "classes": NOBODY_NEEDS,
        "descriptionText": NOBODY_NEEDS,
        "descriptionHtml": NOBODY_NEEDS,
        "disableAutoFocus": ITS_OWN,
        "errorList.attributes": NOBODY_NEEDS,
        "titleHtml": ITS_OWN,
        "another title": ITS_OWN,
    },
    "date-input": {
        "day": THREE_PARTS,
        "year": THREE_PARTS,
        "errors without a message": "a box is red only where something is said about it",
        "attributes": NOBODY_NEEDS,
        "classes": NOBODY_NEEDS,
        "items": ITS_OWN,
        "items.name": ITS_OWN,
        "day.label": TRANSLATED,
        "day.name": ITS_OWN,
        "day.classes": ITS_OWN,
        "year.value": "values say the same",
    },
    "summary-list": {
        "attributes": NOBODY_NEEDS,
        "classes": NOBODY_NEEDS,
        "card.actions.items.href": NOBODY_NEEDS,
        "card.attributes": NOBODY_NEEDS,
        "card.classes": NOBODY_NEEDS,
        "card.title.headingLevel": NOBODY_NEEDS,
        "rows.actions.classes": NOBODY_NEEDS,
        "rows.actions.items.attributes": NOBODY_NEEDS,
        "rows.actions.items.classes": NOBODY_NEEDS,
        "rows.classes": NOBODY_NEEDS,
        "rows.key.classes": NOBODY_NEEDS,
        "rows.value.classes": NOBODY_NEEDS,
    },
    "pagination": {
        "attributes": NOBODY_NEEDS,
        "classes": NOBODY_NEEDS,
        "items.visuallyHiddenText": NOBODY_NEEDS,
        "landmarkLabel": NOBODY_NEEDS,
        "next.text": TRANSLATED,
        "previous.text": TRANSLATED,
        "without numbers": "every list of the portal knows how many pages it has",
    },
    "breadcrumbs": {
        "attributes": NOBODY_NEEDS,
        "classes": NOBODY_NEEDS,
        "collapseOnMobile": NOBODY_NEEDS,
        "items.attributes": NOBODY_NEEDS,
        "labelText": TRANSLATED,
    },
    "back-link": {"attributes": NOBODY_NEEDS, "classes": NOBODY_NEEDS},
    "button": {
        "attributes": NOBODY_NEEDS,
        "disabled": "a button that can't be pressed doesn't say why",
        "id": NOBODY_NEEDS,
        "guard taken off": ITS_OWN,
        "isStartButton": NOBODY_NEEDS,
        "type": ITS_OWN,
        "own classes": NOBODY_NEEDS,
    },
    "tag": {"attributes": NOBODY_NEEDS, "own classes": NOBODY_NEEDS},
    "notification-banner": {
        "attributes": NOBODY_NEEDS,
        "classes": NOBODY_NEEDS,
        "disableAutoFocus": ITS_OWN,
        "html": "a message is one sentence",
        "role": ITS_OWN,
        "titleHeadingLevel": ITS_OWN,
        "titleHtml": ITS_OWN,
        "titleId": ITS_OWN,
        "titleText": ITS_OWN,
    },
    "inset-text": {"attributes": NOBODY_NEEDS, "classes": NOBODY_NEEDS, "id": NOBODY_NEEDS},
    "warning-text": {"attributes": NOBODY_NEEDS, "classes": NOBODY_NEEDS, "iconFallbackText": TRANSLATED},
    "details": {
        "attributes": NOBODY_NEEDS,
        "classes": NOBODY_NEEDS,
        "id": NOBODY_NEEDS,
        "open": NOBODY_NEEDS,
        "summaryHtml": NOBODY_NEEDS,
    },
}
NOT_OFFERED["checkboxes"] = {
    **NOT_OFFERED["radios"],
    "items.behaviour": "a box that clears the others works only with a script",
    "items.name": "one question has one name",
    "describedBy": "one box alone is a yes or no question, and is drawn as such",
}


def _paths(options, prefix=""):
    """Every option that a fixture uses, as a path such as "items.hint.text"."""
    if isinstance(options, dict) and options:
        for name, value in options.items():
            path = f"{prefix}{name}"
            yield from [path] if name.lower().endswith("attributes") else _paths(value, f"{path}.")
    elif isinstance(options, list) and options:
        for value in options:
            yield from _paths(value, prefix)
    else:
        yield prefix.rstrip(".")


def _oddities(component, options):
    """What no path shows: what is left out of the options, or given a value of its own."""
    found = {
        "character-count": {"no limit": not (options.get("maxlength") or options.get("maxwords"))},
        "select": {
            "items without a value": any(item and "value" not in item for item in options.get("items", [])),
            "selected false": any(item and item.get("selected") is False for item in options.get("items", [])),
            "value false": any(item and item.get("value") is False for item in options.get("items", [])),
        },
        "error-summary": {"another title": options.get("titleText", "There is a problem") != "There is a problem"},
        "date-input": {
            "errors without a message": not options.get("errorMessage")
            and any(part in options for part in ("day", "month", "year")),
        },
        "pagination": {"without numbers": not options.get("items")},
        "button": {
            "own classes": any(mark in options.get("classes", "") for mark in ("app-", ":", "custom")),
            "guard taken off": options.get("preventDoubleClick") is False,
        },
        "tag": {"own classes": "app-" in options.get("classes", "")},
        "radios": {
            "without fieldset": not options.get("fieldset"),
        },
    }
    found["checkboxes"] = found["radios"]
    return {name for name, holds in found.get(component, {}).items() if holds}


def _fixtures(component):
    return json.loads((COMPONENTS / component / "fixtures.json").read_text())["fixtures"]


def _is_offered(component, fixture):
    used = set(_paths(fixture["options"])) | _oddities(component, fixture["options"])
    return not used & set(NOT_OFFERED["any"] | NOT_OFFERED.get(component, {}))


COMPARED = [
    pytest.param(component, fixture, id=f"{component}: {fixture['name']}")
    for component in DRAW
    for fixture in _fixtures(component)
    if _is_offered(component, fixture)
]


@pytest.mark.parametrize(("component", "fixture"), COMPARED)
def test_the_pack_draws_what_govuk_frontend_draws(component, fixture):
    assert meaning(draw(component, fixture["options"])) == meaning(fixture["html"])


def test_how_many_fixtures_of_each_component_are_compared_is_written_down():
    counted = {}
    for component in DRAW:
        fixtures = _fixtures(component)
        counted[component] = f"{sum(_is_offered(component, one) for one in fixtures)} of {len(fixtures)}"

    assert counted == {
        "input": "38 of 45",
        "textarea": "17 of 18",
        "character-count": "16 of 34",
        "password-input": "10 of 12",
        "file-upload": "13 of 22",
        "select": "9 of 19",
        "radios": "23 of 43",
        "checkboxes": "20 of 42",
        "date-input": "12 of 50",
        "error-summary": "7 of 19",
        "summary-list": "14 of 30",
        "pagination": "5 of 15",
        "breadcrumbs": "6 of 12",
        "back-link": "4 of 7",
        "button": "12 of 38",
        "tag": "11 of 12",
        "notification-banner": "6 of 21",
        "inset-text": "3 of 6",
        "warning-text": "3 of 8",
        "details": "5 of 10",
    }

"""Widgets that plain Django lacks or draws otherwise: each stands for one GOV.UK component."""

from django import forms

WIDTHS = (2, 3, 4, 5, 10, 20, 30)


class TextInput(forms.TextInput):
    """One line of text. `width` is in characters (one of WIDTHS); `prefix` and `suffix` stand beside the box."""

    def __init__(self, *, width=None, prefix="", suffix="", attrs=None):
        super().__init__({**width_class(width), **(attrs or {})})
        self.prefix, self.suffix = prefix, suffix


class NumberInput(TextInput):
    """A number, typed as text: a spinner changes by a stray turn of the mouse wheel."""

    def __init__(self, *, width=4, prefix="", suffix="", attrs=None):
        attrs = {"inputmode": "numeric", **(attrs or {})}
        super().__init__(width=width, prefix=prefix, suffix=suffix, attrs=attrs)


class Textarea(forms.Textarea):
    """Several lines of text, `rows` of them in view."""

    def __init__(self, *, rows=5, attrs=None):
        forms.Widget.__init__(self, {"rows": str(rows), **(attrs or {})})


class CharacterCount(Textarea):
    """Several lines with a count of the characters, or words, left. It warns; the field's validators refuse."""

    def __init__(self, *, characters=None, words=None, threshold=None, rows=5, attrs=None):
        if (characters is None) == (words is None):
            raise ValueError("Give CharacterCount a limit in characters or in words, not both.")
        super().__init__(rows=rows, attrs=attrs)
        self.characters, self.words, self.threshold = characters, words, threshold

    @property
    def limit(self):
        """The limit, in whichever unit was given."""
        return self.words or self.characters

    @property
    def unit(self):
        """What the limit counts."""
        return "words" if self.words else "characters"


class PasswordInput(forms.PasswordInput):
    """A password with a button that shows it; `autocomplete` tells a password manager which one is meant."""

    def __init__(self, *, autocomplete="current-password", attrs=None):
        super().__init__({"autocomplete": autocomplete, **(attrs or {})})


class _Items:
    """What GOV.UK adds to the choices of radios and checkboxes, each keyed by the choice's value.

    `hints` are texts; `reveals` are the name of a field that is shown once the choice is made, or the names of several;
    `divider_before` is the value of the choice that follows the word "or". The choices lie small, or (radios only)
    inline, when said so.
    """

    def __init__(self, *, hints=None, reveals=None, divider_before=None, small=False, inline=False, attrs=None):
        super().__init__(attrs)
        self.hints, self.reveals, self.divider_before = hints or {}, reveals or {}, divider_before
        self.small, self.inline = small, inline


def revealed_names(names) -> tuple[str, ...]:
    """The names of the fields that a choice reveals, where one may stand by itself."""
    return (names,) if isinstance(names, str) else tuple(names)


class Radios(_Items, forms.RadioSelect):
    """One choice of a few, all in view."""


class Checkboxes(_Items, forms.CheckboxSelectMultiple):
    """Any number of choices, all in view."""


class DateInput(forms.MultiWidget):
    """A date in three boxes; its value is the list of what was typed: [day, month, year]."""

    PARTS = ("day", "month", "year")

    def __init__(self, *, attrs=None):
        super().__init__(dict.fromkeys(self.PARTS, forms.TextInput), attrs)
        self.widgets_names = [f"-{part}" for part in self.PARTS]

    def decompress(self, value):
        """A date as its three parts; anything else is left as it was typed."""
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]

    def id_for_label(self, id_):
        """The first box: an error summary's link leads there."""
        return f"{id_}-day" if id_ else id_


def width_class(width):
    """The attrs that fix an input's width in characters."""
    if width is not None and width not in WIDTHS:
        raise ValueError(f"GOV.UK has no input {width} characters wide: choose one of {WIDTHS}.")
    return {"class": f"govuk-input--width-{width}"} if width else {}

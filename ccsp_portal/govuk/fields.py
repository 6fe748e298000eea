"""Fields that read dates, times and files as people give them, and say in a sentence what to do otherwise."""

import re
from datetime import date, time

from django import forms
from django.core.exceptions import ValidationError

from ccsp_portal import clock
from ccsp_portal.govuk.addresses import LONGEST_ADDRESS, UNSEEN, plain_address
from ccsp_portal.govuk.widgets import DateInput, TextInput

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_NAMES = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
TIMES_WITH_NAMES = {"midday": time(12), "noon": time(12), "midnight": time(0)}
TIME = re.compile(r"(?P<hour>\d{1,2})(?:[.:]?(?P<minute>\d{2}))?(?P<half>am|pm)?")


# a slip of the keyboard is further away than anything that a partnership plans or remembers
FIRST_YEAR, YEARS_AHEAD = 1900, 50
# what nobody types, and makes a text look like another: control characters, and what turns the direction of writing.
# The null character is not among them: Django refuses it
HIDDEN = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def refuse_hidden_characters(text):
    """Raise ValidationError for a text with characters in it that nobody sees (RFC 5545 forbids some in calendars)."""
    if HIDDEN.search(text):
        raise ValidationError("Hidden characters", code="null_characters_not_allowed")


def refuse_what_no_line_holds(text):
    """The same for an answer of one line, which may hold no second one and nothing without width either: a name with
    such a letter in it looks like another. Longer texts may: pasted ones do, and some scripts are written with them."""
    # of the null character Django speaks itself
    if UNSEEN.search(text.replace("\x00", "")):
        raise ValidationError("Hidden characters", code="null_characters_not_allowed")


def called(field):
    """What a sentence calls the field: the name it was given, else "the" and its label; that alone of what is yours."""
    label = str(field.label or "answer").removesuffix(" (optional)").strip()
    if field.called:
        return field.called
    if label.endswith("?"):
        return f"your answer to “{label}”"
    # "NHS number" keeps its capitals
    words = label if label[1:2].isupper() else label[0].lower() + label[1:]
    return words if words.startswith(("the ", "your ")) else f"the {words}"


def sentence(text):
    """The text with a capital letter; the rest as it is."""
    return text[0].upper() + text[1:]


class DateField(forms.Field):
    """A day in three boxes, as a `date`.

    `called` is what errors call it ("the meeting date"). `earliest` and `latest` are dates, or functions that give
    them, both inclusive; `too_early` and `too_late` are the sentences for days outside them.
    """

    widget = DateInput

    def __init__(self, *, called="", earliest=None, latest=None, too_early="", too_late="", **kwargs):
        super().__init__(**kwargs)
        self.called, self.earliest, self.latest = called, earliest, latest
        self.too_early, self.too_late = too_early, too_late

    def to_python(self, value):
        """The typed parts as a date; None when all are empty. Raises ValidationError naming the boxes at fault."""
        if value is None or isinstance(value, date):
            return value
        parts = dict(zip(DateInput.PARTS, (str(part or "").strip() for part in value), strict=True))
        if not any(parts.values()):
            return None
        self._refuse_missing([part for part, text in parts.items() if not text])
        return self._date(parts)

    def validate(self, value):
        """Refuse an unanswered question, or a day outside the limits."""
        super().validate(value)
        if value is None:
            return
        earliest, latest = _limit(self.earliest), _limit(self.latest)
        if not FIRST_YEAR <= value.year <= clock.today().year + YEARS_AHEAD:
            raise ValidationError(f"{self._name} is too far away: check the year", params={"parts": ["year"]})
        if earliest and value < earliest:
            raise ValidationError(self.too_early or f"{self._name} must be {_written(earliest)} or later")
        if latest and value > latest:
            raise ValidationError(self.too_late or f"{self._name} must be {_written(latest)} or earlier")

    def has_changed(self, initial, data):
        """Whether the typed day differs from the one that stood there."""
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True

    @property
    def _name(self):
        return sentence(called(self))

    def _refuse_missing(self, missing):
        if missing:
            listed = " and ".join(f"a {part}" if index == 0 else part for index, part in enumerate(missing))
            raise ValidationError(f"{self._name} must include {listed}", code="incomplete", params={"parts": missing})

    def _date(self, parts):
        day, month, year = _number(parts["day"]), _month(parts["month"]), _number(parts["year"])
        if year is not None and not re.fullmatch(r"\d{4}", parts["year"]):
            raise ValidationError("Year must include 4 numbers", code="invalid", params={"parts": ["year"]})
        wrong = [part for part, number in zip(DateInput.PARTS, (day, month, year), strict=True) if number is None]
        try:
            if not wrong:
                return date(year, month, day)
        except ValueError:
            pass
        raise ValidationError(f"{self._name} must be a real date", code="invalid", params={"parts": wrong})


class TimeField(forms.Field):
    """A time of day, as a `time`: "2pm", "2.30pm", "14:00", "1400", "midday"."""

    widget = TextInput

    def __init__(self, *, called="", widget=None, **kwargs):
        super().__init__(widget=widget or TextInput(width=10), **kwargs)
        self.called = called

    def to_python(self, value):
        """The typed text as a time; None when empty. Raises ValidationError when it can't be read as one."""
        if value in self.empty_values or isinstance(value, time):
            return value or None
        text = re.sub(r"\s", "", str(value).lower()).replace("a.m.", "am").replace("p.m.", "pm")
        found = TIMES_WITH_NAMES.get(text) or _time(TIME.fullmatch(text))
        if found is None:
            raise ValidationError(f"{sentence(called(self))} must be a time, like 2pm or 2.30pm", code="invalid")
        return found

    def prepare_value(self, value):
        """A time as it is written here: "2pm"."""
        return written_time(value) if isinstance(value, time) else value

    def has_changed(self, initial, data):
        """Whether the typed time differs from the one that stood there."""
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


class EmailField(forms.EmailField):
    """An e-mail address, as `plain_address` writes it."""

    default_validators = []

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": LONGEST_ADDRESS, **kwargs})

    def to_python(self, value):
        """The address; "" where none was given. Raises ValidationError, saying what to do."""
        value = super().to_python(value)
        if value in self.empty_values or len(value) > self.max_length:
            return value
        return plain_address(value)


class FileField(forms.FileField):
    """One uploaded file. What it may be is decided by its content, where it is stored."""

    widget = forms.FileInput
    default_error_messages = {
        "required": "Select a file",
        "invalid": "Select a file",
        "missing": "Select a file",
        "empty": "The selected file is empty",
        "max_length": "Shorten the file’s name to %(max)d characters or fewer",
    }

    def __init__(self, *, accept="", **kwargs):
        widget = kwargs.pop("widget", None) or forms.FileInput({"accept": accept} if accept else None)
        super().__init__(widget=widget, **kwargs)


def written_time(moment):
    """A time of day, or a moment's time, as GOV.UK writes it: "2pm", "2.30pm", "midday", "midnight"."""
    if (moment.hour, moment.minute) in {(0, 0), (12, 0)}:
        return "midday" if moment.hour else "midnight"
    minutes = f".{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"


def _limit(limit):
    return limit() if callable(limit) else limit


def _written(day):
    return f"{day.day} {day:%B %Y}"


def _number(text):
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else None


def _month(text):
    word = text.lower().rstrip(".")
    if word in MONTH_NAMES or word in MONTHS:
        return MONTHS.index(word[:3]) + 1
    number = _number(text)
    return number if number and 1 <= number <= 12 else None


def _time(match):
    if not match or not (match["minute"] or match["half"]):
        return None
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), match["half"]
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    return time(hour, minute) if hour < 24 and minute < 60 else None

"""All that is held on a person, read from every table that points at people (UK GDPR, articles 15 and 20).

A table that is added later is found by itself. Of texts only what the person wrote of themselves is told: others may
name a private item that they may no longer read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from ccsp_portal import clock
from partners.models import Appointment, User

# the columns by which a row is about a person; by any other it says that they did something
ABOUT = {"person", "recipient", "user"}
# what points at an appointment and is about who holds it
ABOUT_A_SEAT = {"partners.office", "meetings.attendance", "meetings.reply"}
# their texts are the person's own: their name, addresses, devices
OWN_TEXTS = {
    "partners.user",
    "account.emailaddress",
    "usersessions.usersession",
    "partners.invitation",
    "partners.signin",
    "partners.interest",
    # why, as they were told
    "partners.suspension",
    # what their calendar, or they, wrote to the portal
    "meetings.readmessage",
    # what they noted for themselves
    "meetings.privatenote",
    # how they were written down as a guest
    "meetings.guest",
    # pages that they asked for
    "history.refusal",
}
# what opens an account, or only the portal needs
NEVER = {
    "password",
    "token_hash",
    "nonce",
    "session_key",
    "key",
    "data",
    "sort_key",
    "uid",
    "extra_data",
    "once_key",
    "version",
}
# what tables are called otherwise
NAMES = {
    "account.emailaddress": "E-mail address",
    "mfa.authenticator": "Second factor",
    "usersessions.usersession": "Session",
    "history.refusal": "Page that was refused",
    "notices.notice": "Letter to you",
    "partners.reviewedaccount": "Review of your access",
    "meetings.receipt": "Meeting whose page or pack you opened",
    "socialaccount.socialaccount": "Sign-in with your organisation’s account",
}
# and columns whose own names are the machine's
COLUMNS = {
    "accepted_at": "When it was accepted",
    "at": "When",
    "created_at": "When it was made",
    "date_joined": "First sign-in",
    "email": "E-mail address",
    "ended_at": "When it ended",
    "expires_at": "When the link runs out",
    "invited_at": "When the invitation was sent",
    "ip": "Internet address of the device",
    "is_secret": "Whether it holds a personal link",
    "last_login": "Last sign-in",
    "last_seen_at": "When it was last used",
    "last_used_at": "When it was last used",
    "made_at": "When it was made",
    "method": "Whether it was asked for (GET) or sent to (POST)",
    "outcome": "What came of it",
    "pack_read_at": "When you opened the pack",
    "page_read_at": "When you opened the page",
    "primary": "Whether we write to it",
    "recorded_at": "When it was recorded",
    "refused_at": "When it was refused",
    "replied_at": "When the answer was given",
    "revoked_at": "When it was withdrawn",
    "suspended_at": "When it was suspended",
    "type": "What kind",
    "user_agent": "What the browser said of itself",
    "verified": "Whether you confirmed it",
    "warned_at": "When you were warned",
    "way": "How",
    "written_at": "When it was written",
}
# what a person called a thing of theirs, where its table keeps that out of sight
SAID = {"mfa.authenticator": ("Called", lambda row: row.data.get("name", ""))}
TOLD = (ArrayField, models.DateField, models.BooleanField, models.IntegerField, models.GenericIPAddressField)


@dataclass(frozen=True)
class Kind:
    """The rows of one table about a person: what they are called, the columns in words, and a list of texts a row."""

    name: str
    columns: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Deeds:
    """How often a person did something that a table records."""

    what: str
    number: int


def about(person) -> list[Kind]:
    """The rows that are about the person, table by table. As many queries as there are such tables."""
    kinds = [_kind(User, User.objects.filter(pk=person.pk))]
    for model, column in _columns(User):
        if column.name in ABOUT:
            kinds.append(_kind(model, model._base_manager.filter(**{column.name: person}), column))
    for model, column in _columns(Appointment):
        # what was done under an appointment is a deed, and has its doer beside it
        if model._meta.label_lower in ABOUT_A_SEAT:
            rows = model._base_manager.filter(**{f"{column.name}__person": person})
            kinds.append(_kind(model, rows, column))
    return [kind for kind in kinds if kind.rows]


def done_by(person) -> list[Deeds]:
    """What the person did, in words: "Meetings convened by you": 4."""
    told = [
        Deeds(
            f"{_capital(model._meta.verbose_name_plural)} {column.verbose_name} you",
            model._base_manager.filter(**{column.name: person}).count(),
        )
        for model, column in _columns(User)
        if column.name not in ABOUT
    ]
    return [deeds for deeds in told if deeds.number]


def _columns(target) -> Iterator[tuple]:
    """Every column, of a table of our own or of a library, that points at the target's rows: (model, column)."""
    for model in apps.get_models():
        # what history keeps of a row is told by the row; a proxy has its table's rows
        if model._meta.proxy or hasattr(model, "pgh_tracked_model") or model._meta.app_label == "pghistory":
            continue
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model is target:
                yield model, field


def _kind(model, rows, column=None):
    fields = [field for field in model._meta.concrete_fields if field is not column and _is_told(model, field)]
    related = [field.name for field in fields if field.is_relation]
    rows = rows.select_related(*related).order_by("pk")
    said = [SAID[model._meta.label_lower]] if model._meta.label_lower in SAID else []
    return Kind(
        _called(model),
        [COLUMNS.get(field.name) or _capital(field.verbose_name) for field in fields]
        + [heading for heading, _ in said],
        [[_text(row, field) for field in fields] + [of(row) for _, of in said] for row in rows],
    )


def _is_told(model, field):
    if field.name in NEVER or field.primary_key:
        return False
    if field.is_relation:
        return field.related_model._meta.label_lower in {"partners.seat", "meetings.meeting", "partners.user"}
    if field.choices or isinstance(field, TOLD):
        return True
    return model._meta.label_lower in OWN_TEXTS and isinstance(field, models.CharField | models.TextField)


def _text(row, field):
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    value = getattr(row, field.name)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return value.astimezone(clock.LONDON).isoformat(timespec="seconds")
    if isinstance(value, list):
        return ", ".join(value)
    return "" if value is None else str(value)


def _called(model):
    return NAMES.get(model._meta.label_lower) or _capital(model._meta.verbose_name)


def _capital(words):
    return str(words)[:1].upper() + str(words)[1:]


def everything(person) -> dict:
    """All of it, as the file that a person takes along: names of things in words, moments as ISO 8601."""
    return {
        "made_at": clock.now().astimezone(clock.LONDON).isoformat(timespec="seconds"),
        "about_you": {
            kind.name: [dict(zip(kind.columns, row, strict=True)) for row in kind.rows] for kind in about(person)
        },
        "what_you_did": {deeds.what: deeds.number for deeds in done_by(person)},
    }

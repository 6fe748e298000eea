"""Reading a profile: every wrong key is named, with what is wrong and what to write instead, all of them at once."""

import difflib
import tomllib
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time
from pathlib import Path
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from ccsp_portal.profile.agreement import disagreements
from ccsp_portal.profile.facts import Profile


class ProfileError(Exception):
    """The profile can't be used. `problems` are sentences, each beginning with the key at fault."""

    def __init__(self, path, problems: list[str]):
        self.problems = problems
        lines = "".join(f"\n  {problem}" for problem in problems)
        super().__init__(f"The profile {Path(path).name} can’t be used. Correct it and start again:{lines}")


class _Wrong(Exception):
    """One value is not of its kind."""


def load(path) -> Profile:
    """The profile in a file. Raises ProfileError naming everything that is wrong with it."""
    problems: list[str] = []
    profile = _table(Profile, _parse(path), "", problems)
    if not problems:
        problems = disagreements(profile)
    if problems:
        raise ProfileError(path, problems)
    return profile


def _parse(path):
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise ProfileError(path, [f"The file can’t be read ({error.strerror}). Check PORTAL_PROFILE."]) from None
    except UnicodeDecodeError:
        raise ProfileError(path, ["The file is not written in UTF-8. Save it as UTF-8."]) from None
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(path, [f"The file is not TOML: {error}."]) from None


def _table(shape, data, where, problems):
    """The dataclass `shape` from a table; None, with `problems` longer, where that is not possible."""
    known = {_name(field): field for field in fields(shape)}
    for name in data:
        if name not in known:
            problems.append(f"{where}{name}: there is no such key.{_nearest(name, known)}")
    values = {}
    hints = get_type_hints(shape)
    for name, field in known.items():
        if name in data:
            values[field.name] = _value(hints[field.name], data[name], field.metadata, f"{where}{name}", problems)
        elif field.default is MISSING:
            problems.append(f"{where}{name}: it is missing. Write {field.metadata['write']}.")
    complete = all(field.name in values or field.default is not MISSING for field in known.values())
    return shape(**values) if complete else None


def _name(field):
    return field.metadata.get("named") or field.name


def _nearest(name, known):
    near = difflib.get_close_matches(name, known, n=1)
    return f" Did you mean {near[0]}?" if near else f" The keys here are {', '.join(known)}."


def _value(kind, value, metadata, where, problems):
    """The value as its kind; None, with `problems` longer, where it is not of it."""
    kind = _without_none(kind)
    if is_dataclass(kind):
        if isinstance(value, dict):
            return _table(kind, value, f"{where}.", problems)
        problems.append(f"{where}: it should be a table. Write {metadata['write']}.")
        return None
    if get_origin(kind) is tuple:
        return _list(get_args(kind)[0], value, metadata, where, problems)
    try:
        return _plain(kind, value, metadata)
    except _Wrong as wrong:
        problems.append(f"{where}: {wrong}. Write {metadata['write']}.")
        return None


def _without_none(kind):
    if isinstance(kind, UnionType):
        return next(each for each in get_args(kind) if each is not type(None))
    return kind


def _list(kind, value, metadata, where, problems):
    if not isinstance(value, list):
        problems.append(f"{where}: it should be a list. Write {metadata['write']}.")
        return ()
    return tuple(
        _value(kind, each, metadata, f"{where}[{number}]", problems) for number, each in enumerate(value, start=1)
    )


def _plain(kind, value, metadata):
    if get_origin(kind) is Literal:
        if value not in get_args(kind):
            raise _Wrong(f"“{value}” is not one of {', '.join(get_args(kind))}")
        return value
    return READERS[kind](value, metadata)


def _text(value, metadata):
    if not isinstance(value, str):
        raise _Wrong("it should be a text in quotation marks")
    if not value.strip():
        raise _Wrong("it is empty")
    return value


def _number(value, metadata):
    if isinstance(value, bool) or not isinstance(value, int):
        raise _Wrong(f"“{value}” is not a whole number")
    least, most = metadata.get("least"), metadata.get("most")
    if least is not None and value < least:
        raise _Wrong(f"{value} is too small: the least is {least}")
    if most is not None and value > most:
        raise _Wrong(f"{value} is too large: the most is {most}")
    return value


def _yes_or_no(value, metadata):
    if not isinstance(value, bool):
        raise _Wrong(f"“{value}” is neither true nor false")
    return value


def _day(value, metadata):
    if isinstance(value, datetime) or not isinstance(value, date):
        raise _Wrong(f"“{value}” is not a date without quotation marks")
    return value


def _time(value, metadata):
    try:
        return value if isinstance(value, time) else time.fromisoformat(value)
    except (TypeError, ValueError):
        raise _Wrong(f"“{value}” is not a time") from None


READERS: dict[Any, Any] = {str: _text, int: _number, bool: _yes_or_no, date: _day, time: _time}

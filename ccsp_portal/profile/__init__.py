"""This partnership's facts and local policy, read from profiles/*.toml."""

from functools import cache
from pathlib import Path

from django.conf import settings

from ccsp_portal.profile.facts import Profile
from ccsp_portal.profile.reading import ProfileError, load

__all__ = ["Profile", "ProfileError", "current", "load"]


def current() -> Profile:
    """The profile that this installation runs on (PORTAL_PROFILE), read once. Raises ProfileError."""
    return _read_once(Path(settings.PORTAL_PROFILE))


@cache
def _read_once(path: Path) -> Profile:
    return load(path)

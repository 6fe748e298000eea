"""What somebody sent when they were not signed in any more: held in their session until they can send it again."""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils.html import strip_tags

from ccsp_portal.once.tokens import FIELD, is_good, owner_of

HELD = "unsent"
MOST = 1_000_000
CSRF = "csrfmiddlewaretoken"
# how forms call what is chosen from a list
CHOSEN = re.compile(r"[a-z0-9_-]+")


@dataclass(frozen=True)
class Unsent:
    """A form that did not reach its act: where it goes, from which page, its fields ([name, value]) and its files."""

    address: str
    back: str
    owner: int
    fields: list[list[str]]
    files: list[str] = field(default_factory=list)

    @property
    def what(self) -> str:
        """What it asks for, by the name of the address: "Withdraw paper"; "" where the address leads nowhere now."""
        with suppress(Resolver404):
            return (resolve(urlsplit(self.address).path).url_name or "").replace("_", " ").capitalize()
        return ""

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What a person would miss: each field's name in words and its text; not what was only chosen."""
        texts = [(name, strip_tags(value).strip()) for name, value in self.fields if name != FIELD]
        return [
            (name.replace("_", " ").capitalize(), text)
            for name, text in texts
            if any(letter.isalpha() for letter in text) and not CHOSEN.fullmatch(text)
        ]


def sent_in(request, back: str) -> Unsent | None:
    """The form that the request sent; None where it did not come from a page of ours that was drawn for somebody.

    A password is not kept, and neither is what no person typed: over a million letters.
    """
    owner = owner_of(request.POST.get(FIELD, ""))
    fields = [[name, value] for name, values in request.POST.lists() if name != CSRF for value in values]
    is_secret = any("password" in name for name, _ in fields)
    if not owner or is_secret or sum(len(value) for _, value in fields) > MOST:
        return None
    files = [each.name for each in request.FILES.values()]
    return Unsent(request.get_full_path(), back, owner, fields, files)


def hold(request, unsent: Unsent):
    """Keep it until its owner has signed in again, in the session of the browser that sent it."""
    request.session[HELD] = vars(unsent)


def held_for(request) -> Unsent | None:
    """What is held for the person who is signed in: somebody else at the same computer is shown nothing of it."""
    held = request.session.get(HELD)
    unsent = Unsent(**held) if held else None
    return unsent if unsent and unsent.owner == request.user.pk else None


def let_go(request):
    """Forget what is held once its page has it: done, or on a form to be corrected."""
    held = request.session.get(HELD)
    if held and [FIELD, request.POST[FIELD]] in held["fields"]:
        del request.session[HELD]


def sent_by_reader(request) -> Unsent | None:
    """The form that the request sent, if the page was drawn for the very person who is signed in."""
    is_theirs = request.user.is_authenticated and is_good(request.POST.get(FIELD, ""), request.user)
    return sent_in(request, back="") if is_theirs else None

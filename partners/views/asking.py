"""One page for every act that is a form, a sentence and a way back."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.shortcuts import redirect

from ccsp_portal.govuk.forms import offer, offer_both
from ccsp_portal.workflow import Stale


@dataclass(frozen=True, kw_only=True)
class Page:
    """What stands round the form: the heading, the address and the words of the way back, and paragraphs before it."""

    heading: str
    back: str
    back_words: str
    caption: str = ""
    before: tuple[str, ...] = ()


def ask(request, form, act, page: Page, *, then=""):
    """Offer the form; when what was sent will do, perform `act(answers)`, say the sentence it returns, and go `then`.

    `act` may return the sentence with an address where to go instead, such as that of what it made. It may raise
    ValidationError (422, nothing lost) and Stale (409, both texts). Without `then`, it goes back.
    """
    waiting = None
    if form.is_bound and form.is_valid():
        try:
            said, place = _said_and_place(act(form.cleaned_data), then or page.back)
        except Stale as stale:
            return offer_both(request, "partners/ask.html", form, stale.theirs, page=page, yours=shown(stale))
        except ValidationError as refusal:
            waiting = getattr(refusal, "invitation", None)
            refuse(form, refusal)
        else:
            messages.success(request, said)
            return redirect(place)
    return offer(request, "partners/ask.html", form, page=page, waiting=waiting)


def _said_and_place(outcome, otherwise):
    return (outcome, otherwise) if isinstance(outcome, str) else outcome


def refuse(form, refusal: ValidationError):
    """Put each of an act's complaints beside the question it is about, or above them all."""
    complaints = refusal.message_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.messages}
    for name, sentences in complaints.items():
        form.add_error(name if name in form.fields else None, sentences)


def shown(stale: Stale):
    """What somebody else saved, of the columns that were about to be changed: [(column, value)]."""
    meta = stale.theirs._meta
    return [
        (meta.get_field(name).verbose_name, getattr(stale.theirs, name)) for name in stale.yours if name != "version"
    ]

"""The second page of an act that cannot be taken back: what happens to whom, and then the button."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import render

from ccsp_portal.govuk.templatetags.govuk import short_date
from ccsp_portal.once.tokens import FIELD
from partners.standing import forget_standing
from partners.views.asking import Page, ask, refuse

NOT_ANSWERS = {"csrfmiddlewaretoken", FIELD, "confirmed", "change"}


def ask_twice(request, form, act, page: Page, *, consequences, then=""):
    """Offer the form; say what `act(answers)` would do to whom; perform it once that was confirmed.

    `consequences(answers)` gives the sentences. What the act would refuse is refused beside the question on the first
    page: there it is tried and undone.
    """
    if not form.is_bound or not form.is_valid() or "confirmed" in request.POST:
        return ask(request, form, act, page, then=then)
    if "change" in request.POST:
        return render(request, "partners/ask.html", {"form": form, "page": page})
    try:
        sentences = consequences(dict(form.cleaned_data))
        _try(act, dict(form.cleaned_data))
    except ValidationError as refusal:
        refuse(form, refusal)
        return ask(request, form, act, page)
    finally:
        forget_standing(request.user)
    return check(request, form, page, sentences)


def check(request, form, page: Page, sentences, *, but=()):
    """The second page: what was answered (`but` to these questions, whose answers count for nothing), what happens, and
    the button that sends it all again as confirmed."""
    asked = _asked(form, but)
    context = {"form": form, "page": page, "consequences": sentences, "asked": asked, "answers": _sent(request)}
    return render(request, "partners/check.html", context)


def _try(act, answers):
    """Do it and undo it, so that what it refuses is known."""
    with transaction.atomic():
        act(answers)
        transaction.set_rollback(True)


def _sent(request):
    return [(name, value) for name, values in request.POST.lists() if name not in NOT_ANSWERS for value in values]


def _asked(form, but):
    """The questions with their answers in words: those that were answered."""
    shown = {name: field for name, field in form.fields.items() if not field.widget.is_hidden and name not in but}
    told = [(field.label, _in_words(form, name)) for name, field in shown.items()]
    return [(question, answer) for question, answer in told if answer]


def _in_words(form, name):
    value = form.cleaned_data.get(name)
    if hasattr(value, "strftime"):
        return short_date(value)
    labels = {str(key): label for key, label in getattr(form.fields[name], "choices", ()) if not hasattr(value, "pk")}
    if isinstance(value, list):
        return ", ".join(labels.get(each, each) for each in value)
    return labels.get(value, value) if isinstance(value, str) else value

"""One box over every app."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ccsp_portal.search import queries
from ccsp_portal.search.forms import SearchForm
from ccsp_portal.search.sources import KINDS


@login_not_required
@require_GET
def search(request):
    """What holds the words, among all that the asker may read."""
    form = SearchForm(request.GET if "q" in request.GET else None)
    context = {"find": form, "form": form}
    if form.is_bound and form.is_valid() and form.cleaned_data["q"].strip():
        context |= _found(request, form.cleaned_data["q"], form.cleaned_data["kind"])
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "search/search.html", context, status=status)


def _found(request, words, kind):
    page, counts = queries.search(request.user, words, kind, request.GET.get("page"))
    tally = [{"key": key, "name": name, "count": counts[key]} for key, name in KINDS.items() if key in counts]
    return {
        "words": words,
        "kind": kind,
        "kind_name": KINDS.get(kind, ""),
        "tally": tally,
        "total": sum(counts.values()),
        "page": page,
    }

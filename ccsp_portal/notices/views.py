"""The secretariat's pages of notices: find, read, send again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from ccsp_portal.notices import queries, workflow
from ccsp_portal.notices.forms import FindNotices
from ccsp_portal.notices.models import Mail
from ccsp_portal.notices.sight import readable_by
from ccsp_portal.once.decorator import once

PER_PAGE = 50


def check_may_see_notices(person):
    if not person.has_perm("notices.see_notices"):
        raise PermissionDenied("Only the secretariat sees what people have been told.")


@require_GET
def list_notices(request):
    check_may_see_notices(request.user)
    form = FindNotices(request.GET if request.GET else None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    page = Paginator(queries.found(request.user, **wanted), PER_PAGE).get_page(request.GET.get("page"))
    rows = _rows(request.user, page.object_list)
    return render(request, "notices/list_notices.html", {"find": form, "page": page, "rows": rows})


@require_GET
def show_notice(request, pk):
    check_may_see_notices(request.user)
    notice = get_object_or_404(queries.found(request.user), pk=pk)
    [row] = _rows(request.user, [notice])
    mails = notice.mails.order_by("-written_at")
    return render(request, "notices/show_notice.html", {**row, "mails": mails})


@require_POST
@once
def send_again(request, pk):
    check_may_see_notices(request.user)
    workflow.send_again(get_object_or_404(queries.found(request.user), pk=pk), by=request.user)
    messages.success(request, "The notice will be sent again")
    return redirect("notices:show_notice", pk=pk)


def _rows(person, notices):
    """Each notice with whether the person may read it and how its mail stands, in words."""
    readable = readable_by(person, notices)
    words = dict(Mail.State.choices)
    return [
        {"notice": notice, "is_readable": notice in readable, "state": words.get(notice.mail_state, "")}
        for notice in notices
    ]

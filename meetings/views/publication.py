"""What was published: each version of minutes at an address that lasts, and the register of all that went out."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ccsp_portal.documents.download import respond
from ccsp_portal.freshness import unchanged_since
from meetings.forms.minutes import PublishedFilter
from meetings.models import Meeting, Minutes, MinutesFile
from meetings.papers.minutes import for_page
from meetings.queries import publication
from meetings.queries.exclusions import reads_everything
from meetings.queries.minutes import rows_of_minutes
from meetings.queries.withdrawn_pages import withdrawn_pages
from meetings.workflow.openings import note_members_file

PUBLICATIONS_A_PAGE = 25
KINDS = {("members-" if for_members else "") + kind: (kind, for_members) for kind in MinutesFile.Kind.values
         for for_members in (False, True)}  # fmt: skip


def _minutes(request, pk):
    """A meeting's minutes, if the person may see them; else 404."""
    return get_object_or_404(Minutes.objects.visible_to(request.user).select_related("meeting__body"), meeting=pk)


def rows_of_version(request, pk, number):
    """Every table that the page of a version shows."""
    return rows_of_minutes(request, pk)


@login_not_required
@require_safe
@unchanged_since(rows_of_version)
def show_minutes_version(request, pk, number):
    """The minutes as they were published once, with what replaced them; where they were taken back, when and why."""
    minutes = _minutes(request, pk)
    versions = publication.versions_for(minutes, request.user)
    shown = next((each for each in versions if each.version.number == number), None)
    if shown is None:
        raise Http404
    context = {"minutes": minutes, "meeting": minutes.meeting, "shown": shown, "version": shown.version}
    if shown.withdrawal:
        return render(request, "meetings/minutes_withdrawn.html", context, status=HTTPStatus.GONE)
    is_member = reads_everything(minutes.meeting, request.user)
    data = shown.version.members_data if is_member else shown.version.open_data
    later = [each.version for each in versions if each.version.number > number]
    context |= {"d": data, "items": for_page(data) if data else [], "next": later[-1] if later else None}
    return render(request, "meetings/show_minutes_version.html", context)


@login_not_required
@require_safe
def minutes_file(request, pk, number, name):
    """One file of one version, at an address of its own that lasts: PDF, Word or OpenDocument."""
    minutes = _minutes(request, pk)
    kind, for_members = KINDS.get(name) or (None, False)
    files = MinutesFile.objects.filter(version__minutes=minutes, kind=kind, for_members=for_members)
    files = files.select_related("document", "version__withdrawal__item")
    file = files.filter(version__number=number).first()
    if file is None or (for_members and not reads_everything(minutes.meeting, request.user)):
        raise Http404
    return _given(request, minutes, file)


def _given(request, minutes, file):
    withdrawal = getattr(file.version, "withdrawal", None)
    if withdrawal and not file.for_members:
        shown = publication.VersionForReader(file.version, [], withdrawal)
        context = {"minutes": minutes, "meeting": minutes.meeting, "shown": shown, "version": file.version}
        return render(request, "meetings/minutes_withdrawn.html", context, status=HTTPStatus.GONE)
    if file.for_members and request.method == "GET":
        note_members_file(minutes.meeting, file.document, "minutes", request.user)
    return respond(file.document, request, public=not file.for_members)


@login_not_required
@require_safe
def download_minutes(request, pk):
    """The PDF of the latest version: the members' for who reads every item, else the open one."""
    minutes = _minutes(request, pk)
    is_member = reads_everything(minutes.meeting, request.user)
    files = MinutesFile.objects.filter(version__minutes=minutes, kind=MinutesFile.Kind.PDF, for_members=is_member)
    file = files.select_related("document", "version__withdrawal__item").order_by("-version__number").first()
    if file is None:
        raise Http404
    return _given(request, minutes, file)


@login_not_required
@require_safe
@unchanged_since(publication.rows_of_publications)
def list_published(request):
    """What was published, when, with its hash: of every meeting, or of one body, one year, one kind."""
    form = PublishedFilter(
        request.GET, years=publication.years_of_publications(), bodies=publication.bodies_that_published()
    )
    keys = publication.published_keys(**form.asked)
    page = Paginator(keys, PUBLICATIONS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": form,
        "page": page,
        "publications": publication.publications(page.object_list),
        "counted": "1 publication" if page.paginator.count == 1 else f"{page.paginator.count} publications",
    }
    return render(request, "meetings/list_published.html", context)


@login_not_required
@require_safe
@unchanged_since(publication.rows_of_publications)
def show_published(request, pk):
    """What was published of one meeting, when, with its hash."""
    meeting = get_object_or_404(Meeting.objects.visible_to(publication.THE_PUBLIC).select_related("body"), pk=pk)
    published = publication.publications(publication.published_keys(meeting=pk))
    context = {
        "meeting": meeting,
        "publications": published,
        "withdrawn_pages": withdrawn_pages(meeting, publication.THE_PUBLIC),
    }
    return render(request, "meetings/show_published.html", context)

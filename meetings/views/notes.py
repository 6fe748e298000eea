"""Pages on which somebody makes notes for themselves, and finds them again."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST, require_safe

from ccsp_portal.govuk.forms import REFUSED, offer, offer_both
from ccsp_portal.once.decorator import once
from ccsp_portal.workflow import Conflict, Stale
from meetings.forms.notes import NoteForm, NotesFilter
from meetings.models import PrivateNote
from meetings.queries.notes import (
    listed,
    meetings_with_notes,
    note_in,
    notes_of,
    removed_notes_of,
    run_with,
)
from meetings.views.agenda import readable_item
from meetings.workflow import notes as acts
from meetings.workflow.retention import NOTES, REMOVED_NOTES

NOTES_A_PAGE = 20


@require_safe
def my_notes(request):
    """All that the reader noted for themselves, to search; and what they removed lately."""
    form = NotesFilter(request.GET, meetings=meetings_with_notes(request.user))
    page = Paginator(notes_of(request.user, **form.asked), NOTES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": form,
        "page": page,
        "notes": listed(page.object_list, request.user),
        "removed": listed(removed_notes_of(request.user), request.user),
        "is_empty": not form.data and not page.paginator.count,
        "kept": NOTES,
        "removed_kept": REMOVED_NOTES.period,
    }
    return render(request, "meetings/my_notes.html", context)


@once
def write_note(request, pk):
    """Make a note on an item, or on a page of its papers: `?page=12A`."""
    item, page = _place(request, pk)
    note = note_in(item, page, request.user)
    form = NoteForm.from_request(request, initial={"text": note.text if note else "", "version": _version(note)})
    back = _back(request, item, page)
    form.cancel_url, form.action = back, request.get_full_path()
    form.autosave = f"{reverse('meetings:save_note', args=[pk])}?{urlencode({'page': page})}"
    context = {"item": item, "meeting": item.meeting, "page": page, "note": note, "back": back}
    context["removed_kept"] = REMOVED_NOTES.period
    if form.is_bound and form.is_valid():
        answers = form.cleaned_data
        try:
            acts.write_note(item, answers["text"], page=page, version=answers["version"], by=request.user)
        except Stale as stale:
            return offer_both(request, "meetings/write_note.html", form, stale.theirs, **context)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "Your note is saved. Only you can see it.")
            return redirect(back)
    return offer(request, "meetings/write_note.html", form, **context)


@require_POST
@once
def save_note(request, pk):
    """What the page asks as the note is typed, in JSON. `state`: "saved"; "conflict" where another window saved
    something else; "refused" where it is empty or too long, or can be read no more. What was typed stays there."""
    item, page = _place(request, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"state": "refused", "said": _first(form.errors)}, status=REFUSED)
    answers = form.cleaned_data
    try:
        note = acts.write_note(item, answers["text"], page=page, version=answers["version"], by=request.user)
    except Stale:
        said = "You changed this note in another window. Press “Save the note” to see both."
        return JsonResponse({"state": "conflict", "said": said}, status=409)
    except ValidationError as refusal:
        return JsonResponse({"state": "refused", "said": " ".join(refusal.messages)}, status=REFUSED)
    return JsonResponse({"state": "saved", "version": note.version, "at": f"{localtime(note.written_at):%H:%M}"})


@require_POST
@once
def remove_note(request, pk):
    """Remove one's note; the list offers to put it back."""
    note = _own(request, pk)
    acts.remove_note(note, by=request.user)
    messages.success(
        request, f"Your note is removed. For {REMOVED_NOTES.period} you can put it back, under “My notes”."
    )
    return redirect(_safe(request) or reverse("meetings:my_notes"))


@require_POST
@once
def restore_note(request, pk):
    """Put a removed note back."""
    acts.restore_note(_own(request, pk), by=request.user)
    messages.success(request, "Your note is back.")
    return redirect("meetings:my_notes")


def _own(request, pk) -> PrivateNote:
    notes = PrivateNote.objects.visible_to(request.user).select_related("item", "meeting")
    return get_object_or_404(notes, pk=pk)


def _place(request, pk):
    """An item that the person may read, and which page of it; 404 where it has none of that number."""
    item, page = readable_item(request, pk), request.GET.get("page", "")
    if page and run_with(item, page) is None:
        raise Http404
    if not item.number:
        raise Conflict("Notes are made on papers that are out. Wait until the agenda is circulated.")
    return item, page


def _version(note):
    return note.version if note else 0


def _back(request, item, page):
    """Where the person came from, if it is a page of ours; else the place itself, among the papers."""
    anchor = f"page-{page}" if page else f"item-{item.number}"
    return _safe(request) or f"{reverse('meetings:read_pack', args=[item.meeting_id])}#{anchor}"


def _safe(request):
    """An address of ours to go back to, from the form or the address; "" where it is none."""
    back = request.POST.get("back", "") or request.GET.get("back", "")
    return back if back.startswith("/") and url_has_allowed_host_and_scheme(back, None) else ""


def _first(errors):
    return next(iter(errors.values()))[0]

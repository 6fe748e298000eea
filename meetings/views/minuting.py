"""Pages on which minutes are written: saved as they are typed, compared, restored, held against the records."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ccsp_portal.govuk.forms import REFUSED, ConfirmForm, offer
from ccsp_portal.once.decorator import once
from ccsp_portal.prose.comparing import both, changes
from ccsp_portal.prose.marks import to_marks
from ccsp_portal.prose.reading import read
from ccsp_portal.prose.writing import as_html, as_text
from ccsp_portal.workflow import Conflict, Stale
from meetings.forms.minutes import BoxForm, CompareForm, MinuteForm, SavedMinuteForm
from meetings.models import AgendaItem, Meeting, MinuteText
from meetings.models.minutes import passages
from meetings.queries.minuting import revision_of, revisions_of
from meetings.queries.roll import number_of
from meetings.views.records import back_to, item_in_hand, run_at
from meetings.workflow import minuting as acts
from meetings.workflow.records import refuse_settled

REVISIONS_A_PAGE = 25
CHOICES = (("mine", "Yours"), ("both", "Both, theirs first"), ("theirs", "Theirs"))


def item_to_minute(request, pk) -> AgendaItem:
    """An item whose minute the person may write now: 404, 403, or 409 once the minutes are with the chair."""
    item = item_in_hand(request, pk, acts.WRITE.permission)
    acts.WRITE.check(item.meeting, request.user)
    refuse_settled(item.meeting)
    return item


def _back(item):
    return redirect(f"{reverse('meetings:run_meeting', args=[item.meeting_id])}#item-{item.pk}")


def _in_hand(minute: MinuteText | None):
    return (minute.version, minute.blocks) if minute else (0, ())


@once
def write_minute(request, pk):
    """Write what was said under an item in a plain box; a preview saves nothing."""
    item = item_to_minute(request, pk)
    minute = getattr(item, "minute", None)
    version, blocks = _in_hand(minute)
    form = MinuteForm.from_request(request, initial={"text": to_marks(blocks), "version": version})
    context = {"item": item, "passages": minute.passages if minute else []}
    if back_to(item.meeting, form).is_bound and form.is_valid():
        written = form.blocks
        if "preview" in request.POST:
            context |= {"passages": passages(item.number, written), "is_preview": True}
            return render(request, "meetings/write_minute.html", {"form": form, **context})
        kept = both(blocks, written) if request.POST.get("keep") == "both" else written
        try:
            acts.write_minute(item, html=as_html(kept), version=form.cleaned_data["version"], by=request.user)
        except Stale as stale:
            return _offer_both(request, form, stale.theirs, **context)
        except ValidationError as refusal:
            form.add_error("text", refusal.messages)
        else:
            messages.success(request, f"The minute of item {number_of(item)} is saved.")
            return _back(item)
    return offer(request, "meetings/write_minute.html", form, **context)


def _offer_both(request, form, theirs, **context):
    """What was typed, beside what somebody else saved meanwhile; each button of the page keeps one, or both."""
    form.data = form.data.copy()
    form.data["version"] = str(theirs.version)
    differences = changes(as_text(theirs.blocks), as_text(form.blocks))
    context |= {"form": form, "theirs": theirs, "differences": differences}
    return render(request, "meetings/minute_conflict.html", context, status=409)


@require_POST
@once
def write_minutes(request, pk):
    """Save every box of the page that was changed, whichever button was pressed; what can't be saved is shown again."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)
    if not request.user.has_perm(acts.WRITE.permission, meeting):
        raise PermissionDenied
    items = AgendaItem.objects.visible_to(request.user).filter(meeting=meeting).select_related("meeting", "minute")
    forms = [form for form in (BoxForm(request.POST, item=item) for item in items) if form.was_sent]
    changed = [form for form in forms if not form.is_valid() or form.is_news]
    refused = [box for box in (_refused(form, request.user) for form in changed) if box]
    stuck = {box["item"].pk for box in refused}
    said = _saved_in_words([form.item for form in changed if form.item.pk not in stuck])
    if refused:
        context = {"meeting": meeting, "boxes": refused, "saved": said, "choices": CHOICES}
        context["may_save"] = not all(box["is_closed"] for box in refused)
        status = 409 if any(box["theirs"] or box["is_closed"] for box in refused) else REFUSED
        return render(request, "meetings/minutes_not_saved.html", context, status=status)
    messages.success(request, said or "Everything was saved already.")
    at = request.POST.get("at", "")
    return redirect(run_at(meeting) + (f"#item-{at}" if at.isdecimal() else ""))


def _refused(form, by):
    """None once the box is saved; else the box as it is drawn again, and why."""
    box = {"item": form.item, "name": form.prefix, "said": [], "theirs": None, "is_closed": False}
    box |= {"text": form["text"].value(), "version": form["version"].value()}
    if not form.is_valid():
        return box | {"said": [words for errors in form.errors.values() for words in errors]}
    keep, blocks = form.cleaned_data["keep"], form.blocks
    if keep == "both":
        blocks = both(_in_hand(getattr(form.item, "minute", None))[1], blocks)
    try:
        acts.write_minute(form.item, html=as_html(blocks), version=form.cleaned_data["version"], by=by)
    except Stale as stale:
        differences = changes(as_text(stale.theirs.blocks), as_text(form.blocks))
        said = ["Somebody else saved this minute while you were writing."]
        return box | {"said": said, "theirs": stale.theirs, "version": stale.theirs.version, "differences": differences}
    except ValidationError as refusal:
        return box | {"said": refusal.messages}
    except Conflict as conflict:
        return box | {"said": [conflict.sentence, "Copy what you wrote."], "is_closed": True}
    return None


def _saved_in_words(items):
    names = [number_of(item) for item in items]
    if len(names) < 2:
        return f"The minute of item {names[0]} is saved." if names else ""
    return f"The minutes of items {', '.join(names[:-1])} and {names[-1]} are saved."


@require_http_methods(["GET", "HEAD", "POST"])
@once
def save_minute(request, pk):
    """What the editor asks every few seconds, in JSON: the minute as it is, or to save what was typed.

    `state` says what came of it: "saved"; "conflict", with the other text; "closed" when it can't be written any more;
    "refused" when it is too long. Nothing was lost: the editor still holds what was typed. Who asks is told who they
    are, and gets a new key, since signing in again makes those of the page old.
    """
    try:
        item = item_to_minute(request, pk)
        if request.method != "POST":
            reader = {"person": request.user.pk, "key": get_token(request)}
            return JsonResponse(_as_saved(getattr(item, "minute", None)) | reader)
        return _save(request, item)
    except Conflict as conflict:
        return JsonResponse({"state": "closed", "said": conflict.sentence}, status=409)


def _save(request, item):
    form = SavedMinuteForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"state": "refused", "said": "The minute could not be read. Reload the page."}, status=400)
    html, version, keep = (form.cleaned_data[name] for name in ("html", "version", "keep"))
    try:
        acts.refuse_too_long(html, acts.LONGEST_SENT)
        written = read(html)
        kept = both(_in_hand(getattr(item, "minute", None))[1], written) if keep == "both" else written
        minute = acts.write_minute(item, html=as_html(kept), version=version, by=request.user)
    except Stale as stale:
        return JsonResponse(_as_conflict(stale.theirs, written), status=409)
    except ValidationError as refusal:
        return JsonResponse({"state": "refused", "said": " ".join(refusal.messages)}, status=REFUSED)
    return JsonResponse(_as_saved(minute))


def _as_saved(minute: MinuteText | None):
    version, blocks = _in_hand(minute)
    at = f"{localtime(minute.written_at):%H:%M}" if minute else ""
    return {"state": "saved", "version": version, "html": as_html(blocks), "at": at}


def _as_conflict(theirs, written):
    context = {"theirs": theirs, "differences": changes(as_text(theirs.blocks), as_text(written))}
    return _as_saved(theirs) | {
        "state": "conflict",
        "shown": render_to_string("meetings/_minute_differences.html", context),
    }


@require_safe
def list_revisions(request, pk):
    """Every revision of an item's minute, and what changed between two of them."""
    item = item_in_hand(request, pk, acts.WRITE.permission)
    minute = _minute(item)
    revisions = revisions_of(minute)
    form = CompareForm(request.GET, numbers=[each.number for each in revisions])
    older, newer = (next(each for each in revisions if each.number == n) for n in (form.older, form.newer))
    context = {
        "item": item,
        "filter": form,
        "page": Paginator(revisions, REVISIONS_A_PAGE).get_page(request.GET.get("page")),
        "older": older,
        "newer": newer,
        "differences": changes(older.text, newer.text),
        "may_restore": acts.WRITE.is_open_to(request.user, item.meeting),
    }
    return render(request, "meetings/list_revisions.html", context)


def _minute(item) -> MinuteText:
    if not hasattr(item, "minute"):
        raise Http404
    return item.minute


@once
def restore_minute(request, pk, number):
    """Put an earlier revision back, after a look at what that changes."""
    item = item_to_minute(request, pk)
    minute = _minute(item)
    revision = revision_of(minute, number)
    form = ConfirmForm.from_request(request, label="Restore this revision")
    form.cancel_url = reverse("meetings:list_revisions", args=[pk])
    if request.method == "POST":
        version = request.POST.get("version", "")[:9]
        acts.restore_minute(item, number, version=int(version) if version.isdecimal() else 0, by=request.user)
        messages.success(request, f"Revision {number} of the minute of item {number_of(item)} is restored.")
        return _back(item)
    context = {"item": item, "revision": revision, "differences": changes(minute.text, revision.text)}
    return offer(request, "meetings/restore_minute.html", form, **context)


@require_POST
@once
def settle_sentence(request, pk):
    """Say of a sentence that it needs no record, and go back to where it was listed."""
    item = item_to_minute(request, pk)
    sentence = " ".join(request.POST.get("sentence", "").split())
    if sentence:
        acts.settle_sentence(item, sentence, by=request.user)
        messages.success(request, "Noted: the sentence needs no record.")
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, None):
        back = reverse("meetings:show_minutes", args=[item.meeting_id])
    return redirect(back)

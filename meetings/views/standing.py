"""Pages of the template that a body's agendas are laid out from."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ccsp_portal.once.decorator import once
from meetings.forms.standing import RemoveStandingItemForm, StandingItemForm
from meetings.workflow import standing as acts
from partners.models import Body
from partners.views.asking import Page, ask


def _template_of(request, key):
    """A body whose standing items the person may edit (403), and its rules."""
    body = get_object_or_404(Body.objects.current(), key=key)
    if not request.user.has_perm("meetings.edit_standing_items", body):
        raise PermissionDenied("Only the body’s secretary says what stands on its agendas.")
    return body, acts.policy_with_items(body)


@require_safe
def list_standing_items(request, key):
    """What stands on every agenda of the body, in order."""
    body, policy = _template_of(request, key)
    minutes = sum(item["minutes"] for item in policy.standing_items)
    context = {"body": body, "policy": policy, "minutes": minutes, "by_themselves": acts.BY_THEMSELVES}
    return render(request, "meetings/list_standing_items.html", context)


@once
def add_standing_item(request, key):
    """Put one more at the end."""
    body, policy = _template_of(request, key)
    form = StandingItemForm.from_request(request, policy=policy)

    def add(answers):
        acts.add_standing_item(body, **_sure(answers, policy), by=request.user)
        return f"“{answers['title']}” stands on new agendas from now on."

    return ask(request, form, add, _page(body, "Add a standing item"))


@once
def edit_standing_item(request, key, item):
    """Change one."""
    body, policy = _template_of(request, key)
    found = _item_or_404(policy, item)
    form = StandingItemForm.from_request(request, policy=policy, item=found)

    def edit(answers):
        acts.edit_standing_item(body, item, **_sure(answers, policy), by=request.user)
        return "The item is saved. Agendas that are laid out stay as they are."

    return ask(request, form, edit, _page(body, "Change the standing item"))


@require_POST
@once
def move_standing_item(request, key, item, where):
    """Change places with the one before or after."""
    body, policy = _template_of(request, key)
    if where not in {"up", "down"}:
        raise Http404
    found = _item_or_404(policy, item)
    acts.move_standing_item(body, item, up=where == "up", version=_version(request, policy), by=request.user)
    messages.success(request, f"“{found['title']}” is moved {where}.")
    return redirect("meetings:list_standing_items", key)


@once
def remove_standing_item(request, key, item):
    """Take one out, after asking: added again, it would come at the end."""
    body, policy = _template_of(request, key)
    found = _item_or_404(policy, item)
    form = RemoveStandingItemForm.from_request(request, label="Remove it", policy=policy)

    def remove(answers):
        acts.remove_standing_item(body, item, version=_version(request, policy), by=request.user)
        return f"“{found['title']}” no longer stands on new agendas. Agendas that are laid out stay as they are."

    before = "New agendas will begin without it. If you want it back later, you will have to add it again."
    return ask(request, form, remove, _page(body, f"Remove “{found['title']}”?", before))


def _item_or_404(policy, key):
    found = next((item for item in policy.standing_items if item["key"] == key), None)
    if found is None:
        raise Http404
    return found


def _version(request, policy):
    """The version of the template that the person saw."""
    text = request.POST.get("version", "")[:9]
    return int(text) if text.isdecimal() else policy.version


def _sure(answers, policy):
    return {**answers, "version": answers["version"] or policy.version}


def _page(body, heading, *before):
    back = reverse("meetings:list_standing_items", args=[body.key])
    return Page(heading=heading, caption=body.name, back=back, back_words="Back to the standing items", before=before)

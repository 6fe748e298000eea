"""The pages behind the link in a reminder: an owner says how an action point stands, without signing in."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from ccsp_portal.govuk.forms import offer
from ccsp_portal.once.decorator import once
from ccsp_portal.workflow import Conflict
from meetings.forms.actions import StandsForm
from meetings.queries.actions import days_late
from meetings.views.actions import report
from meetings.workflow.links import DeadLink, opened
from partners.views.asking import refuse


# the link itself is the key, so that a forged request would need it: and it works where a mail program keeps no cookie
@csrf_exempt
@login_not_required
@never_cache
@once
def update_by_link(request, token):
    """Opening it does nothing; its button says how the action point stands, as the person whose link it is.

    A private item's is not shown: its owner is asked to sign in.
    """
    try:
        person, action = opened(token)
    except DeadLink as dead:
        where = reverse("meetings:show_action", args=[dead.action_id]) if dead.action_id else reverse("home:home")
        return render(request, "meetings/dead_action_link.html", {"dead": dead, "where": where}, status=410)
    if request.user.is_authenticated and request.user != person:
        # what they said would be said in another's name
        return render(request, "meetings/link_of_another.html", {"action": action}, status=403)
    if action.item.is_private:
        return render(request, "meetings/sign_in_to_update.html", {"action": action})
    form = StandsForm.from_request(request)
    if form.is_bound and form.is_valid():
        try:
            report(action, form.cleaned_data, by=person, by_link=True)
        except ValidationError as refusal:
            refuse(form, refusal)
        except Conflict as conflict:
            form.add_error(None, conflict.sentence)
        else:
            # not to an address with the token in it: the register of forms keeps where a form led
            return redirect("meetings:thank_for_update")
    context = {"action": action, "person": person, "late": days_late(action)}
    return offer(request, "meetings/update_by_link.html", form, **context)


@login_not_required
@require_safe
def thank_for_update(request):
    """What was said by a link is saved."""
    return render(request, "meetings/thank_for_update.html")

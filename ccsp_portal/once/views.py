"""What was typed and could not be taken is offered again, whole."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.views.csrf import csrf_failure
from django.views.decorators.http import require_safe

from ccsp_portal.once.unsent import held_for, sent_by_reader


@require_safe
def show_unsent(request):
    """The form that was sent after the session was over, to be sent now."""
    unsent = held_for(request)
    if not unsent:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "once/unsent.html", {"unsent": unsent})


def refuse_from_elsewhere(request, reason=""):
    """What was sent from a page drawn before the person signed in again, to be sent now; 403, as what is forged."""
    unsent = sent_by_reader(request)
    if not unsent:
        return csrf_failure(request, reason)
    return render(request, "once/unsent.html", {"unsent": unsent}, status=403)

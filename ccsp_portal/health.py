"""Whether the database, Redis, the worker and beat are alive."""

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse


@login_not_required
def health(request):
    """Say that the web process answers."""
    return JsonResponse({"web": "ok"})

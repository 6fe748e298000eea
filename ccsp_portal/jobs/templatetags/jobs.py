"""{% load jobs %}: how far a job is."""

from django import template

from ccsp_portal.jobs.heartbeats import is_alive, last_seen
from ccsp_portal.jobs.models import Job
from ccsp_portal.jobs.workflow import MOVES
from ccsp_portal.workflow import open_to

register = template.Library()

COLOURS = {"queued": "grey", "running": "blue", "done": "green", "failed": "red", "cancelled": "yellow"}


@register.inclusion_tag("jobs/_state.html", takes_context=True)
def job_state(context, job):
    """{% job_state job %}: its state, step and progress, what to do next; one query while it waits, else none."""
    request = context["request"]
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "job": job,
        "colour": COLOURS[job.state],
        "waiting_for": _waiting_for(job),
        "moves": {move.verb for move in open_to(request.user, job, MOVES)},
    }


def _waiting_for(job):
    """Why a waiting job waits: nothing but its turn, or a worker that is away; None for one that does not wait."""
    if job.state != Job.State.QUEUED:
        return None
    seen = last_seen()
    return {"is_alive": is_alive("worker", seen), "seen_at": seen.get("worker")}

"""Pages of jobs: how far it is, try again, cancel."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from ccsp_portal.jobs import workflow
from ccsp_portal.jobs.models import Job
from ccsp_portal.once.decorator import once

# htmx's own: "draw this, and ask no more"
STOP_POLLING = 286


@require_GET
def show_job(request, pk):
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    return render(request, "jobs/show_job.html", {"job": job})


@require_GET
def job_progress(request, pk):
    """The part of a page that htmx asks for every two seconds, until the job is finished."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    status = STOP_POLLING if job.is_finished and request.htmx else 200
    return render(request, "jobs/job_progress.html", {"job": job}, status=status)


@require_POST
@once
def retry_job(request, pk):
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    workflow.retry(job, by=request.user)
    messages.success(request, f"“{job}” will be tried again")
    return redirect(job.page_url or "jobs:show_job", **({} if job.page_url else {"pk": pk}))


@require_POST
@once
def cancel_job(request, pk):
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    workflow.cancel(job, by=request.user)
    messages.success(request, f"“{job}” is cancelled")
    return redirect(job.page_url or "jobs:show_job", **({} if job.page_url else {"pk": pk}))

"""Addresses of jobs."""

from django.urls import path

from ccsp_portal.jobs import views

app_name = "jobs"

urlpatterns = [
    path("<int:pk>/", views.show_job, name="show_job"),
    path("<int:pk>/progress", views.job_progress, name="job_progress"),
    path("<int:pk>/try-again", views.retry_job, name="retry_job"),
    path("<int:pk>/cancel", views.cancel_job, name="cancel_job"),
]

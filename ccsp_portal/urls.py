"""Every address of the portal. Each page is closed unless its view opens itself."""

from django.urls import include, path

from ccsp_portal import health

urlpatterns = [
    path("health", health.health, name="health"),
    path("", include("ccsp_portal.public.urls")),
    path("home/", include("ccsp_portal.home.urls")),
    path("search/", include("ccsp_portal.search.urls")),
    path("duties/", include("ccsp_portal.duties.urls")),
    path("meetings/", include("meetings.urls")),
    path("assessments/", include("assessments.urls")),
    path("plans/", include("plans.urls")),
    path("partners/", include("partners.urls")),
    path("account/", include("partners.account_urls")),
    path("jobs/", include("ccsp_portal.jobs.urls")),
    path("unsent/", include("ccsp_portal.once.urls")),
    path("notices/", include("ccsp_portal.notices.urls")),
]

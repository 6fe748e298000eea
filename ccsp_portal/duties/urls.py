"""The statutory duties."""

from django.urls import path

from ccsp_portal.duties import views

app_name = "duties"

urlpatterns = [
    path("", views.list_duties, name="list_duties"),
    path("duties.csv", views.download_duties, name="download_duties"),
]

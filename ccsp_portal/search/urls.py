"""The search box."""

from django.urls import path

from ccsp_portal.search import views

app_name = "search"

urlpatterns = [path("", views.search, name="search")]

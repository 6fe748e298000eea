"""The page of a form that was not sent."""

from django.urls import path

from ccsp_portal.once import views

app_name = "once"

urlpatterns = [path("", views.show_unsent, name="show_unsent")]

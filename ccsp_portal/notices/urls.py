"""Addresses of notices."""

from django.urls import path

from ccsp_portal.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.list_notices, name="list_notices"),
    path("<int:pk>/", views.show_notice, name="show_notice"),
    path("<int:pk>/send-again", views.send_again, name="send_again"),
]

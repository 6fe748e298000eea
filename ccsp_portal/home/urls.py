"""The signed-in person's own page, and the table of who may do what."""

from django.urls import path

from ccsp_portal.home import views

app_name = "home"

urlpatterns = [
    path("", views.home, name="home"),
    path("failed-work/", views.list_failed_work, name="list_failed_work"),
    path("history/", views.list_history, name="list_history"),
    path("history/table/", views.export_history, name="export_history"),
    path("permissions/", views.show_permissions, name="show_permissions"),
]

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "ccsp_portal.home"

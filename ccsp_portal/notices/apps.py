from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "ccsp_portal.notices"

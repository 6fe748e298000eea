from django.apps import AppConfig


class OnceConfig(AppConfig):
    name = "ccsp_portal.once"

from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "ccsp_portal.public"

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "ccsp_portal.duties"

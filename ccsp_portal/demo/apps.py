from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "ccsp_portal.demo"

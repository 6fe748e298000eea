from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "ccsp_portal.jobs"

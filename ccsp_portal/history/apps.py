from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "ccsp_portal.history"

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "ccsp_portal.search"

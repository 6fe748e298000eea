from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "ccsp_portal.documents"

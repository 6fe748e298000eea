from django.apps import AppConfig


class GovukConfig(AppConfig):
    name = "ccsp_portal.govuk"

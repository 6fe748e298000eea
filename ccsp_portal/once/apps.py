"""The app that makes a double click one act."""

from django.apps import AppConfig


class OnceConfig(AppConfig):
    name = "ccsp_portal.once"
    label = "once"
    verbose_name = "acts done once"

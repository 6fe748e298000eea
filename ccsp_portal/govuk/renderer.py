"""How Django draws form fields here."""

from django.forms.renderers import TemplatesSetting


class GovukRenderer(TemplatesSetting):
    """Fields drawn by our own templates."""

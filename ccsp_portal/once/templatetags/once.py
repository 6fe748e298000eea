"""{% load once %}: the hidden field that makes a double click one act."""

from django import template
from django.utils.html import format_html

from ccsp_portal.once.tokens import FIELD, new_token

register = template.Library()


@register.simple_tag(takes_context=True)
def form_token(context):
    """{% form_token %}: in every form that posts, beside {% csrf_token %}. It is good for the page's reader only."""
    user = getattr(context.get("request"), "user", None)
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_token(user))

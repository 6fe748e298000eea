"""{% load partners %}: what partners' pages say in words."""

from django import template

from partners import devices

register = template.Library()


@register.filter
def device_name(user_agent):
    """ "Firefox on Windows", as the browser says of itself; nothing for nothing."""
    return devices.device_name(user_agent or "")

"""The template tag that leads from a screen to its topic of the help."""

from typing import Any

from django import template
from django.urls import reverse

from portal.help.screens import help_url as url_for

register = template.Library()


@register.simple_tag(takes_context=True)
def help_url(context: Any) -> str:
    """Return the address of the help about this screen, also in a template that is included with `only`."""
    request = context.get("request") or getattr(context, "request", None)
    return url_for(request) if request is not None else reverse("help:index")

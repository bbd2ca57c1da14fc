"""What must be right before anything starts: each finding says which setting to change, and to what."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as CheckWarning
from django.utils.translation import gettext as _

SCHEMES = {
    "OBJECT_STORE_URL": ("file", "s3"),
    "SEARCH_URL": ("tantivy", "http", "https"),
    "SITE_URL": ("http", "https"),
    "CONTENT_URL": ("http", "https"),
}


@register(Tags.security)
def services_are_set(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Each service is set by one whole URL of a known kind."""
    return [finding for name, schemes in SCHEMES.items() for finding in _address(name, schemes)]


@register(Tags.security)
def content_is_elsewhere(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Uploaded active content must not share the host of the portal; cookies ignore ports."""
    if urlsplit(settings.SITE_URL).hostname != urlsplit(settings.CONTENT_URL).hostname:
        return []
    sentence = _("CONTENT_URL has the same host name as SITE_URL. Set it to another host name, for example content.%s")
    return [Error(sentence % urlsplit(settings.SITE_URL).hostname, id="config.E002")]


@register(Tags.security)
def production_is_safe(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """DEBUG shows code and settings to whoever meets an error."""
    if not settings.DEBUG:
        return []
    return [
        CheckWarning(
            _("DEBUG is on. Take it out of the environment before readers come."),
            id="config.W001",
        )
    ]


def _address(name: str, schemes: tuple[str, ...]) -> list[CheckMessage]:
    parts = urlsplit(getattr(settings, name))
    whole = parts.scheme in schemes and bool(parts.netloc or parts.path.strip("/"))
    if whole:
        return []
    sentence = _("%(name)s is not a whole address. Set it to one that begins with %(schemes)s.")
    return [
        Error(
            sentence
            % {
                "name": name,
                "schemes": ", ".join(f"{scheme}://" for scheme in schemes),
            },
            id="config.E001",
        )
    ]

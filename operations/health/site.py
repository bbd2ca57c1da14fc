"""Checks of the settings and of the addresses of the site."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.http.request import validate_host
from django.utils.translation import gettext_lazy as _

from operations.health.checks import Issue, LazyMessage, Level


def settings_are_sound() -> Iterator[Issue]:
    """Yield the messages of the system checks in config/checks.py; an error blocks the start."""
    for message in checks.run_checks(tags=["settings"]):
        is_error = message.level >= checks.ERROR
        level = Level.ERROR if is_error else Level.WARNING
        yield Issue(
            str(message.id), level, LazyMessage(message.msg), LazyMessage(message.hint or ""), blocks_start=is_error
        )


def host_is_allowed() -> Iterator[Issue]:
    """Check that ALLOWED_HOSTS allows the host of SITE_URL."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    if not validate_host(host, settings.ALLOWED_HOSTS):
        yield Issue(
            "host_not_allowed",
            Level.ERROR,
            LazyMessage(_("SITE_URL names the host %(host)s, which ALLOWED_HOSTS does not allow."), host=host),
            LazyMessage(_("Add the host to ALLOWED_HOSTS.")),
        )


def connection_is_private() -> Iterator[Issue]:
    """Warn of plain HTTP, over which passwords can be read in transit."""
    if settings.SITE_URL.startswith("http://") and not is_local(settings.SITE_URL):
        yield Issue(
            "no_https",
            Level.WARNING,
            LazyMessage(_("SITE_URL begins with http://: passwords can be read in transit.")),
            LazyMessage(_("Put a reverse proxy with TLS in front of the program and set SITE_URL=https://…")),
        )


def is_local(url: str) -> bool:
    """Return whether only this machine can open the address: a trial, no service."""
    host = urlsplit(url).hostname or ""
    return host in ("localhost", "127.0.0.1", "::1") or host.endswith(".localhost")

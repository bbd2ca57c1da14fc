"""The addresses under which people come, and what the settings themselves say: the system checks as findings."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.http.request import validate_host
from django.utils.translation import gettext_lazy as _

from config.checks import TAG, is_local
from config.health.finding import Finding, Level, Sentence


def settings_are_sound() -> Iterator[Finding]:
    """Every check of config/checks.py; an error among them stops the start."""
    for message in checks.run_checks(tags=[TAG]):
        is_error = message.level >= checks.ERROR
        level = Level.ERROR if is_error else Level.WARNING
        yield Finding(str(message.id), level, Sentence(message.msg), Sentence(message.hint or ""), stops=is_error)


def host_is_allowed() -> Iterator[Finding]:
    """SITE_URL's own host is answered."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    if not validate_host(host, settings.ALLOWED_HOSTS):
        yield Finding(
            "host_not_allowed",
            Level.ERROR,
            Sentence(_("SITE_URL names the host %(host)s, which ALLOWED_HOSTS does not allow."), host=host),
            Sentence(_("Add the host to ALLOWED_HOSTS.")),
        )


def connection_is_private() -> Iterator[Finding]:
    """Over plain HTTP passwords can be read on the way."""
    if settings.SITE_URL.startswith("http://") and not is_local(settings.SITE_URL):
        yield Finding(
            "no_https",
            Level.WARNING,
            Sentence(_("SITE_URL begins with http://: passwords can be read in transit.")),
            Sentence(_("Put a reverse proxy with TLS in front of the program and set SITE_URL=https://…")),
        )

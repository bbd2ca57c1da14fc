"""Checks of the settings, and of how the site is reached: hosts, HTTPS, front servers, Redis."""

import os
import re
from collections.abc import Iterator
from difflib import get_close_matches
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core import checks
from django.http.request import validate_host
from django.utils.translation import gettext_lazy as _

from operations.health.checks import Issue, LazyMessage, Level

SIMILAR = 0.85  # difflib's ratio of two names: one letter of a short name
ADDRESSES = ("SITE_URL", "CONTENT_URL")
HOST = re.compile(r"\.?[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\]", re.IGNORECASE)  # of ALLOWED_HOSTS: without a port


def settings_are_sound() -> Iterator[Issue]:
    """Yield the messages of the system checks in config/checks.py; an error blocks the start."""
    for message in checks.run_checks(tags=["settings"]):
        is_error = message.level >= checks.ERROR
        level = Level.ERROR if is_error else Level.WARNING
        yield Issue(
            str(message.id), level, LazyMessage(message.msg), LazyMessage(message.hint or ""), blocks_start=is_error
        )


def names_are_known() -> Iterator[Issue]:
    """Find variables of the environment whose name is nearly that of a setting: a misspelt one has no effect."""
    for name in sorted(os.environ.keys() - settings.SETTING_NAMES):
        similar = get_close_matches(name, settings.SETTING_NAMES, n=1, cutoff=SIMILAR)
        if similar:
            yield Issue(
                "setting_unknown",
                Level.WARNING,
                LazyMessage(_("There is no setting %(name)s. Is %(similar)s meant?"), name=name, similar=similar[0]),
                LazyMessage(_("Correct the name in the environment, or remove it.")),
            )


def hosts_are_allowed() -> Iterator[Issue]:
    """Check that ALLOWED_HOSTS holds host names only, allows those of our addresses, and not every host."""
    if "*" in settings.ALLOWED_HOSTS:
        yield Issue(
            "host_any",
            Level.ERROR,
            LazyMessage(_("ALLOWED_HOSTS has a star: the site answers under names that others choose.")),
            LazyMessage(_("Set ALLOWED_HOSTS to the host names of SITE_URL and CONTENT_URL, separated by a comma.")),
        )
    for entry in settings.ALLOWED_HOSTS:
        if entry != "*" and not HOST.fullmatch(entry):
            yield Issue(
                "host_unreadable",
                Level.ERROR,
                LazyMessage(_("ALLOWED_HOSTS has “%(entry)s”, which is no host name."), entry=entry),
                LazyMessage(_("Write host names without https://, port or path, separated by a comma.")),
            )
    for name in ADDRESSES:
        host = urlsplit(getattr(settings, name)).hostname or ""
        if not validate_host(host, settings.ALLOWED_HOSTS):
            yield Issue(
                "host_not_allowed",
                Level.ERROR,
                LazyMessage(
                    _("%(name)s has the host %(host)s, which ALLOWED_HOSTS does not allow."), name=name, host=host
                ),
                LazyMessage(_("Add the host to ALLOWED_HOSTS.")),
            )


def connection_is_private() -> Iterator[Issue]:
    """Warn of plain HTTP, over which passwords can be read in transit."""
    for name in ADDRESSES:
        address = getattr(settings, name)
        if address.startswith("http://") and not is_local(address):
            yield Issue(
                "no_https",
                Level.WARNING,
                LazyMessage(_("%(name)s begins with http://: passwords and books can be read in transit."), name=name),
                LazyMessage(
                    _("Put a reverse proxy with TLS in front of the program and set %(name)s=https://…"), name=name
                ),
            )


def addresses_agree() -> Iterator[Issue]:
    """Check that both addresses or none use HTTPS, and that the front server which speaks it is counted."""
    schemes = {urlsplit(getattr(settings, name)).scheme for name in ADDRESSES}
    if len(schemes) > 1:
        yield Issue(
            "https_mixed",
            Level.ERROR,
            LazyMessage(
                _("Only one of SITE_URL and CONTENT_URL begins with https://: browsers do not show content over HTTP.")
            ),
            LazyMessage(_("Set both to https://…")),
        )
    if "https" in schemes and not settings.TRUSTED_PROXY_COUNT:
        yield Issue(
            "proxy_uncounted",
            Level.ERROR,
            LazyMessage(
                _(
                    "TRUSTED_PROXY_COUNT is 0 although SITE_URL begins with https://: all readers seem to have one "
                    "address."
                )
            ),
            LazyMessage(_("Set TRUSTED_PROXY_COUNT to the number of front servers: 1 for one nginx or Caddy.")),
        )


def front_server_sends_files() -> Iterator[Issue]:
    """Check that X_ACCEL_PREFIX is set only where it has an effect, and is no address of the site itself."""
    if not settings.X_ACCEL_PREFIX:
        return
    if not settings.OBJECT_STORE_URL.startswith("file:"):
        yield Issue(
            "accel_unused",
            Level.WARNING,
            LazyMessage(_("X_ACCEL_PREFIX has no effect: the files are not on this machine.")),
            LazyMessage(_("Remove X_ACCEL_PREFIX.")),
        )
    elif not settings.TRUSTED_PROXY_COUNT:
        yield Issue(
            "accel_without_proxy",
            Level.ERROR,
            LazyMessage(_("X_ACCEL_PREFIX is set, but no front server is: readers get empty files.")),
            LazyMessage(_("Set TRUSTED_PROXY_COUNT to the number of front servers, or remove X_ACCEL_PREFIX.")),
        )


def redis_is_not_shared() -> Iterator[Issue]:
    """Check that the cache, which may be emptied at any time, is not in the Redis database of the queue."""
    tasks, cache = _redis_database(settings.TASKS_URL), _redis_database(settings.CACHE_URL)
    if tasks and tasks == cache:
        yield Issue(
            "redis_shared",
            Level.ERROR,
            LazyMessage(_("TASKS_URL and CACHE_URL have the same database number of one Redis.")),
            LazyMessage(_("Set another number at the end of CACHE_URL, for example redis://host:6379/1.")),
            LazyMessage(_("Nothing is lost: the pending tasks are in the database.")),
        )


def is_local(url: str) -> bool:
    """Return whether only this machine can open the address: a trial, no service."""
    host = urlsplit(url).hostname or ""
    return host in ("localhost", "127.0.0.1", "::1") or host.endswith(".localhost")


def _redis_database(url: str) -> tuple[str, str] | None:
    """Return the server and the database number of a URL, None if it names no Redis."""
    parts = urlsplit(url)
    number = parse_qs(parts.query).get("db", [parts.path.strip("/") or "0"])[0]
    if parts.scheme == "unix":
        return parts.path, parse_qs(parts.query).get("db", ["0"])[0]
    if parts.scheme not in ("redis", "rediss"):
        return None
    return f"{parts.hostname or 'localhost'}:{parts.port or 6379}", number

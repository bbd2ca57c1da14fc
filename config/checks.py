"""System checks of the settings; each message names the setting to change, and a correct value."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as CheckWarning
from django.utils.translation import gettext as _

from accounts.site_address import host_of
from operations.health.site import is_local
from workers import checks as workers

TAG = "settings"  # to run these only: `manage.py check --tag settings`
REDIS = ("redis", "rediss", "unix")

SCHEMES = {
    "OBJECT_STORE_URL": ("file", "s3"),
    "SEARCH_URL": ("tantivy", "http", "https"),
    "SITE_URL": ("http", "https"),
    "CONTENT_URL": ("http", "https"),
    "SOURCE_URL": ("http", "https"),
}


@register(Tags.security, TAG, workers.TAG)
def services_are_set(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Check that each URL is complete and has a known scheme."""
    return [message for name, schemes in SCHEMES.items() for message in _check_url(name, schemes)]


@register(Tags.security, TAG, workers.TAG)
def bucket_is_whole(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Check that the URL of a bucket has a key, a secret and a name."""
    parts = urlsplit(settings.OBJECT_STORE_URL)
    if parts.scheme != "s3" or (parts.username and parts.password and parts.path.strip("/")):
        return []
    sentence = _("OBJECT_STORE_URL is incomplete. Set it to s3://KEY:SECRET@host:port/bucket?region=…&secure=0 or 1.")
    return [Error(sentence, id="config.E003")]


@register(Tags.security, TAG, workers.TAG)
def database_is_whole(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Check that the database is SQLite, or PostgreSQL with a host and a name."""
    database = settings.DATABASES["default"]
    engine = str(database["ENGINE"])
    if engine.endswith("sqlite3") and database["NAME"]:
        return []
    if engine.endswith("postgresql") and database["NAME"] and database["HOST"]:
        return []
    sentence = _("DATABASE_URL is incomplete. Set it to postgres://USER:PASSWORD@host:port/name, or remove it.")
    return [Error(sentence, id="config.E004")]


@register(Tags.security, TAG, workers.TAG)
def redis_is_whole(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Check the URLs of Redis: for tasks, which may also be in the database, and for the cache."""
    tasks = urlsplit(settings.TASKS_URL)
    incomplete = [] if not settings.TASKS_URL or _is_redis(tasks) else ["TASKS_URL"]
    cache = urlsplit(settings.CACHE_URL)
    incomplete += ["CACHE_URL"] if cache.scheme in REDIS and not _is_redis(cache) else []
    sentence = _("%(name)s is incomplete. Set it to redis://:PASSWORD@host:port/number, or remove it.")
    return [Error(sentence % {"name": name}, id="config.E005") for name in incomplete]


@register(Tags.security, TAG, workers.TAG)
def content_is_elsewhere(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Check that uploaded content has a host name of its own: cookies ignore ports."""
    if host_of(settings.SITE_URL) != host_of(settings.CONTENT_URL):
        return []
    sentence = _("CONTENT_URL has the same host name as SITE_URL. Set another host name, for example content.%s")
    return [Error(sentence % urlsplit(settings.SITE_URL).hostname, id="config.E002")]


@register(Tags.security, TAG, workers.TAG)
def production_is_safe(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Warn of DEBUG, which shows code and settings on error pages."""
    if not settings.DEBUG:
        return []
    return [
        CheckWarning(
            _("DEBUG is on. Remove it from the environment before you open the site to readers."),
            id="config.W001",
        )
    ]


@register(Tags.security, TAG, workers.TAG)
def source_is_offered(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Check that users are offered the source of this version (AGPL, section 13)."""
    if settings.SOURCE_URL.rstrip("/") != settings.SOURCE_URL_PLACEHOLDER or is_local(settings.SITE_URL):
        return []
    sentence = _("SOURCE_URL is still the placeholder. Set the address of the source code of your version.")
    return [CheckWarning(sentence, id="config.W002")]


def _is_redis(parts: Any) -> bool:
    return parts.scheme in REDIS and bool(parts.hostname or (parts.scheme == "unix" and parts.path))


def _check_url(name: str, schemes: tuple[str, ...]) -> list[CheckMessage]:
    parts = urlsplit(getattr(settings, name))
    if parts.scheme in schemes and (parts.netloc or parts.path.strip("/")):
        return []
    sentence = _("%(name)s is not a complete address. Set it to one that begins with %(schemes)s.")
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

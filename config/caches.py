"""CACHES for a CACHE_URL. What is in the cache is a copy: a cache that fails or does not respond fails no request.

django-redis was looked at: its IGNORE_EXCEPTIONS waits for the timeout at every access of a page. Sessions are not in
the cache (docs/decisions/019-sessions-in-the-database.md).
"""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import environ
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger("config.caches")

PAUSE_SECONDS = 5.0  # after a failure, in which the cache is not asked
TIMEOUT_SECONDS = 2  # for a connection, and for an answer
ERRORS = (RedisError, OSError)


def caches(url: str) -> dict[str, dict[str, Any]]:
    """Return CACHES. Raise ImproperlyConfigured for an unknown scheme."""
    if url.startswith("unix:"):  # as django-environ spells a socket
        url = url.replace("unix:", "redis:", 1)
    cache: dict[str, Any] = environ.Env.cache_url_config(url)
    if url.startswith("filecache:"):
        return {"default": {**cache, "BACKEND": "config.caches.TolerantFileCache"}}
    if not url.startswith(("redis:", "rediss:")):
        return {"default": cache}
    timeouts = {"socket_connect_timeout": TIMEOUT_SECONDS, "socket_timeout": TIMEOUT_SECONDS}
    options = {**timeouts, **cache.get("OPTIONS", {})}
    return {"default": {**cache, "BACKEND": "config.caches.TolerantRedisCache", "OPTIONS": options}}


@dataclass
class Outage:
    """When a cache is asked again (monotonic seconds), and whether something was changed while it did not respond."""

    asked_again_at: float = 0.0
    is_outdated: bool = False


_OUTAGES: dict[str, Outage] = {}  # by location: each thread of a process has a cache object of its own


class TolerantCache:
    """Answer as an empty cache while the real one fails: `add` returns True, so that what happens once still happens.

    What was changed meanwhile is outdated in the cache: it is emptied before it is used again.
    """

    def __init__(self, location: Any, params: dict[str, Any]) -> None:
        with suppress(OSError):  # a cache of files creates its folder
            super().__init__(location, params)  # type: ignore[call-arg]
        self._outage = _OUTAGES.setdefault(str(location), Outage())

    def add(self, *args: Any, **kwargs: Any) -> Any:
        """See BaseCache.add."""
        return self._attempt(super().add, True, *args, **kwargs)  # type: ignore[misc]

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        """See BaseCache.get."""
        return self._attempt(super().get, default, key, default, version)  # type: ignore[misc]

    def set(self, *args: Any, **kwargs: Any) -> Any:
        """See BaseCache.set."""
        return self._attempt(super().set, None, *args, changes=True, **kwargs)  # type: ignore[misc]

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        """See BaseCache.touch."""
        return self._attempt(super().touch, False, *args, **kwargs)  # type: ignore[misc]

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """See BaseCache.delete."""
        return self._attempt(super().delete, False, *args, changes=True, **kwargs)  # type: ignore[misc]

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        """See BaseCache.get_many."""
        return self._attempt(super().get_many, {}, *args, **kwargs)  # type: ignore[misc]

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> Any:
        """See BaseCache.set_many; the keys that were not stored are all."""
        return self._attempt(super().set_many, list(data), data, *args, changes=True, **kwargs)  # type: ignore[misc]

    def delete_many(self, *args: Any, **kwargs: Any) -> Any:
        """See BaseCache.delete_many."""
        return self._attempt(super().delete_many, None, *args, changes=True, **kwargs)  # type: ignore[misc]

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        """See BaseCache.has_key."""
        return self._attempt(super().has_key, False, *args, **kwargs)  # type: ignore[misc]

    def _attempt(
        self, call: Callable[..., Any], otherwise: Any, *args: Any, changes: bool = False, **kwargs: Any
    ) -> Any:
        outage = self._outage
        if time.monotonic() < outage.asked_again_at:
            outage.is_outdated |= changes
            return otherwise
        try:
            if outage.is_outdated:
                super().clear()  # type: ignore[misc]
                outage.is_outdated = False
            return call(*args, **kwargs)
        except ERRORS as error:
            outage.asked_again_at = time.monotonic() + PAUSE_SECONDS
            outage.is_outdated |= changes
            logger.warning("the cache does not respond: %s", type(error).__name__)
            return otherwise


class TolerantRedisCache(TolerantCache, RedisCache):
    """A Redis that may be stopped, restarted or emptied at any time."""


class TolerantFileCache(TolerantCache, FileBasedCache):
    """A folder whose disk may be full."""

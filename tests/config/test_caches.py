"""A cache that fails counts as empty; what changed meanwhile is never read from it afterwards."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured

from config import caches
from tests.support import servers
from tests.support.proxy import Proxy
from tests.support.sites import free_port


@pytest.mark.parametrize("kind", ["redis", "file"])
def test_a_cache_that_fails_counts_as_empty(settings: Any, tmp_path: Path, kind: str) -> None:
    (tmp_path / "cache").write_text("a file, where the folder should be")
    urls = {"redis": f"redis://127.0.0.1:{free_port()}/1", "file": f"filecache://{tmp_path}/cache"}
    settings.CACHES = caches.caches(urls[kind])
    for _ in range(2):  # asked, and not asked again during the pause
        assert cache.add("key", 1) is True
        cache.set("key", 1)
        assert cache.set_many({"key": 1}) == ["key"]
        assert cache.get("key", "nothing") == "nothing"
        assert cache.get_many(["key"]) == {}
        assert cache.has_key("key") is False
        assert cache.touch("key") is False
        assert cache.delete("key") is False
        cache.delete_many(["key"])
        assert cache.get_or_set("key", 2) == 2


def test_a_socket_and_options_are_accepted_and_an_unknown_kind_is_not() -> None:
    socket = caches.caches("unix:///run/redis.sock?db=1")["default"]
    assert (socket["BACKEND"], socket["LOCATION"]) == ("config.caches.TolerantRedisCache", "unix:///run/redis.sock")
    slow = caches.caches("redis://redis:6379/1?socket_timeout=9")["default"]
    assert slow["OPTIONS"]["socket_connect_timeout"] == caches.TIMEOUT_SECONDS
    with pytest.raises(ImproperlyConfigured):
        caches.caches("elsewhere://x")


@pytest.mark.production_only
def test_what_changed_while_redis_was_away_is_not_read_afterwards(settings: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(caches, "PAUSE_SECONDS", 0)
    with Proxy(servers.address("CACHE_URL")) as proxy:
        settings.CACHES = caches.caches(proxy.url)
        cache.set_many({"deleted": "before", "set": "before", "other": "before"})
        assert cache.get_many(["deleted", "set"]) == {"deleted": "before", "set": "before"}
        proxy.refuse()
        assert cache.get("deleted") is None
        cache.delete("deleted")
        cache.set("set", "after")
        proxy.pass_on()
        assert cache.get_many(["deleted", "set", "other"]) == {}
        cache.set("set", "after")
        assert cache.get("set") == "after"

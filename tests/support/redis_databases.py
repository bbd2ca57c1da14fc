"""Numbered databases on the real Redis, each for one site; a claim file names the run that uses it."""

import re
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis

from tests.support import servers

FIRST = 2  # 0 and 1 are those of `make services`
TIMEOUT_SECONDS = 300.0
CLAIMS = servers.STATE / "redis"


def acquire() -> str:
    """Claim an empty database and return its URL; wait while every database is claimed."""
    CLAIMS.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        url = _acquire_one()
        if url:
            return url
        time.sleep(0.5)
    pytest.fail("Other test runs use all databases of Redis.")


def delete(url: str) -> None:
    """Flush a database and delete its claim."""
    redis.Redis.from_url(url).flushdb()
    _claim_file(url).unlink(missing_ok=True)


def flush(url: str) -> None:
    """Flush a database."""
    redis.Redis.from_url(url).flushdb()


def dump(url: str) -> dict[str, str]:
    """Return the content of a database, for `restore`."""
    client = redis.Redis.from_url(url)
    return {key.decode(): client.dump(key).hex() for key in client.scan_iter()}  # type: ignore[union-attr]


def restore(url: str, content: dict[str, str]) -> None:
    """Write dumped content into a database."""
    client = redis.Redis.from_url(url)
    for key, value in content.items():
        client.restore(key, 0, bytes.fromhex(value), replace=True)


def _acquire_one() -> str | None:
    server = urlsplit(servers.address("TASKS_URL"))._replace(path="").geturl()
    count = int(redis.Redis.from_url(f"{server}/0").config_get("databases")["databases"])  # type: ignore[index]
    with servers.lock("redis"):
        for number in range(FIRST, count):
            url = f"{server}/{number}"
            if not _is_claimed(url):
                _claim_file(url).write_text(str(servers.RUN), encoding="utf-8")
                flush(url)
                return url
    return None


def _is_claimed(url: str) -> bool:
    claim = _claim_file(url)
    return claim.is_file() and servers.is_running(claim.read_text(encoding="utf-8"))


def _claim_file(url: str) -> Path:
    return CLAIMS / re.sub(r"\W+", "-", urlsplit(url).netloc + urlsplit(url).path)

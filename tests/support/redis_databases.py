"""Numbered databases on the real Redis, each for one site alone; whoever has one holds a file that names its run."""

import re
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis
from filelock import FileLock

from tests.support import servers, template

FIRST = 2  # 0 and 1 are those of `make services`
PATIENCE = 300.0
HELD = template.SHELF / "redis"


def take() -> str:
    """The URL of an empty database; waits while others have all of them."""
    HELD.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        url = _take_one()
        if url:
            return url
        time.sleep(0.5)
    pytest.fail("All databases of Redis are taken by other test runs.")


def take_away(url: str) -> None:
    """Empty it and let others have it."""
    redis.Redis.from_url(url).flushdb()
    _ticket(url).unlink(missing_ok=True)


def empty(url: str) -> None:
    """Forget all that is in it."""
    redis.Redis.from_url(url).flushdb()


def kept(url: str) -> dict[str, str]:
    """All that is in it, to be put into another."""
    client = redis.Redis.from_url(url)
    return {key.decode(): client.dump(key).hex() for key in client.scan_iter()}  # type: ignore[union-attr]


def put_back(url: str, things: dict[str, str]) -> None:
    """Fill it with what was kept."""
    client = redis.Redis.from_url(url)
    for key, value in things.items():
        client.restore(key, 0, bytes.fromhex(value), replace=True)


def _take_one() -> str | None:
    server = urlsplit(servers.address("TASKS_URL"))._replace(path="").geturl()
    count = int(redis.Redis.from_url(f"{server}/0").config_get("databases")["databases"])  # type: ignore[index]
    with FileLock(HELD / "lock"):
        for number in range(FIRST, count):
            url = f"{server}/{number}"
            if not _is_taken(url):
                _ticket(url).write_text(servers.RUN, encoding="utf-8")
                empty(url)
                return url
    return None


def _is_taken(url: str) -> bool:
    ticket = _ticket(url)
    return ticket.is_file() and servers.lives(ticket.read_text(encoding="utf-8"))


def _ticket(url: str) -> Path:
    return HELD / re.sub(r"\W+", "-", urlsplit(url).netloc + urlsplit(url).path)

"""A hundred readers at once; a process of its own, run by test_load.py.

    python -m tests.load.crowd ADDRESS SECONDS < plan.json

`plan` is what stock.py printed. SECONDS above 0: requests come by the clock, whether or not the ones before them were
answered, and each is timed from the moment at which it should have been sent. SECONDS 0: the same requests, some of
each kind, one after another. Prints {"search": [ms, …], "loan": …, "page": …, "errors": ["what went wrong", …]}.
"""

import asyncio
import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

import httpx

EACH_SECOND = {"search": 20.0, "loan": 5.0, "page": 10.0}  # a hundred readers who turn a page every ten seconds
IN_TURN = {"search": 60, "loan": 30, "page": 60}
PATIENCE = 60.0  # seconds for one answer
TOKEN = "k" * 32  # of the form, as Django takes it from a cookie


@dataclass
class Crowd:
    """All readers, and what they were told."""

    client: httpx.AsyncClient
    plan: dict[str, Any]
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.readers, self.queries = cycle(self.plan["readers"]), cycle(self.plan["queries"])
        self.titles, self.pages = cycle(self.plan["titles"]), cycle(self.plan["pages"])
        # Who borrows is not asked to borrow again before she has returned.
        self.borrowers: asyncio.Queue[str] = asyncio.Queue()
        for reader in self.plan["readers"]:
            self.borrowers.put_nowait(reader)

    async def search(self) -> None:
        """One page of results."""
        await self._ask("GET", "/tim/", next(self.readers), params={"q": next(self.queries)})

    async def page(self) -> None:
        """The text of a page, and its picture where the store hands it out."""
        reader, address = next(self.readers), next(self.pages)
        await self._ask("GET", f"{address}.json", reader)
        await self._ask("GET", f"{address}.jpg", reader, follow_redirects=True)

    async def loan(self) -> None:
        """Borrow, look at the shelf, return."""
        reader = await self.borrowers.get()
        await self._ask("POST", f"/hoc-lieu/{next(self.titles)}/muon/", reader, 302)
        shelf = await self._ask("GET", "/tu-cua-toi/", reader)
        for form in re.findall(r'action="(/tu-cua-toi/[^"]+/tra/)"', shelf):
            await self._ask("POST", form, reader, 302)
        self.borrowers.put_nowait(reader)

    async def _ask(self, method: str, path: str, reader: str, wanted: int = 200, **more: Any) -> str:
        headers = {"Cookie": f"sessionid={reader}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
        answer = await self.client.request(method, path, headers=headers, **more)
        if answer.status_code != wanted:
            raise ValueError(f"{method} {path}: {answer.status_code}")
        return answer.text if method == "GET" and "text/html" in answer.headers["content-type"] else ""

    async def timed(self, kind: str, since: float) -> None:
        """Do one of it; milliseconds since then."""
        try:
            await getattr(self, kind)()
        except (httpx.HTTPError, ValueError) as problem:
            self.errors.append(f"{kind}: {problem!r}")
        self.times[kind].append(1000 * (time.perf_counter() - since))


async def by_the_clock(crowd: Crowd, seconds: float) -> None:
    """Everything at once."""
    begun = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for moment, kind in _moments(seconds):
            await asyncio.sleep(max(0.0, begun + moment - time.perf_counter()))
            group.create_task(crowd.timed(kind, begun + moment))


async def in_turn(crowd: Crowd) -> None:
    """One after another, nobody else there."""
    for kind, number in IN_TURN.items():
        for _one in range(number):
            await crowd.timed(kind, time.perf_counter())


def _moments(seconds: float) -> Iterator[tuple[float, str]]:
    """When what is sent, in order."""
    every = ((n / rate, kind) for kind, rate in EACH_SECOND.items() for n in range(int(seconds * rate)))
    yield from sorted(every)


async def _main(address: str, seconds: float) -> None:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=100)
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE, limits=limits) as client:
        crowd = Crowd(client, json.load(sys.stdin))
        await (by_the_clock(crowd, seconds) if seconds else in_turn(crowd))
        print(json.dumps({**crowd.times, "errors": crowd.errors}))


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], float(sys.argv[2])))

"""A hundred concurrent readers, in a separate process that test_load.py starts.

    python -m tests.load.load_client ADDRESS SECONDS < plan.json

`plan` is the output of seed.py. SECONDS above 0: requests follow a schedule, whether or not the ones before them were
answered, and each is timed from its scheduled moment. SECONDS 0: the same requests, some of
each kind, one after another. Prints {"search": [ms, …], "loan": …, "page": …, "errors": ["what went wrong", …]}.
"""

import http.client
import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from queue import SimpleQueue
from typing import Any
from urllib.parse import quote, urlsplit

EACH_SECOND = {"search": 20.0, "loan": 5.0, "page": 10.0}  # requests per second; a page turn every 10 s per reader
IN_TURN = {"search": 60, "loan": 30, "page": 60}
TIMEOUT_SECONDS = 60.0  # seconds for one answer
AT_ONCE = 400  # maximum number of open requests; others wait to be sent, and their time counts
TOKEN = "k" * 32  # the CSRF token, which Django compares with the cookie


class Crowd:
    """All readers, and the errors that they got."""

    def __init__(self, address: str, plan: dict[str, Any]) -> None:
        self.port = urlsplit(address).port
        self.times: dict[str, list[float]] = defaultdict(list)
        self.errors: list[str] = []
        self.readers, self.queries = cycle(plan["readers"]), cycle(plan["queries"])
        self.titles, self.pages = cycle(plan["titles"]), cycle(plan["pages"])
        # Each reader borrows again only after returning the loan before.
        self.borrowers: SimpleQueue[str] = SimpleQueue()
        for reader in plan["readers"]:
            self.borrowers.put(reader)

    def search(self) -> None:
        """Request one page of results."""
        self._ask("GET", f"/tim/?q={quote(next(self.queries))}", next(self.readers))

    def page(self) -> None:
        """Request the text of a page, and its image from the store."""
        reader, address = next(self.readers), next(self.pages)
        self._ask("GET", f"{address}.json", reader)
        there = urlsplit(self._ask("GET", f"{address}.jpg", reader, 302))
        self._ask("GET", f"{there.path}?{there.query}", "", host=there.netloc)

    def loan(self) -> None:
        """Borrow a title, open the shelf, return the title."""
        reader = self.borrowers.get()
        self._ask("POST", f"/hoc-lieu/{next(self.titles)}/muon/", reader, 302)
        shelf = self._ask("GET", "/tu-cua-toi/", reader)
        for form in re.findall(r'action="(/tu-cua-toi/[^"]+/tra/)"', shelf):
            self._ask("POST", form, reader, 302)
        self.borrowers.put(reader)

    def _ask(self, method: str, path: str, reader: str, wanted: int = 200, host: str = "") -> str:
        """Return the response, after redirects. Every host is this machine."""
        host = host or f"localhost:{self.port}"
        headers = {"Host": host}
        if reader:
            headers |= {"Cookie": f"sessionid={reader}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
        connection = http.client.HTTPConnection("127.0.0.1", int(host.rpartition(":")[2]), timeout=TIMEOUT_SECONDS)
        try:
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status != wanted:
            raise ValueError(f"{method} {path}: {answer.status}")
        return answer.headers["Location"] if wanted == 302 else body.decode("utf-8", errors="replace")

    def timed(self, kind: str, since: float) -> None:
        """Send one request of this kind; record the milliseconds since its scheduled moment."""
        try:
            {"search": self.search, "page": self.page, "loan": self.loan}[kind]()
        except (OSError, http.client.HTTPException, ValueError) as problem:
            self.errors.append(f"{kind}: {problem!r}")
        self.times[kind].append(1000 * (time.perf_counter() - since))


def by_the_clock(crowd: Crowd, seconds: float) -> None:
    """Send all requests concurrently, at their scheduled moments."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        begun = time.perf_counter()
        for moment, kind in _moments(seconds):
            time.sleep(max(0.0, begun + moment - time.perf_counter()))
            pool.submit(crowd.timed, kind, begun + moment)


def in_turn(crowd: Crowd) -> None:
    """Send the requests one after another, without concurrent ones."""
    for kind, number in IN_TURN.items():
        for _one in range(number):
            crowd.timed(kind, time.perf_counter())


def _moments(seconds: float) -> Iterator[tuple[float, str]]:
    """Yield the scheduled moment and the kind of each request, in order."""
    every = ((n / rate, kind) for kind, rate in EACH_SECOND.items() for n in range(int(seconds * rate)))
    yield from sorted(every)


def main(address: str, seconds: float) -> None:
    """Read the plan, send the requests, print the measurements."""
    crowd = Crowd(address, json.load(sys.stdin))
    if seconds:
        by_the_clock(crowd, seconds)
    else:
        in_turn(crowd)
    print(json.dumps({**crowd.times, "errors": crowd.errors}))


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))

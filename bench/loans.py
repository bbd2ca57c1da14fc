"""`python -m bench.loans ours|raw|longest sqlite|postgresql`: sixteen processes borrow and return eight titles.

Milliseconds for one loan, borrowed and returned, of all sixteen together; or the longest wait of one of them for
the answer to either, after the first second, in which sixteen new processes load their libraries. The baseline is the
driver alone: the same two transactions, each of which updates one row of a seat and writes one row of a loan, with the
same durability. In every run, no two borrowers may have the same seat.
"""

import json
import multiprocessing
import random
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.lending import a_member, a_title
from bench.site import database_address, site

WRITERS, TITLES, SEATS, SECONDS, COLD = 16, 8, 3, 8.0, 1.0
EARLIEST, LATEST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
Operation = Callable[[int], bool]  # one writer's operation on one title; returns whether a seat was free


def main() -> None:
    """Measure and print."""
    which, database = sys.argv[1:]
    loans, longest, doubled = (_raw if which == "raw" else _ours)(database)
    value = longest if which == "longest" else 1000 * SECONDS / loans
    print(json.dumps({"value": value, "check": f"{doubled} doubled"}))


def _ours(database: str) -> tuple[int, float, int]:
    with database_address(database) as address, site(DATABASE_URL=address) as school:
        from django.db import connections

        titles = [a_title(school, number, seats=SEATS) for number in range(TITLES)]
        members = [a_member(school, number) for number in range(WRITERS)]
        connections.close_all()  # no process may share another's connection
        loans, longest = _race(lambda place: _borrower(members[place], titles))
        return loans, longest, _doubled(titles)


def _borrower(member: Any, titles: list[Any]) -> Iterator[Operation]:
    """Yield the operations borrow and return, which are timed separately."""
    from django.utils import timezone

    from circulation.licences.actions import borrow, return_loan
    from circulation.licences.errors import NoFreeSeats
    from sharing.viewer import viewer_of_membership

    while True:
        held: list[Any] = []

        def take(title: int, held: list[Any] = held) -> bool:
            try:
                held.append(borrow(titles[title], by=viewer_of_membership(member, now=timezone.now())))
            except NoFreeSeats:
                return False
            return True

        def give(title: int, held: list[Any] = held) -> bool:
            return_loan(held[0], by=viewer_of_membership(member, now=timezone.now()))
            return True

        yield take
        if held:
            yield give


def _doubled(titles: list[Any]) -> int:
    """Return how many loans began while another loan had the same seat."""
    from circulation.models import Loan

    doubled, until = 0, defaultdict[tuple[int, int | None], datetime](lambda: EARLIEST)
    for loan in Loan.objects.filter(resource__in=titles).order_by("started_at", "pk"):
        seat = (loan.resource_id, loan.seat)
        doubled += until[seat] > loan.started_at
        until[seat] = loan.ended_at or LATEST
    return doubled


def _raw(database: str) -> tuple[int, float, int]:
    with database_address(database) as address:
        return _raw_sqlite() if not address else _raw_postgres(address)


TABLES = (
    "CREATE TABLE seat (title integer, number integer, holder integer, PRIMARY KEY (title, number))",
    "CREATE TABLE loan (title integer, seat integer, who integer, since double precision, ended double precision)",
)
FREE = "SELECT min(number) FROM seat WHERE title = {0} AND holder IS NULL"
TAKE = f"UPDATE seat SET holder = {{0}} WHERE title = {{0}} AND number = ({FREE}) AND holder IS NULL"
GIVE = "UPDATE seat SET holder = NULL WHERE title = {0} AND holder = {0}"
LENT = "INSERT INTO loan (title, who, since) VALUES ({0}, {0}, {0})"
ENDED = "UPDATE loan SET ended = {0} WHERE title = {0} AND who = {0} AND ended IS NULL"


def _raw_sqlite() -> tuple[int, float, int]:
    with tempfile.TemporaryDirectory(dir=Path("var/bench").resolve()) as folder:
        file = f"{folder}/raw.sqlite3"

        def connected() -> Any:
            connection = sqlite3.connect(file, timeout=20, isolation_level=None)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            return connection

        return _raw_race(connected, begin="BEGIN IMMEDIATE", sign="?")


def _raw_postgres(address: str) -> tuple[int, float, int]:
    import psycopg

    return _raw_race(lambda: psycopg.connect(address, autocommit=True), begin="BEGIN", sign="%s")


def _raw_race(connected: Callable[[], Any], *, begin: str, sign: str) -> tuple[int, float, int]:
    with connected() as connection:
        for table in TABLES:
            connection.execute(table)
        rows = [(title, number) for title in range(TITLES) for number in range(SEATS)]
        for row in rows:
            connection.execute(f"INSERT INTO seat (title, number) VALUES ({sign}, {sign})", row)
    loans, longest = _race(lambda place: _raw_borrower(connected(), place, begin, sign))
    with connected() as connection:
        held = connection.execute("SELECT count(*) FROM seat WHERE holder IS NOT NULL").fetchone()[0]
        out = connection.execute("SELECT count(*) FROM loan WHERE ended IS NULL").fetchone()[0]
    return loans, longest, abs(held - out)


def _raw_borrower(connection: Any, who: int, begin: str, sign: str) -> Iterator[Operation]:
    take, give, lent, ended = (statement.format(sign) for statement in (TAKE, GIVE, LENT, ENDED))

    def together(*steps: tuple[str, tuple[Any, ...]]) -> bool:
        connection.execute(begin)
        done = all(connection.execute(statement, values).rowcount for statement, values in steps)
        connection.execute("COMMIT" if done else "ROLLBACK")
        return bool(done)

    while True:
        took: list[bool] = []

        def taken(title: int, took: list[bool] = took) -> bool:
            took.append(together((take, (who, title, title)), (lent, (title, who, time.time()))))
            return took[0]

        yield taken
        if took[0]:
            yield lambda title: together((give, (title, who)), (ended, (time.time(), title, who)))


def _race(borrower: Callable[[int], Iterator[Operation]]) -> tuple[int, float]:
    """Run all borrowers at once; return the number of returned loans and the longest wait in milliseconds."""
    forked = multiprocessing.get_context("fork")
    results: Any = forked.SimpleQueue()
    begin = time.monotonic() + 1.0
    writers = [
        forked.Process(target=_live, args=(borrower, place, begin, results), daemon=True) for place in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    outcomes = [results.get() for _writer in writers]
    for writer in writers:
        writer.join()
    return sum(loans for loans, _longest in outcomes), max(longest for _loans, longest in outcomes)


def _live(borrower: Callable[[int], Iterator[Operation]], place: int, begin: float, results: Any) -> None:
    chance, loans, longest, title = random.Random(place), 0, 0.0, 0
    operations = borrower(place)
    time.sleep(max(0.0, begin - time.monotonic()))
    taking = True
    while time.monotonic() < begin + SECONDS or not taking:
        if taking:
            title = chance.randrange(TITLES)
        since = time.monotonic()
        free = next(operations)(title)
        if since > begin + COLD:
            longest = max(longest, 1000 * (time.monotonic() - since))
        loans += not taking
        taking = not (taking and free)
    results.put((loans, longest))


if __name__ == "__main__":
    main()

"""Sixteen processes borrow, return, expire and are killed around three seats; run by test_race.py.

    VAR_DIR=/some/folder python -m tests.circulation.race FIRST_ROUND LAST_ROUND

The database is migrated. The history of each round is written to VAR_DIR. Fourteen days pass in two seconds. Round 0 is
a rush: each process borrows the title once, all at the same moment, and none returns it.
"""

import json
import mmap
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import django

PROCESSES = 16
PEOPLE = 12  # some of them at two devices
SEATS = 3
MIN_SECONDS = 2.5
MAX_SECONDS = 40.0  # on a busy machine
MIN_EVENTS = {"lent": 9, "returned": 2, "no free seats": 3}
DAYS_PER_SECOND = 8
BEGIN = datetime(2026, 9, 5, tzinfo=UTC)
ZERO = time.monotonic()


def now() -> datetime:
    """Return the time of the race, the same in all processes."""
    return BEGIN + (time.monotonic() - ZERO) * timedelta(days=DAYS_PER_SECOND)


def prepare(people: int = PEOPLE) -> dict[str, Any]:
    """Create a title with three seats that everyone may borrow, and its readers; return their primary keys."""
    from access.actions import Action
    from circulation.licences.actions import LicenceTerms, add_licence
    from sharing.viewer import system_viewer
    from tests.factories import MembershipFactory, SchoolFactory, a_resource

    school = SchoolFactory(code=f"truong-{time.monotonic_ns()}")
    resource = a_resource(school, opened={Action.BORROW: "everyone"})
    terms = LicenceTerms(seats=SEATS, starts_at=BEGIN - timedelta(days=1))
    licence = add_licence(resource, terms=terms, by=system_viewer(school.pk, now=BEGIN))
    stamp = time.monotonic_ns()
    names = [f"nguoi-{stamp}-{n}" for n in range(people)]
    members = [MembershipFactory(school=school, person__username=name).pk for name in names]
    return {"resource": resource.pk, "licence": licence.pk, "people": members}


def live(stage: dict[str, Any], place: int, seed: str, log: Path, over: mmap.mmap) -> None:
    """Run one process until the round is over; write the outcome of each of its actions to the log."""
    from accounts.models import Membership
    from circulation.licences.actions import borrow, expire_due, return_loan
    from circulation.licences.errors import NoFreeSeats
    from circulation.licences.queries import loans_of
    from repository.models import Resource
    from sharing.viewer import viewer_of_membership

    chance = random.Random(seed)
    member = Membership.objects.get(pk=stage["people"][place % PEOPLE])
    resource = Resource.objects.get(pk=stage["resource"])
    returns = place % 3 != 0  # the other loans last until their due date

    def try_to_borrow() -> None:
        try:
            loan = borrow(resource, by=viewer_of_membership(member, now=now()))
            write(log, event="lent", loan=str(loan.uuid), seat=loan.seat, member=member.pk)
            if returns and chance.random() < 0.4:
                return_all()
        except NoFreeSeats:
            write(log, event="no free seats", member=member.pk)

    def return_all() -> None:
        viewer = viewer_of_membership(member, now=now())
        for loan in loans_of(viewer):
            return_loan(loan, by=viewer)
            write(log, event="returned", loan=str(loan.uuid), member=member.pk)

    choices: list[Callable[[], object]] = [try_to_borrow] * 3 + [lambda: expire_due(now=now())] + [return_all] * returns
    while not over[0]:
        chance.choice(choices)()
        time.sleep(chance.uniform(0, 0.02))


def rush(stage: dict[str, Any], place: int, log: Path, begun: mmap.mmap) -> None:
    """Run one process of the rush: wait for the start, borrow once. Two of them are one reader at two devices."""
    from accounts.models import Membership
    from circulation.licences.actions import borrow
    from circulation.licences.errors import NoFreeSeats
    from repository.models import Resource
    from sharing.viewer import viewer_of_membership

    member = Membership.objects.get(pk=stage["people"][max(place - 1, 0)])
    resource = Resource.objects.get(pk=stage["resource"])
    viewer = viewer_of_membership(member, now=now())
    write(log, event="ready")
    while not begun[0]:
        time.sleep(0.001)
    since = time.monotonic()
    try:
        outcome = {"event": "lent", "loan": str(borrow(resource, by=viewer).uuid)}
    except NoFreeSeats:
        outcome = {"event": "no free seats"}
    write(log, **outcome, member=member.pk, waited=round((time.monotonic() - since) * 1000))


def run_rush(folder: Path) -> dict[str, Any]:
    """Start all processes, release them when all are ready, and return the history of the rush."""
    from django.db import connections

    stage = prepare(people=PROCESSES - 1)
    connections.close_all()
    begun, log = mmap.mmap(-1, 1), folder / "log-rush.jsonl"
    children = [_child(lambda place=place: rush(stage, place, log, begun), log) for place in range(PROCESSES)]
    deadline = time.monotonic() + MAX_SECONDS
    while len(read(log)) < PROCESSES and time.monotonic() < deadline:
        time.sleep(0.02)
    begun[0] = 1
    for pid in children:
        os.waitpid(pid, 0)
    return {"log": read(log), **history(stage)}


def _child(run: Callable[[], None], log: Path) -> int:
    """Fork a process that calls `run` and exits; an exception is written to the log, and fails the round."""
    pid = os.fork()
    if pid:
        return pid
    try:
        run()
    except BaseException as error:
        write(log, event="failed", error=repr(error))
    os._exit(0)


def write(log: Path, **line: Any) -> None:
    """Append a line in one write, so that a kill leaves it complete or absent."""
    with log.open("ab", buffering=0) as file:
        file.write(json.dumps(line).encode() + b"\n")


def run(number: int, folder: Path) -> dict[str, Any]:
    """Run one round: start all processes, kill and replace some, wait, and return its history."""
    from django.db import connections

    stage = prepare()
    connections.close_all()  # processes must not share a connection
    chance = random.Random(number)
    begin, over = time.monotonic(), mmap.mmap(-1, 1)  # a byte that all processes see
    log = folder / f"log-{number}.jsonl"

    def start(place: int, life: int) -> int:
        return _child(lambda: live(stage, place, f"{number}-{place}-{life}", log, over), log)

    alive = {place: start(place, 0) for place in range(PROCESSES)}
    kills = 0
    while not is_enough(log, time.monotonic() - begin):
        time.sleep(chance.uniform(0.02, 0.12))
        place = chance.randrange(PROCESSES)
        os.kill(alive[place], signal.SIGKILL)
        os.waitpid(alive[place], 0)
        kills += 1
        alive[place] = start(place, kills)
    over[0] = 1
    for pid in alive.values():
        os.waitpid(pid, 0)
    return {"kills": kills, "log": read(log), **history(stage)}


def is_enough(log: Path, seconds: float) -> bool:
    """Return whether each kind of event happened often enough, after `MIN_SECONDS` at least."""
    events = Counter(line["event"] for line in read(log))
    return seconds > MAX_SECONDS or (
        seconds > MIN_SECONDS and all(events[event] >= number for event, number in MIN_EVENTS.items())
    )


def read(log: Path) -> list[dict[str, Any]]:
    """Return all lines of a log."""
    return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


def history(stage: dict[str, Any]) -> dict[str, Any]:
    """Return the loans in the database after the round, and again after all due dates."""
    from circulation.licences.actions import expire_due
    from circulation.models import Licence, Loan
    from repository.models import Resource

    def loans() -> list[dict[str, Any]]:
        columns = ("uuid", "seat", "started_at", "ended_at", "ended_how", "borrower_id")
        rows = Loan.objects.filter(licence=stage["licence"]).values(*columns)
        return json.loads(json.dumps(list(rows), default=str))

    after_the_round = loans()
    expire_due(now=now() + timedelta(days=30))
    return {
        "after_the_round": after_the_round,
        "loans": loans(),
        "loans_made": Licence.objects.get(pk=stage["licence"]).loans_made,
        "free_seats": Resource.objects.get(pk=stage["resource"]).free_seats,
    }


def main(first: int, last: int) -> None:
    """Run the rounds."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.conf import settings

    for number in range(first, last + 1):
        result = run(number, settings.VAR_DIR) if number else run_rush(settings.VAR_DIR)
        (settings.VAR_DIR / f"history-{number}.json").write_text(json.dumps(result))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

"""Sixteen processes borrow, return, expire and are killed around three seats; run by test_race.py.

    VAR_DIR=/some/folder python -m tests.circulation.race FIRST_ROUND LAST_ROUND

The database is migrated; a history of each round is written into VAR_DIR. Fourteen days pass in two seconds. Round 0 is
a rush: each process wants the title once, all at the same moment, and nobody returns it.
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
SECONDS = 2.5
AT_MOST = 40.0  # seconds, where the machine is busy
ENOUGH = {"lent": 9, "returned": 2, "all out": 3}
DAYS_IN_A_SECOND = 8
BEGIN = datetime(2026, 9, 5, tzinfo=UTC)
ZERO = time.monotonic()


def now() -> datetime:
    """The moment of the race, the same in all processes."""
    return BEGIN + (time.monotonic() - ZERO) * timedelta(days=DAYS_IN_A_SECOND)


def prepare(people: int = PEOPLE) -> dict[str, Any]:
    """A title with three seats, lent to everyone, and the people who want it."""
    from access.actions import Action
    from circulation.actions import LicenceTerms, add_licence
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


def live(stage: dict[str, Any], place: int, seed: str, diary: Path, over: mmap.mmap) -> None:
    """What one process does until the round is over; what it was told stands in its diary."""
    from accounts.models import Membership
    from circulation.actions import borrow, expire_due, return_loan
    from circulation.errors import NoFreeSeats
    from circulation.queries import loans_of
    from repository.models import Resource
    from sharing.viewer import viewer_of_membership

    chance = random.Random(seed)
    member = Membership.objects.get(pk=stage["people"][place % PEOPLE])
    resource = Resource.objects.get(pk=stage["resource"])
    returns = place % 3 != 0  # the others keep what they have until its time is up

    def want() -> None:
        try:
            loan = borrow(resource, by=viewer_of_membership(member, now=now()))
            tell(diary, told="lent", loan=str(loan.uuid), seat=loan.seat, who=member.pk)
            if returns and chance.random() < 0.4:
                give_back()
        except NoFreeSeats:
            tell(diary, told="all out", who=member.pk)

    def give_back() -> None:
        viewer = viewer_of_membership(member, now=now())
        for loan in loans_of(viewer):
            return_loan(loan, by=viewer)
            tell(diary, told="returned", loan=str(loan.uuid), who=member.pk)

    deeds: list[Callable[[], object]] = [want, want, want, lambda: expire_due(now=now())] + [give_back] * returns
    while not over[0]:
        chance.choice(deeds)()
        time.sleep(chance.uniform(0, 0.02))


def rush(stage: dict[str, Any], place: int, diary: Path, begun: mmap.mmap) -> None:
    """One process of the rush: ready, then wanting once; two of them are one reader at two devices."""
    from accounts.models import Membership
    from circulation.actions import borrow
    from circulation.errors import NoFreeSeats
    from repository.models import Resource
    from sharing.viewer import viewer_of_membership

    member = Membership.objects.get(pk=stage["people"][max(place - 1, 0)])
    resource = Resource.objects.get(pk=stage["resource"])
    viewer = viewer_of_membership(member, now=now())
    tell(diary, told="ready")
    while not begun[0]:
        time.sleep(0.001)
    since = time.monotonic()
    try:
        told = {"told": "lent", "loan": str(borrow(resource, by=viewer).uuid)}
    except NoFreeSeats:
        told = {"told": "all out"}
    tell(diary, **told, who=member.pk, waited=round((time.monotonic() - since) * 1000))


def run_rush(folder: Path) -> dict[str, Any]:
    """Start all, let them run at once when all are ready, and put the history together."""
    from django.db import connections

    stage = prepare(people=PROCESSES - 1)
    connections.close_all()
    begun, diary = mmap.mmap(-1, 1), folder / "diary-rush.jsonl"
    children = [_child(lambda place=place: rush(stage, place, diary, begun), diary) for place in range(PROCESSES)]
    deadline = time.monotonic() + AT_MOST
    while len(read(diary)) < PROCESSES and time.monotonic() < deadline:
        time.sleep(0.02)
    begun[0] = 1
    for pid in children:
        os.waitpid(pid, 0)
    return {"told": read(diary), **history(stage)}


def _child(live: Callable[[], None], diary: Path) -> int:
    """A process of its own that does this and ends; what it could not do is told to the parent."""
    pid = os.fork()
    if pid:
        return pid
    try:
        live()
    except BaseException as error:  # the parent fails the round
        tell(diary, told="failed", error=repr(error))
    os._exit(0)


def tell(diary: Path, **line: Any) -> None:
    """One line in one write, so that a kill leaves it whole or not at all."""
    with diary.open("ab", buffering=0) as file:
        file.write(json.dumps(line).encode() + b"\n")


def run(number: int, folder: Path) -> dict[str, Any]:
    """One round: start all, kill some and start them again, wait, and put the history together."""
    from django.db import connections

    stage = prepare()
    connections.close_all()  # no process may share another's connection
    chance = random.Random(number)
    begin, over = time.monotonic(), mmap.mmap(-1, 1)  # a byte that all processes see
    diary = folder / f"diary-{number}.jsonl"

    def start(place: int, life: int) -> int:
        return _child(lambda: live(stage, place, f"{number}-{place}-{life}", diary, over), diary)

    alive = {place: start(place, 0) for place in range(PROCESSES)}
    kills = 0
    while not is_enough(diary, time.monotonic() - begin):
        time.sleep(chance.uniform(0.02, 0.12))
        place = chance.randrange(PROCESSES)
        os.kill(alive[place], signal.SIGKILL)
        os.waitpid(alive[place], 0)
        kills += 1
        alive[place] = start(place, kills)
    over[0] = 1
    for pid in alive.values():
        os.waitpid(pid, 0)
    return {"kills": kills, "told": read(diary), **history(stage)}


def is_enough(diary: Path, seconds: float) -> bool:
    """Whether all kinds of things happened often enough, in some seconds at least."""
    told = Counter(line["told"] for line in read(diary))
    return seconds > AT_MOST or (seconds > SECONDS and all(told[what] >= often for what, often in ENOUGH.items()))


def read(diary: Path) -> list[dict[str, Any]]:
    """All that the processes were told."""
    return [json.loads(line) for line in diary.read_text().splitlines()] if diary.exists() else []


def history(stage: dict[str, Any]) -> dict[str, Any]:
    """What stands in the database when the round is over, and again when all time is up."""
    from circulation.actions import expire_due
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
        found = run(number, settings.VAR_DIR) if number else run_rush(settings.VAR_DIR)
        (settings.VAR_DIR / f"history-{number}.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

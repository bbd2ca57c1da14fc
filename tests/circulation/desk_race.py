"""Processes lend and return the same three copies at one desk and are killed meanwhile; run by test_desk_race.py.

    VAR_DIR=/some/folder python -m tests.circulation.desk_race ROUNDS

The database is migrated. Each process writes the outcome of its scans to VAR_DIR; a scan whose answer a kill cut off is
sent again, with the same id, by the process that takes its place.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import django
from django.utils import timezone

from tests.circulation.race import _child, read, write

PROCESSES, COPIES, SECONDS = 4, 3, 3.0


def prepare() -> dict[str, Any]:
    """Create a school with three copies and readers; return their keys."""
    from accounts.models import Role
    from tests.circulation.lent_copies import a_copy, a_reader
    from tests.factories import MembershipFactory, SchoolFactory

    stamp = time.monotonic_ns()
    school = SchoolFactory(code=f"truong-{stamp}")
    librarian = MembershipFactory(school=school, role=Role.LIBRARIAN, person__username=f"thu-thu-{stamp}")
    readers = [a_reader(school, person__username=f"doc-gia-{stamp}-{n}") for n in range(PROCESSES)]
    copies = [a_copy(school, barcode=f"MV{stamp}{n}") for n in range(COPIES)]
    return {
        "librarian": librarian.pk,
        "readers": [str(reader.uuid) for reader in readers],
        "copies": [copy.barcode for copy in copies],
    }


def live(stage: dict[str, Any], place: int, seed: str, log: Path, end: float) -> None:
    """Scan copies at random until the end; note each scan before it is sent, and its answer."""
    from accounts.models import Membership
    from circulation.desk.actions.scanning import Act, DeskScan, post
    from sharing.viewer import viewer_of_membership

    chance = random.Random(seed)
    member = Membership.objects.get(pk=stage["librarian"])
    begun = [line for line in read(log) if line["event"] == "sent" and line["place"] == place]
    answered = {line["scan"] for line in read(log) if line["event"] == "answered"}
    again = [line for line in begun if line["scan"] not in answered]
    while time.time() < end or again:
        line = again.pop() if again else None
        if line is None:
            act = chance.choice([Act.OUT, Act.OUT, Act.IN])
            line = {"scan": str(uuid4()), "text": chance.choice(stage["copies"]), "act": str(act), "place": place}
            write(log, event="sent", **line)
        scan = DeskScan(
            uuid=UUID(line["scan"]), text=line["text"], act=Act(line["act"]), reader=UUID(stage["readers"][place])
        )
        answer = post(scan, by=viewer_of_membership(member, now=timezone.now()))
        write(log, event="answered", scan=line["scan"], code=answer.code, repeated=answer.is_repeated)


def run(number: int, folder: Path) -> dict[str, Any]:
    """Run one round and return its history."""
    from django.db import connections

    from circulation.models import Loan, Scan

    stage, log = prepare(), folder / f"desk-{number}.jsonl"
    connections.close_all()
    chance, end = random.Random(number), time.time() + SECONDS
    lives = dict.fromkeys(range(PROCESSES), 0)

    def start(place: int) -> int:
        lives[place] += 1
        return _child(lambda: live(stage, place, f"{number}-{place}-{lives[place]}", log, end), log)

    alive = {place: start(place) for place in range(PROCESSES)}
    while time.time() < end:
        time.sleep(chance.uniform(0.1, 0.4))
        place = chance.randrange(PROCESSES)
        os.kill(alive[place], signal.SIGKILL)
        os.waitpid(alive[place], 0)
        alive[place] = start(place)
    for pid in alive.values():
        os.waitpid(pid, 0)
    columns = ("uuid", "copy__barcode", "started_at", "ended_at", "borrower_id")
    loans = Loan.objects.filter(copy__barcode__in=stage["copies"]).values(*columns)
    scans = Scan.objects.filter(copy__barcode__in=stage["copies"]).values("uuid", "code", "loan__uuid")
    found = {"log": read(log), "loans": list(loans), "scans": list(scans), "kills": sum(lives.values()) - PROCESSES}
    return json.loads(json.dumps(found, default=str))


def main(rounds: int) -> None:
    """Run the rounds."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.conf import settings

    for number in range(rounds):
        result = run(number, settings.VAR_DIR)
        (settings.VAR_DIR / f"desk-history-{number}.json").write_text(json.dumps(result))


if __name__ == "__main__":
    main(int(sys.argv[1]))

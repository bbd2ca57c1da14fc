"""`python -m bench.desk answer|post|bare`: one lending desk, whose librarian lends and takes back 40 books in turn.

`answer`: milliseconds until the desk has the answer to a scan as it is shown, through the whole application, at the
95th percentile. `post`: milliseconds for one scan in the database. `bare`: the same with the driver of SQLite alone, in
a transaction that reads the copy, and writes a scan and a loan, with the same durability.
"""

import json
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench.lending import a_member
from bench.site import site

BOOKS, SCANS, COLD = 40, 400, 40


def main() -> None:
    """Measure and print."""
    which = sys.argv[1]
    milliseconds = _bare() if which == "bare" else _ours(which)
    warm = sorted(milliseconds[COLD:])
    value = warm[int(len(warm) * 0.95)] if which == "answer" else sum(warm) / len(warm)
    print(json.dumps({"value": value, "check": ""}))


def _ours(which: str) -> list[float]:
    with site() as school:
        from django.test import Client
        from django.utils import timezone

        from accounts.models import Membership, Person, Role
        from circulation.desk.actions.scanning import DeskScan, post
        from circulation.models import Copy, LoanRule
        from repository import actions
        from sharing.viewer import system_viewer

        by = system_viewer(school.pk, now=timezone.now())
        LoanRule.objects.create(school=school, max_loans=None)
        reader = a_member(school, 1)
        for number in range(BOOKS):
            description = actions.Description(title=f"Sách {number}")
            book = actions.create_draft(owner=school, description=description, by=by)
            Copy.objects.create(holder=school, resource=book, barcode=f"MV{number}")
        person = Person.objects.create(username="thu-thu", name="Thủ thư")
        Membership.objects.create(person=person, school=school, role=Role.LIBRARIAN, since=reader.since)
        client = Client(SERVER_NAME="localhost", headers={"accept": "application/json"})
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")

        def scan(number: int) -> None:
            text, borrower = f"MV{number % BOOKS}", reader.uuid if number // BOOKS % 2 == 0 else None
            if which == "post":
                answer = post(DeskScan(uuid=uuid4(), text=text, reader=borrower), by=by)
                if answer.tone != "done":
                    raise RuntimeError(answer.sentence)
                return
            fields = {"text": text, "scan": str(uuid4()), "reader": str(borrower or "")}
            if client.post("/cho-muon/quay/quet/", fields).json()["tone"] != "done":
                raise RuntimeError(text)

        return [_timed(scan, number) for number in range(SCANS)]


def _bare() -> list[float]:
    with tempfile.TemporaryDirectory(dir=Path("var/bench").resolve()) as folder:
        connection = sqlite3.connect(f"{folder}/bare.sqlite3", isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE copy (id integer PRIMARY KEY, barcode text UNIQUE)")
        connection.execute("CREATE TABLE loan (copy integer, reader integer, since real, ended real)")
        connection.execute("CREATE TABLE scan (uuid text UNIQUE, copy integer, code text)")
        connection.executemany("INSERT INTO copy (barcode) VALUES (?)", [(f"MV{number}",) for number in range(BOOKS)])

        def scan(number: int) -> None:
            connection.execute("BEGIN IMMEDIATE")
            query = "SELECT id FROM copy WHERE barcode = ?"
            copy = connection.execute(query, (f"MV{number % BOOKS}",)).fetchone()[0]
            connection.execute("INSERT INTO scan VALUES (?, ?, 'done')", (str(uuid4()), copy))
            if number // BOOKS % 2 == 0:
                connection.execute("INSERT INTO loan VALUES (?, 1, ?, NULL)", (copy, time.time()))
            else:
                query = "UPDATE loan SET ended = ?, reader = NULL WHERE copy = ? AND ended IS NULL"
                connection.execute(query, (time.time(), copy))
            connection.execute("COMMIT")

        return [_timed(scan, number) for number in range(SCANS)]


def _timed(scan: Any, number: int) -> float:
    since = time.perf_counter()
    scan(number)
    return 1000 * (time.perf_counter() - since)


if __name__ == "__main__":
    main()

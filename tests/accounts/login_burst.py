"""The first minutes of a lesson, by several processes at once; test_login_throttle.py runs it.

    VAR_DIR=/some/folder python -m tests.accounts.login_burst STAGES

VAR_DIR holds a migrated database. STAGES is JSON: one stage after the other, each a list of [WHAT, FIRST, LAST], which
run at once. It prints the result of each, as JSON.
"""

import json
import logging
import multiprocessing
import os
import sys
from collections import Counter

import django

SCHOOL = "203.0.113.7"  # the one address of all pupils
PASSWORD = "mot-cau-that-dai"
GUARDED = "hieu.truong"


def prepare(first: int, last: int) -> dict[str, int]:
    """Create pupils, and one account to attack."""
    from django.contrib.auth.hashers import make_password

    from accounts.models import Person

    secret = make_password(PASSWORD)
    names = [*(f"hs.{number}" for number in range(first, last)), GUARDED]
    people = Person.objects.bulk_create(Person(username=name, name=name, password=secret) for name in names)
    return {"created": len(people)}


def sign_in(first: int, last: int) -> dict[str, int]:
    """Sign each pupil in with a browser of its own; every tenth mistypes once."""
    results: Counter[str] = Counter()
    for number in range(first, last):
        if number % 10 == 0:
            results[f"mistyped {_post(f'hs.{number}', 'sai-mat-khau')}"] += 1
        results[str(_post(f"hs.{number}", PASSWORD))] += 1
    return dict(results)


def guess(first: int, last: int) -> dict[str, int]:
    """Guess at the attacked account from the same address."""
    return dict(Counter(str(_post(GUARDED, f"doan-{number}")) for number in range(first, last)))


def count(first: int, last: int) -> dict[str, int]:
    """Increment one counter, as fast as possible."""
    from django.utils import timezone

    from accounts import rate_counter

    rate = rate_counter.Rate("race", 1, 3600)
    return {"highest": max(rate_counter.hit(rate, "x", now=timezone.now()).number for _ in range(first, last))}


def _post(name: str, password: str) -> int:
    from django.test import Client

    browser = Client(REMOTE_ADDR=SCHOOL, HTTP_HOST="localhost")
    return browser.post("/tai-khoan/login/", {"login": name, "password": password}).status_code


def at_once(stage: list[tuple[str, int, int]]) -> list[dict[str, int]]:
    """Run each entry in a process of its own."""
    with multiprocessing.get_context("fork").Pool(len(stage)) as pool:
        return pool.starmap(_do, stage, chunksize=1)


def _do(what: str, first: int, last: int) -> dict[str, int]:
    return {"prepare": prepare, "sign_in": sign_in, "guess": guess, "count": count}[what](first, last)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.accounts.login_burst_settings"
    django.setup()
    logging.disable(logging.WARNING)
    print(json.dumps([at_once(stage) for stage in json.loads(sys.argv[1])]))

"""Guessing at passwords is stopped, and nobody is locked out: not the school behind one address, not the owner."""

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from accounts import login_throttle
from accounts.models import Person, RateCounter
from accounts.rate_counter import delete_expired
from tests.factories import PersonFactory
from tests.support import environments
from tests.support.template import ROOT

PROCESSES = 4
ADDITIONS = 60
PASSWORD = "mot-cau-that-dai"
LOGIN = "/tai-khoan/login/"
GUESSES = login_throttle.PER_ADDRESS_AND_ACCOUNT.number
LIMITED = 429


@pytest.fixture
def head(db: None) -> Person:
    person = PersonFactory(username="hieu.truong", email="hieu.truong@example.vn")
    person.set_password(PASSWORD)
    person.save()
    return person


def post(browser: Client, password: str, login: str = "hieu.truong", address: str = "203.0.113.7"):
    return browser.post(LOGIN, {"login": login, "password": password}, REMOTE_ADDR=address)


@pytest.mark.backend_independent
@pytest.mark.race
@pytest.mark.parametrize("pupils", [60, pytest.param(1000, marks=pytest.mark.slow)])
def test_a_school_signs_in_from_one_address_while_one_account_is_guarded(tmp_path: Path, pupils: int) -> None:
    place = environments.create(tmp_path)
    share = pupils // PROCESSES
    pupils_come = [("sign_in", n * share, (n + 1) * share) for n in range(PROCESSES)]
    thieves_come = [("guess", n * 20, (n + 1) * 20) for n in range(2)]
    [made], results = lesson(tmp_path, [("prepare", 0, pupils)], pupils_come + thieves_come)

    assert made == {"made": pupils + 1}
    assert sum(map(Counter, results[:PROCESSES]), Counter()) == {"302": pupils, "mistyped 200": pupils // 10}
    assert sum(map(Counter, results[PROCESSES:]), Counter()) == {"200": GUESSES, str(LIMITED): 40 - GUESSES}
    environments.delete(place.settings)


@pytest.mark.race
def test_no_addition_is_lost_between_processes(tmp_path: Path) -> None:
    place = environments.create(tmp_path)
    [racing] = lesson(tmp_path, [("count", 0, ADDITIONS)] * PROCESSES)
    assert max(one["highest"] for one in racing) == ADDITIONS * PROCESSES
    environments.delete(place.settings)


def test_guessing_is_stopped_with_the_time_to_wait_in_both_languages(head: Person) -> None:
    thief = Client()
    assert {post(thief, f"doan-{n}").status_code for n in range(GUESSES)} == {200}
    stopped = post(thief, PASSWORD)
    assert stopped.status_code == LIMITED
    assert 0 < int(stopped.headers["Retry-After"]) <= login_throttle.PER_ADDRESS_AND_ACCOUNT.seconds
    assert "Tài khoản không bị khóa" in stopped.content.decode()
    in_english = thief.post(f"/en{LOGIN}", {"login": "hieu.truong", "password": "x"}, REMOTE_ADDR="203.0.113.7")
    assert "The account is not locked" in in_english.content.decode()
    # Neither another spelling of the name nor her e-mail begins anew.
    assert post(thief, "x", "HIEU.truong").status_code == LIMITED
    assert post(thief, "x", "hieu.truong@example.vn").status_code == LIMITED
    # The neighbour is not touched.
    assert post(thief, "x", "ai.do.khac").status_code == 200


def test_the_owner_signs_in_from_a_known_browser_at_once_and_soon_everywhere(
    head: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    known_browser, thief = Client(), Client()
    assert post(known_browser, PASSWORD).status_code == 302
    known_browser.post("/tai-khoan/logout/")
    for n in range(GUESSES + 1):
        post(thief, f"doan-{n}")
    assert post(thief, PASSWORD).status_code == LIMITED
    assert post(known_browser, PASSWORD).status_code == 302  # from the same address, by the browser that knows her
    assert post(Client(), PASSWORD, address="198.51.100.4").status_code == 302  # from home
    later = timezone.now() + timedelta(seconds=login_throttle.PER_ADDRESS_AND_ACCOUNT.seconds + 1)
    monkeypatch.setattr("accounts.adapter.timezone.now", lambda: later)
    assert post(Client(), PASSWORD).status_code == 302


def test_a_browser_that_knows_another_account_is_strange_to_this_one(head: Person) -> None:
    pupil = PersonFactory(username="hoc.sinh")
    pupil.set_password(PASSWORD)
    pupil.save()
    browser = Client()
    assert post(browser, PASSWORD, "hoc.sinh").status_code == 302
    browser.post("/tai-khoan/logout/")
    for n in range(GUESSES):
        post(browser, f"doan-{n}")
    assert post(browser, PASSWORD).status_code == LIMITED
    browser.cookies["known"] = browser.cookies["known"].value[::-1]
    assert post(browser, PASSWORD, "hoc.sinh").status_code == 302


def test_guessing_from_many_addresses_is_stopped_too(head: Person) -> None:
    statuses = [
        post(Client(), "x", address=f"198.51.100.{n}").status_code for n in range(login_throttle.PER_ACCOUNT.number + 1)
    ]
    assert statuses == [200] * login_throttle.PER_ACCOUNT.number + [LIMITED]


def test_one_address_that_guesses_at_everybody_is_stopped(head: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login_throttle, "PER_ADDRESS", login_throttle.Rate("few", 5, 600))
    statuses = [post(Client(), "x", f"ten.{n}").status_code for n in range(6)]
    assert statuses == [200] * 5 + [LIMITED]
    assert post(Client(), "x", "ten.9", address="198.51.100.4").status_code == 200


def test_what_is_counted_names_nobody_and_is_swept(head: Person) -> None:
    post(Client(), "x")
    rows = list(RateCounter.objects.all())
    assert rows
    assert not any("203.0.113" in row.key or "hieu" in row.key for row in rows)
    delete_expired(timezone.now())
    assert RateCounter.objects.count() == len(rows)
    delete_expired(timezone.now() + timedelta(hours=2))
    assert not RateCounter.objects.exists()


def test_behind_a_front_server_the_address_is_the_one_it_added(head: Person, settings, rf) -> None:
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.7")
    assert login_throttle.client_network(request) == "10.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert login_throttle.client_network(request) == "203.0.113.7"
    v6 = rf.get("/", REMOTE_ADDR="2001:db8:1:2:3:4:5:6")
    assert login_throttle.client_network(v6) == "2001:db8:1:2"


def lesson(folder: Path, *stages: list[tuple[str, int, int]]) -> list[list[dict[str, int]]]:
    """What each process of each stage told (tests/accounts/login_burst.py)."""
    env = {**os.environ, **environments.settings_of(folder), "VAR_DIR": str(folder)}
    command = [sys.executable, "-m", "tests.accounts.login_burst", json.dumps(stages)]
    ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return list(json.loads(ended.stdout.splitlines()[-1]))

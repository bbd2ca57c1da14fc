"""Password guessing is blocked without locking out a school behind one address or the owner of the account."""

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from accounts import login_throttle
from accounts.models import Person
from tests.factories import PersonFactory
from tests.support import environments
from tests.support.template import ROOT

PROCESSES = 4
PASSWORD = "mot-cau-that-dai"
LOGIN = "/tai-khoan/login/"
GUESSES = login_throttle.PER_ADDRESS_AND_ACCOUNT.number
LIMITED = 429


@pytest.fixture
def head(db: None) -> Person:
    person = PersonFactory(username="hieu.truong", email="hieu.truong@example.vn")
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def post(browser: Client, password: str, login: str = "hieu.truong", address: str = "203.0.113.7"):
    return browser.post(LOGIN, {"login": login, "password": password}, REMOTE_ADDR=address)


@pytest.mark.backend_independent
@pytest.mark.race
@pytest.mark.parametrize("pupils", [60, pytest.param(1000, marks=pytest.mark.slow)])
def test_a_school_signs_in_from_one_address_while_one_account_is_guarded(tmp_path: Path, pupils: int) -> None:
    environment = environments.create(tmp_path)
    share = pupils // PROCESSES
    signing_in = [("sign_in", n * share, (n + 1) * share) for n in range(PROCESSES)]
    guessing = [("guess", n * 20, (n + 1) * 20) for n in range(2)]
    [prepared], results = run_stages(tmp_path, [("prepare", 0, pupils)], signing_in + guessing)

    assert prepared == {"created": pupils + 1}
    assert sum(map(Counter, results[:PROCESSES]), Counter()) == {"302": pupils, "mistyped 200": pupils // 10}
    assert sum(map(Counter, results[PROCESSES:]), Counter()) == {"200": GUESSES, str(LIMITED): 40 - GUESSES}
    environments.delete(environment.settings)


def test_right_passwords_do_not_count(head: Person) -> None:
    """Ten right sign-ins from one shared machine within five minutes must not block the account there."""
    for _ in range(GUESSES + 1):
        assert post(Client(), PASSWORD).status_code == 302  # a browser without the device cookie


def test_a_right_password_does_not_erase_earlier_wrong_ones(head: Person) -> None:
    for n in range(GUESSES - 1):
        post(Client(), f"doan-{n}")
    assert post(Client(), PASSWORD).status_code == 302
    assert post(Client(), "doan").status_code == 200
    assert post(Client(), PASSWORD).status_code == LIMITED


def test_right_passwords_of_a_known_browser_do_not_count(head: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login_throttle, "KNOWN_BROWSER", login_throttle.Rate("few", 2, 300))
    browser = Client()
    for _ in range(4):
        assert post(browser, PASSWORD).status_code == 302
        browser.post("/tai-khoan/logout/")
    assert [post(browser, "sai").status_code for _ in range(3)] == [200, 200, LIMITED]


def test_guessing_is_blocked_with_the_time_to_wait_in_both_languages(head: Person) -> None:
    attacker = Client()
    assert {post(attacker, f"doan-{n}").status_code for n in range(GUESSES)} == {200}
    blocked = post(attacker, PASSWORD)
    assert blocked.status_code == LIMITED
    assert 0 < int(blocked.headers["Retry-After"]) <= login_throttle.PER_ADDRESS_AND_ACCOUNT.seconds
    assert "Tài khoản không bị khóa" in blocked.content.decode()
    in_english = attacker.post(f"/en{LOGIN}", {"login": "hieu.truong", "password": "x"}, REMOTE_ADDR="203.0.113.7")
    assert "The account is not locked" in in_english.content.decode()
    # Another spelling of the name and the e-mail address count for the same account.
    assert post(attacker, "x", "HIEU.truong").status_code == LIMITED
    assert post(attacker, "x", "hieu.truong@example.vn").status_code == LIMITED
    # Another account is not blocked.
    assert post(attacker, "x", "ai.do.khac").status_code == 200


def test_the_owner_signs_in_where_it_worked_before_and_soon_everywhere(
    head: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, attacker = Client(), Client()
    assert post(known, PASSWORD).status_code == 302
    known.post("/tai-khoan/logout/")
    for n in range(GUESSES + 1):
        post(attacker, f"doan-{n}")
    assert post(attacker, PASSWORD).status_code == LIMITED
    assert post(known, PASSWORD).status_code == 302  # from the same address, with the device cookie
    assert post(Client(), PASSWORD, address="198.51.100.4").status_code == 302  # from home
    later = timezone.now() + timedelta(seconds=login_throttle.PER_ADDRESS_AND_ACCOUNT.seconds + 1)
    monkeypatch.setattr("accounts.adapter.timezone.now", lambda: later)
    assert post(Client(), PASSWORD).status_code == 302


def test_a_browser_known_to_another_account_is_unknown_to_this_one(head: Person) -> None:
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


def test_guessing_from_many_addresses_is_blocked_too(head: Person) -> None:
    statuses = [
        post(Client(), "x", address=f"198.51.100.{n}").status_code for n in range(login_throttle.PER_ACCOUNT.number + 1)
    ]
    assert statuses == [200] * login_throttle.PER_ACCOUNT.number + [LIMITED]


def test_an_address_that_guesses_at_many_accounts_is_blocked(head: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login_throttle, "PER_ADDRESS", login_throttle.Rate("few", 5, 600))
    statuses = [post(Client(), "x", f"ten.{n}").status_code for n in range(6)]
    assert statuses == [200] * 5 + [LIMITED]
    assert post(Client(), "x", "ten.9", address="198.51.100.4").status_code == 200


def test_behind_a_front_server_the_address_is_the_one_that_it_added(head: Person, settings, rf) -> None:
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.7")
    assert login_throttle.client_network(request) == "10.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert login_throttle.client_network(request) == "203.0.113.7"
    v6 = rf.get("/", REMOTE_ADDR="2001:db8:1:2:3:4:5:6")
    assert login_throttle.client_network(v6) == "2001:db8:1:2"


def run_stages(folder: Path, *stages: list[tuple[str, int, int]]) -> list[list[dict[str, int]]]:
    """Return the result of each process of each stage (tests/accounts/login_burst.py)."""
    env = {**os.environ, **environments.settings_of(folder), "VAR_DIR": str(folder)}
    command = [sys.executable, "-m", "tests.accounts.login_burst", json.dumps(stages)]
    ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return list(json.loads(ended.stdout.splitlines()[-1]))

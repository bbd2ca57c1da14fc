"""Each variable of the environment is read once, with its type and bounds; a wrong value is named in both languages."""

import json
import os
import re
import subprocess
import sys
from collections import Counter

import pytest

from config.environment import Environment, SettingError
from config.mail import sender_for
from tests.support.template import ROOT

WRONG = (
    ("DEBUG", "ture"),
    ("LOG_FORMAT", "jsno"),
    ("LEASE_SECONDS", "soon"),
    ("LEASE_SECONDS", "0"),
    ("OCR_WORKERS", "-1"),
    ("WORKER_NICENESS", "20"),
    ("DB_WAIT_SECONDS", "1e3"),
    ("DB_STATEMENT_TIMEOUT", "-5"),
    ("TRUSTED_PROXY_COUNT", "one"),
    ("TRUSTED_PROXY_COUNT", "9" * 400),
    ("X_ACCEL_PREFIX", "kho"),
    ("X_ACCEL_PREFIX", "/_kho"),
    ("X_ACCEL_PREFIX", "https://kho/"),
    ("MAIL_FROM", "the library"),
    ("METRICS_ADDRESSES", "localhost"),
    ("DATABASE_URL", "mysql://user:S3CRET@db/tusach"),
    ("DATABASE_URL", "postgres://user:S3CRET@db:54x2/tusach"),
    ("CACHE_URL", "memory://x"),
    ("EMAIL_URL", "smtp+tsl://user:S3CRET@host"),
    ("EMAIL_URL", "smtp://user:S3CRET@host:58x"),
)


def test_every_wrong_value_ends_a_process_with_its_name_and_without_its_secrets(tmp_path) -> None:
    """One process reads them all: the settings are read again for each value."""
    code = (
        "import json, os, runpy, sys\n"
        "from config.environment import SettingError\n"
        "for name, value in json.loads(sys.argv[1]):\n"
        "    os.environ[name] = value\n"
        "    try:\n"
        "        runpy.run_path('config/settings.py')\n"
        "        print(name, 'accepted')\n"
        "    except SettingError as error:\n"
        "        print(f'{error.vietnamese} | {error.english}')\n"
        "    del os.environ[name]\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, json.dumps(WRONG)],
        cwd=ROOT,
        env={**os.environ, "VAR_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    lines = ended.stdout.splitlines()
    assert len(lines) == len(WRONG), ended.stderr
    for (name, value), line in zip(WRONG, lines, strict=True):
        vietnamese, _, english = line.partition(" | ")
        assert name in vietnamese, (name, value)
        assert name in english, (name, value)
        assert "accepted" not in line
        assert "S3CRET" not in line


@pytest.mark.parametrize(("name", "value"), [("PORT", "99999"), ("WEB_WORKERS", "two")])
def test_the_web_server_names_a_wrong_number(name: str, value: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", "import config.gunicorn"],
        cwd=ROOT,
        env={**os.environ, name: value},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == os.EX_CONFIG
    assert f"{name}={value}" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_right_values_are_read_and_empty_ones_are_the_default(monkeypatch) -> None:
    env = Environment()
    monkeypatch.setattr(Environment, "ENVIRON", {"A": " 19 ", "B": "", "C": "Yes", "D": "json", "E": "/_kho/a/"})
    assert env.integer("A", default=1, minimum=0, maximum=19) == 19
    assert env.integer("B", default=1, minimum=0, maximum=19) == 1
    assert env.flag("C", default=False)
    assert not env.flag("B", default=False)
    assert env.choice("D", default="plain", choices=("plain", "json")) == "json"
    assert (env.path("E"), env.path("B"), env.path("missing")) == ("/_kho/a/", "", "")
    assert env.sender("B", default="Tủ Sách <a@b.example>") == "Tủ Sách <a@b.example>"
    with pytest.raises(SettingError):
        env.integer("A", default=1, minimum=0, maximum=18)


def test_no_variable_is_read_in_two_places() -> None:
    read = re.compile(r"""env\.(?!parsed)\w+\(\s*["']([A-Z][A-Z0-9_]+)["']""")
    names = Counter(name for file in (ROOT / "config").glob("*.py") for name in read.findall(file.read_text("utf-8")))
    assert len(names) > 20
    assert [name for name, count in names.items() if count > 1] == []


def test_mail_is_sent_from_the_user_of_the_mail_server_or_from_the_site() -> None:
    assert sender_for({"EMAIL_HOST_USER": "thu@truong.example"}, "https://x.example") == "thu@truong.example"
    assert sender_for({"EMAIL_HOST_USER": "apikey"}, "https://x.example") == "no-reply@x.example"
    assert sender_for({}, "http://localhost:8000") == "no-reply@localhost"

"""Old names of settings and commands work for one release and warn; the new name wins."""

import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from django.core.management import get_commands

from config.renamed import COMMANDS, OPTIONS, SETTINGS, accept_old_arguments, accept_old_settings
from tests.support import template
from tests.support.template import ROOT

OLD_SETTINGS = [(new, old) for new, names in SETTINGS.items() for old in names]


@pytest.mark.parametrize(("new", "old"), OLD_SETTINGS)
def test_an_old_setting_counts_with_a_warning_unless_the_new_one_is_set(new: str, old: str) -> None:
    environ = {old: "3"}
    with pytest.warns(FutureWarning, match=f"{old} is now called {new}"):
        accept_old_settings(environ)
    assert environ[new] == "3"
    environ = {old: "3", new: "4"}
    with pytest.warns(FutureWarning, match=old):
        accept_old_settings(environ)
    assert environ[new] == "4"


def test_new_names_give_no_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        accept_old_settings({"OCR_WORKERS": "3"})
        assert accept_old_arguments(["manage.py"]) == ["manage.py"]
        new = ["manage.py", "run_workers", "--ocr-workers=3"]
        assert accept_old_arguments(new) == new
        other = ["manage.py", "worker", "--readers", "crew"]  # an option of another command, a value
        assert accept_old_arguments(other) == other


@pytest.mark.parametrize(("command", "old"), OPTIONS)
def test_an_old_option_is_the_new_one_with_a_warning(command: str, old: str) -> None:
    new = OPTIONS[command, old]
    with pytest.warns(FutureWarning, match=f"{old} of {command} is now called {new}"):
        assert accept_old_arguments(["manage.py", command, f"{old}=2"]) == ["manage.py", command, f"{new}=2"]


@pytest.mark.parametrize("old", COMMANDS)
def test_an_old_command_is_the_new_one_with_a_warning(old: str) -> None:
    with pytest.warns(FutureWarning, match=f"The command {old} is now called {COMMANDS[old]}"):
        assert accept_old_arguments(["manage.py", old, "--yes"]) == ["manage.py", COMMANDS[old], "--yes"]
    assert COMMANDS[old] in get_commands()
    assert old not in get_commands()


@pytest.mark.system
def test_manage_py_runs_an_old_command(tmp_path: Path) -> None:
    ended = _run(tmp_path, "manage.py", "crew", "--help")
    assert "usage: manage.py run_workers " in ended.stdout
    assert "The command crew is now called run_workers." in ended.stderr


@pytest.mark.system
def test_an_old_setting_reaches_the_settings_and_the_web_server(tmp_path: Path) -> None:
    script = "import config.wsgi; from django.conf import settings as s; print(s.DB_STATEMENT_TIMEOUT, s.OCR_WORKERS)"
    ended = _run(tmp_path, "-c", script, STATEMENT_SECONDS="7", READERS="3")
    assert ended.stdout.split() == ["7", "3"]
    assert "The setting READERS is now called OCR_WORKERS." in ended.stderr
    assert _run(tmp_path, "-c", script).stdout.split() == ["30", "0"]


def _run(folder: Path, *args: str, **changes: str) -> subprocess.CompletedProcess[str]:
    ended = subprocess.run(
        [sys.executable, *args],
        cwd=ROOT,
        env=template.environment(VAR_DIR=str(folder), **changes),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended

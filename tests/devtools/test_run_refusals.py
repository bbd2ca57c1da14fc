"""`make run` and `manage.py demo` leave a real library alone; a folder of another user gives a sentence."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.actions import create_school
from accounts.models import Person, School
from demo.guard import is_this_machine
from devtools import checkout
from devtools.errors import RealInstallation
from devtools.paths import ROOT
from tests.factories import a_visitor

NOBODY = 65534
PRODUCTION_SITE = "https://thuvien.truong.example"


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8000",
        "http://LOCALHOST.",
        "http://content.localhost:8000",
        "http://127.0.0.1",
        "http://[::1]:80",
    ],
)
def test_an_address_of_this_machine(url: str) -> None:
    assert is_this_machine(url)


@pytest.mark.parametrize(
    "url",
    [
        PRODUCTION_SITE,
        "https://localhost.truong.example",
        "https://localhost@truong.example",
        "https://xlocalhost",
        "http://192.168.1.4",
        "http://[::1",
        "localhost",
        "",
    ],
)
def test_an_address_of_another_machine(url: str) -> None:
    assert not is_this_machine(url)


def devtools_run(
    folder: Path, env: dict[str, str] | None = None, user: int | None = None, python: str = sys.executable
) -> tuple[int, str]:
    """Start the first step of `make run` in this folder; return its status and output."""
    ended = subprocess.run(
        [python, "-m", "devtools", "run"],
        cwd=folder,
        env={**os.environ, **(env or {})},
        user=user,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr


@pytest.mark.parametrize("name", ["SITE_URL", "CONTENT_URL"])
def test_make_run_refuses_the_settings_of_a_real_library(name: str) -> None:
    status, output = devtools_run(ROOT, {name: PRODUCTION_SITE})
    assert status == 1
    assert f"{name} is {PRODUCTION_SITE}" in output
    assert "sudo make upgrade" in output
    assert "Traceback" not in output


@pytest.mark.parametrize("unit", ["tu-sach.service", "tu-sach-web.service"])
def test_make_run_refuses_the_folder_of_an_installation(
    unit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkout, "UNITS", tmp_path)
    (tmp_path / unit).write_text("[Service]\nWorkingDirectory=/srv/other\n", "utf-8")
    checkout.refuse_real_installation({})
    (tmp_path / unit).write_text(f"[Service]\nUser=tusach\nWorkingDirectory={ROOT}\n", "utf-8")
    with pytest.raises(RealInstallation, match=unit):
        checkout.refuse_real_installation({})


@pytest.mark.parametrize("with_var", [False, True])
def test_a_folder_of_another_user_is_refused_with_a_sentence(with_var: bool) -> None:
    """The clone belongs to the service's user, as the guide says; a person with sudo starts `make run` in it."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        for package in ("devtools", "demo"):
            shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "texts"))
        if with_var:
            (folder / "var").mkdir()
        folder.chmod(0o555 if os.geteuid() else 0o755)  # root tries it as another user
        status, output = devtools_run(folder, user=None if os.geteuid() else NOBODY, python="/usr/bin/python3")
        folder.chmod(0o755)
    assert status == 1
    assert "belongs to" in output
    assert "sudo make install" in output
    assert "Traceback" not in output


@pytest.mark.django_db
def test_the_demo_refuses_an_address_that_is_not_this_machine(settings: object) -> None:
    settings.SITE_URL = PRODUCTION_SITE  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="SITE_URL"):
        call_command("demo")
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_the_demo_refuses_a_database_with_other_schools() -> None:
    create_school(code="thcs-tan-an", name="Trường THCS Tân An", kind=School.Kind.SCHOOL, by=a_visitor())
    with pytest.raises(CommandError, match="DATABASE_URL"):
        call_command("demo")
    assert not Person.objects.exists()

"""`manage.py ingest`: files are digitised by workers that the command starts, and wrong arguments are explained."""

import subprocess
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import School
from ingest.models import Upload
from ingest.states import State
from tests.ingest import material
from tests.support import template
from tests.support.template import ROOT
from workers.models import Worker

CREATE_SCHOOL = """
import django; django.setup()
from accounts.models import School
School.objects.create(code="do", name="Trường Đo")
"""
TIMEOUT_SECONDS = 200


def run(var_dir: Path, *command: str) -> str:
    ended = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=template.environment(VAR_DIR=str(var_dir)),
        capture_output=True,
        text=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-4000:]
    return ended.stdout


@pytest.mark.embedded_only
def test_the_command_starts_workers_and_reports_when_the_uploads_are_ready(tmp_path: Path) -> None:
    var_dir = tmp_path / "var"
    var_dir.mkdir()
    template.copy_into(var_dir)
    material.truncated_pdf(tmp_path / "cụt.pdf")
    page = material.a_picture(tmp_path / "trang.png")
    run(var_dir, "-c", CREATE_SCHOOL)
    report = run(var_dir, "manage.py", "ingest", str(page), str(tmp_path / "cụt.pdf"), "--school", "do")
    ready, refused = report.strip().splitlines()
    assert ready == "trang.png: chờ duyệt"
    assert refused.startswith("cụt.pdf: bị từ chối – ")


def test_an_unknown_school_and_a_missing_path_are_explained(school: School, tmp_path: Path) -> None:
    page = material.a_picture(tmp_path / "trang.png")
    with pytest.raises(CommandError, match="khong-co"):
        call_command("ingest", str(page), school="khong-co")
    with pytest.raises(CommandError, match=r"thiếu\.pdf"):
        call_command("ingest", str(page), str(tmp_path / "thiếu.pdf"), school=school.code)
    assert not Upload.objects.exists()


def test_without_workers_of_its_own_the_command_waits_for_others(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = material.a_picture(tmp_path / "trang.png")
    slept: list[float] = []

    def other_workers(seconds: float) -> None:
        slept.append(seconds)
        Upload.objects.update(state=State.REVIEW)

    monkeypatch.setattr("ingest.management.commands.ingest.time.sleep", other_workers)
    call_command("ingest", str(page), school=school.code, no_workers=True)
    assert len(slept) == 1
    assert Upload.objects.get().name == "trang.png"


@pytest.mark.django_db
def test_where_workers_of_a_service_run_the_command_starts_no_others(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second index worker would only wait for the first, and say so in the log again and again."""
    started: list[bool] = []
    command = "ingest.management.commands.ingest"

    def note_start() -> AbstractContextManager[None]:
        started.append(True)
        return nullcontext()

    monkeypatch.setattr(f"{command}.temporary_workers", note_start)
    monkeypatch.setattr(f"{command}.Command._watch", lambda _command, _uploads: None)
    page, now = material.a_picture(tmp_path / "trang.png"), timezone.now()
    for queues in ("pages", "default,mail"):
        Worker.objects.create(host="a", pid=1, queues=queues, started_at=now, heartbeat_at=now)
    call_command("ingest", str(page), school=school.code)
    assert started == [True], "nobody works on media and on the index"
    for queues in ("media", "index"):
        Worker.objects.create(host="b", pid=1, queues=queues, started_at=now, heartbeat_at=now)
    call_command("ingest", str(page), school=school.code)
    assert started == [True]

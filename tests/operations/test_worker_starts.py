"""The doctor, which runs outside the workers' service, reads what their start found inside it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import checks
from django.core.management.base import SystemCheckError
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import override

from ingest.checks import isolation
from operations.health import machine, queues
from operations.health.checks import Issue, Level
from workers import start_reports
from workers.checks import TAG
from workers.heartbeat import heartbeat
from workers.management.commands.worker import Command
from workers.models import StartReport

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]


@pytest.fixture
def walls(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """Let the test choose which walls of parsers stand."""
    standing = {"network": True, "files": True, "calls": True}
    monkeypatch.setattr("ingest.checks._try_isolation", lambda: standing)
    return standing


def start() -> None:
    Command().check(tags=[TAG])


def reported() -> list[Issue]:
    return list(queues.starts_are_sound())


def test_a_wall_that_is_missing_inside_the_service_is_an_error_of_the_doctor(walls: dict[str, bool]) -> None:
    walls["files"] = False
    with pytest.raises(SystemCheckError):
        start()
    walls["files"] = True  # outside the service nothing is missing
    error, warning = reported()
    assert (error.code, error.level) == ("ingest.E003", Level.ERROR)
    assert (warning.code, warning.level) == ("ingest.W002", Level.WARNING)
    with override("vi"):
        assert f"trên {start_reports.this_host()}: Trên máy này" in str(warning.message)
        assert "Landlock" in str(warning.hint)
    with override("en"):
        assert "file parsers are not isolated from other files" in str(warning.message)


def test_the_workers_own_word_replaces_that_of_another_process_on_the_machine(walls: dict[str, bool]) -> None:
    start()
    assert reported() == []
    walls["network"] = False  # as in the unit of the web server, which may create no namespaces
    assert list(machine.external_tools()) == []
    StartReport.objects.update(host="pages-2")
    assert [issue.code for issue in machine.external_tools()] == ["ingest.W001"], "the report is of another machine"


def test_what_is_no_matter_of_the_machine_is_left_to_the_doctors_own_checks(walls: dict[str, bool]) -> None:
    walls["network"] = False
    start_reports.record([checks.Warning("SOURCE_URL", id="config.W002"), *isolation()])
    assert [issue.code for issue in reported()] == ["ingest.W001"]


def test_a_sound_start_replaces_the_report_of_a_failed_one(walls: dict[str, bool]) -> None:
    walls["network"] = False
    start()
    assert [issue.code for issue in reported()] == ["ingest.W001"]
    walls["network"] = True
    start()
    assert reported() == []
    assert StartReport.objects.count() == 1


def test_the_report_of_a_machine_without_workers_is_forgotten(walls: dict[str, bool]) -> None:
    walls["network"] = False
    start()
    StartReport.objects.update(at=timezone.now() - timedelta(minutes=11))
    assert reported() == []
    with heartbeat("pages"):
        assert [issue.code for issue in reported()] == ["ingest.W001"]


def test_a_database_that_does_not_answer_stops_no_worker(
    walls: dict[str, bool], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_args: Any, **_options: Any) -> None:
        raise DatabaseError("away")

    monkeypatch.setattr(StartReport.objects, "update_or_create", refuse)
    start()
    assert any("the report of the start was not stored" in record.getMessage() for record in caplog.records)

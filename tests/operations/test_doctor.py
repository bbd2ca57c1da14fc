"""The doctor and the page System status show the same issues."""

import json
import os
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.translation import override

from accounts.models import Role
from operations import sqlite_files
from operations.health import machine
from operations.health.checks import run_checks
from operations.health.registry import HEALTH_CHECKS
from tests.factories import MembershipFactory
from tests.support.sites import free_port

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/quan-tri/tinh-trang/"


@pytest.fixture(autouse=True)
def healthy_installation(settings, tmp_path):
    """Set up an installation with no issue but the notes of a first day."""
    settings.OBJECT_STORE_URL = f"file://{tmp_path}/store"
    settings.SEARCH_URL = f"tantivy://{tmp_path}/index"
    settings.SECRET_KEY = "k" * 60
    sqlite_files.close_to_others(settings.DATABASES)


def doctor(*args):
    out = StringIO()
    status = 0
    try:
        call_command("doctor", *args, stdout=out)
    except SystemExit as error:
        status = error.code
    return status, out.getvalue()


def test_the_doctor_passes_and_then_names_what_is_wrong(settings):
    status, output = doctor("--json")
    assert status == 0, output
    assert all(part["looked"] for part in json.loads(output))
    settings.SEARCH_URL = f"http://127.0.0.1:{free_port()}/tusach"
    status, output = doctor("--language", "en")
    assert status == 1
    assert "Error: The search engine is not responding." in output
    assert "set its right address in SEARCH_URL" in output
    assert "Not checked" in output


def test_warnings_count_with_strict_only(settings):
    settings.DEBUG = True
    assert doctor()[0] == 0
    assert doctor("--strict")[0] == 1


def test_the_page_shows_the_issues_to_the_administrator_only(settings):
    settings.SEARCH_URL = f"http://127.0.0.1:{free_port()}/tusach"
    for role, status in ((Role.NODE_ADMIN, 200), (Role.LIBRARIAN, 404), (Role.TEACHER, 403)):
        browser = Client()
        browser.force_login(MembershipFactory(role=role).person)
        answer = browser.get(PAGE)
        assert answer.status_code == status
        if role == Role.NODE_ADMIN:
            with override("vi"):
                (issue,) = next(result for result in run_checks(HEALTH_CHECKS) if result.check.name == "index").issues
                assert str(issue.message) in answer.content.decode()
                assert str(issue.hint) in answer.content.decode()
            assert PAGE in browser.get("/quan-tri/").content.decode()
    assert Client().get(PAGE).status_code == 302


def test_a_weak_key_a_readable_one_and_a_full_disk_are_named(settings, monkeypatch, tmp_path):
    settings.VAR_DIR = tmp_path
    assert [*machine.secret_key(), *machine.folders_writable()] == []
    settings.SECRET_KEY = "change-me-change-me-change-me-change-me-change-me"
    (tmp_path / "secret_key").write_text("x")
    (tmp_path / "secret_key").chmod(0o644)
    assert [issue.code for issue in machine.secret_key()] == ["secret_weak", "secret_open"]
    usage = machine.shutil.disk_usage(tmp_path)
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda folder: usage._replace(free=2 * 10**8))
    assert [issue.code for issue in machine.disk_space()] == ["disk_full"]


def test_a_backup_is_recognised_by_its_mark(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    assert [issue.code for issue in machine.recent_backup()] == ["backup_unknown"]
    (tmp_path / machine.LAST_BACKUP).touch()
    assert list(machine.recent_backup()) == []
    os.utime(tmp_path / machine.LAST_BACKUP, (0, 0))
    assert [issue.code for issue in machine.recent_backup()] == ["backup_late"]

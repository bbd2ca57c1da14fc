"""The doctor and the administrator's page say the same, in plain words."""

import json
import os
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.translation import override

from accounts.models import Role
from operations.health import machine
from operations.health.labels import NAMES
from operations.health.registry import HEALTH_CHECKS
from operations.health.runner import run_checks
from tests.factories import MembershipFactory
from tests.support.sites import free_port

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/quan-tri/tinh-trang/"


@pytest.fixture(autouse=True)
def sound(settings, tmp_path):
    """An installation without a fault; the two notes of a first day stay."""
    settings.OBJECT_STORE_URL = f"file://{tmp_path}/store"
    settings.SEARCH_URL = f"tantivy://{tmp_path}/index"
    settings.SECRET_KEY = "k" * 60


def examined(*words):
    out = StringIO()
    status = 0
    try:
        call_command("doctor", *words, stdout=out)
    except SystemExit as ended:
        status = ended.code
    return status, out.getvalue()


def test_every_part_has_a_name():
    assert {one.name for one in HEALTH_CHECKS} == set(NAMES)


def test_the_doctor_ends_well_and_then_names_what_is_wrong(settings):
    status, said = examined("--json")
    assert status == 0, said
    assert all(part["looked"] for part in json.loads(said))
    settings.SEARCH_URL = f"http://127.0.0.1:{free_port()}/tusach"
    status, said = examined("--language", "en")
    assert status == 1
    assert "Error: The search engine is not responding." in said
    assert "set its right address in SEARCH_URL" in said
    assert "Not checked" in said


def test_warnings_count_only_where_they_are_asked_to(settings):
    settings.DEBUG = True
    assert examined()[0] == 0
    assert examined("--strict")[0] == 1


def test_the_page_shows_the_administrator_what_is_wrong_and_nobody_else(settings):
    settings.SEARCH_URL = f"http://127.0.0.1:{free_port()}/tusach"
    for role, status in ((Role.NODE_ADMIN, 200), (Role.LIBRARIAN, 404), (Role.TEACHER, 403)):
        browser = Client()
        browser.force_login(MembershipFactory(role=role).person)
        answer = browser.get(PAGE)
        assert answer.status_code == status
        if role == Role.NODE_ADMIN:
            with override("vi"):
                (finding,) = next(found for found in run_checks(HEALTH_CHECKS) if found.name == "index").findings
                assert str(finding.message) in answer.content.decode()
                assert str(finding.hint) in answer.content.decode()
            assert PAGE in browser.get("/quan-tri/").content.decode()
    assert Client().get(PAGE).status_code == 302


def test_a_weak_key_an_open_one_and_a_full_disk_are_named(settings, monkeypatch, tmp_path):
    settings.VAR_DIR = tmp_path
    assert [*machine.secret_key(), *machine.data_dir_writable()] == []
    settings.SECRET_KEY = "change-me-change-me-change-me-change-me-change-me"
    (tmp_path / "secret_key").write_text("x")
    (tmp_path / "secret_key").chmod(0o644)
    assert [finding.code for finding in machine.secret_key()] == ["secret_weak", "secret_open"]
    usage = machine.shutil.disk_usage(tmp_path)
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda place: usage._replace(free=2 * 10**8))
    assert [finding.code for finding in machine.disk_space()] == ["disk_full"]


def test_a_backup_is_known_by_its_mark(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    assert [finding.code for finding in machine.recent_backup()] == ["backup_unknown"]
    (tmp_path / machine.LAST_BACKUP).touch()
    assert list(machine.recent_backup()) == []
    os.utime(tmp_path / machine.LAST_BACKUP, (0, 0))
    assert [finding.code for finding in machine.recent_backup()] == ["backup_late"]

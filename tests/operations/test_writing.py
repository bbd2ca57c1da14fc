"""What a restore by another user leaves is found: a database, a folder or a store that this process cannot write to."""

import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from operations import probes, sqlite_files
from operations.health import database, machine
from tests.operations.test_services import codes

DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ""}}


@pytest.fixture
def data(settings: Any, tmp_path: Path) -> Path:
    """Use an empty data folder."""
    settings.VAR_DIR, settings.METRICS_DIR = tmp_path, tmp_path / "metrics"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "spool"
    settings.OBJECT_STORE_URL, settings.SEARCH_URL = f"file://{tmp_path}/store", f"tantivy://{tmp_path}/index"
    settings.CACHE_URL = f"filecache://{tmp_path}/cache"
    for name in ("metrics", "spool", "store", "index", "cache"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.mark.parametrize("name", [".", "metrics", "spool", "store", "index", "cache"])
def test_a_folder_that_takes_no_file_blocks_the_start(data: Path, name: str, monkeypatch: Any) -> None:
    """The tests may run as root, to whom every folder is open: the file system refuses in its place."""
    assert codes(machine.folders_writable()) == {}
    create: Any = machine.tempfile.TemporaryFile

    def refuse(**options: Path) -> Any:
        if options["dir"] == data / name:
            raise PermissionError(13, "Permission denied")
        return create(**options)

    monkeypatch.setattr(machine.tempfile, "TemporaryFile", refuse)
    assert codes(machine.folders_writable()) == {"folder_closed": True}


@pytest.mark.parametrize("name", ["secret_key", "spool", "store/blobs", "store/blobs/ab"])
def test_a_file_of_another_user_is_named_with_the_command_to_run(data: Path, name: str, monkeypatch: Any) -> None:
    """Only root could give the file away: its owner is another one in the eyes of the check."""
    (data / name).mkdir(parents=True, exist_ok=True)
    assert codes(machine.one_owner()) == {}
    monkeypatch.setattr(machine.os, "access", lambda path, mode: False)
    owner = machine.owner_of
    monkeypatch.setattr(machine, "owner_of", lambda path: owner(path) + (path == data / name))
    (issue,) = machine.one_owner()
    assert issue.code == "folder_mixed"
    assert name in str(issue.message)
    assert "chown -R" in str(issue.hint)


@pytest.mark.django_db(transaction=True)
def test_a_database_that_can_only_be_read_is_not_ready(settings: Any, tmp_path: Path) -> None:
    settings.OBJECT_STORE_URL, settings.SEARCH_URL = f"file://{tmp_path}/store", f"tantivy://{tmp_path}/index"
    assert codes(database.writable()) == {}
    for connection in connections.all():
        make_readonly(connection)
    try:
        assert codes(database.reachable()) == {}
        assert codes(database.writable()) == {"database_readonly": connections["default"].vendor == "sqlite"}
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_readyz_tries_to_write(settings: Any, tmp_path: Path) -> None:
    probes._cached.clear()
    settings.OBJECT_STORE_URL, settings.SEARCH_URL = f"file://{tmp_path}/store", f"tantivy://{tmp_path}/index"
    parts = Client().get("/readyz").json()["parts"]
    assert {name: parts[name]["ready"] for name in ("folder", "database_writing", "store_writing")} == {
        "folder": True,
        "database_writing": True,
        "store_writing": True,
    }
    (tmp_path / "store/.unfinished").rmdir()
    (tmp_path / "store/.unfinished").write_text("no folder")
    probes._cached.clear()
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["store_writing"]["ready"] is False


def test_the_files_of_sqlite_are_created_and_remain_closed_to_others(tmp_path: Path) -> None:
    databases = {"default": {**DATABASES["default"], "NAME": str(tmp_path / "db.sqlite3")}}
    old = os.umask(0o022)
    try:
        sqlite_files.close_to_others(databases)
        with sqlite3.connect(tmp_path / "db.sqlite3") as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("CREATE TABLE one (number)")
            files = list(tmp_path.iterdir())
            assert len(files) == 3
            assert {path.stat().st_mode & 0o777 for path in files} == {0o640}
        (tmp_path / "db.sqlite3").chmod(0o644)
        sqlite_files.close_to_others(databases)
        assert (tmp_path / "db.sqlite3").stat().st_mode & 0o777 == 0o640
    finally:
        os.umask(old)
        connection.close()


def test_a_database_that_others_can_read_is_named(settings: Any, tmp_path: Path, monkeypatch: Any) -> None:
    path = tmp_path / "db.sqlite3"
    path.touch(mode=0o640)
    monkeypatch.setattr(database.settings, "DATABASES", {"default": {**DATABASES["default"], "NAME": str(path)}})
    assert codes(database.private()) == {}
    path.chmod(0o644)
    assert codes(database.private()) == {"database_open": False}


def make_readonly(connection: Any) -> None:
    """Let this connection read only, as one to a file of root or to a replica does."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA query_only = ON")
        else:
            cursor.execute("SET default_transaction_read_only = on")

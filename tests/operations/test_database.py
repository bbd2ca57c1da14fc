"""A database that refuses, is missing, is behind or ahead of this version: each is told apart, on both kinds."""

from types import SimpleNamespace
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import ConnectionHandler

from operations.health import database
from tests.support import servers, template
from tests.support.sites import free_port
from tests.support.template import FILES

SQLITE = "django.db.backends.sqlite3"


def found(looked):
    return [(finding.code, finding.blocks_start) for finding in looked]


@pytest.fixture
def put(settings, monkeypatch):
    """Let the examinations look at other databases."""
    made = []

    def replace(databases):
        settings.DATABASES = databases
        handler = ConnectionHandler(databases)
        made.append(handler)
        monkeypatch.setattr(database, "connections", handler)
        return handler

    yield replace
    for handler in made:
        handler.close_all()


def postgres(**changes):
    parts = urlsplit(servers.address("DATABASE_URL"))
    whole = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": parts.username,
        "PASSWORD": "",
        "HOST": parts.hostname,
        "PORT": parts.port,
        "OPTIONS": {"connect_timeout": 5},
    }
    return {"default": whole | changes}


@pytest.mark.production_only
def test_postgresql_answers_refuses_or_is_not_there(put):
    put(postgres())
    assert found(database.reachable()) == []
    put(postgres(USER="somebody-else"))
    assert found(database.reachable()) == [("database_refused", True)]
    put(postgres(NAME="no-such-database"))
    assert found(database.reachable()) == [("database_missing", True)]
    put(postgres(PORT=free_port()))
    assert found(database.reachable()) == [("database_unreachable", False)]


@pytest.mark.production_only
@pytest.mark.parametrize(
    ("message", "code"),
    [
        ('FATAL:  password authentication failed for user "tusach"', "database_refused"),
        ("connection failed: fe_sendauth: no password supplied", "database_refused"),
        ('FATAL:  database "controle" does not exist', "database_missing"),
        ("FATAL:  the database system is starting up", "database_unreachable"),
        ("FATAL:  sorry, too many clients already", "database_unreachable"),
    ],
)
def test_temporary_failures_are_distinguished_from_wrong_settings(message, code):
    finding = database._refusal_of(postgres()["default"], message.lower())
    assert finding.code == code
    assert finding.blocks_start == (code != "database_unreachable")


@pytest.mark.production_only
def test_an_empty_postgresql_is_behind(put):
    address = urlsplit(servers.address("DATABASE_URL"))
    name = f"operating_{free_port()}"
    with psycopg.connect(address.geturl(), autocommit=True) as session:
        session.execute(f"CREATE DATABASE {name}")
        try:
            handler = put(postgres(NAME=name))
            assert found(database.migrated()) == [("migrations_missing", True)]
            handler.close_all()
        finally:
            session.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_files_without_tables_are_behind_and_migrated_ones_are_not(put, settings, tmp_path):
    put({"default": {"ENGINE": SQLITE, "NAME": str(tmp_path / "empty.sqlite3")}})
    behind = list(database.migrated())
    assert found(behind) == [("migrations_missing", True)]
    assert "migrate" in str(behind[0].hint)
    put({"default": {"ENGINE": SQLITE, "NAME": str(tmp_path / "no" / "such" / "folder.sqlite3")}})
    assert found(database.reachable()) == [("database_unreachable", True)]


def test_a_full_disk_is_distinguished_from_a_file_without_permission(put, tmp_path, monkeypatch):
    (tmp_path / "folder").mkdir()
    put({"default": {"ENGINE": SQLITE, "NAME": str(tmp_path / "folder")}})  # no file: it cannot be opened
    assert found(database.reachable()) == [("database_unreachable", True)]
    monkeypatch.setattr(database.shutil, "disk_usage", lambda folder: SimpleNamespace(free=4096))
    assert found(database.reachable()) == [("database_full", False)]


@pytest.mark.embedded_only  # where the queue is a second file
def test_a_database_of_a_newer_version_is_named(put, settings, tmp_path):
    (tmp_path / FILES[0]).write_bytes((template.folder() / FILES[0]).read_bytes())
    (tmp_path / FILES[1]).write_bytes((template.folder() / FILES[1]).read_bytes())
    settings.DATABASE_ROUTERS = []
    names = {"default": FILES[0], "queue": FILES[1]}
    handler = put({alias: {"ENGINE": SQLITE, "NAME": str(tmp_path / name)} for alias, name in names.items()})
    assert found(database.migrated()) == []
    MigrationRecorder(handler["default"]).record_applied("repository", "9999_of_tomorrow")
    assert found(database.migrated()) == [("database_newer", True)]

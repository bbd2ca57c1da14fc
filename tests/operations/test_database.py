"""A database that refuses, is missing, or is older or newer than this version: the check tells them apart."""

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


def codes(issues):
    return [(issue.code, issue.blocks_start) for issue in issues]


@pytest.fixture
def use(settings, monkeypatch):
    """Return a function that makes the checks look at other databases."""
    handlers = []

    def replace(databases):
        settings.DATABASES = databases
        handler = ConnectionHandler(databases)
        handlers.append(handler)
        monkeypatch.setattr(database, "connections", handler)
        return handler

    yield replace
    for handler in handlers:
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
def test_postgresql_responds_refuses_or_is_down(use):
    use(postgres())
    assert codes(database.reachable()) == []
    use(postgres(USER="somebody-else"))
    assert codes(database.reachable()) == [("database_refused", True)]
    use(postgres(NAME="no-such-database"))
    assert codes(database.reachable()) == [("database_missing", True)]
    use(postgres(PORT=free_port()))
    assert codes(database.reachable()) == [("database_unreachable", False)]


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
def test_a_temporary_outage_is_distinguished_from_a_wrong_setting(message, code):
    issue = database._unreachable(postgres()["default"], message.lower())
    assert issue.code == code
    assert issue.blocks_start == (code != "database_unreachable")


@pytest.mark.production_only
def test_an_empty_postgresql_needs_migrations(use):
    address = urlsplit(servers.address("DATABASE_URL"))
    name = f"operating_{free_port()}"
    with psycopg.connect(address.geturl(), autocommit=True) as session:
        session.execute(f"CREATE DATABASE {name}")
        try:
            handler = use(postgres(NAME=name))
            assert codes(database.migrated()) == [("migrations_missing", True)]
            handler.close_all()
        finally:
            session.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_files_without_tables_need_migrations_and_a_missing_folder_blocks(use, settings, tmp_path):
    use({"default": {"ENGINE": SQLITE, "NAME": str(tmp_path / "empty.sqlite3")}})
    behind = list(database.migrated())
    assert codes(behind) == [("migrations_missing", True)]
    assert "migrate" in str(behind[0].hint)
    use({"default": {"ENGINE": SQLITE, "NAME": str(tmp_path / "no" / "such" / "folder.sqlite3")}})
    assert codes(database.reachable()) == [("database_unreachable", True)]


def test_a_full_disk_is_distinguished_from_a_file_that_cannot_be_opened(use, tmp_path, monkeypatch):
    (tmp_path / "folder").mkdir()
    use({"default": {"ENGINE": SQLITE, "NAME": str(tmp_path / "folder")}})  # no file: it cannot be opened
    assert codes(database.reachable()) == [("database_unreachable", True)]
    monkeypatch.setattr(database.shutil, "disk_usage", lambda folder: SimpleNamespace(free=4096))
    assert codes(database.reachable()) == [("database_full", False)]


@pytest.mark.embedded_only  # where the queue is a second file
def test_a_database_of_a_newer_version_is_named(use, settings, tmp_path):
    (tmp_path / FILES[0]).write_bytes((template.folder() / FILES[0]).read_bytes())
    (tmp_path / FILES[1]).write_bytes((template.folder() / FILES[1]).read_bytes())
    settings.DATABASE_ROUTERS = []
    names = {"default": FILES[0], "queue": FILES[1]}
    handler = use({alias: {"ENGINE": SQLITE, "NAME": str(tmp_path / name)} for alias, name in names.items()})
    assert codes(database.migrated()) == []
    MigrationRecorder(handler["default"]).record_applied("repository", "9999_of_tomorrow")
    assert codes(database.migrated()) == [("database_newer", True)]

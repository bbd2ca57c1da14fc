"""DATABASES for SQLite has a second file for the queue; for PostgreSQL it has timeouts."""

from pathlib import Path

import environ
import pytest
from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from accounts.models import Person, RateCounter
from config.databases import QueueRouter, databases, routers

VAR_DIR = Path("/srv/tu-sach")


def test_sqlite_has_a_second_file_and_a_router() -> None:
    made = databases(environ.Env.db_url_config("sqlite:////srv/tu-sach/db.sqlite3"), VAR_DIR, statement_timeout=30)
    assert {name: database["NAME"] for name, database in made.items()} == {
        "default": "/srv/tu-sach/db.sqlite3",
        "queue": "/srv/tu-sach/queue.sqlite3",
    }
    assert all(database["OPTIONS"]["transaction_mode"] == "IMMEDIATE" for database in made.values())
    assert "synchronous=FULL" in made["default"]["OPTIONS"]["init_command"]
    assert routers(made) == ["config.databases.QueueRouter"]


def test_postgresql_has_timeouts_and_no_router() -> None:
    url = "postgres://tusach:secret@db:5432/tusach?sslmode=require"
    made = databases(environ.Env.db_url_config(url), VAR_DIR, statement_timeout=30)
    assert set(made) == {"default"}
    assert made["default"]["OPTIONS"]["sslmode"] == "require"
    assert "statement_timeout=30000" in made["default"]["OPTIONS"]["options"]
    assert "lock_timeout=20000" in made["default"]["OPTIONS"]["options"]
    assert made["default"]["CONN_HEALTH_CHECKS"] is True
    assert routers(made) == []


@pytest.mark.parametrize(
    ("model", "alias"), [(DBTaskResult, "queue"), (Session, "queue"), (RateCounter, "queue"), (Person, None)]
)
def test_each_table_is_in_one_file(model, alias: str | None) -> None:
    router, meta = QueueRouter(), model._meta
    assert router.db_for_read(model) == router.db_for_write(model) == alias
    for name in ("default", "queue"):
        assert router.allow_migrate(name, meta.app_label, meta.model_name) is (name == (alias or "default"))


def test_relations_stay_inside_a_file() -> None:
    router = QueueRouter()
    assert router.allow_relation(Person(), Person())
    assert not router.allow_relation(Person(), RateCounter())

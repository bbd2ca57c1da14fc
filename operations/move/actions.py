"""Move a library to the services that a file of settings names. Acts for no person: it changes no row."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import environ
from django.conf import settings
from django.db import connections, transaction

from operations import env_file
from operations.backup.databases import name_of, row_counts
from operations.backup.objects import Copied, copy_missing, listed
from operations.move import tables
from operations.move.errors import Different, NotEmpty, NotMigrated, SameServices, UnknownTables
from operations.move.tables import TableDigest
from repository.models import Blob
from repository.store import store, store_at
from repository.store.keys import blob_key
from repository.store.protocol import Store

TARGET = "move_target"
SETTINGS = ("DATABASE_URL", "OBJECT_STORE_URL")


@dataclass(frozen=True)
class Moved:
    """What both sides hold: each table by its name; objects; the keys of objects whose bytes differ."""

    tables: dict[str, TableDigest]
    objects: int
    copied: Copied


def move(file: Path) -> Moved:
    """Copy everything to the services of the file. Raises MoveError, StoreError, OSError, EnvFileError.

    The database is filled in one transaction, after the objects: a move that stops can be repeated.
    """
    wanted = env_file.read(file)
    if not any(wanted.get(name, "") not in ("", os.environ.get(name, "")) for name in SETTINGS):
        raise SameServices(file=file)
    if unknown := tables.undescribed_tables():
        raise UnknownTables(tables=", ".join(unknown))
    target_store = store_at(wanted["OBJECT_STORE_URL"]) if wanted.get("OBJECT_STORE_URL") else store()
    with _source_locked():
        if not wanted.get("DATABASE_URL"):
            return _checked(Moved({}, *_move_objects(target_store)))
        with _target(wanted["DATABASE_URL"]):
            _migrate(wanted)
            counts = row_counts(TARGET)
            if counts.get("accounts_person") or counts.get("repository_resource"):
                raise NotEmpty(
                    name=name_of(TARGET), people=counts["accounts_person"], resources=counts["repository_resource"]
                )
            number, copied = _move_objects(target_store)
            if copied.damaged:
                raise Different(parts=", ".join(copied.damaged))
            with transaction.atomic(using=TARGET):
                found = _move_rows()
        _make_search_of_admin(wanted)
    return _checked(Moved(found, number, copied))


def _move_rows() -> dict[str, TableDigest]:
    """Copy and compare every table. Raises Different."""
    copied = tables.copied_models()
    tables.empty(TARGET)
    tables.set_triggers(TARGET, on=False)
    for model in copied:
        tables.copy(model, TARGET)
    tables.reset_sequences(TARGET)
    with connections[TARGET].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # PostgreSQL refuses to alter a table with waiting checks
    tables.set_triggers(TARGET, on=True)
    found = {}
    for model in copied:
        ours = tables.digest(model)
        if tables.digest(model, TARGET) != ours:
            raise Different(parts=model._meta.db_table)
        found[model._meta.db_table] = ours
    return found


def _move_objects(target: Store) -> tuple[int, Copied]:
    """Copy every object that the target lacks; read each copied blob back."""
    if target is store():
        return 0, Copied()
    types = {blob_key(digest): kind for digest, kind in Blob.objects.values_list("digest", "content_type").iterator()}
    ours = store()
    copied = copy_missing(ours, target, listed(ours), content_types=lambda key: types.get(key, "application/json"))
    sizes = {item.key: item.size for item in target.list_objects()}
    number = 0
    for item in listed(ours):
        number += 1
        if sizes.get(item.key) != item.size or (item.key in types and not target.verify(item.key)):
            copied.damaged.append(item.key)
    return number, copied


def _checked(moved: Moved) -> Moved:
    if moved.copied.damaged:
        raise Different(parts=", ".join(moved.copied.damaged))
    return moved


@contextmanager
def _source_locked() -> Iterator[None]:
    """Let nobody write while we read: on SQLite a transaction begins with the lock of writers."""
    with transaction.atomic(), transaction.atomic(using=list(connections)[-1]):
        yield


@contextmanager
def _target(url: str) -> Iterator[None]:
    """Connect to the target under a name of its own."""
    found: dict[str, Any] = {**environ.Env.db_url_config(url), "ATOMIC_REQUESTS": False}
    connections.settings[TARGET] = connections.configure_settings({"default": {}, TARGET: found})[TARGET]
    try:
        yield
    finally:
        connections[TARGET].close()
        del connections[TARGET]
        del connections.settings[TARGET]


def _environment(wanted: Mapping[str, str]) -> dict[str, str]:
    return {**os.environ, **wanted, "VAR_DIR": str(settings.VAR_DIR)}


def _migrate(wanted: Mapping[str, str]) -> None:
    """Create the tables with the settings of the target, in a process of its own."""
    if problem := _manage(wanted, "migrate", "-v0"):
        raise NotMigrated(name=name_of(TARGET), problem=problem)


def _make_search_of_admin(wanted: Mapping[str, str]) -> None:
    """Fill the admin's search, which each database keeps in its own way."""
    if problem := _manage(wanted, "wagtail_update_index", "-v0"):
        raise NotMigrated(name="wagtail_update_index", problem=problem)


def _manage(wanted: Mapping[str, str], *arguments: str) -> str:
    """Run a command with the settings of the target; return its last line if it fails."""
    command = [sys.executable, str(Path(settings.ROOT) / "manage.py"), *arguments]
    ended = subprocess.run(command, env=_environment(wanted), capture_output=True, text=True, check=False)
    return "" if ended.returncode == 0 else (ended.stderr.strip().splitlines() or ["?"])[-1]

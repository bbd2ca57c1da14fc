"""Copy all rows of all models from one database to another, and compare them."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connections, models, router

BATCH = 1000
MODULUS = 2**256
# Not copied: wake-ups of the queue (the sweeper sends new ones), and the admin's search, which each database makes.
LEFT_OUT = {"django_tasks_database", "wagtailsearch", "modelsearch", "django_rq"}
OWN_TABLES = ("django_migrations", "sqlite_", "wagtailsearch_", "modelsearch_", "django_tasks_database_")

Model = type[models.Model]


@dataclass(frozen=True)
class TableDigest:
    """The rows of one model: their number, and the sum of their SHA-256.

    A sum needs no order: databases sort text in different ways.
    """

    rows: int
    sha256: str


def copied_models() -> list[Model]:
    """Return every model with a table of its own, also those between two others."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and model._meta.app_label not in LEFT_OUT]


def undescribed_tables() -> list[str]:
    """Return the tables with rows that no model describes."""
    described = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    unknown = []
    for connection in connections.all():
        with connection.cursor() as cursor:
            for found in connection.introspection.get_table_list(cursor):
                if found.type != "t" or found.name in described or found.name.startswith(OWN_TABLES):
                    continue
                cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(found.name)} LIMIT 1")  # noqa: S608
                if cursor.fetchone():
                    unknown.append(found.name)
    return sorted(unknown)


def empty(alias: str) -> None:
    """Delete the rows that migrations have made."""
    connection = connections[alias]
    tables = [model._meta.db_table for model in copied_models()]
    for statement in connection.ops.sql_flush(no_style(), tables, reset_sequences=True, allow_cascade=True):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def copy(model: Model, alias: str) -> int:
    """Copy the rows of one model with their keys; return their number. Triggers of the target do not run."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    count = 0
    for batch in _batches(model, router.db_for_read(model)):
        model._base_manager._insert(batch, fields=fields, using=alias, raw=True)  # type: ignore[attr-defined]
        count += len(batch)
    return count


def set_triggers(alias: str, *, on: bool) -> None:
    """Switch the triggers of our tables; foreign keys are checked all the same."""
    connection, word = connections[alias], "ENABLE" if on else "DISABLE"
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model in copied_models():
            cursor.execute(f"ALTER TABLE {connection.ops.quote_name(model._meta.db_table)} {word} TRIGGER USER")


def reset_sequences(alias: str) -> None:
    """Let the next key of each table follow the last copied one."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), copied_models()):
            cursor.execute(statement)


def digest(model: Model, alias: str | None = None) -> TableDigest:
    """Return the digest of a table, the same on every database; without an alias, of the present one."""
    fields = [field.attname for field in model._meta.local_concrete_fields if not field.generated]
    rows = model._base_manager.using(alias or router.db_for_read(model)).values_list("pk", *fields)
    total = count = 0
    for row in rows.iterator(BATCH):
        line = json.dumps([_plain(value) for value in row], sort_keys=True).encode()
        total += int.from_bytes(hashlib.sha256(line).digest())
        count += 1
    return TableDigest(count, f"{total % MODULUS:064x}")


def _batches(model: Model, alias: str) -> Iterator[list[models.Model]]:
    batch = []
    for row in model._base_manager.using(alias).order_by("pk").iterator(BATCH):
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _plain(value: Any) -> Any:
    """Return a value of JSON that is the same for equal values of any database."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Decimal):
        return str(value.normalize())
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return str(value)

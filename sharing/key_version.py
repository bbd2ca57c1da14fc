"""The version of everything that keys are made from: a random value that database triggers renew.

A trigger acts in the transaction of the change, and no way of writing can bypass it. The value never repeats: what a
transaction read and then rolled back is never mistaken for what another one committed. See
docs/decisions/012-permission-key-cache.md. django-pgtrigger was considered: it supports PostgreSQL only.

To let keys depend on another table, add its model to MODELS.
"""

from typing import Any
from uuid import uuid4

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

from accounts.models import SchoolLink
from repository.models import Collection
from sharing.models import Agreement, Clause, GroupMember, KeyVersion

MODELS = (SchoolLink, GroupMember, Agreement, Clause, Collection)
EVENTS = ("INSERT", "UPDATE", "DELETE")

SQLITE_TRIGGER = """
CREATE TRIGGER IF NOT EXISTS {table}_renews_key_version_{event} AFTER {event} ON {table}
BEGIN UPDATE sharing_keyversion SET version = lower(hex(randomblob(16))); END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION sharing_renew_key_version() RETURNS trigger AS $$
BEGIN
    UPDATE sharing_keyversion SET version = md5(random()::text || clock_timestamp()::text || txid_current()::text);
    RETURN NULL;
END
$$ LANGUAGE plpgsql
"""
POSTGRESQL_TRIGGER = """
CREATE OR REPLACE TRIGGER {table}_renews_key_version_{event} AFTER {event} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION sharing_renew_key_version()
"""


def current() -> str:
    """Return the current version; empty where nothing may be cached.

    Each request calls it, and a queryset would take ten times as long.
    """
    with connections[router.db_for_read(KeyVersion)].cursor() as cursor:
        cursor.execute(f"SELECT version FROM {KeyVersion._meta.db_table}")  # noqa: S608  the name of our own table
        row = cursor.fetchone()
    return row[0] if row else ""


def install_triggers(using: str, **_signal: Any) -> None:
    """Create the triggers and the row where they are missing. Runs after each `migrate`, which may recreate a table."""
    connection = connections[using]
    if not router.allow_migrate_model(using, KeyVersion) or not _has_tables(connection):
        return
    KeyVersion.objects.using(using).get_or_create(pk=1, defaults={"version": uuid4().hex})
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTION)
        statement = POSTGRESQL_TRIGGER if connection.vendor == "postgresql" else SQLITE_TRIGGER
        for model in MODELS:
            for event in EVENTS:
                cursor.execute(statement.format(table=model._meta.db_table, event=event.lower()))


def _has_tables(connection: BaseDatabaseWrapper) -> bool:
    required = {model._meta.db_table for model in (KeyVersion, *MODELS)}
    return required <= set(connection.introspection.table_names())

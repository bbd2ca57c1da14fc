"""The stamp of all that keys are made from: the database itself renews it, in the transaction that changes anything.

A trigger does it, so that no way to write can forget it; a value that never was before, so that what a transaction
read and then took back is never taken for what another one wrote. See docs/decisions/012-permission-key-cache.md.
To let keys depend on another table: name its model in MODELS.
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

ON_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_renews_key_version_{event} AFTER {event} ON {table}
BEGIN UPDATE sharing_keyversion SET version = lower(hex(randomblob(16))); END
"""
FUNCTION_ON_POSTGRESQL = """
CREATE OR REPLACE FUNCTION sharing_renew_key_version() RETURNS trigger AS $$
BEGIN
    UPDATE sharing_keyversion SET version = md5(random()::text || clock_timestamp()::text || txid_current()::text);
    RETURN NULL;
END
$$ LANGUAGE plpgsql
"""
ON_POSTGRESQL = """
CREATE OR REPLACE TRIGGER {table}_renews_key_version_{event} AFTER {event} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION sharing_renew_key_version()
"""


def current() -> str:
    """The stamp as it stands now; empty where nothing may be kept. Each request asks; a queryset costs ten times it."""
    with connections[router.db_for_read(KeyVersion)].cursor() as cursor:
        cursor.execute(f"SELECT version FROM {KeyVersion._meta.db_table}")  # noqa: S608  a name of ours
        found = cursor.fetchone()
    return found[0] if found else ""


def install_triggers(using: str, **_signal: Any) -> None:
    """Make the triggers and the one row where they are missing; after each `migrate`: it may make tables anew."""
    connection = connections[using]
    if not router.allow_migrate_model(using, KeyVersion) or not _has_tables(connection):
        return
    KeyVersion.objects.using(using).get_or_create(pk=1, defaults={"version": uuid4().hex})
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION_ON_POSTGRESQL)
        statement = ON_POSTGRESQL if connection.vendor == "postgresql" else ON_SQLITE
        for model in MODELS:
            for event in EVENTS:
                cursor.execute(statement.format(table=model._meta.db_table, event=event.lower()))


def _has_tables(connection: BaseDatabaseWrapper) -> bool:
    wanted = {model._meta.db_table for model in (KeyVersion, *MODELS)}
    return wanted <= set(connection.introspection.table_names())

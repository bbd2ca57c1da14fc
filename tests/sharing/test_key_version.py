"""The database renews the version of the keys whenever anything changes that they depend on."""

from collections.abc import Callable

import pytest
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, connections, models

from accounts.models import SchoolLink
from repository.models import Collection
from sharing import key_version
from sharing.models import Agreement, Clause, GroupMember, KeyVersion
from tests.factories import (
    LONG_AGO,
    NOW,
    AgreementFactory,
    ClauseFactory,
    SchoolFactory,
    SchoolGroupFactory,
)

pytestmark = pytest.mark.django_db
CREATE: dict[type[models.Model], Callable[[], models.Model]] = {
    SchoolLink: lambda: SchoolLink.objects.create(child=SchoolFactory(), parent=SchoolFactory(), since=LONG_AGO),
    GroupMember: lambda: GroupMember.objects.create(group=SchoolGroupFactory(), school=SchoolFactory(), since=LONG_AGO),
    Agreement: AgreementFactory,
    Clause: ClauseFactory,
    Collection: lambda: Collection.objects.create(name="Bộ", school=SchoolFactory()),
}
UPDATED = {SchoolLink: "until", GroupMember: "until", Agreement: "state", Clause: "until", Collection: "name"}


def renews(change: Callable[[], object]) -> bool:
    before = key_version.current()
    assert before
    change()
    return key_version.current() != before


@pytest.mark.parametrize("model", key_version.MODELS)
def test_every_change_that_keys_depend_on_renews_the_version(model) -> None:
    row = CREATE[model]()
    model.objects.all().delete()  # a second row of the same meaning would be refused
    row.pk = None
    if hasattr(row, "uuid"):
        row.uuid = model._meta.get_field("uuid").get_default()
    assert renews(row.save)
    assert renews(row.save)
    assert renews(lambda: model.objects.filter(pk=row.pk).update(**{UPDATED[model]: getattr(row, UPDATED[model])}))
    assert renews(row.delete)


def test_a_change_that_no_key_depends_on_does_not_renew_the_version() -> None:
    school = SchoolFactory()
    school.name = "Tên khác"
    assert not renews(school.save)


def test_versions_never_repeat() -> None:
    link = CREATE[SchoolLink]()
    versions = set()
    for _ in range(20):
        link.save()
        versions.add(key_version.current())
    assert len(versions) == 20


def test_without_its_row_the_version_is_empty() -> None:
    KeyVersion.objects.all().delete()
    assert key_version.current() == ""


def test_a_missing_version_is_created_with_the_triggers_and_an_existing_one_stays() -> None:
    KeyVersion.objects.all().delete()
    key_version.install_triggers("default")
    created = KeyVersion.objects.get()
    assert (created.pk, len(created.version)) == (1, 32)
    key_version.install_triggers("default")
    assert KeyVersion.objects.get().version == created.version == key_version.current()


@pytest.mark.embedded_only
def test_a_database_without_the_tables_gets_no_version(monkeypatch) -> None:
    key_version.install_triggers("queue")
    assert "sharing_keyversion" not in connections["queue"].introspection.table_names()
    KeyVersion.objects.all().delete()
    with monkeypatch.context() as patch:
        patch.setattr(key_version.router, "allow_migrate_model", lambda *_args: False)
        key_version.install_triggers("default")
    with monkeypatch.context() as patch:
        patch.setattr(key_version, "_has_tables", lambda _connection: False)
        key_version.install_triggers("default")
    assert not KeyVersion.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_triggers_are_created_again_after_a_migration_recreates_a_table() -> None:
    """On SQLite, changing a column drops the table with its triggers."""
    member = CREATE[GroupMember]()
    nullable, required = models.DateTimeField(null=True), models.DateTimeField()
    for field in (nullable, required):
        field.set_attributes_from_name("since")
        field.model = GroupMember
    with connection.schema_editor() as editor:
        editor.alter_field(GroupMember, required, nullable)
    try:
        emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
        assert renews(lambda: GroupMember.objects.update(until=NOW))
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(GroupMember, nullable, required)
        key_version.install_triggers("default")
    assert renews(member.delete)

"""`python -m tests.faults.import_driver COMMAND…`: a librarian imports a file of records, in its own process.

prepare   create a school with a librarian and one record that the file matches
import    upload the file, let workers load it, import it
undo      take the import back
show      print what is left

A command that was interrupted may run again: it continues where it stopped, as people and workers do.
"""

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from io import BytesIO

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from access.viewer import Viewer  # noqa: E402
from accounts.models import AuditEntry, Membership, Person, Role, School  # noqa: E402
from changesets import kinds  # noqa: E402
from changesets.actions import running  # noqa: E402
from changesets.models import ChangeSet  # noqa: E402
from imports.actions import committing, loading, receiving, upkeep  # noqa: E402
from imports.models import ImportBatch, StagedRecord  # noqa: E402
from repository import actions as catalogue  # noqa: E402
from repository.models import IndexChange, MarcRecord, RecordChange, Resource, ResourceLabel  # noqa: E402
from repository.store import store  # noqa: E402
from sharing.viewer import viewer_of_membership  # noqa: E402
from tests.imports.files import ALICE, DAMAGED, DE_MEN, TOAN, mrc, read_in_process  # noqa: E402

NOW = datetime(2026, 9, 5, 7, 30, tzinfo=UTC)
FILE = mrc(ALICE, DAMAGED, TOAN, *(catalogue.Description(title=f"Sách {number}") for number in range(4)), DE_MEN)
loading.CHUNK = committing.NEW_AT_ONCE = kinds.CHUNK = 3
loading.read = read_in_process


def prepare() -> None:
    """Create a school, its librarian, and a record of which the file fills the year."""
    school = School.objects.create(code="a", name="Trường A", kind="school")
    person = Person.objects.create(username="librarian", name="Nguyễn Thị Đào")
    Membership.objects.create(person=person, school=school, role=Role.LIBRARIAN, since=NOW - timedelta(days=99))
    described = catalogue.Description(title=DE_MEN.title, isbn=DE_MEN.isbn)
    catalogue.create_draft(owner=school, description=described, by=_librarian())


def import_file() -> None:
    """Upload, load and import the file; what is done already is not repeated."""
    batch = ImportBatch.objects.first() or receiving.start(
        BytesIO(FILE), name="koha.mrc", size=len(FILE), by=_librarian()
    )
    loading.run(batch.pk)
    batch.refresh_from_db()
    if batch.state == ImportBatch.State.REVIEW:
        committing.start(batch, by=_librarian())
        batch.refresh_from_db()
    running.run(batch.change_set_id)


def undo() -> None:
    """Take the import back; what is done already is not repeated."""
    batch = ImportBatch.objects.get()
    if ChangeSet.objects.get().state == ChangeSet.State.DONE:
        committing.undo(batch, by=_librarian())
    running.run(batch.change_set_id)


def show() -> None:
    """Print the rows without keys and random names, after the sweeper has deleted files without a row."""
    upkeep.delete_files(datetime.now(UTC) + timedelta(days=2))
    rows = {
        "resources": list(Resource.objects.order_by("title").values_list("title", "state", "year", "isbn")),
        "marc": MarcRecord.objects.count(),
        "labels": ResourceLabel.objects.count(),
        "changes": list(RecordChange.objects.order_by("resource__title", "number").values_list("number", "created")),
        "index_changes": sorted(IndexChange.objects.values_list("part", flat=True)),
        "batches": list(ImportBatch.objects.values_list("state", "loaded", "loaded_bytes", "key", "problem")),
        "staged": list(StagedRecord.objects.values_list("number", "action", "outcome")),
        "change sets": list(ChangeSet.objects.values_list("state", "done", "changed", "refused", "undone")),
        "audit": sorted(AuditEntry.objects.values_list("verb", flat=True)),
        "files": [stored.key for stored in store().list_objects("imports/")],
    }
    print(json.dumps(rows, ensure_ascii=False, indent=1, sort_keys=True, default=str))


def _librarian() -> Viewer:
    return viewer_of_membership(Membership.objects.get(), now=NOW)


COMMANDS = {"prepare": prepare, "import": import_file, "undo": undo, "show": show}

if __name__ == "__main__":
    for command in sys.argv[1:]:
        COMMANDS[command]()

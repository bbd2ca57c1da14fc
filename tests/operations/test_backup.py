"""Backup and restore bring back every row and every byte, and change nothing when something is wrong.

Both sets run the drill and what PostgreSQL does in its own way; the rest has the same result on both.
"""

import fcntl
import gzip
import hashlib
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from accounts.models import Person
from operations.backup import databases, manifest
from operations.backup.dumps import SQLITE, DumpError, database_at, load
from repository.models import Blob, Resource
from repository.store import store
from repository.store.keys import blob_key, incoming_key, record_key
from tests.factories import NOW, a_librarian, a_resource
from tests.support.dumps import digests, statements

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("empty_store", "empty_index"),
    pytest.mark.timeout(600),
]
CONTENTS = (b"", b"\x00\xff" * 3, b"x" * 70_000, "Đại số và hình học".encode())


@pytest.fixture
def library(settings: Any, tmp_path: Path) -> Path:
    """Fill database, store, media and secret key; return the backup folder."""
    settings.VAR_DIR = tmp_path / "data"
    settings.BACKUP_DIR = tmp_path / "backups"
    (settings.VAR_DIR / "media" / "original_images").mkdir(parents=True)
    (settings.VAR_DIR / "media" / "original_images" / "lop.png").write_bytes(b"\x89PNG")
    librarian = a_librarian()
    resource = a_resource(title="Ngữ văn 9 — 'dấu nháy' \\ và xuống\ndòng")
    for content in CONTENTS:
        digest = hashlib.sha256(content).hexdigest()
        store().put(blob_key(digest), io.BytesIO(content), content_type="image/jpeg")
        Blob.objects.create(digest=digest, size=len(content), content_type="image/jpeg", stored_at=NOW)
    store().put(record_key(resource.uuid, 1), io.BytesIO(b"{}"), content_type="application/json")
    store().put(incoming_key(resource.uuid), io.BytesIO(b"part"), content_type="application/octet-stream")
    assert librarian.person is not None
    return tmp_path / "backups"


def state() -> tuple[list[str], dict[str, str]]:
    """Return everything in database and store."""
    connections.close_all()
    return statements(databases.database()), digests(store())


def backup(*options: str) -> Path:
    """Make a backup; return its snapshot."""
    out = io.StringIO()
    call_command("backup", *options, stdout=out)
    return Path(out.getvalue().strip().splitlines()[-1])


def destroy() -> None:
    """Lose an object, change a row, delete others, add one."""
    Resource.objects.all().delete()
    Person.objects.update(name="Người khác")
    Person.objects.create(username="sau.sao.luu", name="Sau sao lưu")
    store().remove(blob_key(hashlib.sha256(CONTENTS[2]).hexdigest()))
    store().remove(blob_key(hashlib.sha256(CONTENTS[0]).hexdigest()))


def test_a_restore_brings_back_every_row_and_every_byte(library: Path, settings: Any) -> None:
    before = state()
    snapshot = backup()
    destroy()
    assert state()[0] != before[0]
    assert state()[1] != before[1]
    (settings.VAR_DIR / "media" / "original_images" / "lop.png").unlink()
    call_command("restore", str(snapshot), "--yes", stdout=io.StringIO())
    after = state()
    assert after[0] == before[0]
    assert after[1] == before[1]
    assert (settings.VAR_DIR / "media" / "original_images" / "lop.png").read_bytes() == b"\x89PNG"
    key = settings.VAR_DIR / "secret_key"
    assert key.read_text("utf-8") == settings.SECRET_KEY
    assert key.stat().st_mode & 0o777 == 0o600


@pytest.mark.embedded_only
def test_the_manifest_says_what_the_snapshot_holds(library: Path, settings: Any) -> None:
    snapshot = backup()
    found = manifest.read(snapshot)
    assert found.rows["repository_blob"] == len(CONTENTS)
    assert found.rows["accounts_person"] == Person.objects.count()
    assert dict(manifest.read_objects(snapshot)) == {item.key: item.size for item in store().list_objects()}
    assert found.objects == len(CONTENTS) + 2
    assert (settings.VAR_DIR / "last_backup").exists()
    assert (snapshot.stat().st_mode | library.stat().st_mode) & 0o077 == 0


@pytest.mark.embedded_only
def test_a_restore_asks_before_it_replaces_people(library: Path) -> None:
    snapshot = backup()
    before = state()
    with pytest.raises(CommandError, match="--yes"):
        call_command("restore", str(snapshot))
    assert state() == before


@pytest.mark.embedded_only
@pytest.mark.parametrize("fault", ["flipped", "cut", "no_manifest", "no_dump"])
def test_a_damaged_backup_changes_nothing(library: Path, fault: str) -> None:
    snapshot = backup("--database-only")
    dump = snapshot / databases.database().file
    if fault == "flipped":
        content = bytearray(dump.read_bytes())
        content[len(content) // 2] ^= 0xFF
        dump.write_bytes(content)
    elif fault == "cut":
        dump.write_bytes(dump.read_bytes()[:-100])
    else:
        (dump if fault == "no_dump" else snapshot / manifest.MANIFEST).unlink()
    before = state()
    with pytest.raises(CommandError, match=str(snapshot)):
        call_command("restore", str(snapshot), "--yes")
    assert state() == before


def test_loading_is_one_transaction(library: Path, tmp_path: Path) -> None:
    """A dump that ends in the middle, or in an error, leaves the database as it was."""
    snapshot = backup("--database-only")
    ours = databases.database()
    broken = tmp_path / ours.file
    if ours.kind == SQLITE:
        broken.write_bytes((snapshot / ours.file).read_bytes()[:10_000])
    else:
        with gzip.open(snapshot / ours.file) as whole, gzip.open(broken, "wb") as file:
            file.write(whole.read()[:-2_000] + b"\nSELECT nothing_of_this_name();\n")
    before = state()
    with pytest.raises(DumpError):
        load(ours, broken)
    assert state() == before


@pytest.mark.embedded_only
def test_a_missing_and_a_changed_file_are_named_and_the_rest_is_copied(library: Path) -> None:
    backup()
    lost, changed = (hashlib.sha256(content).hexdigest() for content in CONTENTS[2:])
    (library / "files" / blob_key(changed)).unlink()
    store().remove(blob_key(lost))
    store().remove(blob_key(changed))
    store().put(blob_key(changed), io.BytesIO(b"other"), content_type="image/jpeg")
    errors = io.StringIO()
    with pytest.raises(CommandError):
        call_command("backup", stdout=io.StringIO(), stderr=errors)
    assert lost in errors.getvalue()
    assert blob_key(changed) in errors.getvalue()
    assert not (library / "files" / blob_key(changed)).exists()


@pytest.mark.embedded_only
def test_a_damaged_copy_never_replaces_a_good_one(library: Path) -> None:
    digest = hashlib.sha256(CONTENTS[2]).hexdigest()
    backup()
    store().remove(blob_key(digest))
    store().put(blob_key(digest), io.BytesIO(b"cut"), content_type="image/jpeg")
    with pytest.raises(CommandError):
        call_command("backup", stdout=io.StringIO(), stderr=io.StringIO())
    assert (library / "files" / blob_key(digest)).read_bytes() == CONTENTS[2]


@pytest.mark.embedded_only
def test_old_snapshots_go_and_files_that_another_one_names_stay(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names, digest = iter(range(20, 30)), hashlib.sha256(CONTENTS[2]).hexdigest()
    monkeypatch.setattr(manifest, "TIME_FORMAT", "20261130T0130%fZ")
    monkeypatch.setattr(
        "operations.management.commands.backup.timezone.now", lambda: NOW.replace(microsecond=next(names))
    )
    backup()
    store().remove(blob_key(digest))
    Blob.objects.filter(digest=digest).delete()
    backup()
    assert (library / "files" / blob_key(digest)).exists()
    backup("--keep", "2")
    assert len(manifest.snapshots(library)) == 2
    assert not (library / "files" / blob_key(digest)).exists()
    assert len(list((library / "files").rglob("*"))) > len(CONTENTS)


@pytest.mark.embedded_only
def test_two_backups_at_once_and_a_killed_one(library: Path) -> None:
    library.mkdir()
    with (library / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(CommandError, match=str(library)):
            call_command("backup")
    (library / ".draft").mkdir()  # as a killed one leaves it
    (library / ".draft" / "rest").write_text("x", "utf-8")
    assert not (backup("--database-only") / "rest").exists()


@pytest.mark.embedded_only
@pytest.mark.parametrize("command", ["backup", "restore"])
def test_another_user_than_the_owner_of_the_data_is_refused(
    command: str, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A restore as root left files that the library could not change."""
    monkeypatch.setattr(os, "geteuid", lambda: 4321)
    with pytest.raises(CommandError, match="sudo -u"):
        call_command(command)
    assert not library.exists()


@pytest.mark.embedded_only
def test_a_backup_of_the_other_database_is_refused(library: Path) -> None:
    snapshot = backup("--database-only")
    found = json.loads((snapshot / manifest.MANIFEST).read_text("utf-8"))
    found["kind"] = "another"
    (snapshot / manifest.MANIFEST).write_text(json.dumps(found), "utf-8")
    with pytest.raises(CommandError, match=r"manage\.py move"):
        call_command("restore", str(snapshot), "--yes")


@pytest.mark.embedded_only
def test_the_database_of_an_address() -> None:
    found = database_at("postgres://u%40x:p%2Fw@db:5433/lib?sslmode=require&conn_max_age=1", default_file=Path("x"))
    assert found.environment == {
        "PGHOST": "db",
        "PGPORT": "5433",
        "PGUSER": "u@x",
        "PGPASSWORD": "p/w",
        "PGDATABASE": "lib",
        "PGSSLMODE": "require",
    }
    assert database_at("", default_file=Path("/d/db.sqlite3")).path == Path("/d/db.sqlite3")
    assert database_at("sqlite:////srv/a b.sqlite3", default_file=Path("x")).path == Path("/srv/a b.sqlite3")

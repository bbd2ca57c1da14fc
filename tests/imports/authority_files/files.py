"""Files of authorities, and what a cataloguer does with one."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from django.utils import timezone

from access.viewer import Viewer
from changesets.actions import running, undo
from changesets.models import ChangeSet
from imports.authority_files.actions import importing, loading, receiving
from imports.authority_files.models import AuthorityFile
from imports.authority_files.reading import read_authorities, unpacked
from repository.authority_entry import Entry, Unread
from repository.formats import authority_marc


def mrc(*entries: Entry | bytes) -> bytes:
    """Return a file of MARC 21 authority records."""
    now = timezone.now()
    return b"".join(one if isinstance(one, bytes) else authority_marc.of(one, now) for one in entries)


def read_in_process(path: Path, file: AuthorityFile, *, after: int) -> Iterator[Entry | Unread]:
    """Read a file without a process of its own."""
    for message in read_authorities(str(path), file.format, file.kind, after):
        yield from unpacked(message)


def load(data: bytes, *, by: Viewer, name: str = "tieu-de.mrc") -> AuthorityFile:
    """Upload a file, and let a worker read it."""
    made = receiving.start(BytesIO(data), name=name, size=len(data), by=by)
    loading.run(made.pk)
    made.refresh_from_db()
    return made


def run(file: AuthorityFile, *, by: Viewer) -> ChangeSet:
    """Press “Import”, and let a worker do it."""
    return carry_out(importing.start(file, by=by))


def take_back(change_set: ChangeSet, *, by: Viewer) -> ChangeSet:
    """Press “Undo”, and let a worker do it."""
    return carry_out(undo(change_set, by=by))


def carry_out(change_set: ChangeSet) -> ChangeSet:
    """Let a worker carry an act out."""
    running.run(change_set.pk)
    change_set.refresh_from_db()
    assert change_set.state in ("done", "undone"), change_set.problem
    return change_set


def column(file: AuthorityFile, name: str) -> list[str]:
    """Return a value of each entry in the order of the file."""
    return list(file.entries.values_list(name, flat=True))

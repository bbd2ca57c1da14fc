"""What a librarian does first: bring a file of records."""

from dataclasses import dataclass
from functools import partial
from typing import BinaryIO
from uuid import UUID, uuid4

from django.db import transaction

from access.viewer import Viewer
from accounts.audit import record
from accounts.locks import lock
from accounts.models import Membership, School
from accounts.text import clean_line
from imports.errors import FileTooLarge, TooManyBatches
from imports.events import batch_waiting
from imports.models import ImportBatch
from imports.queries import batches_of, own_school
from imports.readers import FORMATS, HEAD, recognised
from repository.store import store
from repository.store.keys import import_key
from workers import fault_injection

MAX_MEGABYTES = 60  # of a form, and of what is read whole: lists, JSON
MAX_LARGE_MEGABYTES = 2_048  # of MARC and XML that arrive in parts
MAX_OPEN = 20  # batches of one school that nobody has finished


@dataclass(frozen=True)
class Received:
    """An object of the store with a file of records: the UUID of its batch, its key, name and size in bytes."""

    uuid: UUID
    key: str
    name: str
    size: int


@transaction.atomic
def start(source: BinaryIO, *, name: str, size: int, by: Viewer) -> ImportBatch:
    """Store a seekable file for a worker to load. Raise NotFound, FileTooLarge, UnknownFormat, TooManyBatches."""
    school = lock(own_school(by))
    require_room(size, limit=MAX_MEGABYTES, by=by)
    code = recognised(source.read(HEAD))
    source.seek(0)
    uuid = uuid4()
    store().put(import_key(uuid), source, content_type="application/octet-stream")
    fault_injection.point("import.stored")
    return _create(Received(uuid, import_key(uuid), name, size), code, school, by)


@transaction.atomic
def take(received: Received, *, by: Viewer) -> ImportBatch:
    """Let a worker load an object of the store, which the batch owns from now on. Raise as `start`."""
    school = lock(own_school(by))
    require_room(received.size, limit=MAX_LARGE_MEGABYTES, by=by)
    with store().open(received.key) as source:
        code = recognised(source.read(HEAD))
    if FORMATS[code].read_whole:
        require_room(received.size, limit=MAX_MEGABYTES, by=by)
    return _create(received, code, school, by)


def require_room(size: int, *, limit: int, by: Viewer) -> None:
    """Raise FileTooLarge beyond `limit` megabytes, TooManyBatches if the school has too many that are not finished."""
    if size > limit * 1024**2:
        raise FileTooLarge(limit=limit)
    if batches_of(by).exclude(state=ImportBatch.State.STARTED).count() >= MAX_OPEN:
        raise TooManyBatches(limit=MAX_OPEN)


def _create(received: Received, code: str, school: School, by: Viewer) -> ImportBatch:
    made = ImportBatch.objects.create(
        uuid=received.uuid,
        school=school,
        acting=Membership.objects.get(pk=by.membership) if by.membership else None,
        file_name=clean_line(received.name)[:200] or "?",
        format=code,
        key=received.key,
        size=received.size,
        created_at=by.now,
        touched_at=by.now,
    )
    record("import.load", by=by, target=made.uuid)
    transaction.on_commit(partial(batch_waiting.send, None, batch=made.pk))
    return made

"""What a librarian does first: bring a file of records."""

from functools import partial
from typing import BinaryIO
from uuid import uuid4

from django.db import transaction

from access.viewer import Viewer
from accounts.audit import record
from accounts.locks import lock
from accounts.models import Membership
from accounts.text import clean_line
from imports.errors import FileTooLarge, TooManyBatches
from imports.events import batch_waiting
from imports.models import ImportBatch
from imports.queries import batches_of, own_school
from imports.readers import HEAD, recognised
from repository.store import store
from repository.store.keys import import_key
from workers import fault_injection

MAX_MEGABYTES = 60
MAX_OPEN = 20  # batches of one school that nobody has finished


@transaction.atomic
def start(source: BinaryIO, *, name: str, size: int, by: Viewer) -> ImportBatch:
    """Store a seekable file for a worker to load. Raise NotFound, FileTooLarge, UnknownFormat, TooManyBatches."""
    school = lock(own_school(by))
    if size > MAX_MEGABYTES * 1024**2:
        raise FileTooLarge(limit=MAX_MEGABYTES)
    if batches_of(by).exclude(state=ImportBatch.State.STARTED).count() >= MAX_OPEN:
        raise TooManyBatches(limit=MAX_OPEN)
    code = recognised(source.read(HEAD))
    source.seek(0)
    uuid = uuid4()
    store().put(import_key(uuid), source, content_type="application/octet-stream")
    fault_injection.point("import.stored")
    made = ImportBatch.objects.create(
        uuid=uuid,
        school=school,
        acting=Membership.objects.get(pk=by.membership) if by.membership else None,
        file_name=clean_line(name)[:200] or "?",
        format=code,
        key=import_key(uuid),
        size=size,
        created_at=by.now,
        touched_at=by.now,
    )
    record("import.load", by=by, target=made.uuid)
    transaction.on_commit(partial(batch_waiting.send, None, batch=made.pk))
    return made

"""What a cataloguer does first: bring a file of authorities."""

from functools import partial
from typing import BinaryIO
from uuid import uuid4

from django.db import transaction

from access.viewer import Viewer
from accounts.audit import record
from accounts.locks import lock
from accounts.models import Membership
from accounts.text import clean_line
from imports.authority_files.errors import TooManyFiles
from imports.authority_files.events import file_waiting
from imports.authority_files.models import AuthorityFile
from imports.authority_files.queries import files_of, own_unit
from imports.authority_files.reading import recognised
from imports.errors import FileTooLarge
from imports.readers import HEAD
from repository.store import store
from repository.store.keys import import_key

MAX_MEGABYTES = 60
MAX_OPEN = 20  # files of one unit that nobody has finished


@transaction.atomic
def start(source: BinaryIO, *, name: str, size: int, kind: str = "", by: Viewer) -> AuthorityFile:
    """Store a seekable file for a worker to read; `kind` is of entries that do not say theirs.

    Raise NotFound for all but cataloguers, FileTooLarge, NotAuthorities, TooManyFiles.
    """
    unit = lock(own_unit(by))
    if size > MAX_MEGABYTES * 1024**2:
        raise FileTooLarge(limit=MAX_MEGABYTES)
    if files_of(by).exclude(state=AuthorityFile.State.STARTED).count() >= MAX_OPEN:
        raise TooManyFiles(limit=MAX_OPEN)
    code = recognised(source.read(HEAD))
    source.seek(0)
    uuid = uuid4()
    store().put(import_key(uuid), source, content_type="application/octet-stream")
    made = AuthorityFile.objects.create(
        uuid=uuid,
        school=unit,
        acting=Membership.objects.filter(pk=by.membership or 0).first(),
        file_name=clean_line(name)[:200] or "?",
        format=code,
        kind=kind,
        key=import_key(uuid),
        size=size,
        created_at=by.now,
        touched_at=by.now,
    )
    record("authority_file.load", by=by, target=made.uuid)
    transaction.on_commit(partial(file_waiting.send, None, file=made.pk))
    return made

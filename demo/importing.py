"""Files of records that the demo brings in by the actions of the import screens."""

import time
from io import BytesIO

from access.viewer import Viewer
from changesets.actions import running
from demo.load_books import LOOK_EVERY, STALL_SECONDS
from imports.actions import committing, loading, receiving, reviewing
from imports.actions.reviewing import Terms
from imports.models import ImportBatch
from imports.queries import batches_of

State = ImportBatch.State


def staged(data: bytes, name: str, *, by: Viewer) -> ImportBatch:
    """Bring a file into the school of a librarian, once; return its batch when the file is read.

    A worker that is running may read it at the same time: then this waits for the worker, at most STALL_SECONDS.
    """
    batch = batches_of(by).filter(file_name=name).first()
    if batch is None:
        batch = receiving.start(BytesIO(data), name=name, size=len(data), by=by)
    deadline = time.monotonic() + STALL_SECONDS
    loading.run(batch.pk)
    batch.refresh_from_db()
    while batch.state == State.LOADING and time.monotonic() < deadline:
        time.sleep(LOOK_EVERY)
        batch.refresh_from_db()
    return batch


def imported(data: bytes, name: str, audience: str, *, by: Viewer) -> None:
    """Import a file into the catalogue of a librarian's school, once, and publish what is new to this audience."""
    batch = staged(data, name, by=by)
    if batch.state != State.REVIEW:
        return
    terms = Terms(on_match=batch.on_match, audience=audience, collection=None)
    reviewing.set_terms(batch, terms=terms, by=by)
    running.run(committing.start(batch, by=by).pk)

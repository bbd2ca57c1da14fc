"""Uploads of these tests go through the real pipeline in this process, with real parser processes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from accounts.models import School
from ingest.models import PageBatch, Upload
from ingest.pipeline import runner
from ingest.pipeline.actions import leases
from ingest.pipeline.batches import process_batch
from ingest.states import UNFINISHED, UploadQueue
from ingest.uploads import actions
from tests.factories import SchoolFactory, a_librarian

Digitise = Callable[..., list[Upload]]


def digitised(upload: Upload) -> Upload:
    """Take an upload through the pipeline as far as it goes, without the retry delay; return it as it is then."""
    queue = UploadQueue.DEFAULT
    while queue:
        upload.refresh_from_db()
        next_work = runner.advance(upload, queue)
        queue = next_work.queue if next_work else ""
        for batch in upload.batches.exclude(status=PageBatch.Status.DONE):
            if batch.upload.state in UNFINISHED and leases.acquire(batch) and process_batch(batch):
                queue = UploadQueue.DEFAULT
    upload.refresh_from_db()
    return upload


def received(school: School, path: Path) -> Upload:
    """Upload one file of this machine; no worker has seen it yet."""
    (upload,) = actions.create_uploads(actions.receive_path(path), school=school, by=a_librarian(school))
    return upload


@pytest.fixture
def school(db: None) -> School:
    """Return a school."""
    return SchoolFactory.create()


@pytest.fixture
def digitise(school: School) -> Digitise:
    """Return a function that uploads files and folders together and takes each upload through the pipeline."""

    def upload_and_work(*paths: Path) -> list[Upload]:
        files = [file for path in paths for file in actions.receive_path(path)]
        return [digitised(upload) for upload in actions.create_uploads(files, school=school, by=a_librarian(school))]

    return upload_and_work

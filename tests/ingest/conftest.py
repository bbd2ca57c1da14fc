"""The workers of these tests: uploads go through the real pipeline in this process, with real child processes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from accounts.models import School
from ingest.models import PageBatch, Upload
from ingest.pipeline import pipeline
from ingest.pipeline.batches import work_on_batch
from ingest.uploads import actions, bundling
from tests.factories import SchoolFactory, a_librarian

Digitise = Callable[..., list[Upload]]


def worked(upload: Upload) -> Upload:
    """Take an upload as far as it goes."""
    queue = "default"
    while queue:
        upload.refresh_from_db()
        queue = pipeline.advance(upload, queue).queue
        for batch in upload.batches.exclude(status=PageBatch.Status.DONE):
            if work_on_batch(batch):
                queue = "default"
    upload.refresh_from_db()
    return upload


@pytest.fixture
def school(db: None) -> School:
    """A school that digitises."""
    return SchoolFactory.create()


@pytest.fixture
def digitise(school: School) -> Digitise:
    """Send files and folders of this machine as one lot, and take each through the pipeline."""

    def send(*paths: Path) -> list[Upload]:
        sent = [one for path in paths for one in bundling.receive_path(path)]
        return [worked(upload) for upload in actions.create_uploads(sent, school=school, by=a_librarian(school))]

    return send

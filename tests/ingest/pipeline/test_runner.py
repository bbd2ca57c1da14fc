"""Workers of several queues share an upload: batches are never given out twice, and the last one resumes the upload."""

from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ingest.models import PageBatch
from ingest.pipeline import queries, runner
from ingest.pipeline.actions import leases
from tests.factories import SchoolFactory
from tests.ingest import material
from tests.ingest.conftest import received


def test_two_workers_never_get_the_same_pages(db: None, tmp_path: Path) -> None:
    upload = received(SchoolFactory.create(), material.a_pdf(tmp_path / "a.pdf", pages=9))
    assert runner.run_next("default") == upload
    upload.refresh_from_db()
    assert upload.queue == "pages"
    now = timezone.now()
    first, second = queries.runnable_batches(upload, now), queries.runnable_batches(upload, now)
    assert leases.acquire(first[0])
    assert not leases.acquire(second[0])
    assert leases.acquire(second[1])
    assert queries.runnable_batches(upload, now) == second[2:]


def test_a_wakeup_without_runnable_work_does_nothing(db: None) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert runner.run_next("pages") is None
    assert len(captured) <= 3


def test_the_last_batch_returns_the_upload_to_the_default_queue(db: None, tmp_path: Path) -> None:
    upload = received(SchoolFactory.create(), material.a_pdf(tmp_path / "a.pdf", pages=2))
    runner.run_next("default")
    for expected in ("pages", "default"):
        runner.run_next("pages")
        upload.refresh_from_db()
        assert upload.queue == expected
    assert not PageBatch.objects.exclude(status=PageBatch.Status.DONE).exists()
    assert upload.pages_done == 2

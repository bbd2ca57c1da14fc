"""Cut the book into batches for all workers, and wait until each is done."""

from ingest.job import Job, Wait
from ingest.models import PageBatch
from ingest.tools.sniff import Source
from repository import fault

SIZE = 4  # pages; the first batch is one page, so that something can be read and found soon


def run(job: Job) -> None:
    """Make the batches once, ring for those that wait; the last one to end rings for the upload."""
    if job.source == Source.RECORDING:
        return
    with job.writing():
        if not job.upload.batches.exists():
            PageBatch.objects.bulk_create(_batches(job))
            fault.point("batches.made")
    waiting = job.upload.batches.exclude(status=PageBatch.Status.DONE)
    if waiting.exists():
        raise Wait(list(waiting.filter(rung_at=None)))


def _batches(job: Job) -> list[PageBatch]:
    total = job.upload.pages_total
    firsts = [0, *range(1, total, SIZE)]
    return [PageBatch(upload=job.upload, first=first, last=_last(first, total)) for first in firsts]


def _last(first: int, total: int) -> int:
    return min(first + SIZE - 1, total - 1) if first else 0

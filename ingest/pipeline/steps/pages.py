"""Cut the book into batches for all workers, and wait until each is done."""

from ingest.models import PageBatch
from ingest.parsers.file_type import SourceKind
from ingest.pipeline.job import Job, WaitForBatches
from workers import fault_injection

SIZE = 4  # pages; the first batch is one page, so that something can be read and found soon
LAST = 8  # pages that are cut finer, so that no worker waits long for another at the end


def run(job: Job) -> None:
    """Make the batches once, ring for those that wait; the last one to end rings for the upload."""
    if job.source == SourceKind.RECORDING:
        return
    with job.writing():
        if not job.upload.batches.exists():
            PageBatch.objects.bulk_create(_batches(job))
            fault_injection.point("batches.made")
    waiting = job.upload.batches.exclude(status=PageBatch.Status.DONE)
    if waiting.exists():
        raise WaitForBatches(list(waiting.filter(notified_at=None)))


def _batches(job: Job) -> list[PageBatch]:
    return [PageBatch(upload=job.upload, first=first, last=last) for first, last in _cut(job.upload.pages_total)]


def _cut(total: int) -> list[tuple[int, int]]:
    """First and last page of each batch."""
    found, first, size = [(0, 0)], 1, 1
    while first < total:
        size = SIZE if first + SIZE + LAST <= total else max(SIZE // 2, 1)
        found.append((first, min(first + size, total) - 1))
        first += size
    return found

"""Divide the book into page batches for all workers, and wait until each is done."""

from ingest.errors import PageFailed
from ingest.models import PageBatch
from ingest.pipeline.actions import results
from ingest.pipeline.errors import EveryPageFailed, WaitForBatches
from ingest.pipeline.job import Job
from ingest.unsupported import NoReadablePage
from repository.models import Page
from workers import fault_injection

BATCH_SIZE = 4  # pages; the first batch is one page, so that something can be read and found early
SMALL_BATCHES_FOR = 8  # last pages, in smaller batches, so that at the end no worker waits long for another


def run(job: Job) -> None:
    """Create the batches once. Raises WaitForBatches until all of them are done.

    Then raises NoReadablePage if every page is broken, or EveryPageFailed if that is a fault of ours.
    """
    with job.writing():
        if not job.upload.batches.exists():
            results.create_batches(job.upload, _ranges(job.upload.pages_total))
            fault_injection.point("batches.made")
    unfinished = job.upload.batches.exclude(status=PageBatch.Status.DONE)
    if unfinished.exists():
        raise WaitForBatches(list(unfinished.filter(notified_at=None)))
    _require_readable_page(job)


def _require_readable_page(job: Job) -> None:
    pages = job.resource.pages
    if pages.exclude(state=Page.State.BROKEN).exists():
        return
    if pages.filter(problem=PageFailed.code).exists():
        with job.writing():
            results.restart_batches(job.upload)
        raise EveryPageFailed
    raise NoReadablePage(found=job.upload.pages_total)


def _ranges(total: int) -> list[tuple[int, int]]:
    """Return the first and last page of each batch."""
    ranges, first = [(0, 0)], 1
    while first < total:
        size = BATCH_SIZE if first + BATCH_SIZE + SMALL_BATCHES_FOR <= total else max(BATCH_SIZE // 2, 1)
        ranges.append((first, min(first + size, total) - 1))
        first += size
    return ranges

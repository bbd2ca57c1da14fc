"""Process one page batch: parse the pages in a child process, store them, add them to the draft, so that they can be
found at once.
"""

import logging
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.utils import timezone

from ingest.errors import BadInput, PageFailed, ParserCrashed, ParserTimedOut, RetriesExhausted
from ingest.models import PageBatch
from ingest.parsers import parser_pool
from ingest.parsers.file_type import SourceKind
from ingest.pipeline import outages
from ingest.pipeline.actions import leases, results, transitions
from ingest.pipeline.errors import LeaseLost
from ingest.pipeline.job import Job
from repository import actions as catalogue
from repository.actions import PageToAdd
from repository.actions.files import FileToAttach
from repository.models import ResourceFile
from sharing.viewer import system_viewer
from workers import fault_injection, heartbeat

logger = logging.getLogger("ingest")
JPEG, BOXES = "image/jpeg", "application/gzip"
PAGE_TIMEOUT = 180  # seconds; longest silence of the parser between two pages


class PageLabels:
    """The labels of a source's pages, and the chapters that begin on them, from the facts of `identify`."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self._labels = facts.get("labels") or []
        # If several chapters begin on one page, the first one counts.
        self._headings = {page: (title, level) for level, title, page in reversed(facts.get("outline") or [])}

    def label(self, number: int) -> str:
        """Return the page's label as the file gives it, else its number counted from 1."""
        label = self._labels[number] if number < len(self._labels) else ""
        return label or str(number + 1)

    def heading(self, number: int) -> tuple[str, int]:
        """Return the title of the chapter that begins on the page and its depth from 1; empty and 0 if none does."""
        return self._headings.get(number, ("", 0))

    def fields(self, number: int) -> dict[str, Any]:
        """Return number, label and heading as fields of a PageToAdd."""
        heading, depth = self.heading(number)
        return {"number": number, "label": self.label(number), "heading": heading, "depth": depth}


def process_batch(batch: PageBatch) -> bool:
    """Process a batch whose lease was acquired; return whether it was the upload's last one."""
    pages = f"pages {batch.first + 1}–{batch.last + 1}"
    with leases.releasing_on_shutdown(batch), heartbeat.activity(pages, batch.upload.uuid):
        job = Job(upload=batch.upload, work=batch, by=system_viewer(batch.upload.school_id, now=timezone.now()))
        try:
            _add(job, batch, _read(job, batch))
        except LeaseLost:
            return False
        except Exception as problem:
            _after_failure(job, batch, problem)
        return not batch.upload.batches.exclude(status=PageBatch.Status.DONE).exists()


def _read(job: Job, batch: PageBatch) -> list[PageToAdd]:
    """Return the pages of the batch, their blobs stored. A page that crashes its parser twice is marked as broken."""
    pages: list[PageToAdd] = []
    remaining = list(range(batch.first, batch.last + 1))
    suspects: set[int] = set()
    labels = PageLabels(job.facts)
    while remaining:
        try:
            for page in _pages(job, remaining, labels):
                pages.append(page)
                remaining.remove(page.number)
        except (ParserCrashed, ParserTimedOut) as crash:
            if outages.outage_for(crash):
                raise
            if remaining[0] in suspects:
                pages.append(PageToAdd(problem=crash.code, **labels.fields(remaining.pop(0))))
            else:
                suspects.add(remaining[0])
    return pages


def _pages(job: Job, numbers: list[int], labels: PageLabels) -> Iterator[PageToAdd]:
    """Yield each page as soon as it is parsed and stored; storing it renews the lease. Its notes go to the batch."""
    with parser_pool.parser_for(job.upload.uuid) as parser:
        parser_job, arguments = _request(job, numbers)
        for values, blobs in parser.ask(parser_job, seconds=PAGE_TIMEOUT, **arguments):
            page = _page(job, values, blobs, labels)
            if isinstance(job.work, PageBatch):
                job.work.notes[str(page.number)] = values["notes"] if page.image else []
            fault_injection.point("batch.page-stored")
            yield page


def _request(job: Job, numbers: list[int]) -> tuple[str, dict[str, Any]]:
    """Return the parser's job for these pages, and its arguments."""
    path = str(job.original)
    if job.source == SourceKind.PDF:
        return "read_pdf", {"path": path, "numbers": list(numbers)}
    units = job.facts["units"]
    return "read_pictures", {"path": path, "units": [(number, *units[number]) for number in numbers]}


def _page(job: Job, values: dict[str, Any], blobs: list[bytes], labels: PageLabels) -> PageToAdd:
    fields = labels.fields(values["number"])
    if values["problem"]:
        job.heartbeat()
        return PageToAdd(problem=values["problem"], **fields)
    if len(blobs) > 3:
        _save_cover(job, values["cover"], blobs[3])
    return stored_page(job, values, blobs, fields)


def stored_page(job: Job, values: dict[str, Any], blobs: list[bytes], fields: dict[str, Any]) -> PageToAdd:
    """Store the image, thumbnail and boxes of a parsed page; `fields`: number, label and the like of the PageToAdd."""
    image, thumbnail, boxes = job.store_values([(blobs[0], JPEG), (blobs[1], JPEG), (blobs[2], BOXES)])
    return PageToAdd(
        image=image,
        thumbnail=thumbnail,
        boxes=boxes,
        width=values["width"],
        height=values["height"],
        text=values["text"],
        source=values["source"],
        language=values["language"],
        confidence=values["confidence"],
        **fields,
    )


def _save_cover(job: Job, size: list[int], data: bytes) -> None:
    blob = job.store_value(data, JPEG)
    details = {"width": size[0], "height": size[1]}
    with job.writing():
        file = FileToAttach(ResourceFile.Role.COVER, blob, "cover.jpg", JPEG, details=details)
        catalogue.attach_file(job.resource, file=file, by=job.by)
    fault_injection.point("cover.attached")


def _add(job: Job, batch: PageBatch, pages: list[PageToAdd]) -> None:
    with job.writing():
        catalogue.add_pages(job.resource, pages=pages, by=job.by)
        fault_injection.point("batch.pages-written")
        leases.finish(batch)
        results.save_notes(batch)
        results.update_page_count(job.upload)
        results.clear_outage(job.upload)
    fault_injection.point("batch.finished")


def _after_failure(job: Job, batch: PageBatch, problem: Exception) -> None:
    """Postpone after an outage, retry otherwise; after MAX_ATTEMPTS add the pages as broken, to be replaced later."""
    if outage := outages.outage_for(problem):
        logger.warning("upload %s: pages %s–%s wait: %s", batch.upload.uuid, batch.first, batch.last, problem)
        leases.postpone(batch)
        results.record_outage(batch.upload, outage)
        return
    logger.error("upload %s: pages %s–%s failed", batch.upload.uuid, batch.first, batch.last, exc_info=problem)
    if batch.attempts < leases.MAX_ATTEMPTS:
        leases.retry_later(batch)
        return
    code = problem.code if isinstance(problem, BadInput) else PageFailed.code
    broken = [PageToAdd(number=n, label=str(n + 1), problem=code) for n in range(batch.first, batch.last + 1)]
    try:
        _add(job, batch, broken)
    except LeaseLost:
        return
    except Exception:
        logger.exception("upload %s: broken pages could not be added", batch.upload.uuid)
        with suppress(LeaseLost), job.writing():
            leases.fail(batch)
            transitions.fail(batch.upload, RetriesExhausted())

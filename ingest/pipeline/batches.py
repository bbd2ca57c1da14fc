"""One batch of pages: read in the child process, stored, added to the resource, findable at once."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.utils import timezone

from ingest.errors import BadInput, PageDamaged, ParserCrashed, ParserTimedOut, RetriesExhausted
from ingest.models import PageBatch
from ingest.parsers import parser_pool
from ingest.parsers.file_type import SourceKind
from ingest.pipeline import leases, outages, scheduling, transitions
from ingest.pipeline.job import UNFINISHED, Job
from repository import actions as catalogue
from repository.actions import PageToAdd
from repository.actions.files import FileToAttach
from repository.models import ResourceFile
from sharing.viewer import system_viewer
from workers import fault_injection, heartbeat

logger = logging.getLogger("ingest")
JPEG, BOXES = "image/jpeg", "application/gzip"
PAGE_TIMEOUT = 180  # the longest silence between two pages


class PageLabels:
    """How the pages of a source are labelled, and which chapters begin on them."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self._labels = facts.get("labels") or []
        # Of several chapters on one page the first one names it.
        self._headings = {page: (title, level) for level, title, page in reversed(facts.get("outline") or [])}

    def label(self, number: int) -> str:
        """As printed where the file says so, else the number counted from 1."""
        printed = self._labels[number] if number < len(self._labels) else ""
        return printed or str(number + 1)

    def heading(self, number: int) -> tuple[str, int]:
        """The chapter that begins here and its depth from 1; empty and 0 where none does."""
        return self._headings.get(number, ("", 0))

    def of(self, number: int) -> dict[str, Any]:
        """Both, as a page to add has them."""
        heading, depth = self.heading(number)
        return {"number": number, "label": self.label(number), "heading": heading, "depth": depth}


def work_on_batch(batch: PageBatch) -> bool:
    """Do the batch unless somebody else does; tells whether the upload may go on with its next step."""
    return batch.upload.state in UNFINISHED and leases.acquire(batch) and process_batch(batch)


def process_batch(batch: PageBatch) -> bool:
    """Do the batch, whose lease was taken."""
    pages = f"pages {batch.first + 1}–{batch.last + 1}"
    with leases.releasing_on_shutdown(batch), heartbeat.activity(pages, batch.upload.uuid):
        return _read_and_add(batch)


def _read_and_add(batch: PageBatch) -> bool:
    job = Job(upload=batch.upload, work=batch, by=system_viewer(batch.upload.school_id, now=timezone.now()))
    try:
        _add(job, batch, _read(job, batch))
    except leases.LeaseLost:
        return False
    except Exception as problem:
        _after_failure(job, batch, problem)
    return not batch.upload.batches.exclude(status=PageBatch.Status.DONE).exists()


def _read(job: Job, batch: PageBatch) -> list[PageToAdd]:
    """The pages of the batch, their blobs in the store. A page that kills its reader twice is broken, alone."""
    made: list[PageToAdd] = []
    left = list(range(batch.first, batch.last + 1))
    suspects: set[int] = set()
    places = PageLabels(job.facts)
    while left:
        try:
            for page in _pages(job, left, places):
                made.append(page)
                left.remove(page.number)
        except (ParserCrashed, ParserTimedOut) as death:
            if outages.outage_for(death):
                raise
            if left[0] in suspects:
                made.append(PageToAdd(problem=death.code, **places.of(left.pop(0))))
            else:
                suspects.add(left[0])
    return made


def _pages(job: Job, numbers: list[int], places: PageLabels) -> Iterator[PageToAdd]:
    """Each page as soon as it is read; the lease is renewed as each is kept."""
    with parser_pool.parser_for(job.upload.uuid) as child:
        question, arguments = _question(job, numbers)
        for values, blobs in child.ask(question, seconds=PAGE_TIMEOUT, **arguments):
            page = _page(job, values, blobs, places)
            fault_injection.point("batch.page-stored")
            yield page


def _question(job: Job, numbers: list[int]) -> tuple[str, dict[str, Any]]:
    path = str(job.original)
    if job.source == SourceKind.PDF:
        return "read_pdf", {"path": path, "numbers": list(numbers)}
    units = job.facts["units"]
    return "read_pictures", {"path": path, "units": [(number, *units[number]) for number in numbers]}


def _page(job: Job, values: dict[str, Any], blobs: list[bytes], places: PageLabels) -> PageToAdd:
    place = places.of(values["number"])
    if values["problem"]:
        job.heartbeat()
        return PageToAdd(problem=values["problem"], **place)
    if len(blobs) > 3:
        _save_cover(job, values["cover"], blobs[3])
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
        **place,
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
        scheduling.update_page_count(job.upload)
        outages.clear(job.upload)
    fault_injection.point("batch.finished")


def _after_failure(job: Job, batch: PageBatch, problem: Exception) -> None:
    """A batch that fails time and again does not sink the book: its pages are marked broken and can be replaced."""
    if outage := outages.outage_for(problem):
        logger.warning("upload %s: pages %s–%s wait: %s", batch.upload.uuid, batch.first, batch.last, problem)
        outages.postpone(batch, batch.upload, outage)
        return
    logger.error("upload %s: pages %s–%s failed", batch.upload.uuid, batch.first, batch.last, exc_info=problem)
    if batch.attempts < leases.MAX_ATTEMPTS:
        leases.retry_later(batch)
        return
    code = problem.code if isinstance(problem, BadInput) else PageDamaged.code
    broken = [PageToAdd(number=n, label=str(n + 1), problem=code) for n in range(batch.first, batch.last + 1)]
    try:
        _add(job, batch, broken)
    except leases.LeaseLost:
        return
    except Exception:
        logger.exception("upload %s: broken pages could not be noted", batch.upload.uuid)
        with suppress(leases.LeaseLost), job.writing():
            leases.fail(batch)
            transitions.fail(batch.upload, RetriesExhausted())

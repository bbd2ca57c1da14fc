"""The pipeline, read on one screen: the steps in their order, and how an upload is taken through them.

To add a step: write steps/NAME.py with `run(job)`, then name it here; one for other workers than those of `default` has
a `QUEUE`, and `concerns(job)`. A step may be cut off anywhere and begun anew:
it must leave the same behind when it runs twice.
"""

import logging
from contextlib import suppress
from dataclasses import dataclass
from types import ModuleType

from django.db import transaction
from django.utils import timezone

from accounts.errors import UserFacingError
from ingest.errors import BadInput, ParserCrashed, ParserTimedOut, RetriesExhausted
from ingest.models import PageBatch, Upload, UploadStep
from ingest.pipeline import leases, outages, scheduling, transitions
from ingest.pipeline.job import UNFINISHED, Job, WaitForBatches
from ingest.pipeline.steps import (
    captions,
    cover,
    draft,
    identify,
    page_numbers,
    pages,
    propose_metadata,
    remove_temporary,
    searchable_pdf,
    store_original,
    transcode,
)
from ingest.states import State
from sharing.viewer import system_viewer
from workers import fault_injection, heartbeat

logger = logging.getLogger("ingest")

PIPELINE: tuple[ModuleType, ...] = (
    store_original,  # the bytes, under their digest
    identify,  # what it is, within limits, what it says of itself
    draft,  # a record that the school's librarians can see
    pages,  # pictures and text, in batches over all workers
    page_numbers,  # the printed numbers of a scan's pages
    transcode,  # of a recording: what can be played
    captions,  # what is said in it
    cover,
    searchable_pdf,  # the PDF with its text
    propose_metadata,  # title, creators, year, ISBN, publisher
    remove_temporary,
)


@dataclass(frozen=True)
class NextWork:
    """Who goes on with an upload: another queue, or the workers of these batches; nobody, where both are empty."""

    queue: str = ""
    batches: tuple[PageBatch, ...] = ()


NOTHING_NEXT = NextWork()
BUSY = NextWork()  # told from NOBODY by identity: whoever looked for work may look further


def advance(upload: Upload, queue: str) -> NextWork:
    """Take the upload as far as it goes on this queue; BUSY where somebody else is at it."""
    if upload.state not in UNFINISHED:
        return NOTHING_NEXT
    for step in PIPELINE:
        row, _made = UploadStep.objects.get_or_create(upload=upload, name=name_of(step))
        if row.status == UploadStep.Status.DONE:
            continue
        job = Job(upload=upload, work=row, by=system_viewer(upload.school_id, now=timezone.now()))
        if _queue_of(step, job, queue) != queue:
            return _elsewhere(upload, _queue_of(step, job, queue))
        if not leases.acquire(row):
            return BUSY
        fault_injection.point("step.taken")
        following = _run_leased(step, job)
        if following is not None:
            return following
    _to_review(upload)
    return NOTHING_NEXT


def _elsewhere(upload: Upload, queue: str) -> NextWork:
    scheduling.assign_queue(upload, queue)
    return NextWork(queue=queue)


def _to_review(upload: Upload) -> None:
    """Unless that was done already, or undone since, while this worker was stopped."""
    with transaction.atomic():
        alive = Upload.objects.select_for_update().filter(pk=upload.pk, state__in=UNFINISHED)
        if alive and not upload.steps.exclude(status=UploadStep.Status.DONE).exists():
            transitions.transition(upload, State.REVIEW)


def name_of(step: ModuleType) -> str:
    """A step is called as its file is."""
    return step.__name__.rpartition(".")[2]


def _queue_of(step: ModuleType, job: Job, here: str) -> str:
    """Where the step is done: `here` where it has nothing to do, so that no book waits behind an hour of recording."""
    queue: str = getattr(step, "QUEUE", "default")
    return queue if queue == "default" or step.concerns(job) else here


def _run_leased(step: ModuleType, job: Job) -> NextWork | None:
    """Run the step; None when the next may follow at once."""
    with leases.releasing_on_shutdown(job.work), heartbeat.activity(name_of(step), job.upload.uuid):
        return _ran(step, job)


def _ran(step: ModuleType, job: Job) -> NextWork | None:
    try:
        with job.writing():
            Upload.objects.filter(pk=job.upload.pk).update(step=name_of(step))
        step.run(job)
        fault_injection.point("step.ran")
        with job.writing():
            leases.finish(job.work)
            outages.clear(job.upload)
        fault_injection.point("step.finished")
        return None
    except leases.LeaseLost:
        return NOTHING_NEXT
    except WaitForBatches as waiting:
        leases.release(job.work)
        scheduling.assign_queue(job.upload, scheduling.PAGES)
        return NextWork(batches=tuple(waiting.batches))
    except Exception as problem:
        _failed(step, job, problem)
        return NOTHING_NEXT


def _failed(step: ModuleType, job: Job, problem: Exception) -> None:
    """The machine is at fault, or the file, or we are."""
    if outage := outages.outage_for(problem):
        logger.warning("upload %s: step %s waits: %s", job.upload.uuid, name_of(step), problem)
        outages.postpone(job.work, job.upload, outage)
    elif isinstance(problem, ParserCrashed | ParserTimedOut) and job.work.attempts < leases.MAX_ATTEMPTS:
        leases.retry_later(job.work)  # it may have been the machine's fault
    elif isinstance(problem, BadInput):
        _refuse(job, problem)
    else:
        logger.error("upload %s: step %s failed", job.upload.uuid, name_of(step), exc_info=problem)
        _give_up_after_some(job)


def _refuse(job: Job, reason: UserFacingError) -> None:
    """A worker that was stopped and woke up late blames the file for nothing: its lease is lost."""
    with suppress(leases.LeaseLost), job.writing():
        leases.fail(job.work)
        transitions.refuse(job.upload, reason)


def _give_up_after_some(job: Job) -> None:
    """Something of ours failed: the sweeper tries again, a few times."""
    if job.work.attempts < leases.MAX_ATTEMPTS:
        leases.retry_later(job.work)
        return
    with suppress(leases.LeaseLost), job.writing():
        leases.fail(job.work)
        transitions.fail(job.upload, RetriesExhausted())

"""Run the next work of a queue: one page batch, or the steps of an upload as far as they belong to this queue."""

import logging
from contextlib import suppress
from dataclasses import dataclass

from django.utils import timezone

from ingest.errors import BadInput, ParserCrashed, ParserTimedOut, RetriesExhausted
from ingest.models import PageBatch, Upload, UploadStep
from ingest.pipeline import outages, scheduling
from ingest.pipeline.actions import leases, results, schedule, transitions
from ingest.pipeline.batches import process_batch
from ingest.pipeline.errors import LeaseLost, WaitForBatches
from ingest.pipeline.job import Job
from ingest.pipeline.pipeline import PIPELINE, Step
from ingest.pipeline.queries import runnable_batches
from ingest.states import UNFINISHED, UploadQueue
from repository import actions as catalogue
from sharing.viewer import system_viewer
from workers import fault_injection, heartbeat, shutdown

logger = logging.getLogger("ingest")


@dataclass(frozen=True)
class NextWork:
    """What follows for an upload: another queue, or these batches; nothing if both are empty."""

    queue: str = ""
    batches: tuple[PageBatch, ...] = ()


NOTHING_NEXT = NextWork()


def run_next(queue: str) -> Upload | None:
    """Do one unit of the queue's work, for the school whose turn it is; return its upload, or None if none is runnable.

    If this process is asked to end, it releases the work and wakes other workers.
    """
    with shutdown.handling_signals():
        for upload in scheduling.next_uploads(queue, timezone.now()):
            try:
                done = _run_batch(upload, queue) or _run_steps(upload, queue)
            except shutdown.ShutdownRequested:
                schedule.notify(upload, queue)  # the wake-up that started this run is used up
                return None
            if done:
                return upload
    return None


def advance(upload: Upload, queue: str) -> NextWork | None:
    """Run the upload's next steps as far as this queue goes; return what follows, or None if a worker holds a step."""
    if upload.state not in UNFINISHED:
        return NOTHING_NEXT
    for step in PIPELINE:
        row, _created = UploadStep.objects.get_or_create(upload=upload, name=step.name)
        if row.status == UploadStep.Status.DONE:
            continue
        job = Job(upload=upload, work=row, by=system_viewer(upload.school_id, now=timezone.now()))
        step_queue = _queue_of(step, job, queue)
        if step_queue != queue:
            schedule.assign_queue(upload, step_queue)
            return NextWork(queue=step_queue)
        if not leases.acquire(row):
            return None
        fault_injection.point("step.taken")
        next_work = _run(step, job)
        if next_work is not None:
            return next_work
    transitions.submit_for_review(upload)
    return NOTHING_NEXT


def _run_batch(upload: Upload, queue: str) -> bool:
    """Process one page batch of the upload; return whether one could be acquired."""
    if queue != UploadQueue.PAGES:
        return False
    now = timezone.now()
    for batch in runnable_batches(upload, now):
        if leases.acquire(batch):
            schedule.record_turn(upload, queue, now)
            if process_batch(batch):
                schedule.notify(upload)
            return True
    return False


def _run_steps(upload: Upload, queue: str) -> bool:
    """Run steps of the upload and wake the workers that continue; return whether a step could be acquired."""
    schedule.record_turn(upload, queue, timezone.now())
    next_work = advance(upload, queue)
    if next_work is None:
        return False
    for batch in next_work.batches:
        schedule.notify(batch, UploadQueue.PAGES)
    if next_work.queue:
        schedule.notify(upload, next_work.queue)
    return True


def _queue_of(step: Step, job: Job, current: str) -> str:
    """Return the queue for a step; a step that does not apply stays here, so that no book waits behind a recording."""
    return step.queue if step.queue == UploadQueue.DEFAULT or step.applies_to(job) else current


def _run(step: Step, job: Job) -> NextWork | None:
    """Run a step whose lease was acquired; return None if the next step may follow at once."""
    with leases.releasing_on_shutdown(job.work), heartbeat.activity(step.name, job.upload.uuid):
        try:
            _run_once(step, job)
            return None
        except LeaseLost:
            return NOTHING_NEXT
        except WaitForBatches as waiting:
            leases.release(job.work)
            schedule.assign_queue(job.upload, UploadQueue.PAGES)
            return NextWork(batches=tuple(waiting.batches))
        except Exception as problem:
            _after_failure(step, job, problem)
            return NOTHING_NEXT


def _run_once(step: Step, job: Job) -> None:
    with job.writing():
        results.save_step(job.upload, step.name)
    if step.applies_to(job):
        step.run(job)
    fault_injection.point("step.ran")
    with job.writing():
        leases.finish(job.work)
        results.clear_outage(job.upload)
    fault_injection.point("step.finished")


def _after_failure(step: Step, job: Job, problem: Exception) -> None:
    """Postpone after an outage, refuse a bad file, and retry everything else up to MAX_ATTEMPTS times."""
    may_retry = job.work.attempts < leases.MAX_ATTEMPTS
    if outage := outages.outage_for(problem):
        logger.warning("upload %s: step %s waits: %s", job.upload.uuid, step.name, problem)
        leases.postpone(job.work)
        results.record_outage(job.upload, outage)
    elif isinstance(problem, ParserCrashed | ParserTimedOut) and may_retry:
        leases.retry_later(job.work)  # the machine may be the cause
    elif isinstance(problem, BadInput):
        _end(job, refused=problem)
    else:
        logger.error("upload %s: step %s failed", job.upload.uuid, step.name, exc_info=problem)
        if may_retry:
            leases.retry_later(job.work)
        else:
            _end(job)


def _end(job: Job, refused: BadInput | None = None) -> None:
    """Refuse the upload for this reason, or mark it as failed; a worker that has lost its lease changes nothing.

    The draft of a refused file is deleted, unless a retry may help.
    """
    with suppress(LeaseLost), job.writing():
        leases.fail(job.work)
        if refused:
            draft = job.draft
            transitions.refuse(job.upload, refused)
            if draft is not None and not refused.retry_may_help:
                catalogue.delete_draft(draft, by=job.by)
        else:
            transitions.fail(job.upload, RetriesExhausted())

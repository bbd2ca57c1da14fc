"""The pipeline, read on one screen: the steps in their order, and how an upload is taken through them.

To add a step: write steps/NAME.py with `run(job)`, then name it here. A step may be cut off anywhere and begun anew:
it must leave the same behind when it runs twice.
"""

import logging
from dataclasses import dataclass
from types import ModuleType

from django.db import transaction
from django.utils import timezone

from accounts.errors import Refusal
from ingest import leases, moves
from ingest.errors import BadInput, GaveUp, ParserDied, ParserTimedOut
from ingest.job import ALIVE, Job, Wait
from ingest.models import PageBatch, Upload, UploadStep
from ingest.states import State
from ingest.steps import captions, cover, draft, identify, keep, number, pages, propose, searchable, stream, tidy
from ingest.tools.sniff import is_recording
from repository import fault
from sharing.viewer import staff_of

logger = logging.getLogger("ingest")

PIPELINE: tuple[ModuleType, ...] = (
    keep,  # the bytes, under their digest
    identify,  # what it is, within limits, what it says of itself
    draft,  # a record that the school's librarians can see
    pages,  # pictures and text, in batches over all workers
    number,  # the printed numbers of a scan's pages
    stream,  # of a recording: what can be played
    captions,  # what is said in it
    cover,
    searchable,  # the PDF with its text
    propose,  # title, creators, year, ISBN, publisher
    tidy,
)


@dataclass(frozen=True)
class Following:
    """Who goes on with an upload: another queue, or the workers of these batches; nobody, where both are empty."""

    queue: str = ""
    batches: tuple[PageBatch, ...] = ()


NOBODY = Following()


def work_on(upload: Upload, queue: str) -> Following:
    """Take the upload as far as it goes on this queue."""
    if upload.state not in ALIVE:
        return NOBODY
    for step in PIPELINE:
        row, _made = UploadStep.objects.get_or_create(upload=upload, name=name_of(step))
        if row.status == UploadStep.Status.DONE:
            continue
        if _queue_of(step, upload, queue) != queue:
            return Following(queue=_queue_of(step, upload, queue))
        if not leases.take(row):
            return NOBODY
        fault.point("step.taken")
        following = _taken(step, Job(upload=upload, work=row, by=staff_of(upload.school_id, now=timezone.now())))
        if following is not None:
            return following
    with transaction.atomic():
        moves.move(upload, State.REVIEW)
    return NOBODY


def name_of(step: ModuleType) -> str:
    """A step is called as its file is."""
    return step.__name__.rpartition(".")[2]


def _queue_of(step: ModuleType, upload: Upload, here: str) -> str:
    """Where the step runs; one that has nothing to do with such a file is passed wherever the upload is.

    A book shall not wait behind an hour of film that is being encoded.
    """
    if getattr(step, "RECORDINGS_ONLY", False) and not is_recording(upload.content_type):
        return here
    return getattr(step, "QUEUE", "default")


def _taken(step: ModuleType, job: Job) -> Following | None:
    """Run the step; None when the next may follow at once."""
    Upload.objects.filter(pk=job.upload.pk).update(step=name_of(step))
    try:
        step.run(job)
        fault.point("step.ran")
        with job.writing():
            leases.finish(job.work)
        fault.point("step.finished")
        return None
    except leases.LeaseLost:
        return NOBODY
    except Wait as waiting:
        leases.give_back(job.work)
        return Following(batches=tuple(waiting.batches))
    except (ParserDied, ParserTimedOut) as reason:  # may have been the machine's fault
        if job.work.attempts < leases.MOST_ATTEMPTS:
            leases.release(job.work)
        else:
            _refuse(job, reason)
        return NOBODY
    except BadInput as reason:
        _refuse(job, reason)
        return NOBODY
    except Exception:
        logger.exception("upload %s: step %s failed", job.upload.uuid, name_of(step))
        _give_up_after_some(job)
        return NOBODY


def _refuse(job: Job, reason: Refusal) -> None:
    with transaction.atomic():
        leases.fail(job.work)
        moves.refuse(job.upload, reason)


def _give_up_after_some(job: Job) -> None:
    """Something of ours failed: the sweeper tries again, a few times."""
    if job.work.attempts < leases.MOST_ATTEMPTS:
        leases.release(job.work)
        return
    with transaction.atomic():
        leases.fail(job.work)
        moves.fail(job.upload, GaveUp())

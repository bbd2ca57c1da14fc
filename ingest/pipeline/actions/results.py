"""Writes of what steps and page batches produce, on the upload's own rows; resources are written by repository/actions.

Call these inside `job.writing()`, which makes sure that the worker still holds the lease.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from accounts.errors import UserFacingError
from ingest.models import Lease, PageBatch, Upload
from ingest.states import UNFINISHED, UploadQueue
from repository.models import Resource


def save_step(upload: Upload, name: str) -> None:
    """Show this step as the current one."""
    Upload.objects.filter(pk=upload.pk).update(step=name)


def save_original(upload: Upload, *, digest: str, size: int) -> None:
    """Save the SHA-256 digest and the size in bytes of the stored original."""
    upload.digest, upload.size = digest, size
    upload.save(update_fields=["digest", "size"])


def save_type(upload: Upload, *, content_type: str, pages_total: int) -> None:
    """Save what the file is; `pages_total` is 0 for a recording."""
    upload.refresh_from_db()
    upload.content_type, upload.pages_total = content_type, pages_total
    upload.save(update_fields=["content_type", "pages_total"])


def save_draft(upload: Upload, resource: Resource) -> None:
    """Link the upload with the draft that it fills."""
    upload.resource = resource
    upload.save(update_fields=["resource"])


def save_proposals(upload: Upload, proposals: Mapping[str, Any]) -> None:
    """Save the proposed metadata; the review applies it."""
    Upload.objects.filter(pk=upload.pk).update(proposals=proposals)


def create_batches(upload: Upload, ranges: Sequence[tuple[int, int]]) -> None:
    """Create a page batch for each range: first and last page, from 0, both included."""
    PageBatch.objects.bulk_create(PageBatch(upload=upload, first=first, last=last) for first, last in ranges)


def save_notes(batch: PageBatch) -> None:
    """Save why pages of the batch are not simply what the file gives: codes of parsers/notes.py by page number."""
    batch.notes = {number: codes for number, codes in batch.notes.items() if codes}
    batch.save(update_fields=["notes"])


def restart_batches(upload: Upload) -> None:
    """Let workers read all pages of the upload again."""
    upload.batches.update(status=Lease.Status.WAITING, attempts=0, leased_until=None, notified_at=None)


def update_page_count(upload: Upload) -> None:
    """Count the finished pages; after the last batch, return the upload to the default queue.

    Call this in the transaction that ends a batch: the row lock lets batches end one after the other.
    """
    row = Upload.objects.select_for_update(of=("self",)).select_related("resource").get(pk=upload.pk)
    row.pages_done = row.resource.pages.count() if row.resource else 0
    if not row.batches.exclude(status=Lease.Status.DONE).exists():
        row.queue = UploadQueue.DEFAULT
    row.save(update_fields=["pages_done", "queue"])


def record_outage(upload: Upload, outage: UserFacingError) -> None:
    """Show on the upload which outage its work waits for."""
    unfinished = Upload.objects.filter(pk=upload.pk, state__in=UNFINISHED)
    unfinished.update(problem=outage.code, problem_details=outage.details)


def clear_outage(upload: Upload) -> None:
    """Remove the message of an outage after work has succeeded again."""
    recorded = Upload.objects.filter(pk=upload.pk, state__in=UNFINISHED).exclude(problem="")
    recorded.update(problem="", problem_details={})

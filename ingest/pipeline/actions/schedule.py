"""Writes that decide who works next: turns of schools, the queue of an upload, wake-ups."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ingest.events import work_waiting
from ingest.models import PageBatch, SchoolTurn, Upload
from ingest.states import UploadQueue


def record_turn(upload: Upload, queue: str, now: datetime) -> None:
    """Record that the upload's school is being served by a worker of the queue."""
    SchoolTurn.objects.update_or_create(school_id=upload.school_id, queue=queue, defaults={"served_at": now})


def assign_queue(upload: Upload, queue: str) -> None:
    """Let the workers of this queue continue with the upload."""
    Upload.objects.filter(pk=upload.pk).exclude(queue=queue).update(queue=queue)


def notify(work: Upload | PageBatch, queue: str = UploadQueue.DEFAULT) -> None:
    """Wake the workers of the queue once the current transaction is committed."""
    transaction.on_commit(lambda: work_waiting.send(sender=type(work), work=work, queue=queue) and None)


def record_wakeup(work: Upload | PageBatch) -> None:
    """Record that a wake-up was sent for the work."""
    type(work).objects.filter(pk=work.pk).update(notified_at=timezone.now())

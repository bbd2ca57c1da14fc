"""Rings again for uploads and batches that nobody works on: their worker died, or the bell was lost."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from ingest import leases, leftovers, spool, tasks
from ingest.job import ALIVE
from ingest.models import PageBatch, Upload, UploadStep

QUIET = timedelta(seconds=15)  # an upload that has just arrived still has its own bell
UNANSWERED = timedelta(minutes=5)  # a long queue is no lost bell
AT_ONCE = 50


def sweep(now: datetime) -> None:
    """One sweep: expired batches first, then uploads whose next step nobody holds."""
    for batch in _left_batches(now):
        tasks.ring_batch(batch)
    for upload in _left_uploads(now):
        tasks.ring(upload)
    spool.sweep()
    leftovers.sweep(now)


def _left_batches(now: datetime) -> list[PageBatch]:
    """Those whose worker is silent, those that failed once, and those whose bell nobody answered for long."""
    alive = PageBatch.objects.filter(leases.free(now), upload__state__in=ALIVE)
    left = Q(status=PageBatch.Status.RUNNING) | Q(attempts__gt=0) | Q(rung_at__lt=now - UNANSWERED)
    return list(alive.filter(left).order_by("rung_at", "pk")[:AT_ONCE])


def _left_uploads(now: datetime) -> list[Upload]:
    held = UploadStep.objects.filter(upload=OuterRef("pk"), status=UploadStep.Status.RUNNING, leased_until__gte=now)
    reading = PageBatch.objects.filter(upload=OuterRef("pk"), status=PageBatch.Status.RUNNING, leased_until__gte=now)
    quiet = Q(rung_at=None, created_at__lt=now - QUIET) | Q(rung_at__lt=now - QUIET)
    alive = Upload.objects.filter(quiet, state__in=ALIVE)
    return list(alive.exclude(Exists(held)).exclude(Exists(reading)).order_by("rung_at", "pk")[:AT_ONCE])

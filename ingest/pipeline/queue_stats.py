"""How much digitisation work waits in each queue, and for which schools; counted from the rows, not the wake-ups."""

from datetime import datetime

from django.db.models import Count, Min, QuerySet

from ingest.models import Lease, PageBatch, Upload, UploadStep
from ingest.pipeline.pipeline import PIPELINE
from ingest.states import UNFINISHED, State, UploadQueue
from workers.queue_stats import QueueStats, top_schools

BATCH_STEP = "pages"  # waits in the default queue while the workers of `pages` process its batches


def queue_stats(now: datetime) -> list[QueueStats]:
    """Return the figures of each queue: page batches in `pages`, uploads in the others."""
    return [_stats(queue, now) for queue in UploadQueue.values]


def _stats(queue: str, now: datetime) -> QueueStats:
    uploads = Upload.objects.filter(queue=queue, state__in=UNFINISHED)
    running = {"status": Lease.Status.RUNNING, "leased_until__gte": now, "upload__in": uploads}
    steps = UploadStep.objects.filter(**running)
    batches = PageBatch.objects.filter(**running)
    shares = _shares(queue, uploads)
    running_count = steps.count() + batches.count()
    return QueueStats(
        queue=queue,
        waiting=max(sum(number for _school, number in shares) - running_count, 0),
        running=running_count,
        failed=Upload.objects.filter(state=State.FAILED, step__in=_steps_of(queue)).count(),
        oldest=uploads.exclude(pk__in=steps.values("upload")).aggregate(oldest=Min("created_at"))["oldest"],
        schools=top_schools(shares),
    )


def _shares(queue: str, uploads: QuerySet[Upload]) -> list[tuple[int, int]]:
    """Return for each school, by key, how many units of work are not done."""
    if queue != UploadQueue.PAGES:
        return list(uploads.values_list("school").annotate(number=Count("pk")).order_by())
    unfinished = PageBatch.objects.filter(upload__in=uploads).exclude(status=Lease.Status.DONE)
    shares = dict(unfinished.values_list("upload__school").annotate(number=Count("pk")).order_by())
    others = uploads.exclude(pk__in=unfinished.values("upload"))
    for school, number in others.values_list("school").annotate(number=Count("pk")).order_by():
        shares[school] = shares.get(school, 0) + number
    return list(shares.items())


def _steps_of(queue: str) -> list[str]:
    """Return the names of the steps whose failures belong to the queue."""
    queues = {step.name: UploadQueue.PAGES if step.name == BATCH_STEP else step.queue for step in PIPELINE}
    return [name for name, step_queue in queues.items() if step_queue == queue]

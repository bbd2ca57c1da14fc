"""How much digitisation waits in each queue, and for which schools; from the rows, not from the bells."""

from datetime import datetime

from django.db.models import Count, Min, QuerySet

from ingest.models import Lease, PageBatch, Upload, UploadStep
from ingest.pipeline import scheduling
from ingest.pipeline.pipeline import PIPELINE, name_of
from ingest.states import State
from workers.queue_stats import QueueStats, top_schools

DEFAULT, MEDIA = "default", "media"


def queue_stats(now: datetime) -> list[QueueStats]:
    """Each queue of digitisation; of `pages` batches of pages are counted, of the others uploads."""
    return [_load(queue, now) for queue in (DEFAULT, scheduling.PAGES, MEDIA)]


def _load(queue: str, now: datetime) -> QueueStats:
    alive = Upload.objects.filter(queue=queue, state__in=scheduling.WAITING_STATES)
    running = {"status": Lease.Status.RUNNING, "leased_until__gte": now, "upload__in": alive}
    steps = UploadStep.objects.filter(**running)
    batches = PageBatch.objects.filter(**running)
    shares = _shares(queue, alive)
    busy = steps.count() + batches.count()
    return QueueStats(
        queue=queue,
        waiting=max(sum(number for _school, number in shares) - busy, 0),
        running=busy,
        failed=Upload.objects.filter(state=State.FAILED, step__in=_steps_of(queue)).count(),
        oldest=alive.exclude(pk__in=steps.values("upload")).aggregate(oldest=Min("created_at"))["oldest"],
        schools=top_schools(shares),
    )


def _shares(queue: str, alive: QuerySet[Upload]) -> list[tuple[int, int]]:
    """For each school how many pieces of work are not done."""
    if queue != scheduling.PAGES:
        return list(alive.values_list("school").annotate(number=Count("pk")).order_by())
    undone = PageBatch.objects.filter(upload__in=alive).exclude(status=Lease.Status.DONE)
    counted = dict(undone.values_list("upload__school").annotate(number=Count("pk")).order_by())
    others = alive.exclude(pk__in=undone.values("upload"))
    for school, number in others.values_list("school").annotate(number=Count("pk")).order_by():
        counted[school] = counted.get(school, 0) + number
    return list(counted.items())


def _steps_of(queue: str) -> list[str]:
    """The steps that are done there; those of pages wait in `default` for their batches."""
    names = [name_of(step) for step in PIPELINE if getattr(step, "QUEUE", DEFAULT) == queue]
    batches = name_of(next(step for step in PIPELINE if name_of(step) == scheduling.PAGES))
    return [*names, batches] if queue == scheduling.PAGES else [name for name in names if name != batches]

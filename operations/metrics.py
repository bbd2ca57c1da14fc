"""Metrics for Prometheus.

Each web process counts requests in files that all of them read at a scrape. The other metrics come from the database:
every web process of every machine gives the same numbers.

django-prometheus was looked at: it would replace the two request metrics by many, and none of the collector.
"""

from collections.abc import Iterator
from contextlib import suppress
from math import inf

from django.db import DatabaseError
from django.db.models import Count
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from circulation.models import Hold, Loan
from ingest.models import Upload
from operations.health.queues import SWEEPER, all_queues, last_seen
from repository.models import IndexChange

CONTENT_TYPE = CONTENT_TYPE_LATEST

REQUESTS = Counter("tusach_requests", "Requests by view, method and status.", ["view", "method", "status"])
SECONDS = Histogram(
    "tusach_request_seconds",
    "Time until the answer began, by view.",
    ["view"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def count(*, view: str, method: str, status: int, seconds: float) -> None:
    """Count one answer; unknown methods share a label, so that requests cannot create labels."""
    with suppress(OSError):  # on a full disk the answer matters more than the count
        REQUESTS.labels(view, method if method in METHODS else "other", str(status)).inc()
        SECONDS.labels(view).observe(seconds)


def render() -> bytes:
    """Return all metrics in Prometheus' text format."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    registry.register(DatabaseCollector())
    return generate_latest(registry)


class DatabaseCollector(Collector):
    """The metrics that are read from the database at each scrape."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield all metrics, or only `tusach_database_up 0` if the database does not respond."""
        up = GaugeMetricFamily("tusach_database_up", "1 while the database responds.")
        try:
            families = [*_uploads(), *_queues(), *_index(), *_loans()]
        except DatabaseError:
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        yield from families


def _uploads() -> Iterator[GaugeMetricFamily]:
    family = GaugeMetricFamily("tusach_uploads", "Uploads by state.", labels=["state"])
    for state, number in Upload.objects.order_by().values_list("state").annotate(Count("pk")):
        family.add_metric([state], number)
    yield family


def _queues() -> Iterator[GaugeMetricFamily]:
    now = timezone.now()
    waiting = GaugeMetricFamily("tusach_queue_waiting", "Waiting jobs by queue.", labels=["queue"])
    failed = GaugeMetricFamily("tusach_queue_failed", "Failed jobs by queue.", labels=["queue"])
    oldest = GaugeMetricFamily("tusach_queue_oldest_seconds", "Age of the first job of a queue.", labels=["queue"])
    seen = GaugeMetricFamily(
        "tusach_worker_last_seen_seconds",
        "Time since the last heartbeat of a worker of the queue, or of the sweeper; +Inf without one.",
        labels=["queue"],
    )
    heartbeats = last_seen()
    queues = all_queues(now)
    for queue in queues:
        waiting.add_metric([queue.queue], queue.waiting)
        failed.add_metric([queue.queue], queue.failed)
        oldest.add_metric([queue.queue], queue.age(now))
    # Every queue has a value: a worker that ended leaves no row, and an alert needs a number to compare.
    for name in (*(queue.queue for queue in queues), SWEEPER):
        heartbeat = heartbeats.get(name)
        seen.add_metric([name], max((now - heartbeat).total_seconds(), 0) if heartbeat else inf)
    yield from (waiting, failed, oldest, seen)


def _index() -> Iterator[GaugeMetricFamily]:
    first = IndexChange.objects.order_by("changed_at").first()
    delay = max((timezone.now() - first.changed_at).total_seconds(), 0) if first else 0
    yield GaugeMetricFamily(
        "tusach_index_changes", "Changes that are not indexed yet.", value=IndexChange.objects.count()
    )
    yield GaugeMetricFamily("tusach_index_changes_oldest_seconds", "Age of the oldest of them.", value=delay)
    rejected = IndexChange.objects.exclude(last_error="").count()
    yield GaugeMetricFamily("tusach_index_changes_refused", "Changes that the search engine rejected.", value=rejected)


def _loans() -> Iterator[GaugeMetricFamily]:
    now, unended = timezone.now(), Loan.objects.filter(ended_at=None)
    copies = unended.filter(copy__isnull=False)  # open until they are brought back
    active = unended.filter(copy=None, due_at__gt=now).count() + copies.count()
    yield GaugeMetricFamily("tusach_open_loans", "Active loans, of seats and of copies.", value=active)
    overdue = copies.filter(due_at__lte=now).count()
    yield GaugeMetricFamily("tusach_overdue_copies", "Copies not brought back in time.", value=overdue)
    holds = Hold.objects.filter(ended_at=None).count()
    yield GaugeMetricFamily("tusach_open_holds", "Readers who wait for a title, or have it ready.", value=holds)

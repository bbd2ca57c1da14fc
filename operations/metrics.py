"""Numbers for Prometheus: requests are counted by each web process in files that all of them read at a scrape; what the
database knows is asked there, so that every web process of every machine says the same.
"""

from collections.abc import Iterator
from contextlib import suppress

from django.db import DatabaseError
from django.db.models import Count
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from circulation.models import Loan
from ingest.models import Upload
from operations.health.queues import last_seen, queue_states
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
    """One answer; a method that nobody knows does not become a name of its own."""
    with suppress(OSError):  # a full disk spoils the counting, not the answer
        REQUESTS.labels(view, method if method in METHODS else "other", str(status)).inc()
        SECONDS.labels(view).observe(seconds)


def render() -> bytes:
    """Everything, in Prometheus' text format."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    registry.register(DatabaseCollector())
    return generate_latest(registry)


class DatabaseCollector(Collector):
    """What the database knows at this moment."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """All of it, or only that the database does not answer."""
        up = GaugeMetricFamily("tusach_database_up", "1 while the database answers.")
        try:
            found = [*_uploads(), *_queues(), *_index(), *_loans()]
        except DatabaseError:
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        yield from found


def _uploads() -> Iterator[GaugeMetricFamily]:
    family = GaugeMetricFamily("tusach_uploads", "Uploads by state.", labels=["state"])
    for state, number in Upload.objects.order_by().values_list("state").annotate(Count("pk")):
        family.add_metric([state], number)
    yield family


def _queues() -> Iterator[GaugeMetricFamily]:
    now = timezone.now()
    waiting = GaugeMetricFamily("tusach_queue_waiting", "Tasks that wait.", labels=["queue"])
    oldest = GaugeMetricFamily("tusach_queue_oldest_seconds", "How long the first one waits.", labels=["queue"])
    seen = GaugeMetricFamily(
        "tusach_worker_last_seen_seconds", "How long ago a worker of the queue was heard of.", labels=["queue"]
    )
    for queue in queue_states(now):
        waiting.add_metric([queue.name], queue.waiting)
        oldest.add_metric([queue.name], queue.age(now))
    for name, at in last_seen().items():
        seen.add_metric([name], max((now - at).total_seconds(), 0))
    yield from (waiting, oldest, seen)


def _index() -> Iterator[GaugeMetricFamily]:
    first = IndexChange.objects.order_by("changed_at").first()
    late = max((timezone.now() - first.changed_at).total_seconds(), 0) if first else 0
    yield GaugeMetricFamily(
        "tusach_index_changes", "Changes that the index does not know.", value=IndexChange.objects.count()
    )
    yield GaugeMetricFamily("tusach_index_changes_oldest_seconds", "How long the oldest of them waits.", value=late)
    refused = IndexChange.objects.exclude(last_error="").count()
    yield GaugeMetricFamily("tusach_index_changes_refused", "Changes that the engine refused.", value=refused)


def _loans() -> Iterator[GaugeMetricFamily]:
    now = timezone.now()
    running = Loan.objects.filter(ended_at=None, due_at__gt=now).count()
    yield GaugeMetricFamily("tusach_open_loans", "Loans that run.", value=running)

"""Each worker process writes that it is alive and what it does, so that one page shows the workers of all machines.

A process that is stopped or gone stops writing: the page marks it, and the sweeper deletes its row after a while.
"""

import atexit
import logging
import os
import platform
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django.utils.crypto import salted_hmac

from workers.models import Worker

logger = logging.getLogger("workers")

INTERVAL = 10.0  # seconds between two writes
STALE_AFTER = timedelta(seconds=60)  # longer without a write: suspended, cut off from the database, or gone
DELETE_AFTER = timedelta(hours=1)


class Heartbeat:
    """The row of this process, written by a thread. A change of activity is written with the next heartbeat."""

    def __init__(self, queues: str) -> None:
        self.queues = queues
        self.uuid, self.started_at = uuid4(), timezone.now()
        self.activity: tuple[str, UUID | None, datetime | None] = ("", None, None)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def start(self) -> None:
        """Write the row and start the thread."""
        self.beat()
        self._thread.start()

    def beat(self) -> None:
        """Write the row; create it again if the sweeper has deleted it."""
        activity, activity_object, activity_started_at = self.activity
        Worker.objects.update_or_create(
            uuid=self.uuid,
            defaults={
                "host": platform.node()[:100],
                "pid": os.getpid(),
                "queues": self.queues[:100],
                "key_digest": key_digest(),
                "started_at": self.started_at,
                "heartbeat_at": timezone.now(),
                "activity": activity[:60],
                "activity_object": activity_object,
                "activity_started_at": activity_started_at,
            },
        )

    def stop(self) -> None:
        """Stop the thread and delete the row."""
        self._stopping.set()
        self._thread.join(timeout=5)
        try:
            Worker.objects.filter(uuid=self.uuid).delete()
        except DatabaseError as error:  # the sweeper deletes it
            logger.warning("the heartbeat was not deleted: %s", error)

    def _run(self) -> None:
        while not self._stopping.wait(INTERVAL):
            try:
                self.beat()
            except DatabaseError as error:  # the work continues; the next write may succeed
                logger.warning("the heartbeat was not written: %s", error)
            finally:
                close_old_connections()


_current: Heartbeat | None = None  # of this process, if it is a worker


@contextmanager
def heartbeat(queues: str) -> Iterator[None]:
    """Register this process as a worker of these queues ("default,mail") while the block runs."""
    global _current
    _current = Heartbeat(queues)
    _current.start()
    try:
        yield
    finally:
        _current.stop()
        _current = None


def heartbeat_until_exit(queues: str) -> None:
    """Register this process as a worker of these queues until it ends."""
    global _current
    if _current is None:
        _current = Heartbeat(queues)
        _current.start()
        atexit.register(_current.stop)


@contextmanager
def activity(name: str, subject: UUID | None = None) -> Iterator[None]:
    """Show what this process does while the block runs; do nothing in a process that is no worker."""
    if _current is None:
        yield
        return
    _current.activity = (name, subject, timezone.now())
    try:
        yield
    finally:
        _current.activity = ("", None, None)


def key_digest() -> str:
    """Return what tells two secret keys apart and gives neither away."""
    return salted_hmac("workers.heartbeat", "key", algorithm="sha256").hexdigest()[:16]


def is_stale(worker: Worker, now: datetime) -> bool:
    """Return whether its last heartbeat is older than any of a live worker."""
    return worker.heartbeat_at < now - STALE_AFTER


def count_active(name: str, now: datetime) -> int:
    """Return how many live workers have this activity now."""
    return Worker.objects.filter(activity=name, heartbeat_at__gte=now - STALE_AFTER).count()


def is_attended(queue: str, now: datetime) -> bool:
    """Return whether a live worker of any machine works on this queue."""
    alive = Worker.objects.filter(heartbeat_at__gte=now - STALE_AFTER).values_list("queues", flat=True)
    return any(queue in queues.split(",") for queues in alive)


def delete_stale(now: datetime) -> None:
    """Delete the rows of workers whose heartbeat stopped long ago."""
    Worker.objects.filter(heartbeat_at__lt=now - DELETE_AFTER).delete()

"""Each worker process notes that it is there and what it does, so that one board shows the workers of all machines.

A process that is stopped or gone falls silent: the board marks it, and after a while the sweep takes it off.
"""

import atexit
import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from workers.models import Worker

logger = logging.getLogger("workers")

INTERVAL = 10.0  # seconds between two notes
STALE_AFTER = timedelta(seconds=60)  # longer without a note: stopped, cut off, or gone
DELETE_AFTER = timedelta(hours=1)


class Heartbeat:
    """This process on the board. What it does is written at once where that takes long, else with the next note."""

    def __init__(self, queues: str) -> None:
        self.queues = queues
        self.uuid, self.started_at = uuid4(), timezone.now()
        self.activity: tuple[str, UUID | None, datetime | None] = ("", None, None)
        self._end = threading.Event()
        self._notes = threading.Thread(target=self._note_again_and_again, name="presence", daemon=True)

    def start(self) -> None:
        """Come onto the board."""
        self.beat()
        self._notes.start()

    def beat(self) -> None:
        """Say that this process is there; one that was taken off the board for its silence comes back."""
        activity, activity_object, activity_started_at = self.activity
        Worker.objects.update_or_create(
            uuid=self.uuid,
            defaults={
                "host": socket.gethostname()[:100],
                "pid": os.getpid(),
                "queues": self.queues[:100],
                "started_at": self.started_at,
                "heartbeat_at": timezone.now(),
                "activity": activity[:60],
                "activity_object": activity_object,
                "activity_started_at": activity_started_at,
            },
        )

    def stop(self) -> None:
        """Go off the board."""
        self._end.set()
        self._notes.join(timeout=5)
        try:
            Worker.objects.filter(uuid=self.uuid).delete()
        except DatabaseError as problem:  # the sweep takes it off
            logger.warning("presence could not be taken off: %s", problem)

    def _note_again_and_again(self) -> None:
        while not self._end.wait(INTERVAL):
            try:
                self.beat()
            except DatabaseError as problem:  # the work goes on; the next note may succeed
                logger.warning("presence could not be noted: %s", problem)
            finally:
                close_old_connections()


_mine: Heartbeat | None = None


@contextmanager
def heartbeat(queues: str) -> Iterator[None]:
    """This process is a worker of these queues, as long as this lasts."""
    global _mine
    _mine = Heartbeat(queues)
    _mine.start()
    try:
        yield
    finally:
        _mine.stop()
        _mine = None


def heartbeat_until_exit(queues: str) -> None:
    """The same until this process ends."""
    global _mine
    if _mine is None:
        _mine = Heartbeat(queues)
        _mine.start()
        atexit.register(_mine.stop)


@contextmanager
def activity(what: str, subject: UUID | None = None) -> Iterator[None]:
    """Tell the board what this process does meanwhile; nothing happens in a process that is no worker."""
    if _mine is None:
        yield
        return
    _mine.activity = (what, subject, timezone.now())
    try:
        yield
    finally:
        _mine.activity = ("", None, None)


def is_stale(worker: Worker, now: datetime) -> bool:
    """Whether it has not been heard of for longer than a worker that lives is ever silent."""
    return worker.heartbeat_at < now - STALE_AFTER


def count_active(what: str, now: datetime) -> int:
    """How many do this now."""
    return Worker.objects.filter(activity=what, heartbeat_at__gte=now - STALE_AFTER).count()


def delete_stale(now: datetime) -> None:
    """Take off the board those who have been silent for long."""
    Worker.objects.filter(heartbeat_at__lt=now - DELETE_AFTER).delete()

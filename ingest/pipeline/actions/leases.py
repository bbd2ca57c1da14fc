"""Leases with fencing tokens: only the holder of the newest token may write for a unit of work, until the lease ends.

A worker that was suspended past its lease holds an old token. Every transaction that writes for the work calls `renew`
first, which raises LeaseLost for an old token.

Libraries considered: procrastinate works on PostgreSQL only, and Celery has no supported broker on SQLite.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from ingest.models import Lease
from ingest.pipeline.errors import LeaseLost
from ingest.pipeline.queries import available, lease_duration
from workers import shutdown

MAX_ATTEMPTS = 3


def acquire(work: Lease) -> bool:
    """Acquire the lease if it is available; afterwards `work.token` is the holder's token. Return whether it was."""
    now = timezone.now()
    acquired = (
        type(work)
        .objects.filter(available(now), pk=work.pk)  # type: ignore[attr-defined]
        .update(
            status=Lease.Status.RUNNING,
            token=F("token") + 1,
            attempts=F("attempts") + 1,
            leased_until=now + lease_duration(),
        )
    )
    work.refresh_from_db()
    return bool(acquired)


def renew(work: Lease) -> None:
    """Renew the lease; call this first in every transaction that writes for the work. Raises LeaseLost."""
    if not _held(work).update(leased_until=timezone.now() + lease_duration()):
        raise LeaseLost


def require(work: Lease) -> None:
    """Raise LeaseLost unless the lease is held; call this before an effect that no transaction can roll back."""
    if not _held(work).exists():
        raise LeaseLost


@contextmanager
def releasing_on_shutdown(work: Lease) -> Iterator[None]:
    """Release the lease at once if this process is asked to end meanwhile, so that another worker can take the work."""
    with shutdown.on_deadline(partial(release, work)):
        try:
            yield
        except (shutdown.ShutdownRequested, SystemExit, KeyboardInterrupt):
            release(work)
            raise


def finish(work: Lease) -> None:
    """Mark the work as done, in the transaction of its last write. Raises LeaseLost."""
    if not _held(work).update(status=Lease.Status.DONE, leased_until=None):
        raise LeaseLost


def release(work: Lease) -> None:
    """Return the work to the queue without counting the attempt: nothing failed."""
    _held(work).update(status=Lease.Status.WAITING, leased_until=None, attempts=F("attempts") - 1)


def retry_later(work: Lease) -> None:
    """Return the work to the queue after a failed attempt, which counts; it is runnable again after the retry delay."""
    _held(work).update(status=Lease.Status.WAITING, leased_until=timezone.now() + lease_duration() / 8)


def postpone(work: Lease) -> None:
    """Return the work to the queue after an outage: like `retry_later`, but the attempt does not count."""
    _held(work).update(
        status=Lease.Status.WAITING, leased_until=timezone.now() + lease_duration() / 8, attempts=F("attempts") - 1
    )


def fail(work: Lease) -> None:
    """Take the work out of the queue until a librarian retries the upload. Raises LeaseLost."""
    if not _held(work).update(status=Lease.Status.FAILED, leased_until=None):
        raise LeaseLost


def _held(work: Lease) -> QuerySet[Any]:
    """Return the row of the work, or none if its token is no longer the newest."""
    return type(work).objects.filter(pk=work.pk, token=work.token, status=Lease.Status.RUNNING)  # type: ignore[attr-defined]

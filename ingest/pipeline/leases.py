"""Who may write for a piece of work: the holder of the newest token, until her lease runs out.

A worker that was stopped and wakes up late holds an old token, and every write asks for the newest one first.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from ingest.models import Lease
from workers import shutdown

MAX_ATTEMPTS = 3


class LeaseLost(Exception):
    """Somebody else holds the work now, or it was cancelled: stop without a word, nothing was written."""


def available(now: datetime) -> Q:
    """Work that waits, or whose holder is gone."""
    return Q(status=Lease.Status.WAITING) | Q(status=Lease.Status.RUNNING) & _run_out(now)


def available_after_backoff(now: datetime) -> Q:
    """The same, without what failed a moment ago: what is at fault may need that moment, and others are waiting."""
    waits = Q(status=Lease.Status.WAITING) & (Q(leased_until=None) | _run_out(now))
    return waits | Q(status=Lease.Status.RUNNING) & _run_out(now)


def _run_out(now: datetime) -> Q:
    """The lease is over; or it ends later than one that begins now, because the clock was set back: then it is over,
    too, and a holder that lives is told by her token."""
    return Q(leased_until__lt=now) | Q(leased_until__gt=now + 2 * duration())


def acquire(work: Lease) -> bool:
    """Take the lease unless somebody holds it; afterwards `work.token` is the holder's proof."""
    now = timezone.now()
    taken = (
        type(work)
        .objects.filter(available(now), pk=work.pk)  # type: ignore[attr-defined]
        .update(
            status=Lease.Status.RUNNING,
            token=F("token") + 1,
            attempts=F("attempts") + 1,
            leased_until=now + duration(),
        )
    )
    work.refresh_from_db()
    return bool(taken)


def renew(work: Lease) -> None:
    """Renew the lease, first thing in every transaction that writes for it; raises LeaseLost."""
    held = _of(work).update(leased_until=timezone.now() + duration())
    if not held:
        raise LeaseLost


def require(work: Lease) -> None:
    """Raise LeaseLost unless the lease is still held: before what no transaction can take back."""
    if not _of(work).exists():
        raise LeaseLost


@contextmanager
def releasing_on_shutdown(work: Lease) -> Iterator[None]:
    """While the work is done: whoever is asked to end meanwhile hands it back at once, for others to take."""
    with shutdown.on_deadline(partial(release, work)):
        try:
            yield
        except (shutdown.ShutdownRequested, SystemExit, KeyboardInterrupt):
            release(work)
            raise


def finish(work: Lease) -> None:
    """Mark the work done, in the transaction of its last write; raises LeaseLost."""
    if not _of(work).update(status=Lease.Status.DONE, leased_until=None):
        raise LeaseLost


def release(work: Lease) -> None:
    """Let it wait again: for other work, not because it failed."""
    _of(work).update(status=Lease.Status.WAITING, leased_until=None, attempts=F("attempts") - 1)


def retry_later(work: Lease) -> None:
    """Let it wait for another attempt: this one failed, and counts. Nobody is sent to it before a moment has passed."""
    _of(work).update(status=Lease.Status.WAITING, leased_until=timezone.now() + duration() / 8)


def postpone(work: Lease) -> None:
    """Let it wait for another attempt: the machine was at fault, and this one does not count."""
    _of(work).update(
        status=Lease.Status.WAITING, leased_until=timezone.now() + duration() / 8, attempts=F("attempts") - 1
    )


def fail(work: Lease) -> None:
    """Nobody takes it any more, until a librarian asks for it again; raises LeaseLost."""
    if not _of(work).update(status=Lease.Status.FAILED, leased_until=None):
        raise LeaseLost


def duration() -> timedelta:
    """How long a holder may be silent before somebody else takes over."""
    return timedelta(seconds=settings.LEASE_SECONDS)


def _of(work: Lease) -> QuerySet[Any]:
    return type(work).objects.filter(pk=work.pk, token=work.token, status=Lease.Status.RUNNING)  # type: ignore[attr-defined]

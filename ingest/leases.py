"""Who may write for a piece of work: the holder of the newest token, until her lease runs out.

A worker that was stopped and wakes up late holds an old token, and every write asks for the newest one first.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from ingest.models import Lease

MOST_ATTEMPTS = 3


class LeaseLost(Exception):
    """Somebody else holds the work now, or it was cancelled: stop without a word, nothing was written."""


def free(now: datetime) -> Q:
    """Work that waits, or whose holder is gone."""
    return Q(status=Lease.Status.WAITING) | Q(status=Lease.Status.RUNNING, leased_until__lt=now)


def take(work: Lease) -> bool:
    """Take the lease unless somebody holds it; afterwards `work.token` is the holder's proof."""
    now = timezone.now()
    taken = (
        type(work)
        .objects.filter(free(now), pk=work.pk)  # type: ignore[attr-defined]
        .update(
            status=Lease.Status.RUNNING,
            token=F("token") + 1,
            attempts=F("attempts") + 1,
            leased_until=now + length(),
        )
    )
    work.refresh_from_db()
    return bool(taken)


def hold(work: Lease) -> None:
    """Renew the lease, first thing in every transaction that writes for it; raises LeaseLost."""
    held = _of(work).update(leased_until=timezone.now() + length())
    if not held:
        raise LeaseLost


def finish(work: Lease) -> None:
    """Mark the work done, in the transaction of its last write; raises LeaseLost."""
    if not _of(work).update(status=Lease.Status.DONE, leased_until=None):
        raise LeaseLost


def give_back(work: Lease) -> None:
    """Let it wait again: for other work, not because it failed."""
    _of(work).update(status=Lease.Status.WAITING, leased_until=None, attempts=F("attempts") - 1)


def release(work: Lease) -> None:
    """Let it wait for another attempt: this one failed, and counts."""
    _of(work).update(status=Lease.Status.WAITING, leased_until=None)


def fail(work: Lease) -> None:
    """Nobody takes it any more, until a librarian asks for it again."""
    _of(work).update(status=Lease.Status.FAILED, leased_until=None)


def length() -> timedelta:
    """How long a holder may be silent before somebody else takes over."""
    return timedelta(seconds=settings.LEASE_SECONDS)


def _of(work: Lease) -> QuerySet[Any]:
    return type(work).objects.filter(pk=work.pk, token=work.token, status=Lease.Status.RUNNING)  # type: ignore[attr-defined]

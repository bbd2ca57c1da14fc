"""What goes wrong around the work and not in the file: a full disk, a store or a database that does not answer.

Nobody is to blame but the machine: the attempt does not count, the work rests, and it goes on by itself when the
trouble is over. Until then the upload says what it waits for.
"""

import errno
import shutil
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError

from accounts.errors import Refusal
from ingest import leases, spool
from ingest.errors import DatabaseGone, DiskFull, StoreGone
from ingest.job import ALIVE
from ingest.models import Lease, Upload
from repository.store.errors import StoreFull, StoreUnavailable

NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
LITTLE = 4 * 1024 * 1024  # bytes: with less, what a reader cannot write says nothing of the file


def cause(problem: BaseException) -> Refusal | None:
    """What around the work made it fail; None where it is the file's, or our own, fault."""
    for link in _chain(problem):
        if isinstance(link, StoreFull) or (isinstance(link, OSError) and link.errno in NO_ROOM):
            return DiskFull()
        if isinstance(link, OperationalError) and "full" in str(link):  # SQLite: database or disk is full
            return DiskFull()
        if isinstance(link, StoreUnavailable):
            return StoreGone()
        if isinstance(link, OperationalError | InterfaceError):
            return DatabaseGone()
    return DiskFull() if shutil.disk_usage(spool.folder()).free < LITTLE else None


def put_off(work: Lease, upload: Upload, why: Refusal) -> None:
    """Let the work rest without counting the attempt, and say on the upload what it waits for."""
    leases.put_off(work)
    Upload.objects.filter(pk=upload.pk, state__in=ALIVE).update(problem=why.code, problem_details=why.details)


def over(upload: Upload) -> None:
    """Something went well again."""
    noted = Upload.objects.filter(pk=upload.pk, state__in=ALIVE).exclude(problem="")
    noted.update(problem="", problem_details={})


def _chain(problem: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = problem
    while link is not None:
        yield link
        link = link.__cause__ or link.__context__

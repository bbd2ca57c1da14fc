"""What goes wrong around the work and not in the file: a full disk, a store or a database that does not answer.

Nobody is to blame but the machine: the attempt does not count, the work rests, and it goes on by itself when the
trouble is over. Until then the upload says what it waits for.
"""

import errno
import shutil
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError

from accounts.errors import UserFacingError
from ingest.errors import DatabaseOutage, DiskFull, StoreOutage
from ingest.models import Lease, Upload
from ingest.pipeline import leases, spool
from ingest.pipeline.job import UNFINISHED
from repository.store.errors import StoreFull, StoreUnavailable

NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
MIN_FREE_BYTES = 4 * 1024 * 1024  # bytes: with less, what a reader cannot write says nothing of the file


def outage_for(problem: BaseException) -> UserFacingError | None:
    """What around the work made it fail; None where it is the file's, or our own, fault."""
    for link in _chain(problem):
        if isinstance(link, StoreFull) or (isinstance(link, OSError) and link.errno in NO_ROOM):
            return DiskFull()
        if isinstance(link, OperationalError) and "full" in str(link):  # SQLite: database or disk is full
            return DiskFull()
        if isinstance(link, StoreUnavailable):
            return StoreOutage()
        if isinstance(link, OperationalError | InterfaceError):
            return DatabaseOutage()
    return DiskFull() if shutil.disk_usage(spool.folder()).free < MIN_FREE_BYTES else None


def postpone(work: Lease, upload: Upload, why: UserFacingError) -> None:
    """Let the work rest without counting the attempt, and say on the upload what it waits for."""
    leases.postpone(work)
    Upload.objects.filter(pk=upload.pk, state__in=UNFINISHED).update(problem=why.code, problem_details=why.details)


def clear(upload: Upload) -> None:
    """Something went well again."""
    noted = Upload.objects.filter(pk=upload.pk, state__in=UNFINISHED).exclude(problem="")
    noted.update(problem="", problem_details={})


def _chain(problem: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = problem
    while link is not None:
        yield link
        link = link.__cause__ or link.__context__

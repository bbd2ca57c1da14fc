"""Classify failures: an outage of the machine or a service, as opposed to a fault of the file.

During an outage an attempt does not count: the work waits and continues automatically, and the upload shows what it
waits for.
"""

import errno
import shutil
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError

from accounts.errors import UserFacingError
from ingest.errors import DatabaseOutage, DiskFull, StoreOutage
from ingest.parsers.errors import IsolationMissing
from ingest.pipeline import spool
from repository.store.errors import StoreFull, StoreUnavailable

DISK_FULL_ERRNOS = {errno.ENOSPC, errno.EDQUOT}
MIN_FREE_BYTES = 4 * 1024 * 1024  # below this, a parser that cannot write says nothing about its file


def outage_for(problem: BaseException) -> UserFacingError | None:
    """Return the outage that caused the failure; None if the file, or a bug, is the cause."""
    for cause in _causes(problem):
        if isinstance(cause, StoreFull) or (isinstance(cause, OSError) and cause.errno in DISK_FULL_ERRNOS):
            return DiskFull()
        if isinstance(cause, OperationalError) and "full" in str(cause):  # SQLite: "database or disk is full"
            return DiskFull()
        if isinstance(cause, IsolationMissing):
            return cause
        if isinstance(cause, StoreUnavailable):
            return StoreOutage()
        if isinstance(cause, OperationalError | InterfaceError):
            return DatabaseOutage()
    return DiskFull() if shutil.disk_usage(spool.folder()).free < MIN_FREE_BYTES else None


def _causes(problem: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = problem
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__

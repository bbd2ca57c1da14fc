"""An outage of the machine or a service is distinguished from a fault of the file."""

import errno

import pytest
from django.db import InterfaceError, OperationalError

from ingest.errors import Damaged, DatabaseOutage, DiskFull, ParserCrashed, StoreOutage
from ingest.pipeline import outages
from repository.store.errors import StoreFull, StoreUnavailable


def caused_by(cause: BaseException) -> BaseException:
    """Return the failure of a parser that this was the cause of."""
    try:
        raise ParserCrashed from cause
    except ParserCrashed as crash:
        return crash


@pytest.mark.parametrize(
    ("problem", "outage"),
    [
        (OSError(errno.ENOSPC, "no space"), DiskFull),
        (OSError(errno.EDQUOT, "no space"), DiskFull),
        (OSError(errno.EACCES, "not allowed"), None),
        (OperationalError("database or disk is full"), DiskFull),
        (OperationalError("server closed the connection"), DatabaseOutage),
        (InterfaceError("connection already closed"), DatabaseOutage),
        (StoreFull(), DiskFull),
        (StoreUnavailable(), StoreOutage),
        (Damaged(), None),
        (ValueError(), None),
        (caused_by(StoreUnavailable()), StoreOutage),
        (caused_by(ValueError()), None),
    ],
    ids=repr,
)
def test_the_cause_of_a_failure_tells_the_outage(problem: BaseException, outage: type | None) -> None:
    result = outages.outage_for(problem)
    assert type(result) is outage if outage else result is None


def test_with_hardly_any_free_space_every_failure_is_an_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outages, "MIN_FREE_BYTES", 10**18)
    assert isinstance(outages.outage_for(Damaged()), DiskFull)

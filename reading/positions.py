"""Where a reader stopped: stored with a loan, in the history of a person who asked for one, or in the browser alone."""

from typing import Any

from personal.queries import choices_of, position_of
from reading.gate import ReadAccess


def position_store(access: ReadAccess) -> str:
    """Return where the scripts store positions: "loan", "history" or "browser"."""
    if access.loan is not None:
        return "loan"
    return "history" if choices_of(access.viewer).records_reading else "browser"


def saved_position(access: ReadAccess) -> dict[str, Any]:
    """Return where the viewer stopped: {"page": uuid}, {"ms": milliseconds}, or empty."""
    return access.loan.position if access.loan is not None else position_of(access.viewer, access.resource)

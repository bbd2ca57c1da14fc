"""One line for each change that somebody made."""

import uuid
from datetime import datetime
from typing import Any

from access.viewer import Viewer
from accounts.models import AuditEntry


def record(
    verb: str,
    *,
    by: Viewer,
    target: uuid.UUID | None = None,
    at: datetime | None = None,
    **details: Any,
) -> None:
    """Write the line inside the caller's transaction. `by` without a person is the system itself."""
    AuditEntry.objects.create(
        at=at or by.now,
        by_id=by.person,
        school_id=by.school,
        verb=verb,
        target=target,
        details=details,
    )

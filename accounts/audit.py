"""The audit log: one line for each change."""

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


def record_without_person(
    verb: str, *, school: int, at: datetime, target: uuid.UUID | None = None, **details: Any
) -> None:
    """Write a line that names no person, inside the caller's transaction; `school` is a primary key."""
    AuditEntry.objects.create(at=at, school_id=school, verb=verb, target=target, details=details)

"""Write the audit log: one entry for each change."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from access.viewer import Viewer
from accounts.models import AuditEntry


def record(verb: str, *, by: Viewer, target: uuid.UUID | None = None, **details: Any) -> None:
    """Write an entry in the caller's transaction. `by` without a person is the system itself."""
    AuditEntry.objects.create(
        at=by.now, by_id=by.person, school_id=by.school, verb=verb, target=target, details=details
    )


def record_all(verb: str, *, by: Viewer, targets: Sequence[uuid.UUID]) -> None:
    """Write an entry for each target in the caller's transaction."""
    AuditEntry.objects.bulk_create(
        [AuditEntry(at=by.now, by_id=by.person, school_id=by.school, verb=verb, target=target) for target in targets],
        batch_size=500,
    )


def record_without_person(
    verb: str, *, school: int, at: datetime, target: uuid.UUID | None = None, **details: Any
) -> None:
    """Write an entry that names no person, in the caller's transaction; `school` is a primary key."""
    AuditEntry.objects.create(at=at, school_id=school, verb=verb, target=target, details=details)

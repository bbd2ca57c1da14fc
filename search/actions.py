"""What people do about the index."""

from uuid import UUID

from django.db import transaction

from access.viewer import Viewer
from accounts.audit import record
from accounts.errors import NotFound
from search.queries import not_indexed
from search.tasks import notify


@transaction.atomic
def retry(*, by: Viewer, resource: UUID | None = None) -> int:
    """Let what could not be indexed be tried at once: of one resource, or of all that she keeps; returns how much.

    Raises NotFound where nothing of hers waits under this name.
    """
    waiting = not_indexed(by) if resource is None else not_indexed(by).filter(resource=resource)
    number = waiting.update(retry_at=None, attempts=0)
    if resource is not None and not number:
        raise NotFound
    if number:
        record("index.try_again", by=by, target=resource, number=number)
        transaction.on_commit(notify)
    return number

"""All writes that librarians make to the index outbox."""

from uuid import UUID

from django.db import transaction

from access.viewer import Viewer
from accounts.audit import record
from accounts.errors import NotFound
from search.queries import not_indexed
from search.tasks import notify


@transaction.atomic
def retry(*, by: Viewer, resource: UUID | None = None) -> int:
    """Retry changes that could not be indexed, of one resource or of the whole school; return how many.

    Raises NotFound if the school has no such change of this resource.
    """
    refused = not_indexed(by) if resource is None else not_indexed(by).filter(resource=resource)
    number = refused.update(retry_at=None, attempts=0)
    if resource is not None and not number:
        raise NotFound
    if number:
        record("index.try_again", by=by, target=resource, number=number)
        transaction.on_commit(notify)
    return number

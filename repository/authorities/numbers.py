"""The number that an authority has in another list."""

from django.db import transaction

from access.viewer import Viewer
from accounts.audit import record
from accounts.locks import lock
from repository.authorities.queries import require_cataloguer
from repository.models import Authority

Number = tuple[str, str]  # scheme, number in it


@transaction.atomic
def set_number(authority: Authority, *, before: Number, after: Number, by: Viewer) -> bool:
    """Give an authority another number, unless it has got one since; return whether it has it now.

    Raise NotFound for all but cataloguers.
    """
    require_cataloguer(by)
    stored = lock(authority)
    if (stored.scheme, stored.scheme_id) != before:
        return False
    stored.scheme, stored.scheme_id = after
    stored.save(update_fields=["scheme", "scheme_id"])
    record("authority.number", by=by, target=stored.uuid, number=" ".join(filter(None, after)))
    return True

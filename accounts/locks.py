"""Lock a row for the rest of a transaction."""

from typing import TypeVar

from django.db.models import Model

from accounts.errors import NotFound

Row = TypeVar("Row", bound=Model)


def lock(row: Row) -> Row:
    """Lock the row and return it as it is stored. Raise NotFound if another request deleted it in the meantime."""
    stored: Row | None = type(row)._default_manager.select_for_update().filter(pk=row.pk).first()
    if stored is None:
        raise NotFound
    return stored

"""A printed book that a librarian enters without a record to copy."""

from django.db import transaction
from django.utils.translation import gettext as _

from access.viewer import Viewer
from accounts.locks import lock
from imports.copy_cataloguing.errors import NotReady
from imports.copy_cataloguing.models import ScannedBook
from imports.copy_cataloguing.queries import book_for, own_school
from repository.actions import create_draft
from repository.description import Description
from repository.models import Resource

State = ScannedBook.State


@transaction.atomic
def enter_book(description: Description, *, book: ScannedBook | None, by: Viewer) -> Resource:
    """Create a draft; `book` is the line of a list that it is for, which is taken with it.

    Raise NotFound for all but librarians, NotReady for a line that is taken, InvalidRecord.
    """
    stored = lock(book_for(by, book.scan_list, book.number)) if book else None
    if stored is not None and stored.resource_id:
        raise NotReady
    made = create_draft(owner=own_school(by), description=description, by=by, why=_("Entered by hand"))
    if stored is not None:
        stored.state, stored.resource = State.TAKEN, made
        stored.save(update_fields=["state", "resource"])
    return made

"""A printed book and its copies in one step: the record that was found or is written by hand, and its copies."""

from dataclasses import dataclass

from django.db import transaction

from access.actions import Action
from access.labels import school_audience
from access.viewer import Viewer
from accounts.locks import lock
from circulation.copies.actions import CopyValues, add_copies
from circulation.copies.models import Copy
from imports.copy_cataloguing.actions.by_hand import enter_book
from imports.copy_cataloguing.actions.scanning import add, begin
from imports.copy_cataloguing.actions.taking import take
from imports.copy_cataloguing.models import MAX_SCANNED, ScannedBook
from imports.copy_cataloguing.queries import book_for, lists_of, own_school
from repository.actions import grant, publish
from repository.description import Description
from repository.models import Resource

State = ScannedBook.State


@dataclass(frozen=True)
class NewCopies:
    """The copies to enter, as `add_copies` takes them."""

    count: int
    values: CopyValues
    first_number: str = ""
    first_barcode: str = ""


@transaction.atomic
def scan_printed(entry: str, *, by: Viewer) -> ScannedBook:
    """Let a worker look an ISBN up, in the viewer's list of today. Raise NotFound for all but librarians."""
    today = lists_of(by).filter(acting=by.membership, created_at__date=by.now.date()).first()
    if today is None or today.size >= MAX_SCANNED:  # type: ignore[attr-defined]
        today = begin(by=by)
    book, _is_new = add(today, entry=entry, by=by)
    return book


@transaction.atomic
def enter_printed(
    book: ScannedBook | None, *, description: Description | None, copies: NewCopies, publishes: bool, by: Viewer
) -> tuple[Resource, list[Copy]]:
    """Make a record, unless the school has the book, and enter its copies; all of it or nothing.

    `description` is what was written by hand; None: the best record that was found is taken. Raise NotFound, NotReady,
    InvalidRecord, InvalidCopy, NumberTaken.
    """
    own_school(by)
    stored = lock(book_for(by, book.scan_list, book.number)) if book else None
    present = (stored.resource or stored.held) if stored else None
    if present is not None:
        made = present
    elif description is not None:
        made = enter_book(description, book=stored, by=by)
    else:
        assert stored is not None, "without a description there is a book that was looked up"
        made = take(stored, candidate=None, by=by)
    entered = add_copies(
        made,
        count=copies.count,
        values=copies.values,
        first_number=copies.first_number,
        first_barcode=copies.first_barcode,
        by=by,
    )
    if publishes and made.state == Resource.State.DRAFT:
        grant(made, action=Action.DISCOVER, audience=school_audience(made.owner_id), by=by)
        made = publish(made, by=by)
    return made, entered

"""What a librarian enters: a list, and one ISBN after the other."""

from functools import partial

from django.db import transaction
from django.db.models import Max

from access.viewer import Viewer
from accounts.audit import record
from accounts.locks import lock
from accounts.models import Membership
from accounts.text import visible
from imports.copy_cataloguing.errors import EntryProblem, ListFull, NotReady
from imports.copy_cataloguing.events import books_waiting
from imports.copy_cataloguing.isbn import MAX_ENTRY, read_isbn
from imports.copy_cataloguing.models import MAX_SCANNED, ScanList, ScannedBook
from imports.copy_cataloguing.queries import book_for, held_by_school, list_for, own_school

State = ScannedBook.State


@transaction.atomic
def begin(*, by: Viewer) -> ScanList:
    """Create an empty list of the viewer's school. Raise NotFound for all but its librarians."""
    school = own_school(by)
    acting = Membership.objects.filter(pk=by.membership or 0).first()
    made = ScanList.objects.create(school=school, acting=acting, created_at=by.now, changed_at=by.now)
    record("scan_list.begin", by=by, target=made.uuid)
    return made


@transaction.atomic
def add(scan_list: ScanList, *, entry: str, by: Viewer) -> tuple[ScannedBook, bool]:
    """Add a line, and let a worker look its ISBN up; return it, and whether it is new.

    An entry that is no ISBN is a line that says why. What the list has already (a scanner reads a book twice) is not
    added again. Raises NotFound, ListFull.
    """
    stored = lock(list_for(by, scan_list.uuid))
    book = ScannedBook(scan_list=stored, entry=" ".join(visible(entry).split())[:MAX_ENTRY])
    try:
        book.isbn = read_isbn(entry)
    except EntryProblem as problem:
        book.state, book.problem, book.problem_details = State.REFUSED, problem.code, problem.details
    same = {"isbn": book.isbn} if book.isbn else {"entry": book.entry}
    if before := stored.books.filter(**same).first():
        return before, False
    book.number = (stored.books.aggregate(last=Max("number"))["last"] or 0) + 1
    if book.number > MAX_SCANNED:
        raise ListFull(limit=MAX_SCANNED)
    book.held = held_by_school(stored.school, book.isbn) if book.isbn else None
    book.save()
    _touch(stored, by)
    return book, True


@transaction.atomic
def look_again(book: ScannedBook, *, by: Viewer) -> ScannedBook:
    """Let a worker look the book up once more. Raise NotReady for one that is taken or has no ISBN."""
    stored = lock(book_for(by, book.scan_list, book.number))
    if stored.state not in (State.NOTHING, State.FOUND, State.HELD) or not stored.isbn:
        raise NotReady
    stored.state, stored.claimed_until = State.WAITING, None
    stored.save(update_fields=["state", "claimed_until"])
    _touch(stored.scan_list, by)
    return stored


def _touch(scan_list: ScanList, by: Viewer) -> None:
    ScanList.objects.filter(pk=scan_list.pk).update(changed_at=by.now, acting=by.membership)
    transaction.on_commit(partial(books_waiting.send, None, scan_list=scan_list.pk))

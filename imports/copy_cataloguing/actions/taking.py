"""A record that was found becomes a draft of a printed book: one at a time, or all of a list as one change set."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from access.viewer import Viewer
from accounts.dates import format_date
from accounts.errors import UserFacingError
from accounts.locks import lock
from accounts.models import School
from changesets import actions as changesets
from changesets.models import ChangeSet
from imports.copy_cataloguing.errors import AlreadyInUse, NothingToTake, NotReady, StillTaking
from imports.copy_cataloguing.models import Candidate, ScanList, ScannedBook
from imports.copy_cataloguing.queries import book_for, list_for, own_school
from repository.actions import create_draft, undo_change
from repository.description import Description
from repository.models import RecordChange, Resource

KIND = "copy_cataloguing"
CHUNK = 50  # books in one transaction
State = ScannedBook.State
TO_TAKE = Q(state=State.FOUND) | Q(state=State.TAKEN, resource=None)  # the second: it was undone or deleted


@transaction.atomic
def take(book: ScannedBook, *, candidate: int | None, by: Viewer) -> Resource:
    """Create a draft from a candidate (its key), or from the best one.

    Raises NotFound, NotReady, or InvalidRecord for a value that no record may have.
    """
    stored = lock(book_for(by, book.scan_list, book.number))
    if stored.state not in (State.FOUND, State.HELD, State.TAKEN) or stored.resource_id:
        raise NotReady
    chosen = stored.candidates.filter(pk=candidate).first() if candidate else stored.candidates.first()
    if chosen is None:
        raise NotReady
    return _create(stored, chosen, by=by, school=own_school(by))


@transaction.atomic
def leave_out(book: ScannedBook, *, by: Viewer) -> None:
    """Put the book aside. Raise NotReady for one that is taken."""
    stored = lock(book_for(by, book.scan_list, book.number))
    if stored.resource_id:
        raise NotReady
    stored.state = State.LEFT_OUT
    stored.save(update_fields=["state"])


@transaction.atomic
def take_back(book: ScannedBook, *, by: Viewer) -> None:
    """Undo the taking or leaving out of one book. Raises AlreadyInUse if the record was used since, NotReady."""
    stored = lock(book_for(by, book.scan_list, book.number))
    if stored.state not in (State.TAKEN, State.LEFT_OUT):
        raise NotReady
    if stored.resource_id:
        creation = RecordChange.objects.filter(resource=stored.resource_id, created=True).first()
        if creation is None or undo_change(creation, by=by).stays:
            raise AlreadyInUse
        stored.resource = None
    stored.state = state_of(stored)
    stored.save(update_fields=["state", "resource"])


def state_of(book: ScannedBook) -> str:
    """Return the state of a book that was looked up and about which nothing is decided."""
    if not book.isbn:
        return State.REFUSED
    if book.held_id:
        return State.HELD
    return State.FOUND if book.candidates.exists() else State.NOTHING


@transaction.atomic
def take_all(scan_list: ScanList, *, by: Viewer) -> ChangeSet:
    """Let a worker take the best record of every book that waits with one. Raises NothingToTake, StillTaking."""
    stored = lock(list_for(by, scan_list.uuid))
    if stored.change_sets.filter(state__in=ChangeSet.WORKING).exists():
        raise StillTaking
    number = stored.books.filter(TO_TAKE).count()
    if not number:
        raise NothingToTake
    started = changesets.start(
        kind=KIND,
        school=stored.school,
        title=_("Books scanned on %(date)s") % {"date": format_date(localtime(stored.created_at))},
        total=number,
        cursor={"list": stored.pk, "after": 0},
        by=by,
    )
    stored.change_sets.add(started)
    return started


def step(change_set: ChangeSet, by: Viewer) -> bool:
    """Take the next books of the list; return whether there may be more."""
    cursor = change_set.cursor
    books = ScannedBook.objects.filter(TO_TAKE, scan_list=cursor["list"], number__gt=cursor["after"])
    chunk = list(books.order_by("number").prefetch_related("candidates")[:CHUNK])
    for book in chunk:
        best = next(iter(book.candidates.all()), None)
        if best is None:  # a HELD book has none left
            continue
        try:
            with transaction.atomic():
                _create(book, best, by=by, school=change_set.school, change_set=change_set)
            change_set.changed += 1
        except UserFacingError as problem:
            change_set.refuse(str(book.number), str(best.values.get("title", "")), problem)
        change_set.done += 1
    change_set.cursor = {**cursor, "after": chunk[-1].number if chunk else cursor["after"]}
    return len(chunk) == CHUNK


def _create(
    book: ScannedBook, chosen: Candidate, *, by: Viewer, school: School, change_set: ChangeSet | None = None
) -> Resource:
    values: dict[str, Any] = {"title": "", **chosen.values}
    resource = create_draft(
        owner=school,
        description=Description.from_values(values),
        by=by,
        marc=bytes(chosen.marc) if chosen.marc else None,
        why=_("Copied from %(source)s") % {"source": chosen.source},
        change_set=change_set.uuid if change_set else None,
    )
    book.state, book.resource = State.TAKEN, resource
    book.save(update_fields=["state", "resource"])
    return resource

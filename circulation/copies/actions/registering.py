"""What lists said of copies is entered into the register: for one record, or for all of a school as a change set.

Entering twice enters nothing twice: a number that a copy of the record has is done, and copies without numbers are
counted with those that are there.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError

from access.actions import Action
from access.viewer import Viewer
from accounts.audit import record
from accounts.models import School
from changesets import actions as changesets
from changesets.models import ChangeSet
from circulation.copies.actions.entering import CopyValues
from circulation.copies.actions.giving_numbers import Numbers
from circulation.copies.errors import NothingToEnter, NumberTaken
from circulation.copies.models import Copy
from circulation.copies.numbers import prefix_for
from circulation.copies.queries import listed_records
from repository.copies import CopyEntry
from repository.models import Resource
from repository.queries import require_permission, require_staff

KIND = "copies"
CHUNK = 25  # records in one transaction


@dataclass(frozen=True)
class Entered:
    """What came of the entries of a record: copies, and the numbers that others have."""

    copies: list[Copy]
    conflicts: list[NumberTaken]


@transaction.atomic
def enter_listed(resource: Resource, *, by: Viewer) -> Entered:
    """Enter what lists said of the copies of one record. Raise NotFound, NothingToEnter."""
    require_permission(by, Action.EDIT, resource)
    require_staff(by, resource.owner_id)
    entered = _enter(resource, Numbers(resource.owner_id, now=by.now), by)
    if not entered.copies and not entered.conflicts:
        raise NothingToEnter
    return entered


def enter_all_listed(school: School, *, title: str, by: Viewer) -> ChangeSet:
    """Let a worker enter what lists said of all copies of a school. Raise NotFound, NothingToEnter."""
    total = listed_records(by).count()
    if not total:
        raise NothingToEnter
    return changesets.start(kind=KIND, school=school, title=title, total=total, cursor={"after": 0}, by=by)


def step(change_set: ChangeSet, by: Viewer) -> bool:
    """Enter the copies of the next records; return whether there may be more."""
    after = change_set.cursor["after"]
    records = Resource.objects.filter(owner=change_set.school, copy_data__isnull=False, pk__gt=after)
    chunk = list(records.distinct().order_by("pk")[:CHUNK])
    numbers = Numbers(change_set.school_id, now=by.now)
    for resource in chunk:
        entered = _enter(resource, numbers, by, change_set.uuid)
        change_set.changed += bool(entered.copies)
        change_set.done += 1
        for conflict in entered.conflicts:
            change_set.refuse(str(resource.uuid), resource.title, conflict)
    change_set.cursor = {**change_set.cursor, "after": chunk[-1].pk if chunk else after}
    return len(chunk) == CHUNK


def undo_step(change_set: ChangeSet, by: Viewer) -> bool:
    """Delete the copies that the act entered, of the next records; those that were lent or held stay, and say so."""
    after = change_set.cursor.get("undone_after", 0)
    copies = Copy.objects.filter(change_set=change_set.uuid, resource__gt=after)
    keys = sorted(set(copies.order_by("resource").values_list("resource", flat=True).distinct()[:CHUNK]))
    for resource in Resource.objects.filter(pk__in=keys):
        used = [copy for copy in copies.filter(resource=resource) if not _delete(copy)]
        if used:
            change_set.spare(str(resource.uuid), resource.title, [], ["loans"])
        else:
            change_set.undone += 1
    change_set.cursor = {**change_set.cursor, "undone_after": keys[-1] if keys else after}
    return len(keys) == CHUNK


def _delete(copy: Copy) -> bool:
    """Delete a copy; return False for one that loans or holds name."""
    try:
        with transaction.atomic():
            copy.delete()
    except ProtectedError:
        return False
    return True


def _enter(resource: Resource, numbers: Numbers, by: Viewer, change_set: UUID | None = None) -> Entered:
    entries = list(_single(resource))
    present = list(resource.copies.filter(holder=resource.owner_id))
    numbered = {name for copy in present for name in (copy.accession_number, copy.barcode)} - {""}
    listed = {name for entry in entries for name in (entry.number, entry.barcode)} - {""}
    extra = sum(not {copy.accession_number, copy.barcode} & listed for copy in present)
    fresh, conflicts = list[CopyEntry](), list[NumberTaken]()
    taken = _taken(resource, listed - numbered)
    for entry in entries:
        own = {entry.number, entry.barcode} - {""}
        if not own and extra:  # a copy without a number in the list that is in the register
            extra -= 1
        elif conflict := next((name for name in (entry.number, entry.barcode) if name in taken), None):
            conflicts.append(NumberTaken(number=conflict, title=taken[conflict].title))
        elif not own & numbered:
            fresh.append(entry)
    given = [_numbered(entry, numbers, resource) for entry in fresh]
    numbers.note_used(entry.number for entry in fresh if entry.number)
    made = Copy.objects.bulk_create([_copy(resource, entry, by, change_set) for entry in given], batch_size=500)
    if made:
        record("copies.enter", by=by, target=resource.uuid, count=len(made))
    return Entered(made, conflicts)


def _single(resource: Resource) -> Iterator[CopyEntry]:
    """Return an entry for each copy; an entry of several stands for as many without numbers."""
    for row in resource.copy_data.all():
        entry = CopyEntry.of(row)
        yield from [replace(entry, count=1)] * entry.count


def _taken(resource: Resource, names: set[str]) -> dict[str, Resource]:
    """Return the other records whose copies have one of the names as number or barcode."""
    found: dict[str, Resource] = {}
    held = Copy.objects.filter(holder=resource.owner_id).exclude(resource=resource).select_related("resource")
    for field in ("accession_number", "barcode"):
        wanted = sorted(names)
        for start in range(0, len(wanted), 300):
            for copy in held.filter(**{f"{field}__in": wanted[start : start + 300]}):
                found[getattr(copy, field)] = copy.resource
    return found


def _numbered(entry: CopyEntry, numbers: Numbers, resource: Resource) -> CopyEntry:
    """Return the entry with the number and barcode that it lacks."""
    number = entry.number or numbers.take(prefix_for(resource.owner_id, entry.category), 1)[0]
    return replace(entry, number=number, barcode=entry.barcode or number)


def _copy(resource: Resource, entry: CopyEntry, by: Viewer, change_set: UUID | None) -> Copy:
    values = CopyValues(
        call_number=resource.call_number[:80],
        **{name: getattr(entry, name) for name in ("store", "shelf", "category", "price", "source", "note")},
    )
    return Copy(
        resource=resource,
        holder_id=resource.owner_id,
        accession_number=entry.number,
        barcode=entry.barcode,
        entered_at=by.now,
        change_set=change_set,
        **{**asdict(values), "acquired": entry.acquired or None},
    )

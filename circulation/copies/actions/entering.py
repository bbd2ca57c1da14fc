"""Copies of a resource are entered with their numbers, and changed."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction

from access.actions import Action
from access.viewer import Viewer
from accounts.audit import record
from accounts.locks import lock
from circulation.copies.actions.giving_numbers import Numbers
from circulation.copies.errors import InvalidCopy, NumberTaken
from circulation.copies.models import Copy
from circulation.copies.numbers import counted_from, owners_of, prefix_for, prefix_of
from circulation.copies.queries import copy_for
from repository.models import Resource
from repository.queries import require_permission, require_staff

MAX_AT_ONCE = 500  # copies of one form
MAX_NUMBER = 40  # characters


@dataclass(frozen=True)
class CopyValues:
    """What a librarian says of a copy beside its numbers; `price` in đồng."""

    call_number: str = ""
    store: str = ""
    shelf: str = ""
    category: str = ""
    condition: str = Copy.Condition.GOOD
    price: int | None = None
    source: str = ""
    acquired: date | None = None
    note: str = ""
    on_site_only: bool = False

    @classmethod
    def of(cls, copy: Copy) -> "CopyValues":
        """Return what is stored of a copy."""
        return cls(**{name: getattr(copy, name) for name in cls.__dataclass_fields__})


@transaction.atomic
def add_copies(
    resource: Resource,
    *,
    count: int,
    values: CopyValues,
    by: Viewer,
    first_number: str = "",
    first_barcode: str = "",
) -> list[Copy]:
    """Enter copies into the register of the school that owns the resource.

    `first_number` and `first_barcode` count up from copy to copy. Without digits at its end, `first_number` is the
    prefix of the next numbers; empty, the school's next numbers are given. Without `first_barcode` the accession number
    is the barcode. Raise NotFound, InvalidCopy, NumberTaken.
    """
    require_permission(by, Action.EDIT, resource)
    require_staff(by, resource.owner_id)
    if not 1 <= count <= MAX_AT_ONCE:
        raise InvalidCopy(most=MAX_AT_ONCE)
    numbers = Numbers(resource.owner_id, now=by.now)
    prefix = prefix_for(resource.owner_id, values.category) if not first_number else prefix_of(first_number)
    given = counted_from(first_number, count) if prefix is None else numbers.take(prefix, count)
    barcodes = counted_from(first_barcode, count) if first_barcode else given
    numbers.note_used(given if prefix is None else [])
    _require_free(resource, given if prefix is None else [], barcodes if first_barcode else [])
    pairs = zip(given, barcodes, strict=True)
    made = Copy.objects.bulk_create(
        Copy(
            resource=resource,
            holder_id=resource.owner_id,
            accession_number=number,
            barcode=barcode,
            entered_at=by.now,
            **asdict(values),
        )
        for number, barcode in pairs
    )
    record("copies.add", by=by, target=resource.uuid, count=count, first=given[0], last=given[-1])
    return made


@transaction.atomic
def change_copy(copy: Copy, *, barcode: str, accession_number: str, values: CopyValues, by: Viewer) -> Copy:
    """Change a copy and its numbers. Raise NotFound, InvalidCopy, NumberTaken."""
    stored = lock(copy_for(by, copy.uuid))
    changes: dict[str, Any] = {**asdict(values), "barcode": barcode, "accession_number": accession_number}
    changed = [name for name, value in changes.items() if getattr(stored, name) != value]
    if not barcode:
        raise InvalidCopy(most=MAX_AT_ONCE)
    if {"barcode", "accession_number"} & set(changed):
        own = {stored.barcode, stored.accession_number}
        Numbers(stored.holder_id, now=by.now).note_used([accession_number])
        _require_free(stored.resource, [accession_number], [barcode], own)
    for name in changed:
        setattr(stored, name, changes[name])
    if changed:
        stored.save(update_fields=changed)
        record("copy.change", by=by, target=stored.uuid, fields=changed)
    return stored


def _require_free(
    resource: Resource, numbers: Sequence[str], barcodes: Sequence[str], own: set[str] | None = None
) -> None:
    """Raise NumberTaken for the first number or barcode that another copy or the list of another record has."""
    wanted = [number for number in (*numbers, *barcodes) if number and number not in (own or set())]
    if any(len(number) > MAX_NUMBER for number in wanted):
        raise InvalidCopy(most=MAX_AT_ONCE)
    taken = owners_of(resource.owner_id, wanted, without=resource.pk)
    for number in wanted:
        if number in taken:
            raise NumberTaken(number=number, title=taken[number].title)

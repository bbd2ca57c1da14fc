"""The copies of a book as a list describes them: values with bounds, merged, and who else has their numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from django.db.models import Q

from accounts.dates import format_date
from accounts.money import format_dong
from accounts.text import clean_line
from repository.errors import CopyNumberTaken, InvalidRecord
from repository.models import CopyData, Resource
from repository.record_bounds import NAMES

MAX_COPIES = 5_000  # entries of one record
MAX_COUNT, MAX_PRICE = 100_000, 10**9
_MAX = {"number": 40, "barcode": 40, "store": 200, "shelf": 200, "source": 300, "note": 300, "category": 100}
AT_ONCE = 300  # numbers in one query


@dataclass(frozen=True)
class CopyEntry:
    """One copy, or several without numbers; `price` in đồng, `acquired` as yyyy-mm-dd or empty."""

    number: str = ""
    barcode: str = ""
    count: int = 1
    store: str = ""
    shelf: str = ""
    price: int | None = None
    source: str = ""
    acquired: str = ""
    note: str = ""
    category: str = ""

    @classmethod
    def of(cls, row: CopyData) -> "CopyEntry":
        """Return the entry that a row stores."""
        own = {field.name: getattr(row, field.name) for field in fields(cls)}
        return cls(**{**own, "acquired": row.acquired.isoformat() if row.acquired else ""})

    def values(self) -> dict[str, Any]:
        """Return the values as JSON stores them, without those that say nothing."""
        return {name: value for name, value in asdict(self).items() if value != getattr(_NOTHING, name)}

    def bounded(self) -> "CopyEntry":
        """Return the entry with clean texts. Raise InvalidRecord for a value out of bounds."""
        lines: dict[str, Any] = {name: clean_line(getattr(self, name)) for name in _MAX}
        fits = all(len(lines[name]) <= most for name, most in _MAX.items())
        fits = fits and 0 < self.count <= (1 if lines["number"] or lines["barcode"] else MAX_COUNT)
        if not fits or not (self.price is None or 0 <= self.price <= MAX_PRICE) or not _is_day(self.acquired):
            raise InvalidRecord(field=NAMES["copies"])
        return replace(self, **lines)

    @property
    def facts(self) -> list[str]:
        """Return what a list says beside the numbers, in words."""
        price = format_dong(self.price) if self.price is not None else ""
        day = format_date(date.fromisoformat(self.acquired)) if self.acquired else ""
        return [text for text in (self.category, self.store, self.shelf, price, self.source, day, self.note) if text]

    @property
    def place(self) -> tuple[Any, ...]:
        """Return what is equal for copies that differ in nothing but their numbers."""
        return (self.store, self.shelf, self.price, self.source, self.acquired, self.note, self.category)


_NOTHING = CopyEntry()


def copies_of(resource: Resource) -> list[CopyEntry]:
    """Return the copies of a resource in order."""
    return [CopyEntry.of(row) for row in resource.copy_data.all()]


def bounded_copies(entries: Iterable[CopyEntry]) -> list[CopyEntry]:
    """Return the entries with clean texts. Raise InvalidRecord for a value out of bounds or a number twice."""
    clean = [entry.bounded() for entry in entries]
    for name in ("number", "barcode"):
        given = [value for entry in clean if (value := getattr(entry, name))]
        if len(set(given)) < len(given):
            raise InvalidRecord(field=NAMES["copies"])
    if len(clean) > MAX_COPIES:
        raise InvalidRecord(field=NAMES["copies"])
    return clean


def merged_copies(
    present: Sequence[CopyEntry], incoming: Sequence[CopyEntry], *, overwrite: bool = True
) -> list[CopyEntry]:
    """Return the present copies with what a list says of them.

    A copy with the same number or barcode takes over what the list fills, without `overwrite` only what it has not yet.
    Copies without numbers are counted by place, price, source and date. All others are added.
    """
    result = list(present)
    for entry in incoming:
        place = next((place for place, own in enumerate(result) if _is_same(own, entry)), None)
        if place is None:
            result.append(entry)
        else:
            own, new = result[place].values(), entry.values()
            result[place] = CopyEntry(**({**own, **new} if overwrite else {**new, **own}))
    return result


def copy_rows(resource: Resource, entries: Sequence[CopyEntry]) -> list[CopyData]:
    """Return the rows of a resource's copies, not saved."""
    return [
        CopyData(
            resource=resource,
            school_id=resource.owner_id,
            position=position,
            **{**asdict(entry), "acquired": date.fromisoformat(entry.acquired) if entry.acquired else None},
        )
        for position, entry in enumerate(entries)
    ]


def numbers_taken(school: int, entries: Iterable[CopyEntry]) -> dict[str, Resource]:
    """Return the record of the school that has each of the numbers and barcodes, by the number."""
    found: dict[str, Resource] = {}
    for name in ("number", "barcode"):
        wanted = sorted({value for entry in entries if (value := getattr(entry, name))})
        for start in range(0, len(wanted), AT_ONCE):
            part = wanted[start : start + AT_ONCE]
            rows = CopyData.objects.filter(Q(school=school) & Q(**{f"{name}__in": part})).select_related("resource")
            found |= {getattr(row, name): row.resource for row in rows}
    return found


def require_free(school: int, entries: Sequence[CopyEntry], *, resource: int | None = None) -> None:
    """Raise CopyNumberTaken if another record of the school has one of the numbers or barcodes."""
    for number, other in numbers_taken(school, entries).items():
        if other.pk != resource:
            raise CopyNumberTaken(number=number, title=other.title)


def copies_from_values(entries: Iterable[Mapping[str, Any]]) -> list[CopyEntry]:
    """Return the copies of values as `values` gives them."""
    return [CopyEntry(**entry) for entry in entries]


def _is_same(own: CopyEntry, entry: CopyEntry) -> bool:
    if own.number or own.barcode or entry.number or entry.barcode:
        return bool((own.number and own.number == entry.number) or (own.barcode and own.barcode == entry.barcode))
    return own.place == entry.place


def _is_day(text: str) -> bool:
    try:
        return not text or bool(date.fromisoformat(text))
    except ValueError:
        return False

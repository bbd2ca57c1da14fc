"""A list of a description and the fields that hold it: what is still in the list keeps its field and its bytes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from repository.formats.marc.fields import Field
from repository.formats.marc.record import Record

Entry = TypeVar("Entry")
Units = dict[int, tuple[Entry, ...]]  # by the place of a field: the entries of the list that it holds


@dataclass(frozen=True)
class _Slot(Generic[Entry]):
    """Where an entry stands: in the field at `place`, as it is or rewritten, or in a new field."""

    entry: Entry | None
    place: int | None = None
    field: Field | None = None


def synced(
    record: Record,
    units: Units[Entry],
    after: Sequence[Entry],
    make: Callable[[Entry, Field | None], Field],
    alike: Callable[[Entry, Entry], bool] = lambda old, new: False,
) -> Record:
    """Return the record with the list as it is after the change, in its order.

    `make` builds the field of an entry, from the field of an entry that is `alike` and no longer in the list.
    """
    slots, unclaimed = _claimed(units, after)
    slots = [_filled(record, slot, unclaimed, make, alike) for slot in slots]
    places = [slot.place for slot in slots if slot.place is not None]
    if places == sorted(places) and places:
        return _in_place(record, units, slots, places[0])
    return _together(record, units, slots)


def _claimed(units: Units[Entry], after: Sequence[Entry]) -> tuple[list[_Slot[Entry]], Units[Entry]]:
    """Return a slot for each entry, or for all entries of a field together; and the fields that nothing claims."""
    slots, free, at = [], dict(units), 0
    while at < len(after):
        fits = [place for place, held in free.items() if held and tuple(after[at : at + len(held)]) == held]
        place = max(fits, key=lambda place: len(free[place]), default=None)
        slots.append(_Slot(after[at] if place is None else None, place))
        at += 1 if place is None else len(free.pop(place))
    return slots, free


def _filled(
    record: Record,
    slot: _Slot[Entry],
    unclaimed: Units[Entry],
    make: Callable[[Entry, Field | None], Field],
    alike: Callable[[Entry, Entry], bool],
) -> _Slot[Entry]:
    if slot.entry is None:
        return slot
    for place, held in unclaimed.items():
        if len(held) == 1 and alike(held[0], slot.entry):
            del unclaimed[place]
            return replace(slot, place=place, field=make(slot.entry, record.field(place)))
    return replace(slot, field=make(slot.entry, None))


def _in_place(record: Record, units: Units[Entry], slots: list[_Slot[Entry]], first: int) -> Record:
    """Return the record with new fields beside the standing ones, whose order is unchanged."""
    groups: dict[int, list[int | Field]] = {first: []}
    group = groups[first]
    for slot in slots:
        if slot.place is not None and slot.place != first:
            group = groups.setdefault(slot.place, [])
        group.append(_content(slot))
    order: list[int | Field] = []
    for place in range(len(record.slices)):
        order += groups.get(place, []) if place in units else [place]
    return record.arranged(order)


def _together(record: Record, units: Units[Entry], slots: list[_Slot[Entry]]) -> Record:
    """Return the record with the fields of the list in a row where the first stood, or where its tag belongs."""
    others = [place for place in range(len(record.slices)) if place not in units]
    if units:
        at = sum(place < min(units) for place in others)
    else:
        tag = next((slot.field.tag for slot in slots if slot.field), "")
        at = max((n + 1 for n, place in enumerate(others) if record.slices[place][0] <= tag), default=0)
    return record.arranged([*others[:at], *map(_content, slots), *others[at:]])


def _content(slot: _Slot[Entry]) -> int | Field:
    if slot.field is not None:
        return slot.field
    assert slot.place is not None
    return slot.place

"""What a MARC record says of a resource, and how a changed description is written into it.

Each field of a `Description` that MARC knows has one entry in FIELDS with a `read` and a `write`; the modules of this
folder hold them by noun, as libraries in Vietnam use MARC 21. To map another field: write its pair, name it here.
What MARC has no field for (purpose, difficulty, time, no downloads) stays out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from repository.description import Description, as_credit, as_heading
from repository.formats.marc.mapping import coded, headings, links, names, notes, numbers, publication, school, titles
from repository.formats.marc.mapping.field_pair import FieldPair
from repository.formats.marc.record import Charset, Record, parse

# In the order of writing: the kind decides the leader, names decide an indicator of the title.
FIELDS: Mapping[str, FieldPair] = {
    **coded.FIELDS,
    **numbers.FIELDS,
    **titles.FIELDS,
    **names.FIELDS,
    **publication.FIELDS,
    **notes.FIELDS,
    **school.FIELDS,
    **headings.FIELDS,
    **links.FIELDS,
}
_NEW = Record(b"00000nam a2200000 a 4500", (), Charset.UTF8)


def description_of(data: bytes) -> Description:
    """Return what the record says; defaults for what it does not say. Raise Damaged.

    Values may be out of bounds, an empty title among them: `Description.bounded` decides.
    """
    return Description(**_values(parse(data)))


def apply(data: bytes, before: Description, after: Description) -> bytes:
    """Return the record with the values that differ between the descriptions; other fields keep their bytes.

    Without a difference that MARC knows these are the same bytes. A letter that MARC-8 lacks takes the record to UTF-8.
    Raise Damaged, TooLongForMarc.
    """
    old, new = before.values(), after.values()
    changed = [name for name in FIELDS if old[name] != new[name]]
    record = parse(data)
    written = record
    for name in changed:
        written = FIELDS[name].write(written, getattr(before, name), getattr(after, name))
    return data if written == record else written.to_bytes()


def of(description: Description) -> bytes:
    """Return a new record in UTF-8. Raise TooLongForMarc."""
    record = _NEW.inserted(coded.new_008(description))
    empty = Description(title="", kind="")
    values = empty.values()
    for name, pair in FIELDS.items():
        if description.values()[name] != values[name]:
            record = pair.write(record, getattr(empty, name), getattr(description, name))
    return record.to_bytes()


def reread(description: Description, before: bytes, after: bytes) -> Description:
    """Return the description with the values that differ between two states of its record.

    What the record does not say, or says as before, stays as the description has it. Raise Damaged.
    """
    old, new = _values(parse(before)), _values(parse(after))
    changed = replace(description, **{name: new[name] for name in FIELDS if new[name] != old[name]})
    return replace(
        changed,
        creators=_linked(map(as_credit, changed.creators), map(as_credit, description.creators)),
        headings=_linked(map(as_heading, changed.headings), map(as_heading, description.headings)),
    )


def _linked(entries: Iterable[Any], before: Iterable[Any]) -> list[Any]:
    """Return the entries, each with the authority that it had before."""
    known = {replace(entry, authority=None): entry for entry in before}
    return [known.get(entry, entry) for entry in entries]


def _values(record: Record) -> dict[str, Any]:
    return {name: pair.read(record) for name, pair in FIELDS.items()}

"""The job of the isolated process: read records in some hundred at a time."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from imports.authority_files.reading import read_authorities
from imports.errors import BadField, RecordProblem
from imports.merging import filled
from imports.readers import FORMATS
from imports.staged import MAX_RAW, Records, Refused, Staged
from ingest.parsers.ipc import Message
from repository.copies import bounded_copies, copies_from_values
from repository.curriculum.current import use_terms
from repository.description import Description
from repository.errors import InvalidRecord
from repository.record_bounds import NAMES

AT_ONCE = 100


def read_records(
    path: str, format_code: str, mapping: Mapping[str, Any], after: int, terms: Sequence[Mapping[str, Any]]
) -> Iterator[Message]:
    """Yield `records`, those with a number above `after`, and their bytes in one string; `sizes`: of each in it.

    `terms`: what units added to the programme, of `terms_for_process`.
    """
    use_terms(terms)
    records = (one for one in FORMATS[format_code].read(Path(path), mapping) if one.number > after)
    while batch := list(islice(bounded(records), AT_ONCE)):
        raws = [one.raw[:MAX_RAW] for one in batch]
        yield {"records": list(map(_plain, batch)), "sizes": list(map(len, raws))}, [b"".join(raws)]


def prepare(path: str, format_code: str) -> Iterator[Message]:
    """Yield `mapping`: what the mapping of a new batch is."""
    ask = FORMATS[format_code].prepare
    yield {"mapping": ask(Path(path)) if ask else {}}, []


def bounded(records: Records) -> Records:
    """Yield the records with clean values; one with a value out of bounds is refused."""
    for one in records:
        if isinstance(one, Refused):
            yield one
            continue
        try:
            values = filled(Description.from_values({"title": "", **one.values}).bounded().values())
            copies = [entry.values() for entry in bounded_copies(copies_from_values(one.copies))]
            yield Staged(one.number, one.raw, values, copies, one.record)
        except InvalidRecord as invalid:
            yield Refused(one.number, one.raw, BadField.code, {"field": _name_of(invalid.details.get("field"))})
        except (TypeError, ValueError, KeyError, AttributeError):  # values that are none of a description
            yield Refused(one.number, one.raw, RecordProblem.code)


def unpacked(message: Message) -> Records:
    """Yield the records of a message of `read_records`."""
    values, (blob,) = message
    start = 0
    for plain, size in zip(values["records"], values["sizes"], strict=True):
        raw, start = blob[start : start + size], start + size
        kind = Refused if "code" in plain else Staged
        yield kind(raw=raw, **plain)


def _name_of(label: Any) -> str:
    return next((name for name, own in NAMES.items() if own is label), "")


def _plain(one: Staged | Refused) -> dict[str, Any]:
    if isinstance(one, Refused):
        return {"number": one.number, "code": one.code, "details": dict(one.details)}
    return {"number": one.number, "values": dict(one.values), "copies": one.copies, "record": one.record}


JOBS = {job.__name__: job for job in (read_records, prepare, read_authorities)}

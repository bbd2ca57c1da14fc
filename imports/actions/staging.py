"""Match a chunk of records with the catalogue of the school and with the file itself, and store them."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q

from imports.errors import TwiceInFile
from imports.matching import Catalogue, Keys, Match
from imports.models import ImportBatch, StagedRecord
from imports.readers import FORMATS
from imports.spreadsheets.errors import NumberTaken
from imports.staged import Refused, Staged
from repository.copies import CopyEntry, copies_from_values, numbers_taken
from repository.description import Description
from repository.models import Resource

Action, FoundBy = StagedRecord.Action, StagedRecord.FoundBy
ROWS_AT_ONCE = 200  # bound by the number of parameters of a query


def stage(batch: ImportBatch, chunk: Sequence[Staged | Refused]) -> None:
    """Store the records of a chunk with what the import would do, in the caller's transaction."""
    read = [one for one in chunk if isinstance(one, Staged)]
    described = {one.number: Description.from_values({"title": "", **one.values}) for one in read}
    keys = {one.number: Keys.of(described[one.number], one.record) for one in read}
    copies = {one.number: copies_from_values(one.copies) for one in read}
    catalogue = Catalogue(batch.school_id, keys.values())
    owners = numbers_taken(batch.school_id, [entry for entries in copies.values() for entry in entries])
    prints = {one.number: fingerprint(one.values) for one in read}
    twins = _Twins(batch, keys.values(), prints.values())
    keeps_marc = FORMATS[batch.format].keeps_marc
    rows = []
    for one in chunk:
        if isinstance(one, Refused):
            rows.append(_refused(batch, one))
            continue
        own = keys[one.number]
        match = twins.match(own, prints[one.number], copies[one.number]) or catalogue.match(
            own, described[one.number], copies[one.number], keeps_marc=keeps_marc
        )
        match = _without_taken_numbers(match, copies[one.number], owners)
        twins.add(own, prints[one.number], one.number)
        rows.append(_row(batch, one, own, prints[one.number], match))
    StagedRecord.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)


def _without_taken_numbers(match: Match, copies: Sequence[CopyEntry], owners: Mapping[str, Resource]) -> Match:
    """Return the match; refused if a copy has a number or barcode of another record of the school."""
    for number in (number for entry in copies for number in (entry.number, entry.barcode) if number):
        owner = owners.get(number)
        if owner is not None and owner.pk != match.resource:
            return Match(Action.REFUSED, reason=NumberTaken.code, details={"text": number, "title": owner.title})
    return match


def fingerprint(values: Mapping[str, Any]) -> str:
    """Return what is equal for two records with the same description."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


class _Twins:
    """The earlier records of the file that a chunk may repeat: the number of the first one by each key."""

    def __init__(self, batch: ImportBatch, wanted: Iterable[Keys], prints: Iterable[str]) -> None:
        keys = list(wanted)
        condition = (
            Q(isbn__in={one.isbn for one in keys} - {""})
            | Q(control__in={one.control for one in keys} - {""})
            | Q(fingerprint__in=set(prints))
        )
        self.first: dict[tuple[str, str], int] = {}
        rows = batch.records.filter(condition).order_by("number")
        for number, isbn, control, one_print in rows.values_list("number", "isbn", "control", "fingerprint"):
            self._put(isbn, control, one_print, number)

    def match(self, keys: Keys, one_print: str, copies: Sequence[CopyEntry]) -> Match | None:
        """Return the match with an earlier record of the file, if there is one; further copies change that one."""
        same = self.first.get(("print", one_print))
        if same is not None:
            return Match(Action.CHANGED if copies else Action.SAME, twin=same)
        for found_by, key in ((FoundBy.CONTROL, keys.control), (FoundBy.ISBN, keys.isbn)):
            twin = self.first.get((found_by, key)) if key else None
            if twin is not None:
                details = {"number": twin}
                return Match(Action.DOUBTFUL, found_by, twin=twin, reason=TwiceInFile.code, details=details)
        return None

    def add(self, keys: Keys, one_print: str, number: int) -> None:
        """Remember a record for those behind it in the chunk."""
        self._put(keys.isbn, keys.control, one_print, number)

    def _put(self, isbn: str, control: str, one_print: str, number: int) -> None:
        for found_by, key in ((FoundBy.ISBN, isbn), (FoundBy.CONTROL, control), ("print", one_print)):
            if key:
                self.first.setdefault((found_by, key), number)


def _row(batch: ImportBatch, one: Staged, keys: Keys, one_print: str, match: Match) -> StagedRecord:
    return StagedRecord(
        batch=batch,
        number=one.number,
        raw=one.raw,
        description=dict(one.values),
        copies=one.copies,
        isbn=keys.isbn,
        control=keys.control,
        fingerprint=one_print,
        action=match.action,
        found_by=match.found_by,
        match_id=match.resource,
        candidates=match.candidates,
        twin=match.twin,
        reason=match.reason,
        details=match.details,
    )


def _refused(batch: ImportBatch, one: Refused) -> StagedRecord:
    return StagedRecord(
        batch=batch, number=one.number, raw=one.raw, action=Action.REFUSED, reason=one.code, details=dict(one.details)
    )

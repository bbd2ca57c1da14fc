"""MARC 21 in ISO 2709 and in MARCXML, through repository/formats."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext_lazy as _

from imports.errors import DamagedMarc
from imports.staged import MAX_RAW, Format, Records, Refused, Staged
from repository.formats import marc, marcxml


def read_marc(path: Path, mapping: Mapping[str, Any]) -> Records:
    """Yield the records of an ISO 2709 file."""
    with path.open("rb") as stream, path.open("rb") as again:
        yield from _records(marc.read_file(stream), again)


def read_marcxml(path: Path, mapping: Mapping[str, Any]) -> Records:
    """Yield the records of a MARCXML file, with their bytes in ISO 2709."""
    with path.open("rb") as stream, path.open("rb") as again:
        yield from _records(marcxml.read(stream), again)


def _records(found: Iterator[marc.Raw | marc.Broken], again: BinaryIO) -> Records:
    """Yield staged records; a damaged one with its bytes, which end where the next record begins."""
    pending: marc.Broken | None = None
    for one in found:
        if pending is not None:
            yield _refused(pending, again, one.offset)
        pending = one if isinstance(one, marc.Broken) else None
        if isinstance(one, marc.Raw):
            yield _staged(one)
    if pending is not None:
        yield _refused(pending, again, pending.offset + MAX_RAW)


def _staged(one: marc.Raw) -> Staged | Refused:
    try:
        return Staged(one.number, one.data, marc.description_of(one.data).values())
    except marc.Damaged as damaged:
        return Refused(one.number, one.data, DamagedMarc.code, {"reason": damaged.reason.value})


def _refused(one: marc.Broken, again: BinaryIO, end: int) -> Refused:
    again.seek(one.offset)
    raw = again.read(min(max(end - one.offset, 0), MAX_RAW))
    return Refused(one.number, raw, DamagedMarc.code, {"reason": one.reason.value, "excerpt": one.excerpt})


MARC = Format("marc", _("MARC 21 (ISO 2709)"), ".mrc", read_marc, keeps_marc=True)
MARCXML = Format("marcxml", _("MARCXML"), ".mrc", read_marcxml, keeps_marc=True)

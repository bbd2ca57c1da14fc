"""Formats whose records are read as descriptions: Dublin Core, MODS, LOM, and LRMI as JSON-LD."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext_lazy as _

from imports.errors import DamagedFile
from imports.staged import MAX_RAW, Format, Records, Refused, Staged
from repository.formats import dublin_core, lom, lrmi, mods
from repository.formats.marc import Broken
from repository.formats.xml_stream import SourceRecord

Read = Callable[[BinaryIO], Iterator[SourceRecord | Broken]]


def read_records(read: Read, path: Path, mapping: Mapping[str, Any]) -> Records:
    """Yield the records of a file; damage ends it with one that says so."""
    with path.open("rb") as stream, path.open("rb") as again:
        for one in read(stream):
            if isinstance(one, Broken):
                again.seek(one.offset)
                yield Refused(one.number, again.read(MAX_RAW), DamagedFile.code, {"reason": one.reason.value})
            else:
                yield Staged(one.number, one.data, one.description.values())


def _xml(code: str, label: str, read: Read) -> Format:
    around = (b'<?xml version="1.0" encoding="UTF-8"?>\n<records>\n', b"\n", b"\n</records>\n")
    return Format(code, label, ".xml", partial(read_records, read), around=around)


DUBLIN_CORE = _xml("dublin-core", "Dublin Core", dublin_core.read)
MODS = _xml("mods", "MODS", mods.read)
LOM = _xml("lom", "IEEE LOM", lom.read)
LRMI = Format(
    "lrmi",
    _("LRMI (JSON-LD)"),
    ".jsonld",
    partial(read_records, lrmi.read),
    read_whole=True,
    around=(b"[\n", b",\n", b"\n]\n"),
)

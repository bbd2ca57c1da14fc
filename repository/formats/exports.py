"""The formats in which records leave: for each a file ending, a media type, and a writer of the parts of the file.

To add a format: write its module, then name it in FORMATS.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from repository.description import Record
from repository.formats import dublin_core, lom, lrmi, marc, marcxml, mods
from repository.formats.marc import Charset


@dataclass(frozen=True)
class Format:
    """One format; `write` turns records into the parts of a file."""

    label: str
    ending: str
    media_type: str
    write: Callable[[Iterable[Record]], Iterator[bytes]]


def marc_of(record: Record) -> bytes:
    """Return the MARC record as it is stored; one made of the description where there is none."""
    return marc.of(record.description) if record.marc is None else record.marc


def _iso2709(charset: Charset) -> Callable[[Iterable[Record]], Iterator[bytes]]:
    def write(records: Iterable[Record]) -> Iterator[bytes]:
        for record in records:
            data = marc_of(record)
            parsed = marc.parse(data)
            yield data if parsed.charset is charset else parsed.in_charset(charset).to_bytes()

    return write


FORMATS: Mapping[str, Format] = {
    "marc": Format("MARC 21 (UTF-8)", "mrc", "application/marc", _iso2709(Charset.UTF8)),
    "marc-8": Format("MARC 21 (MARC-8)", "mrc", "application/marc", _iso2709(Charset.MARC8)),
    "marcxml": Format("MARCXML", "xml", "application/xml", lambda records: marcxml.write(map(marc_of, records))),
    "dublin-core": Format(
        "Dublin Core", "xml", "application/xml", lambda records: dublin_core.write(r.description for r in records)
    ),
    "lom": Format("IEEE LOM", "xml", "application/xml", lambda records: lom.write(r.description for r in records)),
    "lrmi": Format(
        "LRMI (JSON-LD)", "jsonld", "application/ld+json", lambda records: lrmi.write(r.description for r in records)
    ),
    "mods": Format("MODS", "xml", "application/xml", lambda records: mods.write(r.description for r in records)),
}

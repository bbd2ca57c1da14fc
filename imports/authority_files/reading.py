"""The formats of files of authorities, and the job of the isolated process that reads them (imports/parser_main.py).

To add one, write its `read` in repository/formats, name it in FORMATS, and let `recognised` find its files.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imports.authority_files.errors import NotAuthorities, ReadElsewhere
from imports.errors import UnknownFormat
from imports.readers import recognised as recognised_records
from ingest.parsers import concepts
from ingest.parsers.ipc import Message
from repository.authority_entry import Entry, Unread
from repository.formats import authority_marc, marc, marcxml, skos
from repository.formats.skos import entries as skos_entries
from repository.formats.skos.found import MAX_BYTES
from repository.models import Authority

AT_ONCE = 100  # entries in one message


@dataclass(frozen=True)
class Format:
    """A kind of file; `read` takes it open, and the kind of entries that do not say theirs."""

    code: str
    label: str | Promise
    read: Callable[[BinaryIO, str], Iterator[Entry | Unread]]


def _skos(form: skos.Form) -> Format:
    def read(file: BinaryIO, kind: str) -> Iterator[Entry | Unread]:
        with concepts.refusals():
            yield from skos_entries.read(file.read(MAX_BYTES + 1), form, kind or Authority.Kind.SUBJECT)

    return Format(f"skos_{form.ending}", form.label, read)


FORMATS = {
    one.code: one
    for one in (
        Format("marc", _("MARC 21 (ISO 2709)"), lambda file, _kind: authority_marc.read(marc.read_file(file))),
        Format("marcxml", _("MARCXML"), lambda file, _kind: authority_marc.read(marcxml.read(file))),
        *map(_skos, skos.FORMS.values()),
    )
}


def recognised(head: bytes) -> str:
    """Return the code of the format of a file by its first bytes. Raise NotAuthorities."""
    if form := skos.form_of(head):
        return _skos(form).code
    try:
        code = recognised_records(head)
    except UnknownFormat:
        code = ""
    if code not in FORMATS:
        raise NotAuthorities
    return code


def read_authorities(path: str, format_code: str, kind: str, after: int) -> Iterator[Message]:
    """Yield `entries` of the file with a number above `after`, as `packed` gives them."""
    with Path(path).open("rb") as file:
        found = (one for one in FORMATS[format_code].read(file, kind) if one.number > after)
        while some := list(islice(found, AT_ONCE)):
            yield {"entries": list(map(_packed, some))}, []


def unpacked(message: Message) -> Iterator[Entry | Unread]:
    """Yield the entries of a message of `read_authorities`."""
    for plain in message[0]["entries"]:
        if "code" in plain:
            yield Unread(plain["number"], plain["excerpt"], ReadElsewhere(plain["code"], plain["details"]))
        else:
            yield Entry.from_values(plain)


def _packed(one: Entry | Unread) -> dict[str, Any]:
    if isinstance(one, Unread):
        refusal = one.refusal
        return {"number": one.number, "excerpt": one.excerpt, "code": refusal.code, "details": refusal.details}
    return one.values()

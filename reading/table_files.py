"""Small tables that a librarian brings with a form: a workbook, CSV in any encoding, or columns that are pasted."""

import csv
import io

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from accounts.text import clean_line
from ingest.errors import BadInput
from ingest.parsers.legacy_encodings import decoded
from ingest.parsers.tables import tables_in

MAX_MEGABYTES = 8
ACCEPTED = ".xlsx,.xls,.ods,.csv,.tsv,.txt"
_SEPARATORS = "\t;,|"
_WORKBOOKS = (b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"))  # .xlsx and .ods; .xls


class TableField(forms.FileField):
    """A table as a file; the value is the rows of each of its sheets, None without a file."""

    accepted = ACCEPTED

    def __init__(self, **options: object) -> None:
        super().__init__(required=False, widget=forms.FileInput(attrs={"accept": self.accepted}), **options)  # type: ignore[arg-type]

    def read(self, content: bytes) -> object:
        """Return what a file has. Raise BadInput."""
        return sheets_in(content)

    def clean(self, data: UploadedFile | None, initial: object = None) -> object:
        """Return what the file has; refuse one that is too large or cannot be read."""
        file: UploadedFile | None = super().clean(data, initial)
        if not file:
            return None
        if file.size is None or file.size > MAX_MEGABYTES * 1024**2:
            text = _("The file is larger than %(limit)s MB. Import it in parts.")
            raise forms.ValidationError(text % {"limit": MAX_MEGABYTES})
        content = file.read()
        try:
            return self.read(content)
        except BadInput as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


def sheets_in(content: bytes) -> list[list[list[str]]]:
    """Return the rows of each sheet; text is one sheet. Raise BadInput for a workbook that cannot be read."""
    is_text = b"\0" not in content[:1000] or content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if is_text and not content.startswith(_WORKBOOKS):
        return [rows_of_text(decoded(content))]
    return [[[clean_line(cell) for cell in row] for row in rows] for _name, rows in tables_in(content)]


def rows_of_text(text: str) -> list[list[str]]:
    """Return the cells of each line, by the separator that its first lines have most."""
    lines = text.replace("\0", "").splitlines()
    counts = {mark: sum(mark in line for line in lines[:50]) for mark in _SEPARATORS}
    separator = max(counts, key=lambda mark: counts[mark])
    reader = csv.reader(io.StringIO("\n".join(lines)), delimiter=separator)
    try:
        return [[clean_line(cell) for cell in row] for row in reader]
    except csv.Error:  # a cell of more than 128 kB
        return []

"""Resources as a list of books, in the columns of the template: what a school exports, it can correct and import again.

Every text is written so that reading it again gives the same values; a record whose copies differ has several rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from accounts.workbooks import text_cells
from imports.spreadsheets import values as cells
from imports.spreadsheets.columns import LABELS, Column
from imports.spreadsheets.rows import OWN_CODE, QUOTED, SCHEME
from repository.curriculum import subject_name
from repository.languages import language_name
from repository.models import Resource

COLUMNS = (
    Column.TITLE, Column.SUBTITLE, Column.AUTHORS, Column.EDITION, Column.PLACE, Column.PUBLISHER, Column.YEAR,
    Column.EXTENT, Column.SERIES, Column.SERIES_NUMBER, Column.ISBN, Column.ISSN, Column.KIND, Column.SUBJECTS,
    Column.GRADES, Column.LANGUAGES, Column.DDC, Column.CALL_NUMBER, Column.HEADINGS, Column.AUDIENCE,
    Column.DESCRIPTION, Column.CONTENTS, Column.NOTES, Column.RIGHTS, Column.RIGHTS_NOTE, Column.COUNT, Column.NUMBERS,
    Column.BARCODES, Column.STORE, Column.SHELF, Column.PRICE, Column.SOURCE, Column.ACQUIRED, Column.COPY_NOTE,
    Column.OWN_CODE, Column.RECORD,
)  # fmt: skip
_SAME_NAME = (
    Column.TITLE, Column.SUBTITLE, Column.EDITION, Column.PLACE, Column.PUBLISHER, Column.YEAR, Column.EXTENT,
    Column.SERIES, Column.SERIES_NUMBER, Column.ISSN, Column.DDC, Column.CALL_NUMBER, Column.AUDIENCE,
    Column.DESCRIPTION, Column.CONTENTS, Column.NOTES, Column.RIGHTS_NOTE,
)  # fmt: skip
_COPY_NAMES = {
    Column.STORE: "store", Column.SHELF: "shelf", Column.PRICE: "price", Column.SOURCE: "source",
    Column.ACQUIRED: "acquired", Column.COPY_NOTE: "note",
}  # fmt: skip
_KINDS, _RIGHTS = dict(Resource.Kind.choices), dict(Resource.Rights.choices)
_COMMON = ("category", *_COPY_NAMES.values())
Record = tuple[str, Mapping[str, Any], Sequence[Mapping[str, Any]]]


def write(records: Iterable[Record], target: IO[bytes]) -> None:
    """Write a workbook of records: UUID, the values of the description, those of the copies."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Books"))
    sheet.freeze_panes = "B2"
    sheet.append(text_cells(sheet, [str(LABELS[column]) for column in COLUMNS]))
    for record in records:
        for row in rows_of(*record):
            sheet.append(text_cells(sheet, row))
    book.save(target)


def rows_of(uuid: str, values: Mapping[str, Any], copies: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """Return the rows of a record: one for the copies that differ in nothing but their numbers."""
    texts = _description(values) | {Column.RECORD: uuid}
    groups = [list(group) for _key, group in groupby(copies, key=_common)] or [[]]
    rows = [texts | _copies(group, str(texts[Column.KIND])) for group in groups]
    return [[_safe(row.get(column, "")) for column in COLUMNS] for row in rows]


def _safe(value: Any) -> Any:
    """Return a text so that the apostrophe at its beginning, if it has one, is not taken for an escape."""
    return f"'{value}" if isinstance(value, str) and QUOTED.match(value) else value


def _description(values: Mapping[str, Any]) -> dict[Column, Any]:
    texts: dict[Column, Any] = {column: values.get(column.value) or "" for column in _SAME_NAME}
    texts[Column.AUTHORS] = _joined([_name(credit) for credit in values["creators"]])
    texts[Column.ISBN] = "; ".join([values["isbn"], *_identifiers(values, "isbn")]).strip("; ")
    texts[Column.OWN_CODE] = "; ".join(_identifiers(values, OWN_CODE))
    texts[Column.KIND] = str(_KINDS[values["kind"]])
    texts[Column.RIGHTS] = str(_RIGHTS[values["rights"]])
    texts[Column.SUBJECTS] = _joined([subject_name(code) for code in values["subjects"]])
    texts[Column.GRADES] = "; ".join(map(str, values["grades"]))
    texts[Column.LANGUAGES] = "; ".join(map(language_name, values["languages"]))
    texts[Column.HEADINGS] = _joined([_heading(heading) for heading in values["headings"]])
    return texts


def _joined(parts: Sequence[str]) -> str:
    """Return the parts as a cell that is read as these parts again: with a semicolon where a part has a comma."""
    text = "; ".join(parts)
    return text if cells.parts(text) == list(parts) else f"{text};"


def _name(credit: Mapping[str, Any]) -> str:
    name, role = credit["name"], credit.get("role", "aut")
    for text in (name, f"{name} ({_ROLE_WORDS.get(role, role)})"):
        if cells.names(f"{text};", "aut") == [{"name": name, "role": role}]:
            return text
    return f"{name} [{role}]"


def _heading(heading: Mapping[str, Any]) -> str:
    """Return a heading with its scheme, which is an empty one where the end of the text would be taken for it."""
    scheme = heading.get("scheme", "")
    return f"{heading['text']} [{scheme}]" if scheme or SCHEME.match(heading["text"]) else str(heading["text"])


def _identifiers(values: Mapping[str, Any], scheme: str) -> list[str]:
    return [value for own, value in values["identifiers"] if own == scheme]


def _common(copy: Mapping[str, Any]) -> list[Any]:
    return [copy.get(name) or "" for name in _COMMON] + [bool(copy.get("number")), bool(copy.get("barcode"))]


def _copies(group: Sequence[Mapping[str, Any]], kind: str) -> dict[Column, Any]:
    """Return the cells of copies that differ in nothing but their numbers."""
    if not group:
        return {}
    texts: dict[Column, Any] = {column: group[0].get(name) or "" for column, name in _COPY_NAMES.items()}
    texts[Column.COUNT] = sum(copy.get("count", 1) for copy in group)
    texts[Column.NUMBERS] = "; ".join(copy["number"] for copy in group if copy.get("number"))
    texts[Column.BARCODES] = "; ".join(copy["barcode"] for copy in group if copy.get("barcode"))
    category = str(group[0].get("category") or "")
    if cells.kind(category) == cells.kind(kind):
        texts[Column.KIND] = category
    return texts


_ROLE_WORDS = {"trl": "dịch", "ill": "minh họa", "edt": "hiệu đính", "com": "biên soạn", "pbd": "tổng chủ biên"}

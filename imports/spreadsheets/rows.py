"""A row of a list as a record: the values of its description, and what it says of the copies of the book.

An empty cell says nothing. What a cell says and the catalogue has no field for goes into the notes, so that nothing is
lost without a word.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from accounts.text import clean_line, clean_paragraphs
from imports.spreadsheets import values as cells
from imports.spreadsheets.columns import Column
from imports.spreadsheets.copies import copies_of
from imports.spreadsheets.errors import BadRecordIdentifier, TitleMissing

RECORD = "record"  # scheme of the identifier that names the record of the school itself
OWN_CODE = "local"  # scheme of the school's own code of a title
_DDC = re.compile(r"\d{3}(\.\d{1,12})?")
_DASH = re.compile(r"\s+[-–—]\s+|\s*\n\s*")
_VOLUME = re.compile(r"(?:tập|quyển|cuốn|phần|số|volume|vol|part|no|t|q|p)\b", re.IGNORECASE)
SCHEME = re.compile(r"^(.+?)\s*\[([\w.-]{0,40})\]$")
QUOTED = re.compile(r"^'(?='*\s*[=+\-@＝＋－＠\t\r\n])")  # how exports keep a spreadsheet from running a text
_NOTHING = re.compile(r"[-–—.…/_?\s]*")
_LINES = {Column.PLACE: "place", Column.PUBLISHER: "publisher", Column.SUBTITLE: "subtitle", Column.SERIES: "series",
          Column.EDITION: "edition_statement", Column.SERIES_NUMBER: "series_number", Column.ISSN: "issn",
          Column.AUDIENCE: "audience", Column.RIGHTS_NOTE: "rights_note", Column.DDC: "ddc",
          Column.CALL_NUMBER: "call_number"}  # fmt: skip
_NOTED = {Column.GRADES: "Lớp", Column.LANGUAGES: "Ngôn ngữ", Column.CLASS_MARK: "Kí hiệu phân loại",
          Column.RIGHTS: "Quyền"}  # fmt: skip
_TEXTS = {Column.DESCRIPTION: "description", Column.CONTENTS: "contents"}
_NAMES = {Column.AUTHORS: "aut", Column.EDITORS: "edt", Column.TRANSLATORS: "trl", Column.ILLUSTRATORS: "ill"}


@dataclass
class Reading:
    """What a row says. `record`: the UUID of the record that it describes, or ""; `copies`: as of CopyData.values()."""

    values: dict[str, Any] = field(default_factory=dict)
    copies: list[dict[str, Any]] = field(default_factory=list)
    record: str = ""

    @property
    def is_continuation(self) -> bool:
        """Return whether the row names further copies of the book above it, and nothing else."""
        return not self.values and any(copy.keys() & {"number", "barcode"} for copy in self.copies)


def read_row(row: Sequence[str], columns: Sequence[str]) -> Reading:
    """Return what a row says; `columns`: what each cell holds, or "". Raise RecordProblem."""
    texts = _texts(row, columns)
    reading = Reading(record=_record(texts.pop(Column.RECORD, "")))
    has = set(columns)
    _title(texts, reading.values, has)
    for column, name in _LINES.items():
        if column in texts:
            reading.values[name] = clean_line(texts[column])
    for column, name in _TEXTS.items():
        if column in texts:
            reading.values[name] = clean_paragraphs(texts[column])
    notes = [clean_paragraphs(texts[Column.NOTES])] if Column.NOTES in texts else []
    for column, read in _READERS.items():
        if column in texts:
            notes += read(texts[column], reading.values)
    _extent(texts, reading.values)
    creators = [credit for column, role in _NAMES.items() for credit in cells.names(texts.get(column, ""), role)]
    if creators:
        reading.values["creators"] = [*reading.values.get("creators", []), *creators]
    if notes:
        reading.values["notes"] = "\n".join(notes)
    reading.copies = copies_of(texts)
    if reading.values and "title" not in reading.values and set(reading.values) - {"kind"}:
        raise TitleMissing
    if "title" not in reading.values and not reading.is_continuation:
        raise TitleMissing
    return reading


def _texts(row: Sequence[str], columns: Sequence[str]) -> dict[Column, str]:
    """Return the text of each column that says something; of several columns in lines."""
    found: dict[Column, str] = {}
    for name, text in zip(columns, row, strict=False):
        text = QUOTED.sub("", text.strip(), count=1)
        if name and text and not _NOTHING.fullmatch(text):
            column = Column(name)
            found[column] = f"{found[column]}\n{text}" if column in found else text
    return found


def _record(text: str) -> str:
    try:
        return str(UUID(text.strip())) if text else ""
    except ValueError as broken:
        raise BadRecordIdentifier(text=text[:60]) from broken


def _title(texts: dict[Column, str], values: dict[str, Any], has: set[str]) -> None:
    """Take title and volume; also subtitle and names from the cell of the title, if no column of their own has them."""
    title = texts.get(Column.TITLE, "")
    if not title and Column.AUTHOR_TITLE in texts:
        name, title = _author_and_title(texts[Column.AUTHOR_TITLE])
        if name:
            values["creators"] = cells.names(name, "aut")
    title = clean_line(title)
    if " / " in title and not has & {Column.AUTHORS, Column.AUTHOR_TITLE}:
        title, names = title.split(" / ", 1)
        values["creators"] = cells.names(names, "aut")
    if " : " in title and Column.SUBTITLE not in has:
        title, subtitle = title.split(" : ", 1)
        values["subtitle"] = subtitle.strip()
    volume = clean_line(texts.get(Column.VOLUME, ""))
    if volume and title:
        volume = volume if _VOLUME.match(volume) else f"Tập {volume}"
        title = title if title.casefold().endswith(volume.casefold()) else f"{title}. {volume}"
    if title:
        values["title"] = title.strip()


def _author_and_title(text: str) -> tuple[str, str]:
    found = _DASH.split(text, maxsplit=1)
    return (found[0], found[1]) if len(found) > 1 and found[0].strip() else ("", text)


def _extent(texts: Mapping[Column, str], values: dict[str, Any]) -> None:
    pages, size = clean_line(texts.get(Column.PAGES, "")), clean_line(texts.get(Column.SIZE, ""))
    pages = f"{pages} tr." if pages.isdigit() else pages
    size = f"{size.replace('×', 'x').replace('*', 'x')} cm" if re.fullmatch(r"[\d.,\sx×*]+", size) else size
    extent = " ; ".join(filter(None, (clean_line(texts.get(Column.EXTENT, "")), pages, size)))
    if extent:
        values["extent"] = extent


def _note(column: Column, text: str) -> list[str]:
    """Return the line of the notes that keeps what no field can hold."""
    return [f"{_NOTED[column]}: {clean_line(text)}"]


def _year(text: str, values: dict[str, Any]) -> list[str]:
    values["year"] = cells.year(text)
    return []


def _isbn(text: str, values: dict[str, Any]) -> list[str]:
    for part in re.split(r"[;,\n/]|\s{2,}", text):
        number, other = cells.isbn(part) if part.strip() else ("", "")
        if number and "isbn" not in values:
            values["isbn"] = number
        elif number or other:
            values.setdefault("identifiers", []).append(["isbn", number or other])
    return []


def _own_code(text: str, values: dict[str, Any]) -> list[str]:
    values.setdefault("identifiers", []).append([OWN_CODE, clean_line(text)])
    return []


def _kind(text: str, values: dict[str, Any]) -> list[str]:
    if found := cells.kind(text):
        values["kind"] = found
    else:
        _heading(cells.without_code(text), values)
    return []


def _subjects(text: str, values: dict[str, Any]) -> list[str]:
    for part in cells.parts(text) if not cells.subject(text) else [text]:
        found = cells.subject(part)
        if found and found not in values.setdefault("subjects", []):
            values["subjects"].append(found)
        elif not found:
            _heading(part, values)
    return []


def _heading(text: str, values: dict[str, Any]) -> None:
    match = SCHEME.match(clean_line(text))
    heading = {"text": match[1] if match else clean_line(text)}
    if match and match[2]:
        heading["scheme"] = match[2]
    if heading["text"] and heading not in values.setdefault("headings", []):
        values["headings"].append(heading)


def _headings(text: str, values: dict[str, Any]) -> list[str]:
    for part in cells.parts(text):
        _heading(part, values)
    return []


def _grades(text: str, values: dict[str, Any]) -> list[str]:
    values["grades"] = cells.grades(text)
    if values["grades"]:
        return []
    del values["grades"]
    return _note(Column.GRADES, text)


def _languages(text: str, values: dict[str, Any]) -> list[str]:
    codes = [(part, cells.language(part)) for part in cells.parts(text)]
    values["languages"] = list(dict.fromkeys(code for _part, code in codes if code))
    if not values["languages"]:
        del values["languages"]
    unknown = [part for part, code in codes if not code]
    return _note(Column.LANGUAGES, "; ".join(unknown)) if unknown else []


def _class_mark(text: str, values: dict[str, Any]) -> list[str]:
    """Take a Dewey number for one; any other mark is a call number: schools have tables of their own."""
    mark = clean_line(text)
    name = "ddc" if _DDC.fullmatch(mark) else "call_number"
    if values.setdefault(name, mark) != mark:
        return _note(Column.CLASS_MARK, mark)
    return []


def _rights(text: str, values: dict[str, Any]) -> list[str]:
    if found := cells.rights(text):
        values["rights"] = found
        return []
    if "rights_note" in values:
        return _note(Column.RIGHTS, text)
    values["rights_note"] = clean_line(text)
    return []


_READERS: Mapping[Column, Callable[[str, dict[str, Any]], list[str]]] = {
    Column.YEAR: _year,
    Column.ISBN: _isbn,
    Column.OWN_CODE: _own_code,
    Column.KIND: _kind,
    Column.SUBJECTS: _subjects,
    Column.GRADES: _grades,
    Column.LANGUAGES: _languages,
    Column.CLASS_MARK: _class_mark,
    Column.HEADINGS: _headings,
    Column.RIGHTS: _rights,
}

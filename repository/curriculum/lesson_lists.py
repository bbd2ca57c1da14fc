"""Lists of lessons as schools write them: one a line, or cells copied from a sheet, whose columns are guessed.

To teach a heading, add it to HEADINGS in lower case without marks and signs. Headings of the forms in Dispatch
5512/BGDĐT-GDTrH (Appendix I and III): STT, Bài học, Số tiết, Yêu cầu cần đạt.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from accounts.text import clean_line
from repository.errors import NoLessons, TooManyLessons
from repository.letters import fold

MAX_LESSONS = 500  # in one list
MAX_TITLE, MAX_UNIT, MAX_NUMBER, MAX_PERIODS = 300, 200, 20, 200
_SEARCHED = 15  # rows in which the headings are looked for


class Column(StrEnum):
    """What a column holds."""

    ORDER = "order"
    TITLE = "title"
    NUMBER = "number"
    UNIT = "unit"
    PERIODS = "periods"


HEADINGS: Mapping[Column, frozenset[str]] = {
    Column.ORDER: frozenset({"stt", "tt", "so tt", "so thu tu", "no"}),
    Column.TITLE: frozenset(
        {
            "bai hoc", "ten bai", "ten bai hoc", "ten bai day", "bai day", "bai", "noi dung", "noi dung bai hoc",
            "ten noi dung", "don vi kien thuc", "noi dung don vi kien thuc", "bai chu de", "lesson", "lessons", "title",
            "lesson title", "content",
        }
    ),
    Column.NUMBER: frozenset({"bai so", "so bai", "tiet so", "tiet thu", "tiet ppct", "number", "lesson number"}),
    Column.UNIT: frozenset(
        {
            "chuong", "chu de", "chuong chu de", "chu de chuong", "ten chuong", "ten chu de", "phan", "mach noi dung",
            "unit", "chapter", "topic",
        }
    ),
    Column.PERIODS: frozenset({"so tiet", "thoi luong", "so tiet day", "thoi luong tiet", "tiet", "periods"}),
}  # fmt: skip
_UNIT = re.compile(r"(chuong|chu de|chuyen de|phan|mach|hoc k[iy]|chapter|part|topic|theme)\s+(\d+|[ivxl]+)\b")
_ENGLISH_UNIT = re.compile(r"unit\s+\d+\b")
_ENGLISH_LESSON = re.compile(r"lesson\s+\d+\b")
_NUMBERED = re.compile(
    r"((?:bài|bai|tiết|tiet|unit|lesson)\s+\d+[a-z]?(?:\s*[-–,+]\s*\d+)?|\d{1,3})\s*[.:)–-]\s*(\S.*)", re.IGNORECASE
)
_PERIODS_AT_END = re.compile(r"(?<!\s)\s*[(\[–-]\s*(\d{1,2})\s*(?:tiết|tiet|periods?|t)\s*[)\]]?$", re.IGNORECASE)
_TOTAL = re.compile(r"(tong( cong| so)?|cong|total)( so)?( tiet| periods)?[\s:.\d]*(tiet|periods)?[\s.]*")
_BULLET = re.compile(r"^[-–•+*]\s+")


@dataclass(frozen=True)
class LessonLine:
    """A lesson of a list: its number as printed, such as “Bài 5”, and the chapter that it stands under."""

    title: str
    number: str = ""
    unit: str = ""
    periods: int | None = None


def rows_of(text: str) -> list[list[str]]:
    """Return the cells of a pasted text: sheets paste tabs between the cells of a row."""
    return [[clean_line(cell) for cell in line.split("\t")] for line in text.splitlines()]


def lessons_in(rows: Sequence[Sequence[str]]) -> list[LessonLine]:
    """Return the lessons of the rows, without headings and totals. Raise NoLessons or TooManyLessons."""
    filled = [row for row in rows if any(row)]
    head = next((number for number, row in enumerate(filled[:_SEARCHED]) if _is_head(row)), None)
    body = filled if head is None else filled[head + 1 :]
    columns = _guessed(body) if head is None else {column_of(cell): place for place, cell in enumerate(filled[head])}
    found = list(_lessons(body, {column: place for column, place in columns.items() if column is not None}))
    if not found:
        raise NoLessons
    if len(found) > MAX_LESSONS:
        raise TooManyLessons(number=len(found), limit=MAX_LESSONS)
    return found


def column_of(heading: str) -> Column | None:
    """Return what a column with this heading holds; what stands in brackets does not count. A number is no heading."""
    plain = fold(re.sub(r"\([^()]*\)", " ", heading)).lower()
    if re.search(r"\d", plain):  # "Bài 1" and "2 tiết" are of a lesson
        return None
    text = " ".join(re.findall(r"[^\W\d_]+", plain))
    return next((column for column, known in HEADINGS.items() if text in known), None)


def _is_head(row: Sequence[str]) -> bool:
    columns = [column_of(cell) for cell in row]
    return Column.TITLE in columns and len({*columns} - {None}) > 1


def _guessed(rows: Sequence[Sequence[str]]) -> dict[Column | None, int]:
    """Return the columns of rows without headings: the longest texts are titles, short numbers after them periods."""
    width = max(map(len, rows), default=1)
    cells = [[row[place] for row in rows if place < len(row) and row[place]] for place in range(width)]
    title = max(range(width), key=lambda place: sum(map(len, cells[place])))
    guessed: dict[Column | None, int] = {Column.TITLE: title}
    for place in range(width):
        if place != title and cells[place] and all(cell.isdigit() and len(cell) < 4 for cell in cells[place]):
            guessed.setdefault(Column.ORDER if place < title else Column.PERIODS, place)
    return guessed


def _lessons(rows: Sequence[Sequence[str]], columns: Mapping[Column, int]) -> Iterator[LessonLine]:
    unit, units_are_english = "", any(_ENGLISH_LESSON.match(_plain(cell)) for row in rows for cell in row)
    for row in rows:
        cells = {column: row[place] if place < len(row) else "" for column, place in columns.items()}
        alone = next(iter(filter(None, row))) if sum(map(bool, row)) == 1 else ""
        text = cells.get(Column.TITLE, "") or alone
        if alone and _is_unit(alone, english=units_are_english):
            unit = alone[:MAX_UNIT]
            continue
        unit = cells.get(Column.UNIT, "")[:MAX_UNIT] or unit  # merged cells name the chapter in its first row alone
        if text and not _TOTAL.fullmatch(_plain(text)) and not _is_head(row):
            yield _lesson(text, cells, unit)


def _lesson(text: str, cells: Mapping[Column, str], unit: str) -> LessonLine:
    text = _BULLET.sub("", text)
    end = _PERIODS_AT_END.search(text)
    title = text[: end.start()] if end and end.start() else text
    periods = _whole(cells.get(Column.PERIODS, "")) or (_whole(end[1]) if end else None)
    number, found = cells.get(Column.NUMBER, ""), _NUMBERED.fullmatch(title)
    if found and not number:
        number, title = found[1], found[2]
    return LessonLine(title[:MAX_TITLE], number[:MAX_NUMBER], unit, periods)


def _is_unit(text: str, *, english: bool) -> bool:
    plain = _plain(text)
    return bool(_UNIT.match(plain) or (english and _ENGLISH_UNIT.match(plain)))


def _whole(text: str) -> int | None:
    found = re.fullmatch(r"(\d{1,3})(?:[.,]0)?(?:\s*(?:tiết|tiet|periods?))?", text.strip(), re.IGNORECASE)
    return int(found[1]) if found and 0 < int(found[1]) <= MAX_PERIODS else None


def _plain(text: str) -> str:
    return fold(text).lower()

"""One row of a list as a person: name, date of birth, class, identifiers, status; or why it cannot be one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from accounts.dates import parsed_date
from accounts.text import clean_line
from repository.collation import sort_key
from repository.spelling import fold, spell
from roster.errors import (
    BadBirthDate,
    BadClassName,
    ClassMissing,
    NameMissing,
    NotAName,
    RowProblem,
)
from roster.headings import Field

SECTOR_ID_DIGITS = 10
MAX_CLASS_NAME = 40
_GONE = re.compile(
    r"^(thoi hoc|da thoi hoc|chuyen truong|da chuyen truong|chuyen di|da chuyen di|bo hoc|nghi hoc|tot nghiep|"
    r"da tot nghiep|nghi viec|thoi viec|nghi huu|da nghi|chuyen cong tac|left|graduated)\b"
)
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'’,\-])*")  # letters; Y-Moan, N'Trang
_CLASS_PREFIX = re.compile(r"^(lớp|lop|class)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """A person as the list describes them. `birth_date` is yyyy-mm-dd or empty; `has_left` is what the status says."""

    name: str
    birth_date: str = ""
    class_name: str = ""
    sector_id: str = ""
    code: str = ""
    has_left: bool = False

    @property
    def name_key(self) -> str:
        """Return what is equal for two spellings of a name."""
        return name_key(self.name)


def name_key(name: str) -> str:
    """Return the key by which names are compared: letters and tones, not capitals, spaces, or the place of a tone."""
    return sort_key(" ".join(map(spell, clean_line(name).lower().split())))


def class_key(name: str) -> str:
    """Return the key by which classes are compared and sorted: 6a2 is 6A2, and stands before 6A10."""
    parts = re.findall(r"\d+|[^\W\d_]+", clean_line(name).lower())
    return " ".join(f"!{int(part):04d}" if part.isdigit() and len(part) < 5 else sort_key(part) for part in parts)[:80]


def entry_of(
    cells: Sequence[str], fields: Sequence[str], *, class_name: str, wants_class: bool, today: date
) -> Entry | None:
    """Return the person of a row; None for a row without any of the person's fields.

    `class_name` is that of the sheet. Raises RowProblem.
    """
    found = {name: clean_line(cell) for name, cell in zip(fields, cells, strict=True) if name and cell.strip()}
    name = found.get(Field.NAME) or " ".join(
        filter(None, (found.get(Field.FAMILY_NAME, ""), found.get(Field.GIVEN_NAME, "")))
    )
    if not name and not found.keys() & {Field.BIRTH_DATE, Field.SECTOR_ID, Field.CODE}:
        return None
    return Entry(
        name=_checked_name(name),
        birth_date=_birth_date(found.get(Field.BIRTH_DATE, ""), today),
        class_name=_class_name(found.get(Field.CLASS) or class_name) if wants_class else "",
        sector_id=_sector_id(found.get(Field.SECTOR_ID, "")),
        code=found.get(Field.CODE, "")[:40],
        has_left=bool(_GONE.match(fold(found.get(Field.STATUS, "")).lower())),
    )


def entry_from(stored: Mapping[str, Any]) -> Entry:
    """Return the entry that a row stores."""
    return Entry(**stored)


def _checked_name(name: str) -> str:
    if not name:
        raise NameMissing
    if len(name) > 150 or not _NAME.fullmatch(name):
        raise NotAName(name=name[:60])
    return name.title() if name.isupper() or name.islower() else name


def _birth_date(text: str, today: date) -> str:
    if not text:
        return ""
    day = parsed_date(text)
    if day is None or not today - timedelta(days=366 * 100) < day < today:
        raise BadBirthDate(text=text[:40])
    return day.isoformat()


def _class_name(text: str) -> str:
    name = _CLASS_PREFIX.sub("", text).strip()
    if not name:
        raise ClassMissing
    if len(name) > MAX_CLASS_NAME or not class_key(name):
        raise BadClassName(name=name[:60])
    return name


def _sector_id(text: str) -> str:
    """Return the identifier as 10 digits: a spreadsheet takes leading zeros for superfluous."""
    digits = text.replace(" ", "")
    if digits.isascii() and digits.isdigit() and SECTOR_ID_DIGITS - 2 <= len(digits) <= SECTOR_ID_DIGITS:
        return digits.zfill(SECTOR_ID_DIGITS)
    return digits[:20]


def as_row_problem(code: str) -> type[RowProblem]:
    """Return the class of a row's problem by its code."""
    return next(problem for problem in RowProblem.__subclasses__() if problem.code == code)

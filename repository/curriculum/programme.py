"""The programme as data: subjects and textbook series, each with its names, its grades and when it is valid.

`programme.json` is the general education programme 2018 (Circular 32/2018/TT-BGDĐT, amended by 13/2022). To correct it,
edit that file; codes stay as they are, since records, labels and addresses contain them.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

GRADES: tuple[int, ...] = tuple(range(1, 13))
SHIPPED = Path(__file__).with_name("programme.json")
MAIN_LANGUAGE = "vi"


class Stage(StrEnum):
    """The stages of general education."""

    PRIMARY = "primary"
    LOWER_SECONDARY = "lower_secondary"
    UPPER_SECONDARY = "upper_secondary"


class Status(StrEnum):
    """How a subject is taught: `elective` is one of the nine of which pupils choose four; `part` is of another one."""

    COMPULSORY = "compulsory"
    ELECTIVE = "elective"
    OPTIONAL = "optional"
    PART = "part"


def stage_of(grade: int) -> Stage:
    """Return the stage of a grade."""
    if grade <= 5:
        return Stage.PRIMARY
    return Stage.LOWER_SECONDARY if grade <= 9 else Stage.UPPER_SECONDARY


@dataclass(frozen=True)
class Term:
    """A named entry: names by language, `vi` always; `words` are expressions that name it in titles."""

    code: str
    names: Mapping[str, str]
    short: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None  # the first day on which it is no longer valid
    owner: int | None = None  # the key of the unit that added it; None for the programme itself

    @property
    def name(self) -> str:
        """Its name in the active language."""
        return _in_language(self.names)

    @property
    def short_name(self) -> str:
        """Its short name in the active language, else its name."""
        return _in_language(self.short) or self.name

    def is_valid(self, on: date) -> bool:
        """Return whether it is valid on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


@dataclass(frozen=True)
class Taught:
    """In which grades a subject is taught, and how; `of` is the code of the subject whose part it is."""

    grades: tuple[int, ...]
    status: Status
    of: str = ""


@dataclass(frozen=True)
class Subject(Term):
    """A subject; one code wherever its name differs only by stage. `topics` are words that speak for it in titles."""

    taught: tuple[Taught, ...] = ()
    topics: tuple[str, ...] = ()

    @property
    def grades(self) -> tuple[int, ...]:
        """The grades in which it is taught, ascending."""
        return tuple(sorted({grade for row in self.taught for grade in row.grades}))

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages in which it is taught, in order."""
        return tuple(dict.fromkeys(map(stage_of, self.grades)))

    def whole_in(self, grade: int) -> str:
        """Return the code of the subject whose part it is in a grade; its own if it is taught by itself."""
        return next((row.of for row in self.taught if grade in row.grades and row.of), self.code)

    def status_in(self, grade: int) -> Status | None:
        """Return how it is taught in a grade; None if it is not."""
        return next((row.status for row in self.taught if grade in row.grades), None)


@dataclass(frozen=True)
class Series(Term):
    """A series of textbooks for the programme (bộ sách)."""


@dataclass(frozen=True)
class Programme:
    """Subjects and series by code, in the order of lists; `since` is when each grade began with the programme."""

    subjects: Mapping[str, Subject]
    series: Mapping[str, Series]
    since: Mapping[int, date] = field(default_factory=dict)

    def with_terms(self, terms: Iterable[Term]) -> "Programme":
        """Return the programme with further terms; a term of the programme is never replaced."""
        subjects, series = dict(self.subjects), dict(self.series)
        for term in terms:
            if isinstance(term, Subject):
                subjects.setdefault(term.code, term)
            elif isinstance(term, Series):
                series.setdefault(term.code, term)
        return Programme(subjects, series, self.since)

    def taught_in(self, grade: int) -> tuple[Subject, ...]:
        """Return the subjects that are taught in a grade, parts of other subjects included."""
        return tuple(subject for subject in self.subjects.values() if grade in subject.grades)


@cache
def shipped() -> Programme:
    """Return the programme that the product ships."""
    data = json.loads(SHIPPED.read_text(encoding="utf-8"))
    subjects = [_subject(row) for row in data["subjects"]]
    series = [Series(**_term(row)) for row in data["series"]]
    return Programme(
        {subject.code: subject for subject in subjects},
        {one.code: one for one in series},
        {int(grade): date.fromisoformat(day) for grade, day in data["since"].items()},
    )


def _subject(row: Mapping[str, Any]) -> Subject:
    taught = tuple(map(_taught, row["taught"]))
    return Subject(**_term(row), taught=taught, topics=tuple(row.get("topics", ())))


def _term(row: Mapping[str, Any]) -> dict[str, Any]:
    days = {name: date.fromisoformat(row[name]) for name in ("since", "until") if name in row}
    return {
        "code": row["code"],
        "names": row["names"],
        "short": row.get("short", {}),
        "words": tuple(row["words"]),
        **days,
    }


def _taught(row: Mapping[str, Any]) -> Taught:
    first, last = row["grades"]
    return Taught(tuple(range(first, last + 1)), Status(row["as"]), row.get("of", ""))


def _in_language(names: Mapping[str, str]) -> str:
    language = (get_language() or MAIN_LANGUAGE).partition("-")[0]
    return names.get(language) or names.get(MAIN_LANGUAGE, "")

"""The programme as it is now: what the product ships, and the terms that units of this installation added.

The table is read again at most every CHECK_SECONDS, and at once in the process that changed it; no use asks the
database. Nothing is cached in a language.
"""

import math
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Sum
from django.utils.timezone import localdate
from django.utils.translation import gettext

from repository.curriculum.programme import Programme, Series, Status, Subject, Taught, Term, shipped
from repository.models import CurriculumTerm

CHECK_SECONDS = 15.0
_DAYS = ("since", "until")
_CARRIED = ("kind", "code", "name_vi", "name_en", "short_vi", "short_en", "words", "grades", "status", "owner_id")


@dataclass(frozen=True)
class _Loaded:
    """What was read, the state of the table then, and when it is read again (monotonic seconds)."""

    programme: Programme
    state: tuple[object, ...]
    until: float


_loaded: _Loaded | None = None


def programme() -> Programme:
    """Return the programme with what units of this installation added."""
    global _loaded
    known = _loaded
    if known is not None and time.monotonic() < known.until:
        return known.programme
    state = _state()
    read = known.programme if known is not None and known.state == state else shipped().with_terms(_terms())
    _loaded = _Loaded(read, state, time.monotonic() + CHECK_SECONDS)
    return read


def forget() -> None:
    """Read the table again at the next use: what a change of it calls once it is committed."""
    global _loaded
    _loaded = None


def use_shipped_alone() -> None:
    """Use the programme without the table until `forget` is called: for tests that count queries."""
    global _loaded
    _loaded = _Loaded(shipped(), (), math.inf)


def terms_for_process(units: Collection[int]) -> list[dict[str, Any]]:
    """Return the table as JSON for a process without a database; terms of these units first: their names go before."""
    rows = sorted(CurriculumTerm.objects.order_by("pk"), key=lambda row: row.owner_id not in units)
    return [
        {**{name: getattr(row, name) for name in _CARRIED}, **{day: _written(getattr(row, day)) for day in _DAYS}}
        for row in rows
    ]


def use_terms(carried: Iterable[Mapping[str, Any]]) -> None:
    """Use the programme with these terms of `terms_for_process` until `forget` is called; the table is not read."""
    global _loaded
    rows = [CurriculumTerm(**{**row, **{day: _read(row[day]) for day in _DAYS}}) for row in carried]
    _loaded = _Loaded(shipped().with_terms(map(term_of, rows)), (), math.inf)


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""


def _read(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _state() -> tuple[object, ...]:
    state = CurriculumTerm.objects.aggregate(rows=Count("pk"), changes=Sum("revision"), last=Max("pk"))
    return tuple(state.values())


def _terms() -> Iterable[Term]:
    return map(term_of, CurriculumTerm.objects.order_by("pk"))


def term_of(row: CurriculumTerm) -> Term:
    """Return a row of the table as a subject or a series."""
    names, short = {"vi": row.name_vi, "en": row.name_en}, {"vi": row.short_vi, "en": row.short_en}
    words = tuple(line.strip().lower() for line in row.words.splitlines() if line.strip())
    if row.kind == CurriculumTerm.Kind.SERIES:
        return Series(row.code, names, short, words, row.since, row.until, row.owner_id)
    taught = (Taught(tuple(row.grades), Status(row.status)),)
    return Subject(row.code, names, short, words, row.since, row.until, row.owner_id, taught)


def is_subject(code: str) -> bool:
    """Return whether there is a subject of this code, also one that is no longer taught."""
    return code in programme().subjects


def subject_name(code: str) -> str:
    """Return the name of a subject in the active language; an unknown code as it is."""
    subject = programme().subjects.get(code)
    return subject.name if subject else code


def subject_names(code: str) -> tuple[str, ...]:
    """Return the names of a subject in all languages; nothing for an unknown code."""
    subject = programme().subjects.get(code)
    return tuple(dict.fromkeys(filter(None, subject.names.values()))) if subject else ()


def subject_choices() -> list[tuple[str, str]]:
    """Return code and name of every subject, in the order of the programme: the choices of forms and filters."""
    return _choices(programme().subjects.values())


def series_name(code: str) -> str:
    """Return the name of a series in the active language; an unknown code as it is."""
    series = programme().series.get(code)
    return series.name if series else code


def series_choices() -> list[tuple[str, str]]:
    """Return code and name of every textbook series."""
    return _choices(programme().series.values())


def _choices(terms: Iterable[Term]) -> list[tuple[str, str]]:
    today = localdate()
    return [(term.code, _label(term, today)) for term in terms]


def _label(term: Term, today: date) -> str:
    if term.is_valid(today):
        return term.name
    if term.since is not None and today < term.since:
        return gettext("%(name)s (not yet valid)") % {"name": term.name}
    return gettext("%(name)s (no longer valid)") % {"name": term.name}

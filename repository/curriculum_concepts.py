"""The programme, local subjects and the lessons that a viewer sees, as concepts of SKOS.

Their URIs stay the same in every release and installation: docs/reference/skos.md.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from access.viewer import Viewer
from repository.curriculum.current import programme
from repository.curriculum.programme import GRADES, Programme, Stage, Status, Subject, shipped, stage_of
from repository.curriculum.queries import lessons_for
from repository.formats.skos import Concept, Group, Scheme, Text, Thing, in_languages, urn
from repository.formats.skos.concepts import URN_UUID
from repository.models import CurriculumTerm, Lesson

_NAME = "programme-2018"
PROGRAMME = urn(_NAME)
LOCAL = urn("local")
AT_ONCE = 500  # lessons read from the database together
_UNIT_OF_PERIODS = "tiết"


def subject_uri(code: str) -> str:
    """Return the URI of a subject of the programme."""
    return urn(_NAME, "subject", code)


def series_uri(code: str) -> str:
    """Return the URI of a textbook series of the programme."""
    return urn(_NAME, "series", code)


def grade_uri(grade: int) -> str:
    """Return the URI of a grade."""
    return urn(_NAME, "grade", grade)


def local_uri(uuid: UUID, *parts: object) -> str:
    """Return the URI of a local subject, series or lesson, or of a part of it."""
    return f"{URN_UUID}{uuid5(uuid, '/'.join(map(str, parts))) if parts else uuid}"


def concepts_for(viewer: Viewer) -> Iterator[Thing]:
    """Yield the programme with local subjects and series, and the lessons that the viewer sees."""
    terms = _Terms.read()
    listed = set(lessons_for(viewer).order_by().values_list("subject", "grade").distinct())
    yield from _programme(terms, listed)
    yield from _lessons(viewer, terms)


def list_uris(subject: str, grade: int, series: str) -> tuple[str, str]:
    """Return the URIs of a subject in a grade, and of a textbook series; the second is empty without one."""
    terms = _Terms.read()
    return terms.subject(subject, grade), terms.series(series) if series else ""


@dataclass(frozen=True)
class _Terms:
    """The programme as it is now, and UUID and unit of those terms of it that a unit added, by code."""

    programme: Programme
    local: Mapping[str, tuple[UUID, str]] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "_Terms":
        rows = CurriculumTerm.objects.values_list("code", "uuid", "owner__name")
        return cls(programme(), {code: (uuid, owner or "") for code, uuid, owner in rows})

    def subject(self, code: str, *grade: int) -> str:
        """Return the URI of a subject, or of a subject in a grade."""
        if code in shipped().subjects or code not in self.local:
            return ":".join([subject_uri(code), *map(str, grade)])
        return local_uri(self.local[code][0], *(f"grade-{one}" for one in grade))

    def series(self, code: str) -> str:
        """Return the URI of a textbook series."""
        is_local = code in self.local and code not in shipped().series
        return local_uri(self.local[code][0]) if is_local else series_uri(code)

    def owner(self, code: str) -> str:
        """Return the name of the unit that added a term; empty for the programme."""
        return self.local.get(code, (None, ""))[1]


def _programme(terms: _Terms, listed: Iterable[tuple[str, int]]) -> Iterator[Thing]:
    known = terms.programme
    yield Scheme(PROGRAMME, in_languages(lambda: _("General education programme 2018")))
    yield Scheme(LOCAL, in_languages(lambda: _("Local subjects and lessons")))
    for stage in Stage:
        yield Concept(_stage_uri(stage), PROGRAMME, in_languages(_STAGES[stage]), is_top=True)
    for grade in GRADES:
        parent = _stage_uri(stage_of(grade))
        names = in_languages(_name_of_grade(grade))
        yield Concept(
            grade_uri(grade), PROGRAMME, names, broader=(parent,), notation=str(grade), since=known.since.get(grade)
        )
    lists = set(listed)
    for subject in known.subjects.values():
        yield _subject(terms, subject)
        wanted = {*subject.grades, *(grade for code, grade in lists if code == subject.code)}
        yield from (_taught(terms, subject, grade) for grade in sorted(wanted))
    for series in known.series.values():
        yield Concept(
            terms.series(series.code),
            _scheme(terms, series.code),
            series.names,
            is_top=True,
            variants=_texts(series.short),
            hidden=_hidden(series.words),
            notation=series.code,
            publisher=terms.owner(series.code),
            since=series.since,
            until=series.until,
        )
    yield from _groups(terms)


def _subject(terms: _Terms, subject: Subject) -> Concept:
    return Concept(
        terms.subject(subject.code),
        _scheme(terms, subject.code),
        subject.names,
        is_top=True,
        variants=_texts(subject.short),
        hidden=_hidden(subject.words),
        notation=subject.code,
        publisher=terms.owner(subject.code),
        since=subject.since,
        until=subject.until,
    )


def _taught(terms: _Terms, subject: Subject, grade: int) -> Concept:
    """Return a subject in a grade: below the subject, the grade, and there the subject that it is a part of."""
    whole = subject.whole_in(grade)
    wholes = (terms.subject(whole, grade),) if whole != subject.code else ()
    grades = in_languages(_name_of_grade(grade))
    return Concept(
        terms.subject(subject.code, grade),
        _scheme(terms, subject.code),
        {code: f"{name}, {grades.get(code, grades[MAIN])}" for code, name in _filled(subject.names).items()},
        broader=(terms.subject(subject.code), grade_uri(grade), *wholes),
        notation=f"{subject.code}-{grade}",
        since=subject.since or terms.programme.since.get(grade),
        until=subject.until,
    )


def _groups(terms: _Terms) -> Iterator[Group]:
    """Yield the subjects of each grade by how they are taught."""
    for grade in GRADES:
        for status, name in _STATUSES.items():
            subjects = [one for one in terms.programme.taught_in(grade) if one.status_in(grade) == status]
            if subjects:
                uri = urn(_NAME, "group", status, grade)
                members = tuple(terms.subject(one.code, grade) for one in subjects)
                yield Group(uri, PROGRAMME, in_languages(name(grade)), members)


def _lessons(viewer: Viewer, terms: _Terms) -> Iterator[Concept]:
    rows = lessons_for(viewer).order_by("subject", "grade", "series", "owner", "position", "pk")
    of_list = groupby(rows.iterator(chunk_size=AT_ONCE), lambda one: (one.subject, one.grade, one.series, one.owner_id))
    for (subject, grade, series, _owner), lessons in of_list:
        parent = terms.subject(subject, grade) if subject in terms.programme.subjects else ""
        book = terms.series(series) if series else ""
        chapters = dict[str, str]()
        for lesson in lessons:
            if lesson.unit and lesson.unit not in chapters:
                chapters[lesson.unit] = local_uri(lesson.owner.uuid, subject, grade, series, lesson.unit)
                yield _chapter(lesson, chapters[lesson.unit], len(chapters), parent, book)
            yield _lesson(lesson, chapters.get(lesson.unit, parent), book)


def _chapter(lesson: Lesson, uri: str, position: int, parent: str, book: str) -> Concept:
    return Concept(
        uri,
        LOCAL,
        {"": lesson.unit},
        broader=(parent,) if parent else (),
        is_top=not parent,
        part_of=book,
        publisher=lesson.owner.name,
        position=position,
    )


def _lesson(lesson: Lesson, parent: str, book: str) -> Concept:
    return Concept(
        local_uri(lesson.uuid),
        LOCAL,
        {"": lesson.title},
        broader=(parent,) if parent else (),
        is_top=not parent,
        notation=lesson.number,
        part_of=book,
        extent=f"{lesson.periods} {_UNIT_OF_PERIODS}" if lesson.periods else "",
        publisher=lesson.owner.name,
        position=lesson.position,
        since=lesson.since,
        until=lesson.until,
    )


MAIN = "vi"
_STAGES: Mapping[Stage, Callable[[], str]] = {
    Stage.PRIMARY: lambda: _("Primary school"),
    Stage.LOWER_SECONDARY: lambda: _("Lower secondary school"),
    Stage.UPPER_SECONDARY: lambda: _("Upper secondary school"),
}
_STATUSES: Mapping[Status, Callable[[int], Callable[[], str]]] = {
    Status.COMPULSORY: lambda grade: lambda: _("Grade %(grade)s: compulsory subjects") % {"grade": grade},
    Status.ELECTIVE: lambda grade: (
        lambda: _("Grade %(grade)s: electives, of which pupils choose four") % {"grade": grade}
    ),
    Status.OPTIONAL: lambda grade: lambda: _("Grade %(grade)s: optional subjects") % {"grade": grade},
}


def _name_of_grade(grade: int) -> Callable[[], str]:
    return lambda: _("Grade %(grade)s") % {"grade": grade}


def _filled(names: Mapping[str, str]) -> dict[str, str]:
    return {code: name for code, name in names.items() if name}


def _texts(names: Mapping[str, str]) -> tuple[Text, ...]:
    return tuple(_filled(names).items())


def _hidden(words: Iterable[str]) -> tuple[Text, ...]:
    return tuple(("", word) for word in words)


def _scheme(terms: _Terms, code: str) -> str:
    is_local = code in terms.local and code not in {**shipped().subjects, **shipped().series}
    return LOCAL if is_local else PROGRAMME


def _stage_uri(stage: Stage) -> str:
    return urn(_NAME, "stage", stage)

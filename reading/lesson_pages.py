"""What the screens of lessons show: the lists there are, a list by chapter, a lesson with its resources."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from access.viewer import Viewer
from reading.cards import grade_name
from repository.curriculum import is_subject, programme, series_name, subject_name
from repository.curriculum.queries import current_lessons_for, lesson_name, list_sizes, resource_counts
from repository.models import Lesson


@dataclass(frozen=True)
class ListLink:
    """A list of lessons: the subject's name, the address, the number of lessons."""

    name: str
    url: str
    number: int


@dataclass(frozen=True)
class GradeLists:
    """The lists of a grade, in the order of the programme."""

    name: str
    links: tuple[ListLink, ...]


@dataclass(frozen=True)
class LessonLink:
    """A lesson in a list; `found` is the number of its resources that the viewer may discover."""

    name: str
    url: str
    periods: int | None
    found: int


@dataclass(frozen=True)
class Chapter:
    """Lessons that stand under one heading, which may be empty."""

    heading: str
    lessons: tuple[LessonLink, ...]


@dataclass(frozen=True)
class SeriesLessons:
    """The lessons of one series, or of the programme, that one unit entered."""

    anchor: str
    name: str
    owner: str
    chapters: tuple[Chapter, ...]


def lists_by_grade(viewer: Viewer) -> tuple[GradeLists, ...]:
    """Return the lists that the viewer sees today."""
    order = {code: place for place, code in enumerate(programme().subjects)}
    rows = sorted(list_sizes(viewer), key=lambda row: (row[1], order.get(row[0], len(order))))
    return tuple(
        GradeLists(
            grade_name(grade),
            tuple(
                ListLink(subject_name(code), reverse("reading:lesson_list", args=[code, grade]), number)
                for code, _grade, number in group
            ),
        )
        for grade, group in groupby(rows, key=lambda row: row[1])
    )


def list_title(subject: str, grade: int) -> str:
    """Return the name of a list: “Toán, Lớp 6”."""
    return f"{capfirst(subject_name(subject))}, {grade_name(grade)}"


def series_lists(viewer: Viewer, subject: str, grade: int) -> tuple[SeriesLessons, ...]:
    """Return the lessons of a subject in a grade; empty for a subject that does not exist."""
    if not is_subject(subject):
        return ()
    lessons = current_lessons_for(viewer).filter(subject=subject, grade=grade)
    counts = resource_counts(viewer, lessons)
    place = {code: number for number, code in enumerate(("", *programme().series))}
    ordered = sorted(
        lessons,
        key=lambda one: (place.get(one.series, len(place)), one.series, one.owner_id, one.position, one.pk),
    )
    return tuple(
        SeriesLessons(
            f"bo-{series or 'chung'}-{owner}", heading_of(series), rows[0].owner.name, _chapters(rows, counts)
        )
        for (series, owner), group in groupby(ordered, key=lambda lesson: (lesson.series, lesson.owner_id))
        for rows in [list(group)]
    )


def heading_of(series: str) -> str:
    """Return the name of a series; of none, that of the programme."""
    return series_name(series) if series else _("Lessons of the programme")


def facts(lesson: Lesson) -> list[tuple[str, str]]:
    """Return what is known of a lesson as pairs of name and value, without empty values."""
    lines = [
        (_("Textbook series"), series_name(lesson.series) if lesson.series else ""),
        (_("Chapter or topic"), lesson.unit),
        (_("Periods"), str(lesson.periods or "")),
        (_("Entered by"), lesson.owner.name),
    ]
    return [(name, value) for name, value in lines if value]


def _chapters(lessons: Sequence[Lesson], counts: dict[int, int]) -> tuple[Chapter, ...]:
    return tuple(
        Chapter(heading, tuple(_links(group, counts))) for heading, group in groupby(lessons, key=lambda one: one.unit)
    )


def _links(lessons: Iterable[Lesson], counts: dict[int, int]) -> Iterator[LessonLink]:
    for lesson in lessons:
        url = reverse("reading:lesson", args=[lesson.uuid])
        yield LessonLink(lesson_name(lesson), url, lesson.periods, counts.get(lesson.pk, 0))

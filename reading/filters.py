"""The filters of the results screen: facets with counts, and chips for the filters in use."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from access.viewer import Viewer
from accounts.models import School
from accounts.text import is_uuid
from reading.cards import KINDS, grade_name
from reading.letters import letter_name
from repository.curriculum import programme, subject_name
from repository.curriculum.queries import lesson_name, lessons_for
from repository.languages import language_name
from repository.letters import has_words, plain
from repository.models import Lesson
from repository.queries import collections_for
from search.query import Query

# Values of a facet that are listed, and those of them that are shown without unfolding the list; others are found by
# typing a part of their names.
LISTED_LIMIT, SHOWN_LIMIT, FOUND_LIMIT = 30, 6, 20
Namer = Callable[[str, str], str]  # returns the name of a value, from the facet and the value
Counts = Mapping[str, Mapping[str, int]]  # of resources, by facet and value
Names = Mapping[str, Mapping[str, str]]  # of those values of PRIVATE facets that the viewer sees, in their order
TITLES = {
    "subject": gettext_lazy("Subject"),
    "grade": gettext_lazy("Grade"),
    "lesson": gettext_lazy("Lesson"),
    "kind": gettext_lazy("Kind"),
    "name": gettext_lazy("Author"),
    "heading": gettext_lazy("Subject heading"),
    "school": gettext_lazy("School"),
    "collection": pgettext_lazy("of resources", "Collection"),
    "language": gettext_lazy("Language"),
}
PRIVATE = ("collection", "lesson")  # facets with values that not every viewer sees


@dataclass(frozen=True)
class FacetChoice:
    """A value of a facet with its name and the number of resources."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """The values of one facet: rare ones are folded away, and `left_out` counts the rarest, which are not listed.

    `found` are those whose names have the words `typed`, for readers without JavaScript.
    """

    name: str
    title: str
    shown: tuple[FacetChoice, ...]
    folded: tuple[FacetChoice, ...]
    left_out: int
    typed: str = ""
    found: tuple[FacetChoice, ...] = ()


@dataclass(frozen=True)
class Chip:
    """A filter in use; `url` is the same search without it."""

    text: str
    url: str


def facets(query: Query, counts: Counts, name: Namer, typed: Mapping[str, str] | None = None) -> tuple[Facet, ...]:
    """Return the facets that narrow the results, or with a chosen value; `typed` are words by facet."""
    words = typed or {}
    candidates = [_facet(facet, query, counts.get(facet, {}), name, words.get(facet, "")) for facet in TITLES]
    return tuple(facet for facet in candidates if _narrows(facet, query))


def _narrows(facet: Facet, query: Query) -> bool:
    """Return whether to show a facet: every resource has one of its values, except collections and lessons.

    Lessons are those of a subject or a grade; all of a school would be a list of thousands.
    """
    if any(choice.chosen for choice in facet.shown):
        return True
    if facet.name == "lesson" and not any(
        query.chosen.get(one) or query.meaning.of(one) for one in ("subject", "grade")
    ):
        return False
    return len(facet.shown) > (0 if facet.name in PRIVATE else 1)


def _facet(facet: str, query: Query, counts: Mapping[str, int], name: Namer, typed: str) -> Facet:
    chosen = query.chosen.get(facet, ())
    listed = _listed(facet, query, counts)
    choices = [FacetChoice(value, name(facet, value), counts.get(value, 0), value in chosen) for value in listed]
    shown = tuple(choice for index, choice in enumerate(choices) if index < SHOWN_LIMIT or choice.chosen)
    folded = tuple(choice for index, choice in enumerate(choices) if index >= SHOWN_LIMIT and not choice.chosen)
    left_out = len({*counts, *chosen}) - len(listed)
    if not typed:
        return Facet(facet, str(TITLES[facet]), shown, folded, left_out)
    found = tuple(choice for choice in values_with(facet, typed, counts, name)[:FOUND_LIMIT] if choice not in shown)
    folded = tuple(choice for choice in folded if choice not in found)
    return Facet(facet, str(TITLES[facet]), shown, folded, left_out, typed, found)


def values_with(facet: str, words: str, counts: Mapping[str, int], name: Namer) -> list[FacetChoice]:
    """Return the values whose names have all the words, in any case and without diacritics; the most frequent first."""
    wanted = plain(words)
    return [
        FacetChoice(value, label, counts[value], chosen=False)
        for value in sorted(counts, key=lambda value: _order(facet, value, counts))
        for label in [name(facet, value)]
        if has_words(plain(label), wanted)
    ]


def _listed(facet: str, query: Query, counts: Mapping[str, int]) -> list[str]:
    chosen = query.chosen.get(facet, ())
    values = sorted(dict.fromkeys((*counts, *chosen)), key=lambda value: _order(facet, value, counts))
    return [value for index, value in enumerate(values) if index < LISTED_LIMIT or value in chosen]


def _order(facet: str, value: str, counts: Mapping[str, int]) -> tuple[Any, ...]:
    """Return a sort key: grades by number, lessons as they come, other values by frequency."""
    if facet == "lesson":
        return ()
    if facet == "grade":
        return (int(value) if value.isdecimal() and len(value) < 3 else 99, value)
    return (-counts.get(value, 0), value)


def chips(query: Query, address: str, name: Namer) -> tuple[Chip, ...]:
    """Return a chip for each chosen value."""
    return tuple(
        Chip(name(facet, value), f"{address}?{query.dropping(facet, value).address()}")
        for facet, values in query.chosen.items()
        for value in values
    )


def namer(query: Query, counts: Counts, named: Names) -> Namer:
    """Return a function that names the values that are listed; it reads the names of all schools in one query."""
    return _namer(_listed("school", query, counts.get("school", {})), named)


def namer_of_all(counts: Counts, named: Names) -> Namer:
    """Return a function that names every value of the facets."""
    return _namer(counts.get("school", {}), named)


def private_names(viewer: Viewer, query: Query, counts: Counts) -> Names:
    """Return the names, by UUID, of the collections whose page the viewer may open, and of the lessons that they see.

    Lessons come in the order of their lists.
    """
    uuids = {
        facet: [value for value in {*counts.get(facet, {}), *query.chosen.get(facet, ())} if is_uuid(value)]
        for facet in PRIVATE
    }
    collections = collections_for(viewer).filter(uuid__in=uuids["collection"]) if uuids["collection"] else ()
    lessons = lessons_for(viewer).filter(uuid__in=uuids["lesson"]) if uuids["lesson"] else ()
    return {
        "collection": {str(collection.uuid): collection.name for collection in collections},
        "lesson": {str(lesson.uuid): _lesson_label(lesson) for lesson in lessons},
    }


def _lesson_label(lesson: Lesson) -> str:
    series = programme().series.get(lesson.series)
    return f"{lesson_name(lesson)} ({series.short_name})" if series else lesson_name(lesson)


def without_closed(counts: Counts, named: Names) -> Counts:
    """Return the counts without values of PRIVATE facets that are not among those named."""
    shown = {
        facet: {uuid: counts[facet][uuid] for uuid in named.get(facet, {}) if uuid in counts.get(facet, {})}
        for facet in PRIVATE
    }
    return {**counts, **shown}


def _namer(codes: Collection[str], named: Names) -> Namer:
    schools = dict(School.objects.filter(code__in=codes).values_list("code", "name"))

    def name(facet: str, value: str) -> str:
        if facet == "collection":
            return named.get(facet, {}).get(value, pgettext("of resources", "Collection"))
        if facet == "lesson":
            return named.get(facet, {}).get(value, _("Lesson"))
        if facet == "grade":
            return grade_name(value)
        if facet == "subject":
            return capfirst(subject_name(value))
        if facet == "language":
            return language_name(value)
        if facet == "letter":
            return _("First letter %(letter)s") % {"letter": letter_name(value)}
        if facet in ("name", "heading"):
            return value
        names: Mapping[str, Any] = KINDS if facet == "kind" else schools
        return capfirst(str(names.get(value, value)))

    return name

"""The lessons of a SKOS file: concepts without narrower ones, each below its chapter."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from accounts.text import clean_line
from repository.formats.skos.concepts import URN
from repository.formats.skos.entries import sorted_texts
from repository.formats.skos.found import Found

_TAKEN = frozenset({"skos:narrower", "schema:position", "dcterms:extent", "dcterms:isPartOf", "dc:publisher"})
_LAST = 1_000_000  # the position of a lesson without one


class Why(StrEnum):
    """Why a concept becomes neither a lesson nor a chapter."""

    OTHER_LIST = "other_list"
    NO_NAME = "no_name"
    DEPRECATED = "deprecated"
    CIRCLE = "circle"
    TOO_HIGH = "too_high"


@dataclass(frozen=True)
class LessonConcept:
    """A lesson: title, number, chapter and length as the file has them; all but the title may be empty."""

    title: str
    number: str = ""
    chapter: str = ""
    extent: str = ""


@dataclass(frozen=True)
class LessonFile:
    """What a file has of a list: its lessons in order, other concepts, and properties that lessons do not have."""

    lessons: tuple[LessonConcept, ...]
    left_out: tuple[tuple[str, Why], ...] = ()
    lost: tuple[str, ...] = ()


def lessons_of(concepts: Sequence[Found], *, top: str = "", series: str = "") -> LessonFile:
    """Return the lessons of a list.

    Of a file of Tủ Sách only what is below `top` counts, the URI of the subject in the grade, and of that only what is
    part of `series`, the URI of a textbook series; empty for lessons of the programme.
    """
    tree = _Tree(concepts, top, series)
    judged = [(concept, tree.refusal(concept)) for concept in concepts if concept.uri not in tree.chapters]
    lessons = sorted((concept for concept, why in judged if why is None), key=_position)
    return LessonFile(
        tuple(map(tree.lesson, lessons)),
        tuple((_name(concept) or concept.uri, why) for concept, why in judged if why is not None),
        tuple(dict.fromkeys(name for concept in lessons for name in _lost(concept))),
    )


class _Tree:
    """The concepts of a file by URI, with what is above and below each."""

    def __init__(self, concepts: Iterable[Found], top: str, series: str) -> None:
        self._by_uri: Mapping[str, Found] = {one.uri: one for one in concepts}
        above = {one.uri: [uri for uri in one.broader if uri in self._by_uri] for one in self._by_uri.values()}
        below = defaultdict[str, list[str]](list)
        for uri, parents in above.items():
            for parent in parents:
                below[parent].append(uri)
        self._above, self._parents = above, set(below)
        self._listed = set(self._by_uri)
        if any(uri.startswith(URN) for uri in self._by_uri):  # a file of Tủ Sách
            self._listed = {uri for uri in _reached([top], below) if _is_of_series(self._by_uri[uri], series)}
        self._over_lessons = _reached([uri for uri in self._by_uri if uri not in self._parents], above)
        lessons = [one for one in self._by_uri.values() if self.refusal(one) is None]
        self.chapters = {chapter.uri for one in lessons if (chapter := self._chapter(one))}

    def refusal(self, concept: Found) -> Why | None:
        """Return why a concept is no lesson of the list; None for a lesson."""
        if concept.uri not in self._listed or concept.uri.startswith(URN):
            return Why.OTHER_LIST
        if concept.is_deprecated:
            return Why.DEPRECATED
        if not _name(concept):
            return Why.NO_NAME
        if concept.uri in self._parents:
            return Why.TOO_HIGH if concept.uri in self._over_lessons else Why.CIRCLE
        return None

    def lesson(self, concept: Found) -> LessonConcept:
        """Return a concept as a lesson."""
        chapter = self._chapter(concept)
        extent = (concept.others or {}).get("dcterms:extent", ())
        return LessonConcept(
            _name(concept),
            next((clean_line(text) for _list, text in concept.notations), ""),
            _name(chapter) if chapter else "",
            clean_line(next(iter(extent), "")),
        )

    def _chapter(self, concept: Found) -> Found | None:
        above = next(iter(self._above[concept.uri]), "")
        return None if not above or above.startswith(URN) or above not in self._listed else self._by_uri[above]


def _is_of_series(concept: Found, series: str) -> bool:
    own = (concept.others or {}).get("dcterms:isPartOf", ())
    return series in own if series else not own


def _reached(starts: Iterable[str], steps: Mapping[str, Sequence[str]]) -> set[str]:
    """Return what one step or more lead to."""
    reached, waiting = set[str](), list(starts)
    while waiting:
        for uri in steps.get(waiting.pop(), ()):
            if uri not in reached:
                reached.add(uri)
                waiting.append(uri)
    return reached


def _name(concept: Found) -> str:
    return next((clean_line(text) for _language, text in sorted_texts(concept.names)), "")


def _position(concept: Found) -> tuple[int, int]:
    text = next(iter((concept.others or {}).get("schema:position", ())), "")
    return int(text) if text.isdecimal() and len(text) < 7 else _LAST, concept.number


def _lost(concept: Found) -> list[str]:
    texts = {
        "skos:altLabel": concept.variants,
        "skos:hiddenLabel": concept.hidden,
        "skos:scopeNote": concept.notes,
        "skos:notation": concept.notations[1:],
    }
    other_names = (f"skos:prefLabel@{language}" for language, _text in sorted_texts(concept.names)[1:])
    return [
        *other_names,
        *(name for name, found in texts.items() if found),
        *(name for name in concept.others or () if name not in _TAKEN),
        *concept.too_long,
    ]

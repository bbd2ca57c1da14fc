"""Recognise the lesson that a question names beside a subject or a grade: “bài 5 toán 6”, “bài quang hợp khtn 7”.

It is understood only if exactly one lesson that the viewer sees is meant; the name of a textbook series tells lessons
of the same number apart.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from search.analysis import Token, tokens
from search.meaning import Meaning, Phrase, Term
from search.plain_questions.vocabulary import same_word
from search.query import MAX_WORDS, QUOTED

CUES = tokens("bài lesson unit")
MIN_WORDS = 2  # of a part of a title; a whole title may be one word
_NUMBER = re.compile(r"\d{1,3}")


@dataclass(frozen=True)
class NamedLesson:
    """A lesson by what a question may call it; `series`: folded names of its series; `label` names it whole."""

    uuid: str
    label: str
    number: str
    title: str
    series: tuple[Phrase, ...] = ()


LessonsOf = Callable[[Collection[str], Collection[str]], Sequence[NamedLesson]]  # of some subjects, in some grades
Understand = Callable[[str], Meaning]


def with_lesson(text: str, understand: Understand, lessons_of: LessonsOf) -> Meaning:
    """Return what a question names, with the lesson if it names one; else what it names without.

    Only what stands outside the name of the lesson is understood otherwise: the 5 of “bài 5 toán 6” is no grade.
    """
    typed = tokens(QUOTED.sub(lambda quoted: " " * len(quoted.group()), text))[:MAX_WORDS]
    for run in _runs(typed):
        start, end = run[0].start, run[-1].end
        outside = text[:start] + " " * (end - start) + text[end:]
        around = understand(outside)
        subjects, grades = around.of("subject"), around.of("grade")
        if not (subjects or grades):
            continue
        lesson = _only(_named(run[1:], lessons_of(subjects, grades)), outside)
        if lesson is not None:
            term = Term(start, end, label=lesson.label, values=(("lesson", lesson.uuid),))
            rest = tuple(sorted((*run, *around.rest), key=lambda token: token.start))
            return replace(around, rest=rest, lesson=term)
    return understand(text)


def _runs(typed: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Yield what may name a lesson: “bài” and the words that follow, the longest run of each first."""
    for at, token in enumerate(typed):
        if any(same_word(token, cue) for cue in CUES):
            yield from (typed[at:end] for end in range(len(typed), at + 1, -1))


def _named(words: Sequence[Token], lessons: Sequence[NamedLesson]) -> list[NamedLesson]:
    """Return the lessons with this number, title or part of a title."""
    number = words[0].folded if _NUMBER.fullmatch(words[0].folded) else ""
    title = words[1:] if number else words
    found = [lesson for lesson in lessons if not number or _numbers(lesson) == {int(number)}]
    if not title:
        return found
    titles = [(lesson, tokens(lesson.title)) for lesson in found]
    whole = [lesson for lesson, known in titles if len(known) == len(title) and _begins(title, known)]
    return whole or [lesson for lesson, known in titles if len(title) >= MIN_WORDS and _stands_in(title, known)]


def _only(found: Sequence[NamedLesson], outside: str) -> NamedLesson | None:
    """Return the one lesson that is found; of several, the one whose series is named."""
    if len(found) > 1:
        words = tuple(token.folded for token in tokens(outside))
        found = [one for one in found if any(_contains(words, series) for series in one.series)]
    return found[0] if len(found) == 1 else None


def _numbers(lesson: NamedLesson) -> set[int]:
    return {int(number) for number in _NUMBER.findall(lesson.number)}


def _begins(words: Sequence[Token], known: Sequence[Token]) -> bool:
    return len(known) >= len(words) and all(map(same_word, words, known))


def _stands_in(words: Sequence[Token], known: Sequence[Token]) -> bool:
    return any(_begins(words, known[at:]) for at in range(len(known)))


def _contains(words: Phrase, phrase: Phrase) -> bool:
    return any(words[at : at + len(phrase)] == phrase for at in range(len(words))) if phrase else False

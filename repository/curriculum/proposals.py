"""Propose subjects and grades for a record: from names in its title and contents, from lessons, from like records.

Proposals are offered on top of the choices; only what the title itself names is chosen beforehand
(names_in_titles.py). docs/reference/curriculum-proposals.md has the hit rate. scikit-learn was considered: it weighs
100 MB, and a school that begins has nothing to train on.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from access.viewer import Viewer
from repository.curriculum.current import programme
from repository.curriculum.names_in_titles import guess
from repository.curriculum.queries import current_lessons_for
from repository.letters import plain
from repository.models import Resource
from repository.queries import owned_by

MAX_LIKE = 1_000  # records that are compared, the newest ones
MAX_LINES = 60  # of a table of contents
NEAREST = 5
MIN_LIKENESS, MIN_COMMON = 0.3, 2  # 0 to 1; expressions
MIN_SHARE = 0.5  # of the likeness of the nearest records, which a subject needs
OFFERED = 3  # of each


@dataclass(frozen=True)
class Proposals:
    """Codes of subjects and grades, the likeliest first; empty where nothing speaks for any."""

    subjects: tuple[str, ...] = ()
    grades: tuple[int, ...] = ()


@dataclass(frozen=True)
class Known:
    """A text with the subjects and the grades that people gave it: of a record, or of a lesson."""

    text: str
    subjects: Sequence[str]
    grades: Sequence[int]


def proposals_for(viewer: Viewer, resource: Resource, *, title: str = "") -> Proposals:
    """Return the proposals for a resource of the viewer's school; `title` replaces its own."""
    headings = resource.pages.exclude(heading="").order_by("order_key").values_list("heading", flat=True)
    contents = [*headings[:MAX_LINES], *resource.contents.splitlines()[:MAX_LINES]]
    described = owned_by(viewer).exclude(pk=resource.pk).exclude(subjects=[]).order_by("-pk")
    columns = described.values_list("title", "subtitle", "subjects", "grades")[:MAX_LIKE]
    like = [Known(f"{name} {more}", subjects, grades) for name, more, subjects, grades in columns]
    rows = current_lessons_for(viewer).values_list("title", "subject", "grade")
    lessons = [Known(name, [subject], [grade]) for name, subject, grade in rows]
    return propose(title or f"{resource.title}. {resource.subtitle}", contents, like=like, lessons=lessons)


def propose(
    title: str, contents: Iterable[str] = (), *, like: Sequence[Known] = (), lessons: Sequence[Known] = ()
) -> Proposals:
    """Return what the title names, then what the contents name, what lessons say, and what like records say."""
    lines = [line for line in contents if line.strip()]
    found = [
        guess(title),
        _from_lessons([title, *lines], lessons),
        guess(*lines),
        (_from_topics([title, *lines]), []),
        (_from_like(f"{title} {' '.join(lines)}", like), []),
    ]
    grades = tuple(dict.fromkeys(grade for _codes, grades in found for grade in grades))
    subjects = dict.fromkeys(code for codes, _grades in found for code in _whole(codes, grades[:1]))
    return Proposals(tuple(subjects)[:OFFERED], grades[:OFFERED])


def _whole(codes: Iterable[str], grades: Sequence[int]) -> Iterator[str]:
    """Yield the subject that is taught in the grade before the one that is its part: natural science before physics."""
    for code in codes:
        if grades and code in programme().subjects:
            yield programme().subjects[code].whole_in(grades[0])
        yield code


def _from_topics(lines: Sequence[str]) -> list[str]:
    """Return the subject whose topics the lines name most often; nothing if two are equal."""
    text = " ".join(f" {plain(line)} " for line in lines)
    votes = Counter(
        {
            code: sum(text.count(f" {plain(topic)} ") for topic in subject.topics)
            for code, subject in programme().subjects.items()
        }
    )
    best, second = votes.most_common(2)
    return [best[0]] if best[1] > second[1] else []


def _from_lessons(lines: Sequence[str], lessons: Sequence[Known]) -> tuple[list[str], list[int]]:
    """Return subject and grade of the list to which most lines belong: a line belongs to it with a whole title."""
    texts = [f" {plain(line)} " for line in lines]
    votes = Counter[tuple[str, int]]()
    for lesson in lessons:
        words = plain(lesson.text)
        if " " in words and any(f" {words} " in text for text in texts):
            votes[lesson.subjects[0], lesson.grades[0]] += len(words.split())
    best = votes.most_common(2)
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return [], []
    (subject, grade), _votes = best[0]
    return [subject], [grade]


def _from_like(text: str, like: Sequence[Known]) -> list[str]:
    """Return subjects of the records that share the rarest expressions with a text.

    Their grades are no proposal: measured, they were wrong as often as right.
    """
    known = [set(_pairs(one.text)) for one in like]
    number = Counter(pair for pairs in known for pair in pairs)
    weight = {pair: math.log(1 + len(known) / count) for pair, count in number.items()}
    own = set(_pairs(text))
    scored = [(_likeness(own, pairs, weight), one) for pairs, one in zip(known, like, strict=True)]
    nearest = sorted((pair for pair in scored if pair[0] >= MIN_LIKENESS), key=lambda pair: -pair[0])[:NEAREST]
    votes: dict[str, float] = defaultdict(float)
    for score, one in nearest:
        for code in one.subjects:
            votes[code] += score
    total = sum(score for score, _one in nearest)
    ranked = sorted(votes, key=lambda code: -votes[code])
    return [code for code in ranked if votes[code] >= MIN_SHARE * total]


def _likeness(own: set[str], other: set[str], weight: Mapping[str, float]) -> float:
    """Return the weight of the common expressions as a share of the other's, 0 to 1."""
    common, whole = own & other, sum(weight[pair] for pair in other)
    return sum(weight[pair] for pair in common) / whole if len(common) >= MIN_COMMON else 0


def _pairs(text: str) -> list[str]:
    """Return the words and the pairs of neighbouring words: Vietnamese words have one or two syllables."""
    words = plain(text).split()
    return [*(word for word in words if not word.isdigit()), *map(" ".join, pairwise(words))]

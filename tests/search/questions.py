"""The list of plain questions and its shelf, read from docs/reference."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from pathlib import Path

from repository.curriculum import subject_names
from search.document import PartDocument, ResourceDocument
from search.meaning import Meaning
from search.migrations import __file__ as migrations
from search.plain_questions.recognition import understand
from search.plain_questions.respelling import respelt
from search.plain_questions.vocabulary import Entry, Vocabulary
from search.query import Query, understood_again
from search.synonyms import lines, values
from tests.search.conformance import FOLDER, NONE
from tests.search.conformance import shelf as conformance_shelf
from tests.search.documents import page, resource

SCHOOLS = {
    "nguyen-du": "Trường THCS Nguyễn Du",
    "le-quy-don": "Trường THCS Lê Quý Đôn",
    "chu-van-an": "Trường Tiểu học Chu Văn An",
    "ben-do": "Trường THPT Bến Đò",
}


@dataclass(frozen=True)
class Question:
    """One line: what is understood; the first hits in groups, the best first; others, and what may not be found."""

    group: str
    text: str
    understood: frozenset[str]
    first: tuple[frozenset[str], ...]
    also: frozenset[str]
    never: frozenset[str]
    left_out: str

    def differences(self, understood: Meaning, shown: list[str], left_out: str) -> Iterator[str]:
        """Yield how an answer differs from the line; `shown` are the names of all hits in their order."""
        codes = {term.code for term in understood.terms}
        if codes != self.understood:
            yield f"{self.text}: understood {sorted(codes)}, not {sorted(self.understood)}"
        at = 0
        for group in self.first:
            if set(shown[at : at + len(group)]) != group:
                yield f"{self.text}: shows {shown[:12]}, not {[sorted(each) for each in self.first]}"
                break
            at += len(group)
        if missing := self.also - set(shown[at:]):
            yield f"{self.text}: does not find {sorted(missing)}"
        if wrong := self.never & set(shown):
            yield f"{self.text}: finds {sorted(wrong)}"
        if self.group == "nothing" and shown:
            yield f"{self.text}: finds {shown}"
        if left_out != self.left_out:
            yield f"{self.text}: leaves out {left_out!r}, not {self.left_out!r}"


def questions() -> list[Question]:
    """All lines."""
    with (FOLDER / "questions.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    return [_question(*row) for row in rows]


def misspelt() -> list[tuple[str, str]]:
    """Return questions with an error in the name of a grade, a subject or a kind, each with the question meant."""
    text = (FOLDER / "questions-misspelt.tsv").read_text(encoding="utf-8")
    return [(typed, meant) for line in text.splitlines()[1:] for typed, _, meant in [line.partition("\t")]]


def _question(group: str, text: str, understood: str, first: str, also: str, never: str, left_out: str) -> Question:
    groups = tuple(frozenset(names.split()) for names in first.split(" > ")) if first != NONE else ()
    sets = [frozenset(names.split()) - {NONE} for names in (understood, also, never)]
    return Question(group, text, sets[0], groups, sets[1], sets[2], "" if left_out == NONE else left_out)


def shelf() -> list[ResourceDocument | PartDocument]:
    """Return the shelf of the conformance list and the school resources."""
    made = list[ResourceDocument | PartDocument]()
    ages = count(1_000)
    for block in (FOLDER / "questions-shelf.txt").read_text(encoding="utf-8").split("\n[")[1:]:
        made += _documents(block, next(ages))
    return [*conformance_shelf(), *made]


@cache
def shelf_names() -> frozenset[str]:
    """Return the names of the resources of the shelf."""
    text = "\n".join(
        (FOLDER / file).read_text(encoding="utf-8") for file in ("conformance-shelf.txt", "questions-shelf.txt")
    )
    return frozenset(line[1:].partition("]")[0] for line in text.splitlines() if line.startswith("["))


def _documents(block: str, age: int) -> Iterator[ResourceDocument | PartDocument]:
    head, facets, *text = block.splitlines()
    name, _, rest = head.partition("] ")
    title, *names = rest.split(" | ")
    kind, subjects, grades, languages, school = ([] if v == NONE else v.split("+") for v in facets[2:].split())
    descriptions = [line[2:] for line in text if line.startswith("> ")]
    document = resource(name, title, names=tuple(names), kind=kind[0], school=school[0], age=age)
    yield replace(
        document,
        subjects=tuple(subjects),
        grades=tuple(grades),
        languages=tuple(languages),
        texts=(*descriptions, *(each for subject in subjects for each in subject_names(subject))),
    )
    pages = "\n".join(line for line in text if not line.startswith("> ")).split("\n---\n")
    for number, words in enumerate(pages, start=1):
        if words.strip():
            yield page(name, number, words, before=words, after="")


@cache
def shipped_entries() -> tuple[Entry, ...]:
    """Return the rows of the table of synonyms that the product ships."""
    file = Path(migrations).parent / "0001_synonyms.tsv"
    with file.open(encoding="utf-8", newline="") as rows:
        return tuple(_entry(row) for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


def _entry(row: dict[str, str]) -> Entry:
    texts = {name: lines(row[name].replace(", ", "\n")) for name in ("words", "short", "near")}
    return Entry(**texts, values=values(row["means"].split()), near_values=values(row["near_means"].split()))


@cache
def shipped() -> Vocabulary:
    """Return the vocabulary that the product ships."""
    return Vocabulary.of(shipped_entries())


def asked(text: str, **how) -> Query:
    """Return the query of a question, with what is understood of it."""

    def meaning(words: str) -> Meaning:
        return understand(words, shipped(), lambda: SCHOOLS)

    def respell(words: str) -> str:
        return respelt(words, shipped(), meaning)

    return understood_again(Query(text, understand=meaning, respell=respell, **how))

"""`python -m bench.typing_errors list`: print the questions of docs/reference/typing-errors.tsv; the same at each call.

`python -m bench.typing_errors tantivy|elastic [FOLDER]`: print how many questions find what was meant, for each kind of
question and number of syllables. Without FOLDER the questions of the list are asked on the shelf of the conformance
list; with it, new ones on the text files in it.

A question is a phrase of two to four syllables from the texts, with one letter lost, doubled, swapped with the next or
replaced by its neighbour on the keyboard; or written with the keys of Telex or VNI. It finds what was meant if one of
the first three hits contains the phrase. Two kinds hold no error: phrases, and words of one text that stand apart in
it. They are right if the first three hits are the same without correction.
"""

import random
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bench.search import elastic_address, tantivy_url
from repository.spelling import fold
from search.analysis import words
from search.backends import open_backend
from search.backends.protocol import SearchBackend
from search.document import PartDocument, ResourceDocument
from search.keyboards import TELEX, VNI, Keyboard
from search.query import Query
from tests.search.conformance import shelf
from tests.search.documents import EVERYBODY, READERS, page, resource
from tests.search.engines import long_timeouts

LIST = Path("docs/reference/typing-errors.tsv")
ERRORS = ("lost", "doubled", "swapped", "neighbour")
KEYS = {"telex": TELEX, "vni": VNI}
CORRECT = ("phrase", "apart")
SYLLABLES = (2, 3, 4)
EACH = 30  # questions with errors, for each kind and number of syllables; of the others a third
SEED = 14
FIRST = 3  # hits among which the meant phrase must be
PAGE = 1_500  # characters
KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
LETTERS = re.compile(r"[a-z ]+")
CLAUSES = re.compile(r"[^\w ]+|_")

Documents = Sequence[ResourceDocument | PartDocument]


@dataclass(frozen=True)
class Question:
    """What was typed, and what was meant."""

    kind: str
    typed: str
    meant: str

    @property
    def syllables(self) -> int:
        """The number of syllables that were meant."""
        return len(self.meant.split())


def neighbours() -> Mapping[str, str]:
    """Return the letters beside each letter on the keyboard."""
    places = {letter: (row, column) for row, line in enumerate(KEYBOARD) for column, letter in enumerate(line)}
    beside = {(0, -1), (0, 1), (1, 0), (1, -1), (-1, 0), (-1, 1)}
    return {
        letter: "".join(other for other, (r, c) in places.items() if (r - row, c - column) in beside)
        for letter, (row, column) in places.items()
    }


def questions(documents: Documents, seed: int = SEED) -> Iterator[Question]:
    """Yield distinct questions; half of those with errors, and of those without, are typed without diacritics."""
    chance = random.Random(seed)
    clauses = [clause.split() for text in _texts(documents) for clause in CLAUSES.split(text)]
    seen: set[str] = set()
    for length in SYLLABLES:
        long_enough = [clause for clause in clauses if len(clause) >= length]
        for kind in (*ERRORS, *KEYS, *CORRECT):
            made = 0
            while made < (EACH if kind in ERRORS else EACH // 3):
                clause = chance.choice(long_enough)
                meant = " ".join(_some(clause, length, chance, apart=kind == "apart")).lower()
                typed = _typed(meant, kind, chance, marked=made % 2 == 0)
                has_error = _folded(typed) != _folded(meant)
                if typed in seen or has_error == (kind in CORRECT) or not LETTERS.fullmatch(fold(meant)):
                    continue
                seen.add(typed)
                made += 1
                yield Question(kind, typed, meant)


def keys_of(keyboard: Keyboard, text: str) -> str:
    """Return the keys that make a text: marks after their letters, the tone at the end of the word."""
    return " ".join(_keys(keyboard, word) for word in text.split())


def mangled(text: str, kind: str, chance: random.Random) -> str:
    """Return the text with one error in one of its words."""
    typed = text.split()
    at = chance.randrange(len(typed))
    typed[at] = _mangled(typed[at], kind, chance)
    return " ".join(typed) if all(typed) else text


def found(backend: SearchBackend, documents: Documents, asked: Iterable[Question]) -> list[bool]:
    """Return for each question whether it finds what was meant; for one without error whether it is not corrected."""
    holding = _holding(documents)
    answers = []
    for question in asked:
        hits = _first(backend, Query(question.typed))
        if question.kind in CORRECT:
            answers.append(hits == _first(backend, Query(question.typed, literal=True)))
            continue
        phrase = f" {_folded(question.meant)} "
        answers.append(any(phrase in text for key in hits for text in holding[key]))
    return answers


def read_list() -> list[Question]:
    """Return the questions of the list."""
    return [Question(*line.split("\t")) for line in LIST.read_text(encoding="utf-8").splitlines()[1:]]


def text_files(folder: Path) -> Documents:
    """Return one resource for each text file under the folder, named after it, with pages."""
    made: list[ResourceDocument | PartDocument] = []
    for path in sorted(folder.rglob("*.txt")):
        text, name = path.read_text(encoding="utf-8", errors="replace"), str(path.relative_to(folder))
        made.append(resource(name, path.stem))
        pages = [text[start : start + PAGE] for start in range(0, len(text), PAGE)]
        made += [page(name, number, each) for number, each in enumerate(pages, start=1)]
    return made


def _folded(text: str) -> str:
    return fold(" ".join(words(text)))


def _first(backend: SearchBackend, query: Query) -> list[str]:
    results = backend.search(query, allowed=EVERYBODY, parts_allowed=READERS)
    return [hit.key for hit in results.hits[:FIRST]]


def _some(clause: Sequence[str], length: int, chance: random.Random, *, apart: bool) -> Sequence[str]:
    """Return words of the clause: neighbours, or each beside no other, in any order."""
    if not apart:
        start = chance.randrange(len(clause) - length + 1)
        return clause[start : start + length]
    places = chance.sample(range(len(clause)), length)
    return [clause[at] for at in places] if all(b - a != 1 for a, b in pairwise(places)) else [""]


def _typed(meant: str, kind: str, chance: random.Random, *, marked: bool) -> str:
    if kind in KEYS:
        return keys_of(KEYS[kind], meant)
    asked = meant if marked else fold(meant)
    return asked if kind in CORRECT else mangled(asked, kind, chance)


def _keys(keyboard: Keyboard, word: str) -> str:
    keys, last = "", ""
    tone_keys = {tone: key for key, tone in keyboard.tones.items() if tone}
    mark_keys = {marked: plain + key for key, made in keyboard.marks.items() for plain, marked in made}
    for letter in unicodedata.normalize("NFC", word):
        tones = [mark for mark in unicodedata.normalize("NFD", letter) if mark in tone_keys]
        last = tone_keys[tones[0]] if tones else last
        plain = unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", letter) if c not in tones))
        keys += mark_keys.get(plain, plain)
    return keys + last


def _mangled(word: str, kind: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    letter, before, after = word[at], word[:at], word[at + 1 :]
    if kind == "lost":
        return before + after
    if kind == "doubled":
        return before + letter * 2 + after
    if kind == "swapped":
        return before + after[:1] + letter + after[1:]
    return before + chance.choice(neighbours().get(fold(letter), letter)) + after


def _texts(documents: Documents) -> Iterator[str]:
    for document in documents:
        if isinstance(document, ResourceDocument):
            yield document.title
            yield from document.names
        else:
            yield document.text


def _holding(documents: Documents) -> Mapping[str, list[str]]:
    """Return the folded words of each text of a resource, with spaces around them, by key."""
    holding: dict[str, list[str]] = {}
    for document in documents:
        if isinstance(document, ResourceDocument):
            key, texts = document.key, [document.title, *document.names]
        else:
            across = [f"{document.before_break} {document.after_break}"] if document.before_break else []
            key, texts = document.resource, [document.text, *across]
        holding.setdefault(key, []).extend(f" {_folded(text)} " for text in texts)
    return holding


def main() -> None:
    """Print the list, or the table of one engine."""
    which, folder = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""
    documents = text_files(Path(folder)) if folder else shelf()
    if which == "list":
        print("kind\ttyped\tmeant")
        for question in questions(documents):
            print(f"{question.kind}\t{question.typed}\t{question.meant}")
        return
    asked = list(questions(documents)) if folder else read_list()
    with long_timeouts():
        backend = open_backend(tantivy_url("typing-errors") if which == "tantivy" else f"{elastic_address()}/typing")
        backend.rebuild(documents)
        answers = list(zip(asked, found(backend, documents, asked), strict=True))
    for kinds in ([kind] for kind in ERRORS), [ERRORS], ([kind] for kind in (*KEYS, *CORRECT)):
        for group in kinds:
            rows = [[hit for q, hit in answers if q.kind in group and q.syllables == n] for n in SYLLABLES]
            cells = [f"{sum(row)} of {len(row)}" for row in (*rows, [hit for row in rows for hit in row])]
            print(f"| {', '.join(group)} | {' | '.join(cells)} |")
    for question, hit in answers:
        if not hit:
            print(f"not found: {question.kind}: {question.typed} ({question.meant})", file=sys.stderr)


if __name__ == "__main__":
    main()

"""The conformance list and its shelf, read from docs/reference."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from search.document import PartDocument, ResourceDocument
from search.engine_results import EngineResults
from search.query import Query
from tests.search.documents import EVERYBODY, READERS, key_of, page, resource
from tests.support.template import ROOT

FOLDER = ROOT / "docs" / "reference"
NONE = "-"


@dataclass(frozen=True)
class Case:
    """One line: the first hits and their tier, and all other hits."""

    group: str
    text: str
    tier: tuple[str, ...]
    first: frozenset[str]
    others: frozenset[str]
    approximate: bool

    def differences(self, results: EngineResults, names: dict[str, str]) -> Iterator[str]:
        """Yield how the results of an engine differ; `names` by key."""
        shown = {names[hit.key]: hit.tier for hit in results.hits}
        if set(shown) != self.first | self.others:
            yield f"{self.text}: shows {sorted(shown)}, not {sorted(self.first | self.others)}"
            return
        best = [results.hits[0].tier] if results.hits else []
        first = {name for name, tier in shown.items() if tier in best}
        tier = tuple(map(str, (best[0].form, best[0].spelling, best[0].field))) if best and best[0] else ()
        if (first, tier) != (set(self.first), self.tier):
            yield f"{self.text}: the first are {sorted(first)} as {tier}, not {sorted(self.first)} as {self.tier}"
        if results.total != len(shown) or results.facets.get("school", {}) != dict.fromkeys(shown, 1):
            yield f"{self.text}: counts {results.total} and {results.facets.get('school')}, shows {len(shown)}"
        misspelt = results.approximate or results.searched is not None
        if misspelt != self.approximate:
            yield f"{self.text}: {'' if misspelt else 'not '}taken for misspelt"


def cases() -> list[Case]:
    """All lines."""
    lines = (FOLDER / "conformance.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [_case(*line.split("\t")) for line in lines]


def _case(group: str, text: str, tier: str, first: str, others: str, words: str) -> Case:
    return Case(group, text, _names(tier), frozenset(_names(first)), frozenset(_names(others)), words == "near")


def _names(text: str) -> tuple[str, ...]:
    return () if text == NONE else tuple(text.split())


def shelf() -> list[ResourceDocument | PartDocument]:
    """Return the documents; each resource has a school of its own, so that the facet counts each."""
    made: list[ResourceDocument | PartDocument] = []
    texts: list[str] = []
    ages = count()
    for line in (FOLDER / "conformance-shelf.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name, _, rest = line[1:].partition("] ")
            title, *names = (part.strip() for part in rest.split(" | "))
            texts = [name, ""]
            made.append(resource(name, title, names=tuple(names), school=name, age=next(ages)))
        elif line == "---":
            texts.append("")
        elif line and not line.startswith("#"):
            texts[-1] += f"\n{line}" if texts[-1] else line
            made = _with_pages(made, texts)
    return made


def _with_pages(made: list[ResourceDocument | PartDocument], texts: list[str]) -> list[ResourceDocument | PartDocument]:
    """Replace the pages of the last resource, which has one more line or page."""
    name, *pages = texts
    before = [document for document in made if getattr(document, "resource", "") != key_of(name)]
    following = [*pages[1:], ""]
    return before + [
        page(name, number, text, before=text, after=after)
        for number, (text, after) in enumerate(zip(pages, following, strict=True), start=1)
    ]


def ask(backend, text: str) -> EngineResults:
    """Return all hits, with access to everything."""
    return backend.search(Query(text, size=100), allowed=EVERYBODY, parts_allowed=READERS)

"""The index in a folder, with Tantivy: the default, without any server. The only file that imports tantivy."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import tantivy
from tantivy import FieldType, Occur, Order
from tantivy import Query as Clause

from access.policy import Allowed
from search.analysis import EDGE, tokens
from search.backends.generations import Generations
from search.backends.plan import (
    MOST_GROUPS,
    PARTS_SHOWN,
    WEIGHT,
    Asked,
    Graded,
    Keys,
    PartsWanted,
    Selected,
    Selection,
    Shown,
    answer,
)
from search.backends.protocol import NONE_LEFT_OUT
from search.document import FACETS, PART_FIELDS, RESOURCE_FIELDS, Document, FieldKind, ResourceDocument, microseconds
from search.errors import EngineUnavailable
from search.matching import AtLeast, Condition, Every, Phrase, Similar, Word
from search.query import DEEPEST, Query, Sort
from search.results import Outcome, PartHit, Results

SPLIT = "white_space"
HEAP = 60_000_000  # bytes for each of the two indexes
MOST_PARTS = 1_000  # of one resource, looked at to show the first
MOST_VALUES = 500  # of a facet

KINDS: Mapping[FieldKind, dict[str, Any]] = {
    FieldKind.KEY: {"stored": True, "tokenizer_name": "raw", "index_option": "basic"},
    FieldKind.WORDS: {"tokenizer_name": SPLIT, "index_option": "position"},
    FieldKind.BAG: {"tokenizer_name": SPLIT, "index_option": "freq"},
    FieldKind.LABEL: {"tokenizer_name": "raw", "index_option": "basic"},
    FieldKind.FACET: {"fast": True, "tokenizer_name": "raw", "index_option": "basic"},
    FieldKind.ORDER: {"fast": True, "tokenizer_name": "raw", "index_option": "basic"},
}


def _schema(fields: Mapping[str, FieldKind]) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name, kind in fields.items():
        if kind == FieldKind.NUMBER:
            # Signed: an unsigned fast field makes the writer's thread panic on the integers that Document writes.
            builder.add_integer_field(name, indexed=True, fast=True)
        else:
            builder.add_text_field(name, **KINDS[kind])
    return builder.build()


RESOURCES, PARTS = _schema(RESOURCE_FIELDS), _schema(PART_FIELDS)
Opened = tuple[tantivy.Index, tantivy.Index]


def _open(generation: Path) -> Opened:
    indexes = []
    for name, schema in (("resources", RESOURCES), ("parts", PARTS)):
        (generation / name).mkdir(exist_ok=True)
        index = tantivy.Index(schema, path=str(generation / name))
        splitter = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer(SPLIT, splitter)
        indexes.append(index)
    return indexes[0], indexes[1]


class TantivyBackend:
    """Reads in every process; writes in the one that holds the lock."""

    def __init__(self, folder: Path) -> None:
        self._generations = Generations(folder)
        self._reading: tuple[object, Opened] | None = None
        self._writing: tuple[Path, tuple[tantivy.IndexWriter, tantivy.IndexWriter]] | None = None

    # --- writing

    def put(self, documents: Sequence[Document]) -> list[Outcome]:
        """See SearchBackend."""
        writers = self._writers()
        known = self._revisions(documents)
        outcomes = [_add(writers, document, known.get(document.key)) for document in documents]
        _commit(writers)
        return outcomes

    def drop(self, resources: Collection[str]) -> None:
        """See SearchBackend."""
        writers = self._writers()
        for key in resources:
            writers[0].delete_documents_by_term("key", key)
            writers[1].delete_documents_by_term("resource", key)
        _commit(writers)

    def drop_parts(self, keys: Collection[str]) -> None:
        """See SearchBackend."""
        writers = self._writers()
        for key in keys:
            writers[1].delete_documents_by_term("key", key)
        _commit(writers)

    def rebuild(self, documents: Iterable[Document]) -> list[Outcome]:
        """See SearchBackend."""
        with self._generations.take_rebuilding():
            generation = self._generations.begin()
            indexes = _open(generation)
            writers = (indexes[0].writer(HEAP), indexes[1].writer(HEAP))
            outcomes = (_add(writers, document, None) for document in documents)
            problems = [outcome for outcome in outcomes if outcome.problem]
            _commit(writers)
            for writer in writers:
                writer.wait_merging_threads()
            self._generations.switch(generation)
        return problems

    def refresh(self) -> None:
        """Readers look at what is committed at each search: nothing is left to do."""

    def close(self) -> None:
        """Let another process write."""
        self._writing = None
        self._generations.release()

    # --- reading

    def is_ready(self) -> bool:
        """See SearchBackend."""
        return self._generations.is_ready()

    def search(
        self,
        query: Query,
        *,
        allowed: Allowed,
        inside: Allowed,
        left_out: frozenset[str] = NONE_LEFT_OUT,
        closed: frozenset[str] = NONE_LEFT_OUT,
    ) -> Results:
        """See SearchBackend."""
        if self._opened() is None:
            return Results(0, (), {})
        return answer(self, Asked(query, allowed, inside, left_out, closed))

    def suggest(self, prefix: str, *, allowed: Allowed, size: int = 8) -> list[str]:
        """See SearchBackend."""
        words = [token.folded for token in tokens(prefix)]
        if not words or self._opened() is None:
            return []
        begins = Clause.phrase_prefix_query(RESOURCES, "title_folded", list(words))
        searcher = self._searchers()[0]
        found, _ = _ranked(searcher, _all_of([_silent(begins), _access(RESOURCES, allowed)]), 0, size)
        return [key for key, _ in found]

    def parts_of(self, resource: str) -> frozenset[str]:
        """See SearchBackend."""
        if self._opened() is None:
            return frozenset()
        searcher = self._searchers()[1]
        found = searcher.search(Clause.term_query(PARTS, "resource", resource, "basic"), max(searcher.num_docs, 1))
        return frozenset(_key(searcher, address) for _, address in found.hits)

    def groups(
        self, conditions: Sequence[Condition], *, inside: Allowed, closed: frozenset[str]
    ) -> list[Mapping[str, int]]:
        """See plan.Engine."""
        searcher, reach = self._searchers()[1], _access(PARTS, inside)
        shut = [(Occur.MustNot, Clause.term_set_query(PARTS, "resource", sorted(closed)))] if closed else []
        found: list[Mapping[str, int]] = []
        for condition in reversed(conditions):
            if found and not found[0]:  # every condition implies the last one, which nothing fulfils
                return [{} for _ in conditions]
            query = Clause.boolean_query([(Occur.Must, _condition(PARTS, condition)), (Occur.Must, reach), *shut])
            found.append(_counts(searcher, query, ["resource"], MOST_GROUPS)["resource"])
        return found[::-1]

    def select(self, selection: Selection) -> Selected:
        """See plan.Engine."""
        searcher, query = self._searchers()[0], selection.query
        narrowed = _selected(selection, leave="")
        open_facets = [facet for facet in FACETS if facet not in query.chosen]
        facets = _counts(searcher, narrowed, open_facets, MOST_VALUES)
        for facet in query.chosen:
            facets |= _counts(searcher, _selected(selection, leave=facet), [facet], MOST_VALUES)
        ranked, total = _page(searcher, narrowed, query)
        return Selected(total, tuple(ranked), facets)

    def show(self, wanted: PartsWanted) -> Shown:
        """See plan.Engine."""
        searcher, reach = self._searchers()[1], _access(PARTS, wanted.inside)
        graded = _graded(PARTS, wanted.grades)
        return {
            key: _first_parts(searcher, _all_of([graded, reach, _one(PARTS, "resource", key)]))
            for key in wanted.resources
        }

    # --- opening

    def _writers(self) -> tuple[tantivy.IndexWriter, tantivy.IndexWriter]:
        """The writers of the current generation; it may have been switched by a rebuild since the last time."""
        self._generations.take_writing()
        if not self._generations.is_ready():
            self._generations.switch(self._generations.begin())
        current = self._generations.current()
        assert current is not None
        if self._writing is None or self._writing[0] != current:
            self._writing = None  # the old ones give their locks back first
            indexes = _open(current)
            self._writing = (current, (indexes[0].writer(HEAP, 1), indexes[1].writer(HEAP, 1)))
        return self._writing[1]

    def _opened(self) -> Opened | None:
        """The current generation, read again when a commit or a rebuild changed it; None before the first."""
        current = self._generations.current()
        if current is None:
            return None
        if not self._generations.is_ready():
            raise EngineUnavailable
        stamp = (current, *(_stamp(current / name) for name in ("resources", "parts")))
        if self._reading is None or self._reading[0] != stamp:
            same = self._reading is not None and self._reading[0][0] == current  # type: ignore[index]
            indexes = self._reading[1] if same and self._reading else _open(current)
            for index in indexes:
                index.reload()
            self._reading = (stamp, indexes)
        return self._reading[1]

    def _searchers(self) -> tuple[tantivy.Searcher, tantivy.Searcher]:
        opened = self._opened()
        if opened is None:
            raise EngineUnavailable
        return opened[0].searcher(), opened[1].searcher()

    def _revisions(self, documents: Sequence[Document]) -> dict[str, int]:
        """The revisions that the index holds of these documents."""
        known: dict[str, int] = {}
        for searcher, schema in zip(self._searchers(), (RESOURCES, PARTS), strict=True):
            keys = [d.key for d in documents if isinstance(d, ResourceDocument) == (schema is RESOURCES)]
            if not keys or not searcher.num_docs:
                continue
            found = searcher.search(Clause.term_set_query(schema, "key", keys), len(keys), count=False)
            addresses = [address for _, address in found.hits]
            revisions = searcher.fast_field_values("revision", addresses)
            known |= {_key(searcher, a): int(r or 0) for a, r in zip(addresses, revisions, strict=True)}
        return known


def _stamp(folder: Path) -> int:
    try:
        return (folder / "meta.json").stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _add(writers: tuple[tantivy.IndexWriter, tantivy.IndexWriter], document: Document, known: int | None) -> Outcome:
    if known is not None and known > document.revision:
        return Outcome(document.key)
    is_resource = isinstance(document, ResourceDocument)
    try:
        values = document.index()
        made = tantivy.Document.from_dict(dict(values), RESOURCES if is_resource else PARTS)
    except (ValueError, TypeError, OverflowError) as error:
        return Outcome(document.key, problem=str(error))
    writer = writers[0] if is_resource else writers[1]
    writer.delete_documents_by_term("key", document.key)
    writer.add_document(made)
    return Outcome(document.key)


def _commit(writers: Iterable[tantivy.IndexWriter]) -> None:
    for writer in writers:
        writer.commit()


def _key(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
    return searcher.doc(address)["key"][0]


def _counts(searcher: tantivy.Searcher, query: Clause, fields: Sequence[str], most: int) -> dict[str, dict[str, int]]:
    if not fields:
        return {}
    terms = {name: {"terms": {"field": name, "size": most, "segment_size": most * 10}} for name in fields}
    found = searcher.aggregate(query, terms)
    return {name: {row["key"]: row["doc_count"] for row in found[name]["buckets"]} for name in fields}


def _page(searcher: tantivy.Searcher, query: Clause, asked: Query) -> tuple[list[tuple[str, float]], int]:
    if asked.sort == Sort.RELEVANCE and asked.units:
        return _ranked(searcher, query, asked.offset, asked.size)
    field, order = ("by_title", Order.Asc) if asked.sort == Sort.TITLE else ("age", Order.Desc)
    found = searcher.search(query, asked.size, offset=asked.offset, order_by_field=field, order=order)
    return [(_key(searcher, address), 0.0) for _, address in found.hits], found.count


def _ranked(searcher: tantivy.Searcher, query: Clause, offset: int, size: int) -> tuple[list[tuple[str, float]], int]:
    """By score, then by age: Tantivy breaks ties by where a document happens to lie, so all that tie are fetched."""
    limit = offset + size
    found = searcher.search(query, limit)
    while (
        len(found.hits) == limit < min(found.count, DEEPEST) and found.hits[-1][0] == found.hits[offset + size - 1][0]
    ):
        limit = min(limit * 8, DEEPEST)
        found = searcher.search(query, limit)
    ages = searcher.fast_field_values("age", [address for _, address in found.hits])
    ranked = sorted(zip(found.hits, ages, strict=True), key=lambda row: (-row[0][0], -int(row[1] or 0)))
    return [(_key(searcher, hit[1]), hit[0]) for hit, _ in ranked[offset : offset + size]], found.count


def _first_parts(searcher: tantivy.Searcher, query: Clause) -> tuple[tuple[PartHit, ...], int]:
    found = searcher.search(query, MOST_PARTS)
    orders = searcher.fast_field_values("order", [address for _, address in found.hits])
    ranked = sorted(zip(found.hits, orders, strict=True), key=lambda row: (-row[0][0], int(row[1] or 0)))
    return tuple(PartHit.of(_key(searcher, hit[1])) for hit, _ in ranked[:PARTS_SHOWN]), found.count


def _selected(selection: Selection, *, leave: str) -> Clause:
    """The query of a selection, with every chosen facet but one."""
    query = selection.query
    clauses = [(Occur.Must, _access(RESOURCES, selection.allowed))]
    if selection.grades:
        clauses.append((Occur.Must, _graded(RESOURCES, selection.grades)))
    for facet, values in query.chosen.items():
        if facet != leave:
            clauses.append((Occur.Must, _silent(Clause.term_set_query(RESOURCES, facet, list(values)))))
    if selection.left_out:
        clauses.append((Occur.MustNot, Clause.term_set_query(RESOURCES, "key", sorted(selection.left_out))))
    clauses += [(Occur.Should, Clause.boost_query(_condition(RESOURCES, word), WEIGHT)) for word in selection.weights]
    return Clause.boolean_query(clauses)


def _graded(schema: tantivy.Schema, grades: Iterable[Graded]) -> Clause:
    """The highest score of those fulfilled."""
    return Clause.disjunction_max_query(
        [Clause.const_score_query(_condition(schema, grade.condition), float(grade.score)) for grade in grades]
    )


def _access(schema: tantivy.Schema, allowed: Allowed) -> Clause:
    """The rule of access/policy.py; it adds nothing to a score."""
    now = microseconds(allowed.instant)
    is_open = [
        Clause.term_query(schema, "published", 1),
        Clause.range_query(schema, "opens", FieldType.Integer, upper_bound=now),
        Clause.range_query(schema, "closes", FieldType.Integer, lower_bound=now, include_lower=False),
        Clause.term_set_query(schema, "labels", sorted(allowed.keys)),
    ]
    by_staff = Clause.term_set_query(schema, "labels", sorted(allowed.staff_keys))
    return _silent(Clause.boolean_query([(Occur.Should, _all_of(is_open)), (Occur.Should, by_staff)]))


def _condition(schema: tantivy.Schema, condition: Condition | Keys) -> Clause:
    match condition:
        case Word(field, word):
            return Clause.term_query(schema, field, word, "freq")
        case Similar(field, word):
            return Clause.fuzzy_term_query(schema, field, word, 1, True)
        case Phrase(field, words, similar) if similar:
            patterns = [_one_letter_away(word) if at in similar else word for at, word in enumerate(words)]
            return Clause.regex_phrase_query(schema, field, list(patterns))
        case Phrase(field, words):
            return Clause.phrase_query(schema, field, list(words))
        case Every(conditions):
            return _all_of([_condition(schema, part) for part in conditions])
        case AtLeast(count, conditions):
            return Clause.boolean_query([(Occur.Should, _condition(schema, part)) for part in conditions], count)
        case Keys(keys):
            return Clause.term_set_query(schema, "key", sorted(keys))


def _one_letter_away(word: str) -> str:
    """A regular expression of what the fuzzy query takes: the word, one letter other, more, less, or two exchanged."""
    places = range(len(word))
    ways = {word}
    ways |= {f"{word[:at]}.?{word[at + 1 :]}" for at in places}
    ways |= {f"{word[:at]}.{word[at:]}" for at in range(len(word) + 1)}
    ways |= {f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}" for at in places[:-1]}
    return f"({'|'.join(sorted(ways))})"


def _one(schema: tantivy.Schema, field: str, value: str) -> Clause:
    return _silent(Clause.term_query(schema, field, value, "basic"))


def _silent(query: Clause) -> Clause:
    return Clause.const_score_query(query, 0.0)


def _all_of(queries: Iterable[Clause]) -> Clause:
    return Clause.boolean_query([(Occur.Must, query) for query in queries])


assert EDGE.isprintable()
assert not EDGE.isalnum()

"""What Tantivy found: in an order of our own where it has none, with names and counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import tantivy
from tantivy import Order
from tantivy import Query as Clause

from search.backends.execution import PARTS_PER_HIT, Ranked
from search.engine_results import PartHit
from search.query import MAX_DEPTH, Query, Sort

MANY_TIE = 500  # hits fetched beyond the page, so that those that tie with its last are among them
ALL = "*"
MAX_PARTS = 1_000  # of one resource, looked at to show the first


@dataclass(frozen=True)
class Counts:
    """How many documents, and for each field how many of which value."""

    total: int
    values: Mapping[str, Mapping[str, int]]


def key_of(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
    return searcher.doc(address)["key"][0]


def counts(searcher: tantivy.Searcher, query: Clause, fields: Sequence[str], most: int) -> Counts:
    """For each field how many documents have which value, and how many there are in all."""
    wanted: dict[str, dict] = {
        name: {"terms": {"field": name, "size": most, "segment_size": most * 10}} for name in fields
    }
    found = searcher.aggregate(query, {**wanted, ALL: {"value_count": {"field": "revision"}}})
    values = {name: {row["key"]: row["doc_count"] for row in found[name]["buckets"]} for name in fields}
    return Counts(int(found[ALL]["value"]), values)


def in_order(searcher: tantivy.Searcher, query: Clause, asked: Query) -> Ranked:
    """One page by title, or the newest first."""
    field, order = ("by_title", Order.Asc) if asked.sort == Sort.TITLE else ("age", Order.Desc)
    found = searcher.search(query, asked.size, count=False, offset=asked.offset, order_by_field=field, order=order)
    return tuple((key_of(searcher, address), 0.0) for _, address in found.hits)


def by_score(searcher: tantivy.Searcher, query: Clause, offset: int, size: int) -> Ranked:
    """By score, then by age: Tantivy breaks ties by where a document happens to lie, so all that tie are fetched."""
    last, limit = offset + size, min(offset + size + MANY_TIE, MAX_DEPTH)
    hits = searcher.search(query, limit, count=False).hits
    while len(hits) == limit < MAX_DEPTH and hits[-1][0] == hits[last - 1][0]:
        limit = min(limit * 8, MAX_DEPTH)
        hits = searcher.search(query, limit, count=False).hits
    if len(hits) > last:
        hits = [hit for hit in hits if hit[0] >= hits[last - 1][0]]
    ages = searcher.fast_field_values("age", [address for _, address in hits])
    ordered = sorted(zip(hits, ages, strict=True), key=lambda row: (-row[0][0], -int(row[1] or 0)))
    return tuple((key_of(searcher, hit[1]), hit[0]) for hit, _ in ordered[offset:last])


def first_parts(searcher: tantivy.Searcher, query: Clause) -> tuple[tuple[PartHit, ...], int]:
    found = searcher.search(query, MAX_PARTS)
    orders = searcher.fast_field_values("order", [address for _, address in found.hits])
    ranked = sorted(zip(found.hits, orders, strict=True), key=lambda row: (-row[0][0], int(row[1] or 0)))
    return tuple(PartHit.of(key_of(searcher, hit[1])) for hit, _ in ranked[:PARTS_PER_HIT]), _total(found)


def _total(found: tantivy.SearchResult) -> int:
    """Its own type description leaves this attribute out."""
    return int(found.count)  # type: ignore[attr-defined]

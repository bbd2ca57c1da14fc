"""What Tantivy found: in an order of our own where it has none, with names and counts."""

from collections.abc import Sequence

import tantivy
from tantivy import Order
from tantivy import Query as Clause

from search.backends.plan import PARTS_SHOWN
from search.query import DEEPEST, Query, Sort
from search.results import PartHit

MOST_PARTS = 1_000  # of one resource, looked at to show the first


def key_of(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
    return searcher.doc(address)["key"][0]


def counts(searcher: tantivy.Searcher, query: Clause, fields: Sequence[str], most: int) -> dict[str, dict[str, int]]:
    if not fields:
        return {}
    terms = {name: {"terms": {"field": name, "size": most, "segment_size": most * 10}} for name in fields}
    found = searcher.aggregate(query, terms)
    return {name: {row["key"]: row["doc_count"] for row in found[name]["buckets"]} for name in fields}


def page_of(searcher: tantivy.Searcher, query: Clause, asked: Query) -> tuple[list[tuple[str, float]], int]:
    if asked.sort == Sort.RELEVANCE and asked.units:
        return ranked(searcher, query, asked.offset, asked.size)
    field, order = ("by_title", Order.Asc) if asked.sort == Sort.TITLE else ("age", Order.Desc)
    found = searcher.search(query, asked.size, offset=asked.offset, order_by_field=field, order=order)
    return [(key_of(searcher, address), 0.0) for _, address in found.hits], _total(found)


def ranked(searcher: tantivy.Searcher, query: Clause, offset: int, size: int) -> tuple[list[tuple[str, float]], int]:
    """By score, then by age: Tantivy breaks ties by where a document happens to lie, so all that tie are fetched."""
    limit = offset + size
    found = searcher.search(query, limit)
    while (
        len(found.hits) == limit < min(_total(found), DEEPEST) and found.hits[-1][0] == found.hits[offset + size - 1][0]
    ):
        limit = min(limit * 8, DEEPEST)
        found = searcher.search(query, limit)
    ages = searcher.fast_field_values("age", [address for _, address in found.hits])
    ranked = sorted(zip(found.hits, ages, strict=True), key=lambda row: (-row[0][0], -int(row[1] or 0)))
    return [(key_of(searcher, hit[1]), hit[0]) for hit, _ in ranked[offset : offset + size]], _total(found)


def first_parts(searcher: tantivy.Searcher, query: Clause) -> tuple[tuple[PartHit, ...], int]:
    found = searcher.search(query, MOST_PARTS)
    orders = searcher.fast_field_values("order", [address for _, address in found.hits])
    ranked = sorted(zip(found.hits, orders, strict=True), key=lambda row: (-row[0][0], int(row[1] or 0)))
    return tuple(PartHit.of(key_of(searcher, hit[1])) for hit, _ in ranked[:PARTS_SHOWN]), _total(found)


def _total(found: tantivy.SearchResult) -> int:
    """Its own type description leaves this attribute out."""
    return int(found.count)  # type: ignore[attr-defined]

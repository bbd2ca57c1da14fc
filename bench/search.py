"""`python -m bench.search tantivy|tantivy-bare|elastic|elastic-bare RECORDS [KEYS]`: p95 of a search in ms.

The product runs all of SearchBackend.search: tiers, filter, facets, total. The baseline is one bare query to the same
index: all words in one field, the same filter, the same facets, the first twenty, the exact total. With CLOCK=cpu the
processor time is measured, for Tantivy on a machine that others use at the same time.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import tantivy

from access.policy import AccessFilter
from bench.corpus import documents, keys, queries
from bench.site import server_address
from repository.spelling import fold
from search.analysis import words
from search.backends import open_backend
from search.document import FACETS, microseconds
from search.query import Query

CLOCK = time.thread_time if os.environ.get("CLOCK") == "cpu" else time.perf_counter
QUERIES = 60
WARM_UP = 10
Search = Callable[[str, AccessFilter], int]


def main() -> None:
    """Build the index once, warm up, measure, print."""
    which, records = sys.argv[1], int(sys.argv[2])
    number = int(sys.argv[3]) if len(sys.argv) > 3 else 1_000
    engine, _, bare = which.partition("-")
    url = tantivy_url(f"index-{records}") if engine == "tantivy" else f"{elastic_address()}/bench{records}"
    _build(url, records)
    search = (_bare_tantivy(url) if engine == "tantivy" else _bare_elastic(url)) if bare else _ours(url)
    allowed, asked = keys(number), queries(WARM_UP + QUERIES)
    for text in asked[:WARM_UP]:
        search(text, allowed)
    times, totals = [], 0
    for text in asked[WARM_UP:]:
        started = CLOCK()
        totals += search(text, allowed)
        times.append(1000 * (CLOCK() - started))
    print(json.dumps({"value": sorted(times)[round(0.95 * len(times)) - 1], "check": totals}))


def _build(url: str, records: int) -> None:
    mark = Path("var/bench") / f"search-{url.partition(':')[0]}-{records}"
    backend = open_backend(url)
    if mark.exists() and backend.is_ready():
        return
    refused = backend.rebuild(documents(records))
    assert not refused, refused[:3]
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()


def _ours(url: str) -> Search:
    backend = open_backend(url)
    return lambda text, allowed: backend.search(Query(text), allowed=allowed, parts_allowed=allowed).total


def _bare_tantivy(url: str) -> Search:
    folder = Path(url.removeprefix("tantivy://"))
    index = tantivy.Index.open(str(folder / (folder / "current").read_text().strip() / "resources"))
    schema, searcher = index.schema, index.searcher()
    facets = {name: {"terms": {"field": name, "size": 500, "segment_size": 5000}} for name in FACETS}

    def search(text: str, allowed: AccessFilter) -> int:
        all_words = [tantivy.Query.term_query(schema, "all_folded", fold(word)) for word in words(text)]
        reach = tantivy.Query.const_score_query(
            tantivy.Query.term_set_query(schema, "labels", sorted(allowed.keys)), 0.0
        )
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, clause) for clause in [*all_words, reach]])
        found = searcher.search(query, 20)
        searcher.aggregate(query, facets)
        return int(found.count)  # type: ignore[attr-defined]

    return search


def _bare_elastic(url: str) -> Search:
    client = httpx.Client(base_url=f"{url}-resources", timeout=60)
    facets = {name: {"terms": {"field": name, "size": 500}} for name in FACETS}

    def search(text: str, allowed: AccessFilter) -> int:
        must = [{"term": {"all_folded": fold(word)}} for word in words(text)]
        reach = [
            {"terms": {"labels": sorted(allowed.keys)}},
            {"range": {"opens": {"lte": microseconds(allowed.instant)}}},
        ]
        body = {
            "query": {"bool": {"must": must, "filter": reach}},
            "aggs": facets,
            "size": 20,
            "track_total_hits": True,
        }
        answer = client.post("/_search", json=body)
        answer.raise_for_status()
        return int(answer.json()["hits"]["total"]["value"])

    return search


def tantivy_url(name: str) -> str:
    """Return the SEARCH_URL of an index that stays for the next run."""
    folder = (Path("var/bench") / name).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return f"tantivy://{folder}"


def elastic_address() -> str:
    """Return the address of the server that `make services` starts."""
    return server_address("SEARCH_URL").rpartition("/")[0]


if __name__ == "__main__":
    main()

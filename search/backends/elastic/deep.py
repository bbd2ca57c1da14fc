"""Pages of hits further down than the server's window reaches: it is walked from the top in one point in time."""

from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.dsl import Search

from search.backends.elastic.connection import body_of

WINDOW = 10_000  # from + size, beyond which the server refuses (index.max_result_window)
KEEP_ALIVE = "1m"
WANTED = ("query", "post_filter", "sort")


def is_deep(offset: int, size: int) -> bool:
    """Whether the server would refuse this page."""
    return offset + size > WINDOW


def page(client: Elasticsearch, index: str, search: Search, *, offset: int, size: int) -> list[tuple[str, float]]:
    """Keys and scores of one page of a sorted search: what changes meanwhile moves no hit from page to page."""
    asked = {name: value for name, value in search.to_dict().items() if name in WANTED}
    moment = body_of(client.open_point_in_time(index=index, keep_alive=KEEP_ALIVE))["id"]
    try:
        return _walk(client, {**asked, "source": False, "track_total_hits": False}, moment, offset, size)
    finally:
        client.close_point_in_time(id=moment)


def _walk(client: Elasticsearch, asked: dict[str, Any], moment: str, offset: int, size: int) -> list[tuple[str, float]]:
    passed = 0
    after: dict[str, Any] = {}
    while True:
        step = min(WINDOW, offset - passed) or size
        pit = {"id": moment, "keep_alive": KEEP_ALIVE}
        hits = body_of(client.search(pit=pit, size=step, **after, **asked))["hits"]["hits"]
        if passed == offset or not hits:
            return [(hit["_id"], hit["_score"] or 0.0) for hit in hits] if passed == offset else []
        passed += len(hits)
        after = {"search_after": hits[-1]["sort"]}
        if len(hits) < step:
            return []

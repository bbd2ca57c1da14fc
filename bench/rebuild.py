"""`python -m bench.rebuild tantivy|tantivy-bare|elastic|elastic-bare RECORDS`: seconds to fill a new index and switch.

The product runs SearchBackend.rebuild: it analyses the text and reads every outcome. The baseline is the engine alone,
which gets analysed fields. Neither reads a database.
"""

import json
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
import tantivy

from bench.corpus import documents
from bench.search import elastic_address, tantivy_url
from search.backends import open_backend
from search.backends.elastic.indexes import FIELDS, KINDS
from search.backends.tantivy.schema import RESOURCES, SPLIT
from search.document import ResourceDocument

HEAP = 60_000_000
AT_ONCE = 500


def main() -> None:
    """Create the records, measure, print, delete the index."""
    which, records = sys.argv[1], int(sys.argv[2])
    made = list(documents(records))
    engine, _, bare = which.partition("-")
    measured = (_bare_tantivy if engine == "tantivy" else _bare_elastic) if bare else _ours
    seconds = measured(engine, made)
    print(json.dumps({"value": seconds, "check": records}))


def _ours(engine: str, made: Sequence[ResourceDocument]) -> float:
    url = tantivy_url("rebuilt") if engine == "tantivy" else f"{elastic_address()}/benchrebuilt"
    started = time.perf_counter()
    refused = open_backend(url).rebuild(made)
    seconds = time.perf_counter() - started
    assert not refused, refused[:3]
    if engine == "tantivy":
        shutil.rmtree(url.removeprefix("tantivy://"))
    else:
        _drop("benchrebuilt-*")
    return seconds


def _bare_tantivy(engine: str, made: Sequence[ResourceDocument]) -> float:
    fields = [dict(document.index()) for document in made]
    folder = Path(tantivy_url("bare").removeprefix("tantivy://"))
    index = tantivy.Index(RESOURCES, path=str(folder))
    index.register_tokenizer(SPLIT, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    started = time.perf_counter()
    writer = index.writer(HEAP)
    for values in fields:
        writer.add_document(tantivy.Document.from_dict(values, RESOURCES))
    writer.commit()
    writer.wait_merging_threads()
    seconds = time.perf_counter() - started
    shutil.rmtree(folder)
    return seconds


def _bare_elastic(engine: str, made: Sequence[ResourceDocument]) -> float:
    lines = [f'{{"index":{{"_id":"{one.key}"}}}}\n{json.dumps(dict(one.index()))}\n'.encode() for one in made]
    properties = {name: KINDS[kind] for name, kind in FIELDS["resources"].items()}
    settings = {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"}
    with httpx.Client(base_url=f"{elastic_address()}/benchbare", timeout=300) as client:
        mapping = {"properties": properties, "_source": {"enabled": False}}
        client.put("", json={"settings": settings, "mappings": mapping}).raise_for_status()
        started = time.perf_counter()
        for at in range(0, len(lines), AT_ONCE):
            body = b"".join(lines[at : at + AT_ONCE])
            sent = client.post("/_bulk", content=body, headers={"Content-Type": "application/x-ndjson"})
            assert not sent.raise_for_status().json()["errors"]
        client.post("/_refresh").raise_for_status()
        seconds = time.perf_counter() - started
    _drop("benchbare")
    return seconds


def _drop(pattern: str) -> None:
    with httpx.Client(base_url=elastic_address(), timeout=60) as client:
        for row in client.get(f"/_cat/indices/{pattern}?format=json").raise_for_status().json():
            client.delete(f"/{row['index']}").raise_for_status()


if __name__ == "__main__":
    main()

"""Names of indices on the real Elasticsearch."""

import json
import urllib.request
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from tests.support import servers


def make() -> str:
    """SEARCH_URL of a name without indices."""
    _sweep()
    return f"{_server()}/{servers.a_name()}"


def copy(url: str) -> str:
    """SEARCH_URL of a name with the same indices, behind the same aliases."""
    source, target = _name(url), make()
    for index, about in _ask("GET", f"/{source}*").items():
        _ask("POST", f"/{index}/_refresh")
        _ask("PUT", f"/{index}/_block/write")
        changes: dict[str, Any] = {
            "settings": {"index.blocks.write": None, "index.number_of_replicas": 0},
            "aliases": {alias.replace(source, _name(target)): {} for alias in about["aliases"]},
        }
        _ask("PUT", f"/{index}/_clone/{index.replace(source, _name(target))}?wait_for_active_shards=1", changes)
        _ask("PUT", f"/{index}/_settings", {"index.blocks.write": None})
    return target


def take_away(url: str) -> None:
    """All indices of this name."""
    for index in _ask("GET", f"/_cat/indices/{_name(url)}*?format=json"):
        _ask("DELETE", f"/{index['index']}")


@cache
def _sweep() -> None:
    for index in _ask("GET", "/_cat/indices/test-*?format=json"):
        if servers.is_left_over(index["index"]):
            _ask("DELETE", f"/{index['index']}?ignore_unavailable=true")


def _name(url: str) -> str:
    return urlsplit(url).path.strip("/")


def _server() -> str:
    return urlsplit(servers.address("SEARCH_URL"))._replace(path="").geturl()


def _ask(method: str, path: str, body: object = None) -> Any:
    sent = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        f"{_server()}{path}", data=sent, method=method, headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)

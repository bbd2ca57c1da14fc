"""Index names on the real Elasticsearch."""

import json
import urllib.request
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from tests.support import servers


def unused_url() -> str:
    """Return a SEARCH_URL with a name that no index has."""
    _delete_abandoned()
    return f"{_server()}/{servers.unique_name()}"


def copy(url: str) -> str:
    """Copy the indexes of a SEARCH_URL with their aliases; return the SEARCH_URL of the copy."""
    source, target = _name(url), unused_url()
    for index, about in _request("GET", f"/{source}*").items():
        _request("POST", f"/{index}/_refresh")
        _request("PUT", f"/{index}/_block/write")
        changes: dict[str, Any] = {
            "settings": {"index.blocks.write": None, "index.number_of_replicas": 0},
            "aliases": {alias.replace(source, _name(target)): {} for alias in about["aliases"]},
        }
        _request("PUT", f"/{index}/_clone/{index.replace(source, _name(target))}?wait_for_active_shards=1", changes)
        _request("PUT", f"/{index}/_settings", {"index.blocks.write": None})
    return target


def delete(url: str) -> None:
    """Delete every index of this name."""
    for index in _request("GET", f"/_cat/indices/{_name(url)}*?format=json"):
        _request("DELETE", f"/{index['index']}")


@cache
def _delete_abandoned() -> None:
    for index in _request("GET", "/_cat/indices/test-*?format=json"):
        if servers.is_abandoned(index["index"]):
            _request("DELETE", f"/{index['index']}?ignore_unavailable=true")


def _name(url: str) -> str:
    return urlsplit(url).path.strip("/")


def _server() -> str:
    return urlsplit(servers.address("SEARCH_URL"))._replace(path="").geturl()


def _request(method: str, path: str, body: object = None) -> Any:
    sent = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        f"{_server()}{path}", data=sent, method=method, headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)

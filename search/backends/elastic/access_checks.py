"""Checks of an Elasticsearch server; the owner's mark is a document in an index of its own, which no rebuild touches.

Uses plain HTTP: the client library refuses a server that is not Elasticsearch 8 before we can report what it is.
"""

from typing import Any
from uuid import UUID

import httpx

from search.errors import EngineRefused, EngineUnavailable, NotElasticsearch, UnsupportedEngineVersion

MAJOR = 8
TIMEOUT = 3.0  # seconds
CONFLICT = 409
_PRODUCT = "x-elastic-product"


class ElasticHost:
    """See IndexHost. The mark is the document `owner` of the index `PREFIX.owner`."""

    def __init__(self, url: str, *, prefix: str) -> None:
        self._url = url
        self._index = f"{prefix}.owner"

    def check_reachable(self) -> None:
        """See IndexHost."""
        version = self._version()
        if version.partition(".")[0] != str(MAJOR):
            raise UnsupportedEngineVersion(version=version)

    def owner(self) -> UUID | None:
        """See IndexHost."""
        response = self._request("GET", f"/{self._index}/_doc/owner")
        if response.status_code == httpx.codes.NOT_FOUND:
            return None
        try:
            return UUID(_json_object(response)["_source"]["installation"])
        except (ValueError, KeyError, TypeError):
            return UUID(int=0)

    def claim(self, installation: UUID) -> None:
        """See IndexHost."""
        self._write("PUT", "_create", installation)

    def take_over(self, installation: UUID) -> None:
        """See IndexHost."""
        self._write("PUT", "_doc", installation)

    def _write(self, method: str, endpoint: str, installation: UUID) -> None:
        single_shard = {"settings": {"number_of_shards": 1, "number_of_replicas": 0}}
        self._request("PUT", f"/{self._index}", single_shard)  # an error if it exists already, which is fine
        path = f"/{self._index}/{endpoint}/owner?refresh=true"
        response = self._request(method, path, {"installation": str(installation)})
        if response.is_error and response.status_code != CONFLICT:
            raise EngineUnavailable

    def _version(self) -> str:
        """Return the version; a server without modules does not answer at its root, but lists its nodes."""
        response = self._request("GET", "/")
        if response.status_code == httpx.codes.METHOD_NOT_ALLOWED and _PRODUCT in response.headers:
            nodes = _json_object(self._request("GET", "/_nodes/_local?filter_path=nodes.*.version")).get("nodes", {})
            return next((str(node.get("version", "")) for node in nodes.values()), "")
        version = _json_object(response).get("version")
        if not isinstance(version, dict) or "number" not in version or version.get("distribution"):
            raise NotElasticsearch  # OpenSearch names itself as the distribution
        return str(version["number"])

    def _request(self, method: str, path: str, body: Any = None) -> httpx.Response:
        try:
            response = httpx.request(method, self._url + path, json=body, timeout=TIMEOUT, trust_env=False)
        except (httpx.InvalidURL, httpx.RemoteProtocolError) as error:
            raise NotElasticsearch from error
        except httpx.HTTPError as error:
            raise EngineUnavailable from error
        if response.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            raise EngineRefused
        if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise EngineUnavailable
        return response


def _json_object(response: httpx.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError as error:
        raise NotElasticsearch from error
    if not isinstance(body, dict):
        raise NotElasticsearch
    return body

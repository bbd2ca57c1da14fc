"""The server of an index and the mark of its owner: a document in an index of its own, which no rebuild touches.

Spoken in plain HTTP: the client library refuses to talk to what is no Elasticsearch 8 before one can say so.
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
    """See Premises. The mark is the document `owner` of the index `PREFIX.owner`."""

    def __init__(self, url: str, *, prefix: str) -> None:
        self._url = url
        self._index = f"{prefix}.owner"

    def check_reachable(self) -> None:
        """See Premises."""
        version = self._version()
        if version.partition(".")[0] != str(MAJOR):
            raise UnsupportedEngineVersion(version=version)

    def owner(self) -> UUID | None:
        """See Premises."""
        answer = self._ask("GET", f"/{self._index}/_doc/owner")
        if answer.status_code == httpx.codes.NOT_FOUND:
            return None
        try:
            return UUID(_read(answer)["_source"]["installation"])
        except (ValueError, KeyError, TypeError):
            return UUID(int=0)

    def claim(self, installation: UUID) -> None:
        """See Premises."""
        self._write("PUT", "_create", installation)

    def take_over(self, installation: UUID) -> None:
        """See Premises."""
        self._write("PUT", "_doc", installation)

    def _write(self, method: str, how: str, installation: UUID) -> None:
        one_piece = {"settings": {"number_of_shards": 1, "number_of_replicas": 0}}
        self._ask("PUT", f"/{self._index}", one_piece)  # refused where it exists: as well
        answer = self._ask(method, f"/{self._index}/{how}/owner?refresh=true", {"installation": str(installation)})
        if answer.is_error and answer.status_code != CONFLICT:
            raise EngineUnavailable

    def _version(self) -> str:
        """As the server says it; a bare one does not answer at its root, but tells of its nodes."""
        answer = self._ask("GET", "/")
        if answer.status_code == httpx.codes.METHOD_NOT_ALLOWED and _PRODUCT in answer.headers:
            nodes = _read(self._ask("GET", "/_nodes/_local?filter_path=nodes.*.version")).get("nodes", {})
            return next((str(node.get("version", "")) for node in nodes.values()), "")
        said = _read(answer).get("version")
        if not isinstance(said, dict) or "number" not in said or said.get("distribution"):
            raise NotElasticsearch  # OpenSearch names itself as the distribution
        return str(said["number"])

    def _ask(self, method: str, path: str, body: Any = None) -> httpx.Response:
        try:
            answer = httpx.request(method, self._url + path, json=body, timeout=TIMEOUT, trust_env=False)
        except httpx.InvalidURL as wrong:
            raise NotElasticsearch from wrong
        except httpx.RemoteProtocolError as strange:
            raise NotElasticsearch from strange
        except httpx.HTTPError as silent:
            raise EngineUnavailable from silent
        if answer.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            raise EngineRefused
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise EngineUnavailable
        return answer


def _read(answer: httpx.Response) -> dict[str, Any]:
    try:
        said = answer.json()
    except ValueError as wrong:
        raise NotElasticsearch from wrong
    if not isinstance(said, dict):
        raise NotElasticsearch
    return said

"""Checks of the place of an index: whether it is reachable and supported, and which installation owns it."""

from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID


class IndexHost(Protocol):
    """The place of an index: a folder or a server. The owner's mark outlives every rebuild."""

    def check_reachable(self) -> None:
        """Raise EngineUnavailable, EngineRefused, NotElasticsearch, UnsupportedEngineVersion or IndexNotWritable."""
        ...

    def owner(self) -> UUID | None:
        """Return the installation that owns the index; None without an owner."""
        ...

    def claim(self, installation: UUID) -> None:
        """Write the owner's mark if there is none. The first writer wins: read the owner afterwards."""
        ...

    def take_over(self, installation: UUID) -> None:
        """Replace the owner's mark."""
        ...


def index_host(url: str) -> IndexHost:
    """Return the place that SEARCH_URL names."""
    parts = urlsplit(url)
    if parts.scheme == "tantivy":
        from search.backends.tantivy.access_checks import IndexFolder

        return IndexFolder(Path(unquote(parts.path)))
    from search.backends.elastic.access_checks import ElasticHost

    return ElasticHost(parts._replace(path="", query="").geturl(), prefix=parts.path.strip("/") or "tusach")

"""Where the index stands: can it be reached, is it of a kind that we know, and whose is it?"""

from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID


class IndexHost(Protocol):
    """The place of an index. The mark of the owner outlives every rebuild."""

    def check_reachable(self) -> None:
        """Raises EngineUnavailable, EngineRefused, EngineUnknown, EngineTooOldOrNew, IndexFolderClosed."""
        ...

    def owner(self) -> UUID | None:
        """The installation whose mark stands there; None where none does."""
        ...

    def claim(self, installation: UUID) -> None:
        """Put our mark where none stands; whoever is first wins, so ask for the owner afterwards."""
        ...

    def take_over(self, installation: UUID) -> None:
        """Put our mark in the place of another's."""
        ...


def index_host(url: str) -> IndexHost:
    """The place that SEARCH_URL names."""
    parts = urlsplit(url)
    if parts.scheme == "tantivy":
        from search.backends.tantivy.access_checks import IndexFolder

        return IndexFolder(Path(unquote(parts.path)))
    from search.backends.elastic.access_checks import ElasticHost

    return ElasticHost(parts._replace(path="", query="").geturl(), prefix=parts.path.strip("/") or "tusach")

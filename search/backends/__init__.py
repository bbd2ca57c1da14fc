"""Search engines behind one protocol; SEARCH_URL chooses.

To add an engine: a file here that keeps protocol.SearchBackend, a line in ENGINES, and its name in the contract tests.
"""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from search.backends.protocol import SearchBackend


def open_backend(url: str) -> SearchBackend:
    """The engine of an address: tantivy:///folder, or http://host:9200/prefix for Elasticsearch."""
    scheme = urlsplit(url).scheme
    return ENGINES[scheme](url)


@lru_cache(maxsize=4)
def backend_at(url: str) -> SearchBackend:
    """The same, opened once in this process."""
    return open_backend(url)


def _tantivy(url: str) -> SearchBackend:
    from search.backends.tantivy import TantivyBackend

    return TantivyBackend(Path(urlsplit(url).path))


def _elastic(url: str) -> SearchBackend:
    from search.backends.elastic import ElasticBackend

    parts = urlsplit(url)
    return ElasticBackend(parts._replace(path="").geturl(), prefix=parts.path.strip("/") or "tusach")


ENGINES: dict[str, Callable[[str], SearchBackend]] = {"tantivy": _tantivy, "http": _elastic, "https": _elastic}

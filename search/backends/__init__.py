"""Search engines behind one protocol; the setting SEARCH_URL chooses.

To add an engine: write a package here that implements protocol.SearchBackend, add a line to ENGINES, and name it in
tests/search/engines.py, so that the contract tests run on it.
"""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from search.backends.protocol import SearchBackend


def current_backend() -> SearchBackend:
    """Return the engine that SEARCH_URL names."""
    return backend_at(settings.SEARCH_URL)


@lru_cache(maxsize=4)
def backend_at(url: str) -> SearchBackend:
    """Return the engine at a URL; this process opens it once."""
    return open_backend(url)


def open_backend(url: str) -> SearchBackend:
    """Open the engine at a URL: tantivy:///FOLDER, or http://HOST:9200/PREFIX for Elasticsearch."""
    scheme = urlsplit(url).scheme
    return ENGINES[scheme](url)


def _tantivy(url: str) -> SearchBackend:
    from search.backends.tantivy import TantivyBackend

    return TantivyBackend(Path(urlsplit(url).path))


def _elastic(url: str) -> SearchBackend:
    from search.backends.elastic import ElasticBackend

    parts = urlsplit(url)
    return ElasticBackend(parts._replace(path="").geturl(), prefix=parts.path.strip("/") or "tusach")


ENGINES: dict[str, Callable[[str], SearchBackend]] = {"tantivy": _tantivy, "http": _elastic, "https": _elastic}

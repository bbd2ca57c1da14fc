"""An index of its own for each test that asks."""

import pytest

from search.backends import backend_at
from search.indexing import work
from tests.factories import NOW


@pytest.fixture
def index(settings, tmp_path):
    """The folder index, empty; call it to bring it up to the database."""
    settings.SEARCH_URL = f"tantivy://{tmp_path}/index"
    yield lambda now=NOW: work(now=now)
    backend_at(settings.SEARCH_URL).close()
    backend_at.cache_clear()

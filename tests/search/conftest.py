"""An index of its own for each test that asks."""

import pytest

from search.backends import backend_at
from search.indexing import index_pending
from tests.factories import NOW


@pytest.fixture
def index(empty_index):
    """The index of this set, empty; call it to bring it up to the database."""
    return lambda now=NOW: empty_index(now)


@pytest.fixture
def folder_index(settings, tmp_path):
    """The index in a folder, on either set: what it alone promises."""
    settings.SEARCH_URL = f"tantivy://{tmp_path}/index"
    yield lambda now=NOW: index_pending(now=now)
    backend_at(settings.SEARCH_URL).close()
    backend_at.cache_clear()

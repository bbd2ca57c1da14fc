"""An index for each test that needs one."""

import pytest

from search.backends import backend_at
from search.indexing import index_pending
from tests.factories import NOW


@pytest.fixture
def index(empty_index):
    """Return a function that indexes all changes, on the empty index of this set of backends."""
    return lambda now=NOW: empty_index(now)


@pytest.fixture
def folder_index(settings, tmp_path):
    """Use the index in a folder with either set of backends, to test what only that one guarantees."""
    settings.SEARCH_URL = f"tantivy://{tmp_path}/index"
    yield lambda now=NOW: index_pending(now=now)
    backend_at(settings.SEARCH_URL).close()
    backend_at.cache_clear()

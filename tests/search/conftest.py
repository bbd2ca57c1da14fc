"""An index of its own for each test that asks."""

import pytest

from search.indexing import work
from tests.factories import NOW


@pytest.fixture
def index(own_index):
    """The index of this set, empty; call it to bring it up to the database."""
    return lambda now=NOW: work(now=now)

"""What an import costs the database: a few statements for a chunk, however many records it has."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from access.viewer import Viewer
from repository.description import Description
from repository.models import Resource
from tests.imports.files import commit, load, mrc

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]


@pytest.mark.parametrize("stage", ["loaded", "imported"])
def test_the_queries_of_a_chunk_do_not_grow_with_its_records(librarian: Viewer, stage: str) -> None:
    numbers = []
    for count in (2, 16):
        titles = (f"Sách {count} {number}" for number in range(count))
        books = mrc(*(Description(title=title, creators=["Tô Hoài"], headings=["Biển"]) for title in titles))
        with CaptureQueriesContext(connection) as loading:
            batch = load(books, by=librarian)
        with CaptureQueriesContext(connection) as importing:
            commit(batch, by=librarian)
        numbers.append(len(loading if stage == "loaded" else importing))
    assert Resource.objects.count() == 18
    assert numbers[1] - numbers[0] <= 3, "each record costs statements of its own"

"""A list is read in an isolated process, and a file that is no list is refused."""

import pytest

from access.viewer import Viewer
from tests.roster.lists import outcomes, pupils, read

pytestmark = [pytest.mark.backend_independent, pytest.mark.django_db, pytest.mark.system]


def test_a_worker_reads_the_file_in_a_parser(librarian: Viewer) -> None:
    made = read(pupils(("", "Lê Thị Mẫu", "05/09/2014", "6A1")), by=librarian)
    assert (made.state, outcomes(made)) == ("review", {"Lê Thị Mẫu": "new"})


def test_what_is_no_table_is_refused(librarian: Viewer) -> None:
    made = read(b"%PDF-1.7 ...", by=librarian)
    assert (made.state, made.problem, made.source) == ("refused", "not_a_table", None)

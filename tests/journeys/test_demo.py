"""The command `demo` may run again: it continues where it stopped and duplicates nothing."""

import pytest

from tests.journeys.conftest import BOOKLETS, PAGES_OF_THE_SCAN, Shelf
from tests.support.sites import Site

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.journey,
    pytest.mark.xdist_group("site"),
    pytest.mark.timeout(900),
]

COUNTED = (
    "accounts_person",
    "accounts_school",
    "sharing_agreement",
    "sharing_schoolgroup",
    "circulation_licence",
    "circulation_loan",
)


def counts(shelf: Shelf) -> list[int]:
    """Return the number of rows of each table."""
    return [shelf.site.query(f"SELECT count(*) FROM {table}")[0][0] for table in COUNTED]


@pytest.mark.slow
def test_making_it_again_changes_nothing(shelf: Shelf, running_site: Site) -> None:
    before = counts(shelf)
    output = running_site.manage("demo", "--pages", str(PAGES_OF_THE_SCAN), "--booklets", str(BOOKLETS))
    assert shelf.password in output
    assert "librarian.a" in output
    assert counts(shelf) == before
    names = [
        name for (name,) in shelf.site.query("SELECT name FROM ingest_upload WHERE name LIKE 'van-tuyen-hoc-duong%'")
    ]
    assert names.count("van-tuyen-hoc-duong.zip") <= 2  # the demo's, and the one that a librarian uploads in a journey

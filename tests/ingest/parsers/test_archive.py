"""The limits of ZIP files; tests/ingest/pipeline/test_bad_input.py has what is refused."""

from pathlib import Path

import pytest

from ingest.errors import TooManyEntries
from ingest.parsers.archive import MAX_ENTRIES, listing
from tests.ingest import material


def test_an_archive_may_contain_exactly_as_many_files_as_the_limit(tmp_path: Path) -> None:
    names = [(f"{n}.jpg", b"") for n in range(MAX_ENTRIES + 1)]
    assert len(listing(material.a_zip(tmp_path / "a.zip", names[:-1])).pictures) == MAX_ENTRIES
    with pytest.raises(TooManyEntries):
        listing(material.a_zip(tmp_path / "b.zip", names))


def test_pictures_come_in_natural_order_and_other_files_are_listed(tmp_path: Path) -> None:
    names = ("trang 10.jpg", "trang 9.JPG", "__MACOSX/._trang 9.jpg", "ghi chú.txt")
    contents = listing(material.a_zip(tmp_path / "a.zip", [(name, b"x") for name in names]))
    assert contents.pictures == ["trang 9.JPG", "trang 10.jpg"]
    assert contents.left_out == ["__MACOSX/._trang 9.jpg", "ghi chú.txt"]

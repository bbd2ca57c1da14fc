"""The demo's scan: the same by the same seed, and its truth is true."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from demo.scan import NAME, TURNED_PAGE, make_scan

PLACES = (0, 1, 3, 5, TURNED_PAGE)

pytestmark = pytest.mark.xdist_group("scan")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a few pages of the scan."""
    folder = tmp_path_factory.mktemp("scan")
    make_scan(folder, pages=PLACES)
    return folder


def truth_of(folder: Path) -> list[dict]:
    """Return the rows beside the images."""
    return json.loads((folder / f"{NAME}.truth.json").read_text("utf-8"))


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(folder: Path, tmp_path: Path) -> None:
    first = (folder / NAME / "trang-6.jpg").read_bytes()
    again = make_scan(tmp_path / "again", pages=[5]) / "trang-6.jpg"
    other = make_scan(tmp_path / "other", pages=[5], seed=7) / "trang-6.jpg"
    assert again.read_bytes() == first
    assert other.read_bytes() != first


def test_every_box_holds_ink_and_the_margin_holds_none(folder: Path) -> None:
    for row in truth_of(folder)[1:]:
        image = np.asarray(Image.open(folder / NAME / row["file"]).convert("L"))
        assert image.shape == (row["height"], row["width"])
        for word in row["words"]:
            left, top, right, bottom = (round(edge) for edge in word["box"])
            assert image[top:bottom, left:right].min() < 110, word
        paper = image[100:140, 400:700] if row["turned"] == 0 else image[400:700, -140:-100]
        assert np.percentile(paper, 5) > 150


def test_one_page_lies_on_its_side(folder: Path) -> None:
    rows = truth_of(folder)
    assert [row["turned"] for row in rows] == [0, 0, 0, 0, 90]
    assert rows[-1]["width"] > rows[-1]["height"]


def test_the_whole_book_is_a_school_anthology(folder: Path) -> None:
    from demo.book import sheets
    from demo.scan import phrase_over_break

    book = sheets()
    assert len(book) >= 60
    assert [sheet.label for sheet in book[:6]] == ["", "", "", "iii", "iv", "1"]
    assert any("Buồn trông cửa bể chiều hôm" in sheet.text for sheet in book)
    broken = [phrase_over_break(book, place) for place in range(len(book))]
    assert sum(bool(phrase) for phrase in broken) >= 3


def test_a_page_that_is_there_is_not_made_again(folder: Path) -> None:
    page = folder / NAME / "trang-2.jpg"
    before = page.stat().st_mtime_ns
    make_scan(folder, pages=PLACES)
    assert page.stat().st_mtime_ns == before

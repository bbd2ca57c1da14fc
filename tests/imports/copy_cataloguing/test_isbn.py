"""What people type and scanners send, read as an ISBN."""

import pytest

from imports.copy_cataloguing.errors import BadCheckDigit, EntryProblem, NotAnIsbn, ProductBarcode
from imports.copy_cataloguing.isbn import read_isbn, spellings

# A scanner types 9786042088589 while the Vietnamese keyboard layout is on.
VIETNAMESE_LAYOUT = "\u0323\u0303\u0301\u0309đôâđ\u0301\u0301\u0300\u0301\u0323"


@pytest.mark.parametrize(
    "entry",
    [
        "9786042088589",
        " 978-604-2-08858-9 ",
        "ISBN: 978 604 2 08858 9",
        "ISBN-13 978–604–2–08858–9",
        "978604208858951999",  # with the price code of five digits
        "6042088580",
        "604-2-08858-0",
        VIETNAMESE_LAYOUT,
    ],
)
def test_one_isbn_however_it_is_written(entry: str) -> None:
    assert read_isbn(entry) == "9786042088589"


@pytest.mark.parametrize(
    "entry, problem",
    [
        ("9786042088580", BadCheckDigit),
        ("6042088583", BadCheckDigit),
        ("8935235217737", ProductBarcode),
        ("5901234123457", ProductBarcode),
        ("978604208858", NotAnIsbn),
        ("Dế Mèn", NotAnIsbn),
        ("", NotAnIsbn),
        ("9" * 5000, NotAnIsbn),
        ('978604208858"', NotAnIsbn),
        ("978604208858\n9", None),
        ("٩٧٨٦٠٤٢٠٨٨٥٨٩", NotAnIsbn),
    ],
)
def test_what_is_none_says_why(entry: str, problem: type[EntryProblem] | None) -> None:
    if problem is None:
        assert read_isbn(entry) == "9786042088589"
        return
    with pytest.raises(problem):
        read_isbn(entry)


def test_catalogues_are_asked_for_both_forms() -> None:
    assert spellings("9786042088589") == ["9786042088589", "6042088580"]
    assert spellings("9791032701492") == ["9791032701492"]

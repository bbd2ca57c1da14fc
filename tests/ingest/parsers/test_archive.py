"""The limits, names and methods of ZIP files; tests/ingest/pipeline/test_bad_input.py has what is refused."""

import zipfile
from pathlib import Path

import pytest

from ingest.errors import BadInput
from ingest.parsers.archive import MAX_ENTRIES, Listing, listing, read
from ingest.unsupported import TooManyEntries
from tests.ingest import material

pytestmark = pytest.mark.backend_independent


def names(contents: Listing) -> list[str]:
    """Return the names of the pictures."""
    return [picture.name for picture in contents.pictures]


def with_method(path: Path, method: int) -> Path:
    """Change the packing method in the headers of a ZIP file with one entry."""
    data = bytearray(path.read_bytes())
    for place in (8, data.rindex(b"PK\x01\x02") + 10):
        data[place : place + 2] = method.to_bytes(2, "little")
    path.write_bytes(bytes(data))
    return path


def test_an_archive_may_contain_exactly_as_many_files_as_the_limit(tmp_path: Path) -> None:
    entries = [(f"{n}.jpg", b"") for n in range(MAX_ENTRIES + 1)]
    assert len(listing(material.a_zip(tmp_path / "a.zip", entries[:-1])).pictures) == MAX_ENTRIES
    with pytest.raises(TooManyEntries):
        listing(material.a_zip(tmp_path / "b.zip", entries))


def test_pictures_come_in_natural_order_and_other_files_are_listed(tmp_path: Path) -> None:
    entries = ("trang 10.jpg", "trang 9.JPG", "__MACOSX/._trang 9.jpg", "ghi chú.txt", "Thumbs.db")
    contents = listing(material.a_zip(tmp_path / "a.zip", [(name, b"x") for name in entries]))
    assert names(contents) == ["trang 9.JPG", "trang 10.jpg"]
    assert contents.left_out == ["ghi chú.txt"]


def test_pictures_of_every_kind_are_pages_and_a_document_beside_them_is_named(tmp_path: Path) -> None:
    entries = ["001.jpg", "002.jfif", "003.HEIC", "004.avif", "005.bmp", "006.gif", "007.jpx", "nội dung.pdf"]
    contents = listing(material.a_zip(tmp_path / "a.zip", [(name, b"x") for name in entries]))
    assert names(contents) == entries[:-1]
    assert contents.left_out == ["nội dung.pdf"]


def test_two_pictures_with_one_name_are_two_pages(tmp_path: Path) -> None:
    entries = [("001.png", b"first"), ("002.png", b"third"), ("001.png", b"second")]
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = material.a_zip(tmp_path / "a.zip", entries)
    contents = listing(path)
    with zipfile.ZipFile(path) as archive:
        assert [read(archive, picture.entry) for picture in contents.pictures] == [b"first", b"second", b"third"]


def test_a_name_is_read_as_its_program_wrote_it(tmp_path: Path) -> None:
    japanese, utf8 = "表紙01.png".encode("cp932"), "trang bìa 02.png".encode()
    written = [("Sách\\1.png", b"x"), (f"{'A' * len(japanese)}", b"x"), (f"{'B' * len(utf8)}", b"x")]
    path = material.a_zip(tmp_path / "a.zip", written)
    data = path.read_bytes().replace(b"A" * len(japanese), japanese).replace(b"B" * len(utf8), utf8)
    path.write_bytes(data)
    assert sorted(names(listing(path))) == ["Sách/1.png", "trang bìa 02.png", "表紙01.png"]


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2, zipfile.ZIP_DEFLATED])
def test_every_method_that_can_be_unpacked_is(method: int, tmp_path: Path) -> None:
    path = material.a_zip(tmp_path / "a.zip", [("1.png", b"page" * 100)], method=method)
    with zipfile.ZipFile(path) as archive:
        assert [read(archive, picture.entry) for picture in listing(path).pictures] == [b"page" * 100]


@pytest.mark.parametrize(("method", "found"), [(9, "Deflate64"), (93, "Zstandard"), (77, "77")])
def test_another_method_is_named_and_not_called_harmful(method: int, found: str, tmp_path: Path) -> None:
    path = with_method(material.a_zip(tmp_path / "a.zip", [("1.png", b"page")]), method)
    with pytest.raises(BadInput) as refused:
        listing(path)
    assert (refused.value.code, refused.value.details) == ("packed_otherwise", {"found": found})


def test_a_locked_or_strangely_packed_file_beside_the_pictures_is_left_out(tmp_path: Path) -> None:
    path = with_method(material.a_zip(tmp_path / "a.zip", [("ghi chú.txt", b"note")]), 9)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("1.png", b"page")
    contents = listing(path)
    assert (names(contents), contents.left_out) == (["1.png"], ["ghi chú.txt"])


@pytest.mark.parametrize(
    ("entries", "found"), [(["a.pdf", "b.pdf"], "PDF"), (["a.docx", "b/c.pdf", "d.docx"], "DOCX, PDF"), (["a"], "?")]
)
def test_an_archive_of_other_files_says_to_upload_them_themselves(
    entries: list[str], found: str, tmp_path: Path
) -> None:
    with pytest.raises(BadInput) as refused:
        listing(material.a_zip(tmp_path / "a.zip", [(name, b"x") for name in entries]))
    assert (refused.value.code, refused.value.details) == ("archive_of_files", {"found": found})

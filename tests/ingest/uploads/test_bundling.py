"""The ZIP file of a book's page pictures."""

import io
import zipfile

from ingest.uploads.bundling import LazyFile, write_zip


def bundle(*names: str) -> bytes:
    out = io.BytesIO()
    write_zip([(name, io.BytesIO(name.encode())) for name in names], out)
    return out.getvalue()


def names_in(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()


def test_pictures_are_in_natural_order_and_the_same_ones_give_the_same_bytes() -> None:
    assert names_in(bundle("10.jpg", "9.jpg", "1/2.jpg")) == ["1/2.jpg", "9.jpg", "10.jpg"]
    assert bundle("10.jpg", "9.jpg") == bundle("10.jpg", "9.jpg")


def test_names_are_safe_and_unique() -> None:
    unsafe = bundle("../../etc/1.jpg", "etc/1.JPG", "C:\\x\\2.jpg")
    assert names_in(unsafe) == ["C:/x/2.jpg", "etc/1.jpg", "etc/1-1.JPG"]


def test_a_lazy_file_is_opened_by_its_first_read_and_closed_at_its_end() -> None:
    opened: list[io.BytesIO] = []

    def open_file() -> io.BytesIO:
        opened.append(io.BytesIO(b"abc"))
        return opened[-1]

    file = LazyFile(open_file)
    assert not opened
    assert file.read(2) + file.read() == b"abc"
    assert not opened[0].closed
    assert file.read(2) == b""
    assert (len(opened), opened[0].closed) == (1, True)

"""File names: safe forms, natural order, pictures and captions, in any Unicode form."""

import unicodedata
from pathlib import Path

import pytest

from ingest.filenames import belongs_to, is_picture, language_in_name, natural_key
from ingest.states import State
from tests.ingest import material
from tests.ingest.conftest import Digitise


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        (unicodedata.normalize("NFD", "Tiếng Việt.pdf"), "Tiếng Việt.pdf"),
        ("📚 sách “hay”'s.pdf", "📚 sách “hay”'s.pdf"),
        ("..\\..\\etc\\sách.pdf", "sách.pdf"),
        ("sách\u202efdp.exe.pdf", "sáchfdp.exe.pdf"),
        ("a" * 240 + ".pdf", "a" * 196 + ".pdf"),
    ],
)
def test_odd_names_are_stored_safely(name: str, clean: str, tmp_path: Path, digitise: Digitise) -> None:
    material.a_pdf(tmp_path / name, pages=1)
    (upload,) = digitise(tmp_path / name)
    assert (upload.name, upload.state) == (clean, State.REVIEW)


def test_natural_order_counts_goes_folder_by_folder_and_ignores_case_and_marks() -> None:
    names = ["b/1.jpg", "Trang 10.jpg", "trang 9.jpg", "đảo 2.jpg", "a/2.jpg", "Dao 10.jpg", "a/10.jpg"]
    expected = ["a/2.jpg", "a/10.jpg", "b/1.jpg", "đảo 2.jpg", "Dao 10.jpg", "trang 9.jpg", "Trang 10.jpg"]
    assert sorted(names, key=natural_key) == expected


def test_pictures_are_recognised_and_system_files_are_not() -> None:
    assert [is_picture(name) for name in ("1.JPG", "a/1.tif", "1.jpg.txt", "__MACOSX/1.jpg", ".1.jpg")] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_the_name_of_captions_gives_the_recording_and_the_language() -> None:
    assert belongs_to("Bài 1.vi.srt", "bài 1.mp4")
    assert belongs_to(unicodedata.normalize("NFD", "Bài 1.vtt"), "Bài 1.mp4")
    assert not belongs_to("Bài 10.vtt", "Bài 1.mp4")
    assert (language_in_name("Bài 1.vi.srt"), language_in_name("Bài 1.srt")) == ("vi", "")

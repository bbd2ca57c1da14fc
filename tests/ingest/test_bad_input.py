"""Each bad input is refused with a sentence that says what to do, in both languages; nothing else is harmed."""

import unicodedata
from pathlib import Path

import pytest
from django.utils import translation

from accounts.models import School
from ingest.errors import sentence_for
from ingest.parsers.archive import MAX_ENTRIES
from ingest.states import State
from ingest.uploads import actions, bundling
from tests.factories import a_librarian
from tests.ingest import material
from tests.ingest.conftest import Digitise

REFUSED = [
    (material.empty, "trống.pdf", "empty_file"),
    (material.encrypted_pdf, "khóa.pdf", "encrypted"),
    (material.truncated_pdf, "cụt.pdf", "damaged"),
    (material.truncated_zip, "cụt.zip", "damaged"),
    (material.a_program, "virus.pdf", "wrong_type"),
    (material.a_document, "bài soạn.docx", "wrong_type"),
    (material.zip_bomb, "bom.zip", "unpacks_too_large"),
    (material.overlapping_zip, "chồng.zip", "tricky_archive"),
    (material.crowded_zip, "đông.zip", "too_many_entries"),
    (material.climbing_zip, "trèo.zip", "tricky_archive"),
    (material.backslash_zip, "trèo-2.zip", "tricky_archive"),
    (material.drive_zip, "ổ-đĩa.zip", "tricky_archive"),
    (material.link_zip, "liên-kết.zip", "tricky_archive"),
    (material.encrypted_zip, "khóa.zip", "encrypted"),
    (material.zip_without_pictures, "mac.zip", "no_pages"),
    (material.huge_picture, "khổng lồ.png", "too_many_pixels"),
    (material.pdf_without_pages, "không trang.pdf", "no_pages"),
    (material.crowded_pdf, "triệu.pdf", "too_many_objects"),
    (material.film_without_streams, "rỗng.mp4", "no_streams"),
    (material.truncated_film, "cụt.mp4", "damaged"),
]


@pytest.mark.backend_independent
@pytest.mark.parametrize(("make", "name", "code"), REFUSED, ids=[make.__name__ for make, _name, _code in REFUSED])
def test_bad_input_is_refused_with_what_to_do(make, name: str, code: str, tmp_path: Path, digitise: Digitise) -> None:
    make(tmp_path / name)
    (upload,) = digitise(tmp_path / name)
    assert (upload.state, upload.problem) == (State.REFUSED, code)
    assert upload.resource is None
    sentences = set()
    for language in ("vi", "en"):
        with translation.override(language):
            sentence = sentence_for(upload.problem, upload.problem_details)
            assert "%(" not in sentence
            sentences.add(sentence)
    assert all(sentence.endswith(".") and sentence.count(".") >= 2 for sentence in sentences)


def test_nothing_else_in_the_lot_is_harmed(tmp_path: Path, digitise: Digitise) -> None:
    material.truncated_pdf(tmp_path / "1.pdf")
    material.a_pdf(tmp_path / "2.pdf")
    material.zip_bomb(tmp_path / "3.zip")
    bad, good, bomb = digitise(tmp_path / "1.pdf", tmp_path / "2.pdf", tmp_path / "3.zip")
    assert (bad.state, good.state, bomb.state) == (State.REFUSED, State.REVIEW, State.REFUSED)
    assert good.resource is not None
    assert good.resource.pages.count() == 2


def test_a_broken_page_is_marked_and_the_book_goes_on(tmp_path: Path, digitise: Digitise) -> None:
    material.truncated_picture(tmp_path / "cut.jpg")
    material.huge_picture(tmp_path / "huge.png")
    entries = [("1.jpg", material.jpeg()), ("2.jpg", (tmp_path / "cut.jpg").read_bytes())]
    entries += [("3.jpg", b"no picture at all"), ("4.png", (tmp_path / "huge.png").read_bytes())]
    material.a_zip(tmp_path / "sách.zip", entries)
    (upload,) = digitise(tmp_path / "sách.zip")
    assert upload.state == State.REVIEW
    assert upload.resource is not None
    assert [(page.label, page.state, page.problem) for page in upload.resource.pages.all()] == [
        ("1", "ready", ""),
        ("2", "broken", "page_damaged"),
        ("3", "broken", "wrong_type"),
        ("4", "broken", "too_many_pixels"),
    ]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        (unicodedata.normalize("NFD", "Tiếng Việt.pdf"), "Tiếng Việt.pdf"),
        ("📚 sách “hay”'s.pdf", "📚 sách “hay”'s.pdf"),
        ("..\\..\\etc\\sách.pdf", "sách.pdf"),
        ("sách\u202efdp.exe.pdf", "sáchfdp.exe.pdf"),
        ("a" * 240 + ".pdf", "a" * 196 + ".pdf"),
    ],
)
def test_odd_names_are_kept_safely(name: str, kept: str, tmp_path: Path, digitise: Digitise) -> None:
    material.a_pdf(tmp_path / name, pages=1)
    (upload,) = digitise(tmp_path / name)
    assert (upload.name, upload.state) == (kept, State.REVIEW)


def test_an_archive_may_hold_just_as_many_as_is_allowed(tmp_path: Path) -> None:
    from ingest.parsers.archive import listing

    path = material.a_zip(tmp_path / "a.zip", [(f"{n}.jpg", b"") for n in range(MAX_ENTRIES)])
    assert len(listing(path).pictures) == MAX_ENTRIES


def test_what_is_too_large_stays_outside(school: School, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = material.a_pdf(tmp_path / "a.pdf", pages=1)
    monkeypatch.setattr(actions, "MAX_UPLOAD_BYTES", path.stat().st_size - 1)
    (large,) = actions.create_uploads(bundling.receive_path(path), school=school, by=a_librarian(school))
    assert (large.state, large.problem, large.incoming_key) == (State.REFUSED, "too_large", "")
    monkeypatch.setattr(actions, "MAX_UPLOAD_BYTES", path.stat().st_size)
    (fits,) = actions.create_uploads(bundling.receive_path(path), school=school, by=a_librarian(school))
    assert fits.state == State.RECEIVED

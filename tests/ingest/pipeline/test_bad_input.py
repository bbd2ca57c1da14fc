"""Bad input is refused with a sentence that says what to do, in both languages; other uploads are not affected."""

from pathlib import Path

import pytest
from django.utils import translation

from ingest.errors import sentence_for
from ingest.states import State
from tests.ingest import material
from tests.ingest.conftest import Digitise

REFUSED = [
    (material.empty, "trống.pdf", "empty_file"),
    (material.encrypted_pdf, "khóa.pdf", "encrypted"),
    (material.truncated_pdf, "cụt.pdf", "damaged"),
    (material.truncated_zip, "cụt.zip", "damaged"),
    (material.a_program, "virus.pdf", "wrong_type"),
    (material.a_document, "bài soạn.docx", "document_to_export"),
    (material.a_package, "bài học.h5p", "learning_package"),
    (material.zip_of_documents, "tài liệu.zip", "archive_of_files"),
    (material.a_film_of_windows, "phim.wmv", "other_recording"),
    (material.faulty_pictures, "hỏng.zip", "no_readable_page"),
    (material.zip_bomb, "bom.zip", "unpacks_too_large"),
    (material.overlapping_zip, "chồng.zip", "unsafe_archive"),
    (material.crowded_zip, "đông.zip", "too_many_entries"),
    (material.climbing_zip, "trèo.zip", "unsafe_archive"),
    (material.backslash_zip, "trèo-2.zip", "unsafe_archive"),
    (material.drive_zip, "ổ-đĩa.zip", "unsafe_archive"),
    (material.link_zip, "liên-kết.zip", "unsafe_archive"),
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


def test_a_refused_file_does_not_affect_the_others(tmp_path: Path, digitise: Digitise) -> None:
    material.truncated_pdf(tmp_path / "1.pdf")
    material.a_pdf(tmp_path / "2.pdf")
    material.zip_bomb(tmp_path / "3.zip")
    bad, good, bomb = digitise(tmp_path / "1.pdf", tmp_path / "2.pdf", tmp_path / "3.zip")
    assert (bad.state, good.state, bomb.state) == (State.REFUSED, State.REVIEW, State.REFUSED)
    assert good.resource is not None
    assert good.resource.pages.count() == 2


def test_a_broken_page_is_marked_and_the_other_pages_are_read(tmp_path: Path, digitise: Digitise) -> None:
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
        ("3", "broken", "unknown_type"),
        ("4", "broken", "too_many_pixels"),
    ]

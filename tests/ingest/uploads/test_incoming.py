"""Bytes into the intake: limits, and folders as books."""

import io
import zipfile
from pathlib import Path

import pytest

from accounts.models import School
from ingest.states import State
from ingest.uploads import actions
from ingest.uploads.actions import incoming
from repository.store import store
from tests.factories import a_librarian
from tests.ingest import material


def test_a_file_above_the_size_limit_is_refused_and_not_stored(
    school: School, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = material.a_pdf(tmp_path / "a.pdf", pages=1)
    monkeypatch.setattr(incoming, "MAX_UPLOAD_BYTES", path.stat().st_size - 1)
    (large,) = actions.create_uploads(actions.receive_path(path), school=school, by=a_librarian(school))
    assert (large.state, large.problem, large.incoming_key) == (State.REFUSED, "too_large", "")
    monkeypatch.setattr(incoming, "MAX_UPLOAD_BYTES", path.stat().st_size)
    (fits,) = actions.create_uploads(actions.receive_path(path), school=school, by=a_librarian(school))
    assert fits.state == State.RECEIVED


def test_the_pictures_of_a_folder_are_one_book_and_its_other_files_stay_single(tmp_path: Path) -> None:
    folder = tmp_path / "Sách"
    (folder / "tập 1").mkdir(parents=True)
    for name in ("10.jpg", "9.jpg", "tập 1/1.jpg", ".ẩn.jpg", "bài.pdf"):
        (folder / name).write_bytes(name.encode())
    book, document = actions.receive_path(folder)
    assert (book.name, document.name) == ("Sách.zip", "bài.pdf")
    with store().open(book.key) as file:
        data = io.BytesIO(file.read())
    with zipfile.ZipFile(data) as archive:
        assert archive.namelist() == ["9.jpg", "10.jpg", "tập 1/1.jpg"]
        assert archive.read("9.jpg") == b"9.jpg"

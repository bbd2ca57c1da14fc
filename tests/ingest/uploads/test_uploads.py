"""What librarians do with an upload: cancel, retry, replace a page; other users cannot."""

from pathlib import Path

import pytest

from accounts.errors import NotFound
from accounts.models import School
from ingest.errors import InvalidTransition
from ingest.models import Upload
from ingest.parsers import parser_pool
from ingest.pipeline import runner
from ingest.pipeline.actions import leases
from ingest.states import State
from ingest.uploads import actions
from repository.models import Page, Resource
from tests.factories import a_librarian
from tests.ingest import material
from tests.ingest.conftest import Digitise, digitised, received


def draft_of(upload: Upload) -> Resource:
    assert upload.resource is not None
    return upload.resource


def test_cancelling_deletes_the_draft_and_stops_the_work(tmp_path: Path, school: School) -> None:
    upload = received(school, material.a_pdf(tmp_path / "a.pdf"))
    runner.advance(upload, "default")
    upload.refresh_from_db()
    resource = draft_of(upload).pk
    actions.cancel(upload, by=a_librarian(school))
    assert not Resource.objects.filter(pk=resource).exists()
    assert digitised(upload).state == State.CANCELLED
    with pytest.raises(InvalidTransition):
        actions.retry(upload, by=a_librarian(school))


def test_a_retry_continues_where_the_upload_stopped(
    tmp_path: Path, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = received(school, material.a_pdf(tmp_path / "a.pdf"))

    def broken():
        raise OSError("no room")

    with monkeypatch.context() as patch:
        patch.setattr(parser_pool, "parser", broken)
        for _ in range(leases.MAX_ATTEMPTS):
            digitised(upload)
    upload.refresh_from_db()
    assert (upload.state, upload.problem) == (State.FAILED, "retries_exhausted")
    actions.retry(upload, by=a_librarian(school))
    assert digitised(upload).state == State.REVIEW
    assert upload.steps.get(name="store_original").attempts == 1


def test_a_broken_page_is_replaced_in_its_place(tmp_path: Path, digitise: Digitise, school: School) -> None:
    entries = [("1.jpg", material.jpeg()), ("2.jpg", b"nothing")]
    (upload,) = digitise(material.a_zip(tmp_path / "a.zip", entries))
    page = draft_of(upload).pages.get(state=Page.State.BROKEN)
    path = material.a_picture(tmp_path / "new.png", material.a_page(["Trang mới đã quét lại"]))
    with path.open("rb") as picture:
        actions.replace_page(upload, page=page, picture=picture, by=a_librarian(school))
    now = draft_of(upload).pages.select_related("text").get(uuid=page.uuid)
    assert (now.state, now.problem, now.order_key) == (Page.State.READY, "", page.order_key)
    assert now.text is not None
    assert now.text.text == "Trang mới đã quét lại"


def test_only_librarians_of_the_school_cancel_and_retry(tmp_path: Path, digitise: Digitise, school: School) -> None:
    (upload,) = digitise(material.a_pdf(tmp_path / "a.pdf", pages=1))
    for action in (actions.cancel, actions.retry):
        with pytest.raises(NotFound):
            action(upload, by=a_librarian())
    actions.cancel(upload, by=a_librarian(school))


def test_captions_are_attached_to_the_recording_of_their_name_once(tmp_path: Path, school: School) -> None:
    for name in ("bài 1.mp4", "bài 1.avi", "bài 1.vi.vtt", "lạc.srt"):
        (tmp_path / name).write_bytes(b"x")
    files = [file for path in sorted(tmp_path.iterdir()) for file in actions.receive_path(path)]
    uploads = actions.create_uploads(files, school=school, by=a_librarian(school))
    assert [(upload.name, [file["name"] for file in upload.attachments], upload.problem) for upload in uploads] == [
        ("bài 1.avi", ["bài 1.vi.vtt"], ""),
        ("bài 1.mp4", [], ""),
        ("lạc.srt", [], "captions_without_recording"),
    ]

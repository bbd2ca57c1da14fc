"""From a file to what a librarian reviews; once is as good as twice; stale workers write nothing."""

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.errors import NotFound
from accounts.models import School
from ingest.errors import InvalidTransition, ParserCrashed
from ingest.models import PageBatch, Upload, UploadHistory, UploadStep
from ingest.parsers import parser_pool
from ingest.pipeline import batches, leases, pipeline
from ingest.states import State
from ingest.uploads import actions, bundling
from repository.models import Blob, Page, Resource, ResourceFile
from repository.store import store
from repository.store.keys import blob_key
from repository.word_boxes import text_of, unpack
from tests.factories import a_librarian
from tests.ingest import material
from tests.ingest.conftest import Digitise, worked

Role = ResourceFile.Role


def draft_of(upload: Upload) -> Resource:
    assert upload.resource is not None
    return upload.resource


def roles_of(upload: Upload) -> set[str]:
    return {file.role for file in draft_of(upload).files.all()}


def received(school: School, path: Path) -> Upload:
    (upload,) = actions.create_uploads(bundling.receive_path(path), school=school, by=a_librarian(school))
    return upload


def test_a_pdf_with_text_becomes_a_draft_with_proposals(tmp_path: Path, digitise: Digitise) -> None:
    (upload,) = digitise(material.a_pdf(tmp_path / "a.pdf", pages=3))
    assert (upload.state, upload.pages_done, upload.pages_total) == (State.REVIEW, 3, 3)
    assert draft_of(upload).state == Resource.State.DRAFT
    assert roles_of(upload) == {Role.ORIGINAL, Role.COVER}
    assert upload.proposals["creators"] == ["Nguyễn Thị Minh Khai"]
    assert upload.proposals["languages"] == ["vi"]
    original = draft_of(upload).files.get(role=Role.ORIGINAL)
    with store().open(blob_key(original.blob_id)) as kept:
        assert kept.read() == (tmp_path / "a.pdf").read_bytes()


def test_a_folder_of_scans_is_one_book_in_natural_order(tmp_path: Path, digitise: Digitise) -> None:
    folder = tmp_path / "Thánh Gióng"
    (folder / "tập 2").mkdir(parents=True)
    for name in ("trang 10.jpg", "trang 9.png", "tập 2/trang 1.tif", ".ẩn.jpg"):
        material.a_picture(folder / name, material.a_page([name.replace(".", " ")]))
    (upload,) = digitise(folder)
    assert upload.name == "Thánh Gióng.zip"
    pages = list(draft_of(upload).pages.select_related("text"))
    said = [page.text.text.split()[:2] for page in pages if page.text]
    assert said == [["tập", "2/trang"], ["trang", "9"], ["trang", "10"]]
    assert Role.SEARCHABLE_PDF in roles_of(upload)


def test_the_text_of_a_page_is_made_of_its_boxes(tmp_path: Path, digitise: Digitise) -> None:
    (upload,) = digitise(material.a_picture(tmp_path / "trang.jpg"))
    page = draft_of(upload).pages.select_related("text").get()
    assert page.text is not None
    assert page.text.boxes_id is not None
    with store().open(blob_key(page.text.boxes_id)) as file:
        assert text_of(unpack(file.read()).words) == page.text.text
    assert "Ngày xưa, ở làng Gióng" in page.text.text


def test_a_recording_has_stream_poster_and_cues(tmp_path: Path, digitise: Digitise) -> None:
    film = material.a_film(tmp_path / "Bài 1.mp4", seconds=9)
    (tmp_path / "Bài 1.vi.srt").write_text("1\n00:00:01,000 --> 00:00:03,000\nChào các em\n")
    (tmp_path / "lạc.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nLạc\n")
    upload, lonely = digitise(film, tmp_path / "Bài 1.vi.srt", tmp_path / "lạc.vtt")
    assert (lonely.state, lonely.problem) == (State.REFUSED, "lonely_captions")
    assert upload.state == State.REVIEW
    assert roles_of(upload) == {Role.ORIGINAL, Role.COVER, Role.STREAM, Role.CAPTIONS}
    assert [cue.text for cue in draft_of(upload).cues.all()] == ["Chào các em"]
    stream = draft_of(upload).files.get(role=Role.STREAM)
    segments = stream.details["segments"]
    assert [round(start) for start, *_rest in segments] == [0, 4, 8]
    assert segments[0][2] == 0
    assert all(before[2] + before[3] == after[2] for before, after in pairwise(segments))
    assert segments[-1][2] + segments[-1][3] == stream.blob.size


@pytest.mark.parametrize("name", ["Bài nghe.mp3", "Bài nghe.m4a", "Bài nghe.ogg", "Bài nghe.wav", "Bài nghe.opus"])
def test_sound_alone_becomes_a_stream_with_what_is_said(name: str, tmp_path: Path, digitise: Digitise) -> None:
    (tmp_path / "Bài nghe.vtt").write_text("WEBVTT\n\n00:05.000 --> 00:07.000\nPhần hai\n")
    (upload,) = digitise(material.a_sound(tmp_path / name), tmp_path / "Bài nghe.vtt")
    assert (upload.state, draft_of(upload).kind) == (State.REVIEW, Resource.Kind.AUDIO)
    assert roles_of(upload) == {Role.ORIGINAL, Role.STREAM, Role.CAPTIONS}
    assert [(cue.start_ms, cue.text) for cue in draft_of(upload).cues.all()] == [(5000, "Phần hai")]
    stream = draft_of(upload).files.get(role=Role.STREAM)
    assert stream.details["height"] == 0
    segments = stream.details["segments"]
    assert [round(start) for start, *_rest in segments] == [0, 4, 8]
    assert segments[-1][2] + segments[-1][3] == stream.blob.size


def test_the_picture_inside_a_sound_is_its_cover(tmp_path: Path, digitise: Digitise) -> None:
    picture = material.a_picture(tmp_path / "bìa.jpg", material.a_page(size=(600, 600)))
    (upload,) = digitise(material.a_sound(tmp_path / "a.mp3", seconds=2, cover=picture))
    assert (upload.state, draft_of(upload).kind) == (State.REVIEW, Resource.Kind.AUDIO)
    assert roles_of(upload) == {Role.ORIGINAL, Role.STREAM, Role.COVER}


def test_captions_that_cannot_be_read_harm_nothing_else(tmp_path: Path, digitise: Digitise) -> None:
    (tmp_path / "a.vtt").write_text("nothing of the kind")
    (upload,) = digitise(material.a_film(tmp_path / "a.mp4", seconds=2), tmp_path / "a.vtt")
    assert upload.state == State.REVIEW
    assert upload.steps.get(name="captions").result == {"unread": ["a.vtt"]}


def test_the_same_file_twice_is_stored_once_and_described_twice(tmp_path: Path, digitise: Digitise) -> None:
    path = material.a_pdf(tmp_path / "a.pdf")
    first, second = digitise(path, path)
    assert first.digest == second.digest
    assert draft_of(first).pk != draft_of(second).pk
    assert Blob.objects.filter(pk=first.digest).count() == 1


def test_a_step_done_again_leaves_the_same_behind(tmp_path: Path, digitise: Digitise) -> None:
    (upload,) = digitise(material.a_picture(tmp_path / "a.png"))
    before = _left_behind(upload)
    upload.steps.exclude(name__in=("store_original", "remove_temporary")).update(status=UploadStep.Status.WAITING)
    upload.batches.update(status=PageBatch.Status.WAITING)
    Upload.objects.filter(pk=upload.pk).update(state=State.WORKING)
    assert _left_behind(worked(upload)) == before


def _left_behind(upload: Upload) -> list[object]:
    pages = draft_of(upload).pages.values_list("order_key", "image__blob", "text__text", "text__boxes")
    files = draft_of(upload).files.values_list("role", "blob").order_by("role")
    return [upload.state, upload.proposals, list(pages), list(files)]


def test_who_holds_an_old_token_writes_nothing(tmp_path: Path, school: School) -> None:
    upload = received(school, material.a_pdf(tmp_path / "a.pdf"))
    pipeline.advance(upload, "default")
    slow, quick = (PageBatch.objects.get(upload=upload, first=0) for _ in range(2))
    assert leases.acquire(slow)
    assert not leases.acquire(quick)
    PageBatch.objects.filter(pk=slow.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    assert leases.acquire(quick)
    with pytest.raises(leases.LeaseLost):
        leases.renew(slow)
    leases.renew(quick)


def test_a_page_that_kills_its_reader_is_broken_alone(
    tmp_path: Path, digitise: Digitise, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = batches._pages

    def poisoned(job, numbers, places):
        yield from pages(job, [n for n in numbers if n < 2] or [n for n in numbers if n > 2], places)
        if 2 in numbers:
            raise ParserCrashed

    monkeypatch.setattr(batches, "_pages", poisoned)
    (upload,) = digitise(material.a_pdf(tmp_path / "a.pdf", pages=4))
    assert upload.state == State.REVIEW
    assert [page.problem for page in draft_of(upload).pages.all()] == ["", "", "parser_died", ""]


def test_cancel_throws_the_draft_away_and_stops_the_work(tmp_path: Path, school: School) -> None:
    upload = received(school, material.a_pdf(tmp_path / "a.pdf"))
    pipeline.advance(upload, "default")
    upload.refresh_from_db()
    resource = draft_of(upload).pk
    actions.cancel(upload, by=a_librarian(school))
    assert not Resource.objects.filter(pk=resource).exists()
    assert worked(upload).state == State.CANCELLED
    with pytest.raises(InvalidTransition):
        actions.retry(upload, by=a_librarian(school))


def test_try_again_goes_on_where_it_stopped(tmp_path: Path, school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = received(school, material.a_pdf(tmp_path / "a.pdf"))

    def broken():
        raise OSError("no room")

    with monkeypatch.context() as patch:
        patch.setattr(parser_pool, "parser", broken)
        for _ in range(leases.MAX_ATTEMPTS):
            worked(upload)
    upload.refresh_from_db()
    assert (upload.state, upload.problem) == (State.FAILED, "gave_up")
    actions.retry(upload, by=a_librarian(school))
    assert worked(upload).state == State.REVIEW
    assert upload.steps.get(name="store_original").attempts == 1


def test_every_change_of_state_is_in_the_history(tmp_path: Path, digitise: Digitise) -> None:
    (upload,) = digitise(material.a_pdf(tmp_path / "a.pdf", pages=1))
    moves = list(UploadHistory.objects.filter(upload=upload).values_list("before", "after"))
    assert moves == [("", "received"), ("received", "working"), ("working", "review")]


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


def test_only_librarians_of_the_school_write(tmp_path: Path, digitise: Digitise, school: School) -> None:
    (upload,) = digitise(material.a_pdf(tmp_path / "a.pdf", pages=1))
    for act in (actions.cancel, actions.retry):
        with pytest.raises(NotFound):
            act(upload, by=a_librarian())
    actions.cancel(upload, by=a_librarian(school))

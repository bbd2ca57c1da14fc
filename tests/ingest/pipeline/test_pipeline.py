"""The whole pipeline: from a file to the draft that a librarian reviews; steps are idempotent."""

from itertools import pairwise
from pathlib import Path

import pytest

from ingest.models import PageBatch, Upload, UploadStep
from ingest.states import State
from repository.models import Blob, Resource, ResourceFile
from repository.store import store
from repository.store.keys import blob_key
from repository.word_boxes import text_of, unpack
from tests.ingest import material
from tests.ingest.conftest import Digitise, digitised

Role = ResourceFile.Role


def draft_of(upload: Upload) -> Resource:
    assert upload.resource is not None
    return upload.resource


def roles_of(upload: Upload) -> set[str]:
    return {file.role for file in draft_of(upload).files.all()}


def test_a_pdf_with_text_becomes_a_draft_with_proposals(tmp_path: Path, digitise: Digitise) -> None:
    (upload,) = digitise(material.a_pdf(tmp_path / "a.pdf", pages=3))
    assert (upload.state, upload.pages_done, upload.pages_total) == (State.REVIEW, 3, 3)
    assert draft_of(upload).state == Resource.State.DRAFT
    assert roles_of(upload) == {Role.ORIGINAL, Role.COVER}
    assert upload.proposals["creators"] == ["Nguyễn Thị Minh Khai"]
    assert upload.proposals["languages"] == ["vi"]
    original = draft_of(upload).files.get(role=Role.ORIGINAL)
    with store().open(blob_key(original.blob_id)) as stored:
        assert stored.read() == (tmp_path / "a.pdf").read_bytes()


def test_a_folder_of_scans_is_one_book_in_natural_order(tmp_path: Path, digitise: Digitise) -> None:
    folder = tmp_path / "Thánh Gióng"
    (folder / "tập 2").mkdir(parents=True)
    for name in ("trang 10.jpg", "trang 9.png", "tập 2/trang 1.tif", ".ẩn.jpg"):
        material.a_picture(folder / name, material.a_page([name.replace(".", " ")]))
    (upload,) = digitise(folder)
    assert upload.name == "Thánh Gióng.zip"
    pages = list(draft_of(upload).pages.select_related("text"))
    texts = [page.text.text.split()[:2] for page in pages if page.text]
    assert texts == [["tập", "2/trang"], ["trang", "9"], ["trang", "10"]]
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
    upload, alone = digitise(film, tmp_path / "Bài 1.vi.srt", tmp_path / "lạc.vtt")
    assert (alone.state, alone.problem) == (State.REFUSED, "captions_without_recording")
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
def test_sound_alone_becomes_a_stream_with_cues(name: str, tmp_path: Path, digitise: Digitise) -> None:
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


def test_the_picture_in_a_sound_file_is_its_cover(tmp_path: Path, digitise: Digitise) -> None:
    picture = material.a_picture(tmp_path / "bìa.jpg", material.a_page(size=(600, 600)))
    (upload,) = digitise(material.a_sound(tmp_path / "a.mp3", seconds=2, cover=picture))
    assert (upload.state, draft_of(upload).kind) == (State.REVIEW, Resource.Kind.AUDIO)
    assert roles_of(upload) == {Role.ORIGINAL, Role.STREAM, Role.COVER}


def test_captions_that_cannot_be_read_do_not_stop_the_recording(tmp_path: Path, digitise: Digitise) -> None:
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


def test_steps_that_run_again_leave_the_same_result(tmp_path: Path, digitise: Digitise) -> None:
    (upload,) = digitise(material.a_picture(tmp_path / "a.png"))
    before = _result_of(upload)
    upload.steps.exclude(name__in=("store_original", "remove_temporary")).update(status=UploadStep.Status.WAITING)
    upload.batches.update(status=PageBatch.Status.WAITING)
    Upload.objects.filter(pk=upload.pk).update(state=State.WORKING)
    assert _result_of(digitised(upload)) == before


def _result_of(upload: Upload) -> list[object]:
    pages = draft_of(upload).pages.values_list("order_key", "image__blob", "text__text", "text__boxes")
    files = draft_of(upload).files.values_list("role", "blob").order_by("role")
    return [upload.state, upload.proposals, list(pages), list(files)]

"""Captions and lengths of recordings, from the upload to the record and the review."""

from pathlib import Path

import pytest

from accounts.models import School
from ingest.models import Upload
from ingest.states import State
from repository.models import ResourceFile
from tests.ingest import recordings
from tests.ingest.conftest import Digitise
from tests.ingest.pipeline.test_pipeline import draft_of
from tests.ingest.uploads.test_views import signed_in

Role = ResourceFile.Role


def cues_of(upload: Upload) -> list[tuple[int, str]]:
    return [(cue.start_ms, cue.text) for cue in draft_of(upload).cues.all()]


def test_captions_inside_a_recording_are_used_in_vietnamese_first(tmp_path: Path, digitise: Digitise) -> None:
    (upload,) = digitise(recordings.with_captions(tmp_path / "a.mp4", "eng", "vie"))
    assert upload.state == State.REVIEW
    assert cues_of(upload) == [(1000, "Lời vie")]
    assert draft_of(upload).files.get(role=Role.CAPTIONS).details == {"language": "vi"}
    assert upload.steps.get(name="captions").result["inside"] == {"used": True, "unused": 1}


def test_uploaded_captions_replace_those_inside_which_the_review_says(
    tmp_path: Path, digitise: Digitise, school: School
) -> None:
    film = recordings.with_captions(tmp_path / "a.mkv", "vie")
    (tmp_path / "a.srt").write_text("1\n00:00:02,000 --> 00:00:03,000\nLời gửi kèm\n", encoding="utf-8")
    (upload,) = digitise(film, tmp_path / "a.srt")
    assert cues_of(upload) == [(2000, "Lời gửi kèm")]
    page = signed_in(school).get(f"/so-hoa/{upload.uuid}/xem-lai/").content.decode()
    assert "Bản ghi có sẵn 1 phụ đề mà bạn đọc sẽ không thấy" in page


def test_captions_fit_a_recording_that_starts_late(tmp_path: Path, digitise: Digitise) -> None:
    film = recordings.from_two_seconds(tmp_path / "a.mp4")
    (tmp_path / "a.srt").write_text("1\n00:00:02,500 --> 00:00:03,000\nĐỏ và xanh\n", encoding="utf-8")
    (upload,) = digitise(film, tmp_path / "a.srt")
    assert cues_of(upload) == [(2500, "Đỏ và xanh")]
    details = draft_of(upload).files.get(role=Role.STREAM).details
    assert details["duration"] == pytest.approx(6, abs=0.2)


def test_the_length_of_the_record_is_that_of_the_stream(tmp_path: Path, digitise: Digitise) -> None:
    (upload,) = digitise(recordings.without_length(tmp_path / "a.mkv"))
    details = draft_of(upload).files.get(role=Role.STREAM).details
    assert details["duration"] == pytest.approx(6, abs=0.2)


def test_a_nul_in_captions_or_in_the_title_of_a_recording_refuses_nothing(tmp_path: Path, digitise: Digitise) -> None:
    film = recordings.two_colours(tmp_path / "a.mp4", options=("-g", "20", "-metadata", "title=Tập_đọc"))
    film.write_bytes(film.read_bytes().replace("Tập_đọc".encode(), "Tập\0đọc".encode()))
    (tmp_path / "a.srt").write_bytes("1\n00:00:01,000 --> 00:00:02,000\nký\0tự\n".encode())
    (upload,) = digitise(film, tmp_path / "a.srt")
    assert (upload.state, cues_of(upload)) == (State.REVIEW, [(1000, "kýtự")])

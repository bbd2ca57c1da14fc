"""Recordings of cameras, phones, editors and browsers become streams that play as they are meant to be shown."""

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.errors import BadInput
from ingest.parsers import media, media_probe
from ingest.parsers.file_type import SourceKind, content_type, source_of
from ingest.parsers.media_probe import Probe
from tests.ingest import recordings

LONGEST = 3 * media_probe.SEGMENT_SECONDS


def streamed(path: Path) -> tuple[Probe, Path, list[media.Segment]]:
    """Return the facts of a recording, its stream, and the segments of that."""
    facts, folder = media_probe.probe(path), path.parent / "stream"
    folder.mkdir()
    for _done in media.make_stream(path, folder, facts):
        pass
    return facts, folder / "stream.ts", media.segments_of((folder / "stream.m3u8").read_text())


def seconds_of(segments: list[media.Segment]) -> float:
    return segments[-1].start + segments[-1].duration


def test_a_recording_that_players_can_play_is_copied(tmp_path: Path) -> None:
    facts, stream, segments = streamed(recordings.two_colours(tmp_path / "a.mp4"))
    assert facts.may_be_copied
    assert (recordings.size(stream), seconds_of(segments)) == ((320, 180), 4)


def test_a_phone_held_upright_gives_an_upright_stream(tmp_path: Path) -> None:
    facts, stream, _segments = streamed(recordings.turned(tmp_path / "a.mp4"))
    assert (facts.width, facts.height) == recordings.size(stream) == (180, 320)
    assert recordings.colour(stream, at=1, place=(90, 40)) == "red"
    assert recordings.colour(stream, at=1, place=(90, 280)) == "blue"
    media.poster(tmp_path / "a.mp4", tmp_path / "poster.png", facts)
    assert recordings.size(tmp_path / "poster.png") == (180, 320)


def test_stretched_pixels_become_square(tmp_path: Path) -> None:
    wide = recordings.two_colours(tmp_path / "a.mp4", options=("-vf", "setsar=2/1"))
    _facts, stream, _segments = streamed(wide)
    assert recordings.size(stream) == (640, 180)


@pytest.mark.parametrize(
    "options", [("-g", "9999"), ("-g", "9999", "-force_key_frames", "expr:lt(t,126)*gte(t,n_forced*4)")]
)
def test_rare_key_frames_still_give_short_segments(options: tuple[str, ...], tmp_path: Path) -> None:
    film = tmp_path / "a.mp4"
    picture = ["-f", "lavfi", "-i", "testsrc=size=64x48:rate=5:duration=160"]
    recordings.ffmpeg(*picture, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", *options, film)
    _facts, _stream, segments = streamed(film)
    assert seconds_of(segments) == pytest.approx(160, abs=0.5)
    assert max(segment.duration for segment in segments) <= LONGEST


def test_seconds_before_the_first_picture_are_in_the_stream(tmp_path: Path) -> None:
    facts, stream, segments = streamed(recordings.from_two_seconds(tmp_path / "a.mp4"))
    assert seconds_of(segments) == pytest.approx(facts.seconds, abs=0.2) == pytest.approx(6, abs=0.2)
    assert recordings.colour(stream, at=1, place=(40, 90)) == "black"
    assert recordings.colour(stream, at=2.5, place=(40, 90)) == "red"


def test_what_was_cut_away_is_not_in_the_stream(tmp_path: Path) -> None:
    facts, _stream, segments = streamed(recordings.cut(tmp_path / "a.mp4"))
    assert seconds_of(segments) == pytest.approx(facts.seconds, abs=0.2) == pytest.approx(7.5, abs=0.2)


def test_the_length_of_a_browsers_recording_is_measured(tmp_path: Path) -> None:
    facts, _stream, segments = streamed(recordings.without_length(tmp_path / "a.mkv"))
    assert facts.seconds == pytest.approx(6, abs=0.2)
    assert seconds_of(segments) == pytest.approx(6, abs=0.2)


def test_a_clock_in_milliseconds_does_not_become_a_thousand_pictures_a_second(tmp_path: Path) -> None:
    film = recordings.two_colours(tmp_path / "a.mp4", seconds=2)
    facts = replace(media_probe.probe(film), frame_rate=1000.0, key_frames_close=False)
    for _done in media.make_stream(film, tmp_path, facts):
        pass
    assert media_probe.probe(tmp_path / "stream.ts").frame_rate == media.MAX_RATE / 2


@pytest.mark.parametrize("options", [(), ("-mpegts_m2ts_mode", "1")])
def test_a_transport_stream_of_a_camera_is_recognised_and_streamed(options: tuple[str, ...], tmp_path: Path) -> None:
    film = recordings.two_colours(tmp_path / "whole.mp4")
    recordings.ffmpeg("-i", film, "-c", "copy", "-f", "mpegts", *options, tmp_path / "00001.mts")
    assert source_of(content_type(tmp_path / "00001.mts")) == SourceKind.RECORDING
    _facts, _stream, segments = streamed(tmp_path / "00001.mts")
    assert seconds_of(segments) == pytest.approx(4, abs=0.2)


@pytest.mark.parametrize("brand", [b"f4v ", b"XAVC"])
def test_an_mp4_of_a_rare_brand_is_recognised(brand: bytes, tmp_path: Path) -> None:
    film = recordings.two_colours(tmp_path / "a.mp4")
    film.write_bytes(film.read_bytes().replace(b"ftypisom", b"ftyp" + brand, 1))
    assert source_of(content_type(film)) == SourceKind.RECORDING


@pytest.mark.parametrize(
    "data",
    [b"G" * 188, b"G" + bytes(187), bytes(range(256)) * 20, b"Gia " * 900],
    ids=["one packet of marks", "one packet", "all bytes", "text"],
)
def test_what_only_resembles_a_recording_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.ts").write_bytes(data)
    with pytest.raises(BadInput):
        source_of(content_type(tmp_path / "a.ts"))


def test_facts_of_release_0_1_0_are_still_read() -> None:
    facts = {"seconds": 4, "width": 320, "height": 180, "video": "h264", "audio": "aac", "pixels": "yuv420p"}
    assert Probe(**facts, key_frames_close=True, tags={}).may_be_copied

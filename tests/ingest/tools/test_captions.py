"""Captions are read whatever school computers made of them, and belong to the recording of their name."""

import unicodedata

import pytest

from ingest.errors import BadCaptions
from ingest.parsers.captions import as_vtt, belongs_to, cues_of, language_by_name

SRT = "1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>Xin chào</i> các em\r\n\r\n"
SRT += "2\r\n00:01:00,000 --> 00:01:02,000\r\nTạm biệt\r\n"
VTT = "WEBVTT\n\n00:01.000 --> 00:02.500\n<v Cô Hà>Xin chào &amp; hẹn gặp\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_srt_in_the_usual_encodings(encoding: str) -> None:
    first, second = cues_of(SRT.encode(encoding), "a.srt")
    assert (first.start_ms, first.end_ms, first.text) == (1000, 2500, "Xin chào các em")
    assert second.text == "Tạm biệt"


def test_webvtt_without_its_markup_and_back() -> None:
    cues = cues_of(VTT.encode(), "a.vtt")
    assert [cue.text for cue in cues] == ["Xin chào & hẹn gặp"]
    assert cues_of(as_vtt(cues), "a.vtt") == cues


def test_decomposed_letters_are_composed() -> None:
    (cue, _other) = cues_of(unicodedata.normalize("NFD", SRT).encode(), "a.srt")
    assert unicodedata.is_normalized("NFC", cue.text)


@pytest.mark.parametrize("data", [b"", b"WEBVTT\n", b"no captions at all", bytes(range(128, 256))])
def test_what_cannot_be_read_is_told_by_name(data: bytes) -> None:
    with pytest.raises(BadCaptions) as refused:
        cues_of(data, "bài 1.vtt")
    assert "bài 1.vtt" in str(refused.value)


def test_names_tell_the_recording_and_the_language() -> None:
    assert belongs_to("Bài 1.vi.srt", "bài 1.mp4")
    assert belongs_to(unicodedata.normalize("NFD", "Bài 1.vtt"), "Bài 1.mp4")
    assert not belongs_to("Bài 10.vtt", "Bài 1.mp4")
    assert (language_by_name("Bài 1.vi.srt"), language_by_name("Bài 1.srt")) == ("vi", "")

"""Captions in the encodings and with the markup that school computers write."""

import unicodedata

import pytest

from ingest.errors import BadCaptions
from ingest.parsers.captions import as_vtt, cues_of

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
def test_unreadable_captions_are_refused_by_name(data: bytes) -> None:
    with pytest.raises(BadCaptions) as refused:
        cues_of(data, "bài 1.vtt")
    assert "bài 1.vtt" in str(refused.value)

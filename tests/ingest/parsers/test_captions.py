"""Captions in the encodings and with the markup that school computers write."""

import unicodedata
from time import process_time

import pytest

from ingest.errors import BadCaptions
from ingest.parsers.captions import MAX_MS, as_vtt, cues_of

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


def first_texts(data: bytes) -> list[str]:
    return [cue.text for cue in cues_of(data, "a.srt")]


def a_cue(text: str, times: str = "00:00:01,000 --> 00:00:02,000") -> str:
    return f"1\n{times}\n{text}\n\n"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_with_and_without_a_mark(encoding: str) -> None:
    assert first_texts(SRT.encode(encoding)) == ["Xin chào các em", "Tạm biệt"]


@pytest.mark.parametrize(
    ("written", "encoding"),
    [
        ("Con ®­êng ®Õn tr­êng ®Çy hoa", "latin-1"),  # TCVN3
        ("Con ñöôøng ñeán tröôøng ñaày hoa", "latin-1"),  # VNI
        ("Con đươ\u0300ng đê\u0301n trươ\u0300ng đâ\u0300y hoa", "cp1258"),
    ],
)
def test_vietnamese_of_before_unicode(written: str, encoding: str) -> None:
    assert first_texts(a_cue(written).encode(encoding)) == ["Con đường đến trường đầy hoa"]


def test_western_text_of_before_unicode() -> None:
    assert first_texts(a_cue("Le garçon a mangé à l’école").encode("cp1252")) == ["Le garçon a mangé à l’école"]


@pytest.mark.parametrize(("damaged", "read"), [(b"\x92", "’"), (b"\xe1\xba", "\ufffd")])
def test_one_wrong_byte_costs_one_letter(damaged: bytes, read: str) -> None:
    data = a_cue("Tiếng Việt đẹp lắm|").encode().replace(b"|", damaged)
    assert first_texts(data) == [f"Tiếng Việt đẹp lắm{read}"]


def test_control_characters_are_left_out() -> None:
    assert first_texts(a_cue("ký\0tự\x07 và\ufeff hết").encode()) == ["kýtự và hết"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Nếu x <3 và y ≥ 5 > 2 thì đúng", "Nếu x <3 và y ≥ 5 > 2 thì đúng"),
        ("a <b và c> d", "a <b và c> d"),
        ("<b>đậm</b> <i.la>nghiêng</i>", "đậm nghiêng"),
        ('{\\an8}<font color="#fff">trắng</font>', "trắng"),
        ("<00:00:01.500>từng <c.vàng>chữ</c>", "từng chữ"),
        ("x &lt; 3 &amp; y", "x < 3 & y"),
    ],
)
def test_tags_are_left_out_and_signs_stay(written: str, read: str) -> None:
    cues = cues_of(a_cue(written).encode(), "a.srt")
    assert [cue.text for cue in cues] == [read]
    assert cues_of(as_vtt(cues), "a.vtt") == cues


@pytest.mark.parametrize(
    "times",
    [
        "00:00:01,000 --> 00:00:02,000  X1:63 X2:223",
        "0:00:01.0 --> 0:00:02.0",
        "00:01 --> 00:02",
        "00:00:01,000 -> 00:00:02,000",
        "00:00:01,000 –> 00:00:02,000",
        "00:00:01:000-->00:00:02:000",
        " 00: 00: 01, 000 --> 00: 00: 02, 000 ",
    ],
)
def test_slips_in_times_are_understood(times: str) -> None:
    (cue,) = cues_of(a_cue("lời", times).encode(), "a.srt")
    assert (cue.start_ms, cue.end_ms, cue.text) == (1000, 2000, "lời")


@pytest.mark.parametrize(
    "between", ["\n\n2 \n", "\n2\n", "\n\n", "\n", "\n\n\n2\n", "\n \n\t2\n", "\r\r2\r", "\u2028\u20282\u2028"]
)
def test_slips_between_cues_are_understood(between: str) -> None:
    text = f"1 \n00:00:01,000 --> 00:00:02,000\nlời một{between}00:00:03,000 --> 00:00:04,000\nlời hai"
    assert first_texts(text.encode()) == ["lời một", "lời hai"]


def test_a_number_is_also_a_text() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nĐáp án:\n42\n\n2\n00:00:03,000 --> 00:00:04,000\n1945\n"
    assert first_texts(text.encode()) == ["Đáp án:\n42", "1945"]


def test_webvtt_comments_styles_and_identifiers_are_no_text() -> None:
    text = "WEBVTT - Bài 1\n\nNOTE ghi chú\n\nSTYLE\n::cue {}\n\nmột\n00:01.000 --> 00:02.000 align:start\nlời\n\n"
    text += "NOTE\nghi chú\n\nhai\n00:03.000 --> 00:04.000\nlời\n"
    assert first_texts(text.encode()) == ["lời", "lời"]


def test_no_words_are_lost_for_a_wrong_time() -> None:
    times = ["-00:00:01,000 --> 00:00:01,000", "00:00:03,000 --> 00:00:02,000", "00:00:09,000 --> 00:00:09,000"]
    times += ["00:00:04,000 --> 00:00:05,000", "9999:59:59,000 --> 9999:59:59,999"]
    data = "\n".join(a_cue(f"lời {n}", line) for n, line in enumerate(times)).encode()
    cues = cues_of(data, "a.srt")
    assert [cue.text for cue in cues] == ["lời 0", "lời 1", "lời 3", "lời 2", "lời 4"]
    assert [(cue.start_ms, cue.end_ms) for cue in cues[:4]] == [(0, 1000), (3000, 4000), (4000, 5000), (9000, 11000)]
    assert all(cue.start_ms < cue.end_ms <= MAX_MS for cue in cues)


@pytest.mark.parametrize("bad", ["<", "0:", " ", "<v ", "<font ", "{\\", "&", "00:00:01,0 -->", "–", "aø"])
def test_hostile_captions_take_no_time(bad: str) -> None:
    before, long = process_time(), bad * (200_000 // len(bad))
    assert first_texts((a_cue("lời") + long + "\n" + a_cue(long + "hết")).encode())
    assert process_time() - before < 3


@pytest.mark.parametrize("data", [b"", b"WEBVTT\n", b"no captions at all", bytes(range(128, 256))])
def test_unreadable_captions_are_refused_by_name(data: bytes) -> None:
    with pytest.raises(BadCaptions) as refused:
        cues_of(data, "bài 1.vtt")
    assert "bài 1.vtt" in str(refused.value)

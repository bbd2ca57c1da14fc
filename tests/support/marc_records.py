"""MARC 21 records made by public rules, sound ones of every kind and damaged ones of every known kind.

The writer here shares no code with the product: it is the yardstick.
"""

import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Fields = list[tuple[str, str, list[tuple[str, str]]]]  # tag, indicators or value, subfields

MARKS = {"\u0309": b"\xe0", "\u0300": b"\xe1", "\u0301": b"\xe2", "\u0302": b"\xe3", "\u0303": b"\xe4",
         "\u0306": b"\xe6", "\u0323": b"\xf2"}  # fmt: skip
LETTERS = {"ơ": b"\xbc", "Ơ": b"\xac", "ư": b"\xbd", "Ư": b"\xad", "đ": b"\xb3", "Đ": b"\xa3"}
VIETNAMESE = (
    "".join(
        unicodedata.normalize("NFC", base + tone)
        for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
        for tone in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
    )
    + "đĐ"
)  # 146 letters

TITLES = ("Dế Mèn phiêu lưu kí", "Đất rừng phương Nam", "Toán 6. Tập một", "Ngữ văn 9", "Những ngôi sao xa xôi",
          "Truyện Kiều", "Lượm lặt quanh trường", "Chuyện cổ tích về loài người",
          "Khoa học tự nhiên 7", "Tắt đèn")  # fmt: skip
NAMES = ("Tô Hoài", "Đoàn Giỏi", "Nguyễn Minh Châu", "Nguyễn Nhật Ánh", "Xuân Quỳnh", "Ngô Tất Tố", "Trần Đăng Khoa")
WORDS = ("Văn học thiếu nhi", "Truyện ngắn", "Toán học", "Việt Nam", "Lịch sử", "Thơ", "Cổ tích", "Bài tập")


def marc8(text: str) -> bytes:
    """Return the text in MARC-8: the marks of a letter before it, ơ and ư as letters of their own."""
    out = b""
    for letter in unicodedata.normalize("NFC", text):
        marks = b""
        while letter not in LETTERS and len(apart := unicodedata.decomposition(letter).split()) == 2:
            letter, mark = (chr(int(code, 16)) for code in apart)
            marks = MARKS[mark] + marks
        out += marks + LETTERS.get(letter, letter.encode("ascii") if letter not in LETTERS else b"")
    return out


def iso2709(
    fields: Fields, encode: Callable[[str], bytes] = str.encode, leader: bytes = b"nam a22", end: bytes = b" a 4500"
):
    """Return the bytes of a record; `leader` are its characters 05–11, `end` 17–23."""
    directory, data = b"", b""
    for tag, head, subfields in fields:
        content = (
            encode(head) + b"".join(b"\x1f" + code.encode() + encode(value) for code, value in subfields) + b"\x1e"
        )
        directory += b"%b%04d%05d" % (tag.encode(), len(content), len(data))
        data += content
    base = 25 + len(directory)
    return b"%05d%b%05d%b%b\x1e%b\x1d" % (base + len(data) + 1, leader, base, end, directory, data)


@dataclass(frozen=True)
class Made:
    """A record of a file, and what is expected of it: its fields, or the reason of its damage."""

    data: bytes
    fields: Fields
    charset: str = "utf-8"
    reason: str = ""


def fields_of(chance: random.Random, number: int) -> Fields:
    """Return the fields of a book as libraries in Vietnam catalogue it, each time other ones."""
    title, name = chance.choice(TITLES), chance.choice(NAMES)
    fields: Fields = [
        ("001", f"{number:07d}", []),
        ("003", "NLV", []),
        ("008", "060101s2019    vm ||||||||||||||||| ||vie||", []),
        ("020", "  ", [("a", "9786040000002 (bìa mềm)"), ("c", "25000đ"), ("d", "2000b")]),
        ("041", "0 ", [("a", "vie")]),
        ("082", chance.choice(["04", "14", "  "]), [("2", "14"), ("a", "895.9223")]),
        ("090", "  ", [("a", "895.9223"), ("b", "D250M")]),
        ("100", chance.choice(["0 ", "1 "]), [("a", name + ","), ("d", "1930-1989")]),
        ("245", "10", [("6", "880-01"), ("a", f"{title} :"), ("b", "truyện dài /"), ("c", name)]),
        (
            chance.choice(["260", "264"]),
            chance.choice(["  ", " 1"]),
            [("a", "H. :"), ("b", "Kim Đồng,"), ("c", "2019")],
        ),
        ("300", "  ", [("a", "120 tr. :"), ("b", "tranh vẽ ;"), ("c", "24 cm")]),
        ("500", "  ", [("a", "Đầu bìa sách ghi: Tủ sách vàng"), ("x", "")]),
        ("650", " 7", [("2", "Bộ TK TVQG"), ("a", chance.choice(WORDS)), ("z", "Việt Nam")]),
        ("653", "  ", [("a", chance.choice(WORDS)), ("a", chance.choice(WORDS))]),
        ("700", "0 ", [("a", chance.choice(NAMES)), ("e", "dịch")]),
        ("880", "10", [("6", "245-01"), ("a", "Bản khác của nhan đề")]),
        ("911", "  ", [("a", "Lê Thị Thuỷ")]),
        ("927", "", [("a", "SH")]),
        ("952", "  ", [("p", f"SH{number:06d}"), ("g", "25000"), ("x", "")]),
        ("XYZ", "  ", [("9", "nhãn bằng chữ")]),
    ]
    chosen = [field for field in fields if field[0] in ("001", "245") or chance.random() > 0.15]
    if chance.random() < 0.1:
        chance.shuffle(chosen)
    return chosen


def sound(chance: random.Random, number: int) -> Made:
    """Return a sound record, in UTF-8 (composed or apart, rightly declared or not) or in MARC-8."""
    fields, kind = fields_of(chance, number), chance.random()
    if kind < 0.25:
        return Made(iso2709(fields, marc8, b"nam  22"), fields, "marc-8")
    if kind < 0.5:
        apart = [
            (t, unicodedata.normalize("NFD", h), [(c, unicodedata.normalize("NFD", v)) for c, v in s])
            for t, h, s in fields
        ]
        return Made(iso2709(apart), apart)
    return Made(iso2709(fields, leader=b"nam  22" if kind < 0.6 else b"nam a22"), fields)


def _length(change: int) -> Callable[[bytes], bytes]:
    return lambda data: b"%05d%b" % (int(data[:5]) + change, data[5:])


def _at(place: int, new: bytes) -> Callable[[bytes], bytes]:
    return lambda data: data[:place] + new + data[place + len(new) :]


# Kinds of damage, and the reason that is expected.
DAMAGES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "length too great": (_length(3), "length"),
    "length too small": (_length(-3), "length"),
    "length zero": (_at(0, b"00000"), "length"),
    "letters in the length": (_at(0, b"0x1f0"), "leader"),
    "letters in the base address": (_at(12, b"0O2l1"), "leader"),
    "base address beyond the end": (_at(12, b"99998"), "directory"),
    "base address within the directory": (_at(12, b"00040"), "directory"),
    "letters in the directory": (_at(30, b"?"), "directory"),
    "field beyond the end": (_at(31, b"99000"), "field"),
    "field that begins elsewhere": (_at(27, b"0003"), "field"),
    "not UTF-8 although declared": (lambda data: _at(9, b"a")(data).replace(b"NLV", b"N\xffV"), "encoding"),
    "cut off": (lambda data: data[:200] + b"\x1d", "length"),
    "only junk": (lambda data: b"<html>404 Not Found</html>\x1d", "leader"),
}  # fmt: skip


def mixed(count: int, seed: int = 15) -> Iterator[tuple[bytes, Made]]:
    """Return records, one in ten damaged, each with what precedes it in the file."""
    chance = random.Random(seed)
    for number in range(1, count + 1):
        made = sound(chance, number)
        between = chance.choice([b"", b"", b"", b"\r\n", b"\n", b"\x00\x00", b"\x1a"])
        if number % 10 == 0:
            damage, reason = list(DAMAGES.values())[number // 10 % len(DAMAGES)]
            made = Made(damage(_with_names(made, number)), [], reason=reason)
        yield between, made


def _with_names(made: Made, number: int) -> bytes:
    """Return a record that has everything that a kind of damage destroys."""
    return iso2709(
        [("001", f"{number:07d}", []), ("003", "NLV", []), ("245", "00", [("a", "Đất rừng phương Nam, Kim Đồng" * 5)])]
    )

"""One record of ISO 2709: its leader, and its fields with the bytes that they came with.

pymarc reads the same, but drops bytes that it does not expect and writes another leader; untouched fields must stay.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from typing import Literal

from repository.formats.marc import marc8
from repository.formats.marc.damage import Damaged, Reason, TooLongForMarc
from repository.formats.marc.fields import Field

END_OF_FIELD, END_OF_RECORD = b"\x1e", b"\x1d"
MAX_RECORD, MAX_FIELD = 99_999, 9_999  # bytes, with terminators
_LEADER, _ENTRY = 24, 12  # bytes
Slice = tuple[str, bytes]  # tag, content without its terminator


class Charset(Enum):
    """How the text of a record is written."""

    UTF8 = "utf-8"
    MARC8 = "marc-8"


@dataclass(frozen=True)
class Record:
    """The leader and the fields in order."""

    leader: bytes
    slices: tuple[Slice, ...]
    charset: Charset = Charset.UTF8

    def to_bytes(self) -> bytes:
        """Return the record in ISO 2709. Raise TooLongForMarc."""
        directory, data, start = [], [], 0
        for tag, content in self.slices:
            length = len(content) + 1
            _require_length(length <= MAX_FIELD and start <= MAX_RECORD, tag)
            directory.append(b"%b%04d%05d" % (tag.encode(), length, start))
            data += [content, END_OF_FIELD]
            start += length
        base = _LEADER + _ENTRY * len(self.slices) + 1
        _require_length(base + start + 1 <= MAX_RECORD, "…")
        coding = b"a" if self.charset is Charset.UTF8 else b" "
        leader = b"%05d%b%b%b%05d%b" % (
            base + start + 1, self.leader[5:9], coding, self.leader[10:12], base, self.leader[17:],
        )  # fmt: skip
        return b"".join([leader, *directory, END_OF_FIELD, *data, END_OF_RECORD])

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places = defaultdict(list)
        for place, (tag, _content) in enumerate(self.slices):
            places[tag].append(place)
        return places

    def found(self, *tags: str) -> list[tuple[int, Field]]:
        """Return the fields of these tags with their places, in the order of the record."""
        places = [place for tag in tags for place in self._places.get(tag, ())]
        return [(place, self.field(place)) for place in (places if len(tags) == 1 else sorted(places))]

    def field(self, place: int) -> Field:
        """Return the field at this place."""
        if place not in self._fields:
            tag, content = self.slices[place]
            if self.charset is Charset.UTF8:
                parts = content.decode().split("\x1f")
            else:
                parts = [marc8.read(part) for part in content.split(b"\x1f")]
            self._fields[place] = Field.of_parts(tag, parts)
        return self._fields[place]

    @cached_property
    def _fields(self) -> dict[int, Field]:
        return {}

    def fields(self) -> Iterator[Field]:
        """Return all fields in order."""
        return (self.field(place) for place in range(len(self.slices)))

    def value(self, tag: str) -> str:
        """Return the value of the first control field of this tag; empty if there is none."""
        return next((field.head for _place, field in self.found(tag)), "")

    def replaced(self, new: dict[int, Field | None]) -> "Record":
        """Return the record with these fields at these places; None removes one."""
        return self._with(new.get(place, place) for place in range(len(self.slices)))

    def inserted(self, field: Field, at: int | None = None) -> "Record":
        """Return the record with the field at a place, or after the last field whose tag is not higher."""
        if at is None:
            at = max((place + 1 for place, (tag, _content) in enumerate(self.slices) if tag <= field.tag), default=0)
        return self._with([*range(at), field, *range(at, len(self.slices))])

    def arranged(self, order: Iterable[int | Field]) -> "Record":
        """Return the record with these fields: places of present ones, which keep their bytes, and new ones."""
        return self._with(order)

    def with_leader(self, start: int, text: str) -> "Record":
        """Return the record with other characters in the leader."""
        return replace(self, leader=self.leader[:start] + text.encode("ascii") + self.leader[start + len(text) :])

    def in_charset(self, charset: Charset) -> "Record":
        """Return the record in another encoding, text for text; letters that MARC-8 lacks become references."""
        if charset is self.charset:
            return self
        if all(content.isascii() and marc8.ESCAPE not in content for _tag, content in self.slices):
            return replace(self, charset=charset)
        return replace(self, slices=tuple(map(_writer(charset, refer=True), self.fields())), charset=charset)

    @cached_property
    def is_decomposed(self) -> bool:
        """Return whether the record writes letters and marks apart (NFD)."""
        texts = [content.decode() for _tag, content in self.slices if self.charset is Charset.UTF8]
        return any(not text.isascii() and not unicodedata.is_normalized("NFC", text) for text in texts)

    def _with(self, order: Iterable[int | Field | None]) -> "Record":
        """Return the record with these fields; one that MARC-8 cannot write takes the whole record to UTF-8."""
        order = list(order)
        write = _writer(self.charset, "NFD" if self.is_decomposed else "NFC")
        try:
            slices = [self.slices[one] if isinstance(one, int) else write(one) for one in order if one is not None]
        except marc8.NotInMarc8:
            return self.in_charset(Charset.UTF8)._with(order)
        return replace(self, slices=tuple(slices))


def parse(data: bytes) -> Record:
    """Return the record that these bytes are. Raise Damaged: nothing is repaired."""
    leader = data[:_LEADER]
    _require(len(data) <= MAX_RECORD, Reason.TOO_LONG)
    _require(len(data) > _LEADER and leader.isascii() and leader[:5].isdigit(), Reason.LEADER)
    _require(int(leader[:5]) == len(data) and data.endswith(END_OF_RECORD), Reason.LENGTH)
    _require(leader[12:17].isdigit(), Reason.LEADER)
    base = int(leader[12:17])
    _require(_LEADER < base < len(data) and data[base - 1 : base] == END_OF_FIELD, Reason.DIRECTORY)
    return Record(leader, tuple(_slices(data[_LEADER : base - 1], data[base:-1])), _charset(leader, data))


def _slices(directory: bytes, data: bytes) -> Iterator[Slice]:
    _require(len(directory) % _ENTRY == 0, Reason.DIRECTORY)
    for at in range(0, len(directory), _ENTRY):
        entry = directory[at : at + _ENTRY]
        _require(entry.isalnum() and entry[3:].isdigit(), Reason.DIRECTORY)
        start, length = int(entry[7:]), int(entry[3:7])
        end = start + length - 1
        _require(length > 0 and data.find(END_OF_FIELD, start) == end, Reason.FIELD)
        yield entry[:3].decode(), data[start:end]


def _charset(leader: bytes, data: bytes) -> Charset:
    """Return the encoding that the bytes prove; leader 09 alone is often wrong, and says nothing of plain ASCII."""
    says_utf8 = leader[9:10] == b"a"
    if data.isascii() and not says_utf8:
        _require(marc8.is_readable(data), Reason.ENCODING)
        return Charset.MARC8
    try:
        data.decode()
        return Charset.UTF8
    except UnicodeDecodeError:
        _require(not says_utf8 and marc8.is_readable(data), Reason.ENCODING)
        return Charset.MARC8


def _writer(charset: Charset, form: Literal["NFC", "NFD"] = "NFC", *, refer: bool = False) -> Callable[[Field], Slice]:
    def write(field: Field) -> Slice:
        parts = field.parts()
        if charset is Charset.MARC8:
            return field.tag, b"\x1f".join(marc8.written(part, refer=refer) for part in parts)
        texts = [unicodedata.normalize(form, part) for part in parts] if form == "NFD" else parts
        return field.tag, "\x1f".join(texts).encode()

    return write


def _require(holds: bool, reason: Reason) -> None:
    if not holds:
        raise Damaged(reason)


def _require_length(fits: bool, tag: str) -> None:
    if not fits:
        raise TooLongForMarc(tag=tag)

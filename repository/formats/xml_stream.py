"""The records of an XML file, one at a time in bounded memory.

Read with defusedxml, which refuses document types and entities. What is no part of a record is forgotten at once, so
that OAI-PMH answers with their headers are read like plain collections.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError, TreeBuilder, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from repository.description import Description
from repository.formats.marc import Broken, Reason
from repository.formats.xml_records import local

LONGEST = 4 << 20  # bytes of XML for one record
MAX_DEPTH = 100  # elements within each other
_AT_ONCE = 1 << 16  # bytes


@dataclass(frozen=True)
class Wanted:
    """Which elements are records: those of a local name, or else those with children in one of these namespaces."""

    name: str = ""
    namespaces: tuple[str, ...] = ()

    def begins(self, element: Any) -> bool:
        """Return whether a record begins with this element, by its name."""
        return bool(self.name) and local(element) == self.name

    def is_part(self, element: Any) -> bool:
        """Return whether the element above is a record with this part."""
        return str(element.tag).rpartition("}")[0].removeprefix("{") in self.namespaces


@dataclass(frozen=True)
class Found:
    """An element that is a record: its number from 1, and how far the file was read (bytes)."""

    number: int
    offset: int
    element: Any


@dataclass(frozen=True)
class SourceRecord:
    """A record of a file: its number from 1, its own text as it came (XML or JSON), and what it says."""

    number: int
    data: bytes
    description: Description


def elements_of(stream: BinaryIO, wanted: Wanted) -> Iterator[Found | Broken]:
    """Return the records of the file in order; damaged XML ends it with one that says so."""
    records = _Records(wanted)
    number = 0
    try:
        for element in records.of(stream):
            number += 1
            yield Found(number, records.offset, element)
    except DefusedXmlException:
        yield Broken(number + 1, records.offset, Reason.ENTITIES, "")
    except _TooLong:
        yield Broken(number + 1, records.offset, Reason.HUGE, "")
    except (ParseError, ValueError, LookupError):
        yield Broken(number + 1, records.offset, Reason.XML, "")


def read(stream: BinaryIO, wanted: Wanted, describe: Callable[[Any], Description]) -> Iterator[SourceRecord | Broken]:
    """Return the records of the file in order, with what `describe` makes of each."""
    for one in elements_of(stream, wanted):
        if isinstance(one, Broken):
            yield one
            continue
        one.element.tail = None
        yield SourceRecord(one.number, tostring(one.element, encoding="utf-8"), describe(one.element))


class _TooLong(Exception):
    """The XML of one record is longer than any record can be."""


class _Records(TreeBuilder):
    """The wanted elements, each taken out of the tree where it ends; `offset` is how far the file was read."""

    def __init__(self, wanted: Wanted) -> None:
        super().__init__()
        self.offset, self._since = 0, 0
        self._wanted = wanted
        self._open: list[Any] = []
        self._holding: list[bool] = []  # for each open element with the name of a record: whether one ended in it
        self._ended: list[Any] = []

    def of(self, stream: BinaryIO) -> Iterator[Any]:
        """Return the elements of the file."""
        parser = DefusedXMLParser(target=self, forbid_dtd=True)
        while block := stream.read(_AT_ONCE):
            damage = _damage_of(parser, block)
            yield from self._taken()
            if damage:
                raise damage
            self.offset += len(block)
            self._since += len(block)
            if self._since > LONGEST:
                raise _TooLong
        parser.close()

    def _taken(self) -> list[Any]:
        ended, self._ended = self._ended, []
        self._since = 0 if ended else self._since
        return ended

    def start(self, tag: Any, attrs: Any) -> Any:
        """Begin an element. Raise ValueError for one that is too deep."""
        element = super().start(tag, attrs)
        self._open.append(element)
        if len(self._open) > MAX_DEPTH:
            raise ValueError
        if self._wanted.begins(element):
            self._holding.append(False)
        return element

    def end(self, tag: Any) -> Any:
        """End an element: a record is taken, and what belongs to none is forgotten."""
        element = super().end(tag)
        self._open.pop()
        is_record = self._is_record(element)
        if is_record:
            self._ended.append(element)
        belongs = bool(self._holding) or self._wanted.is_part(element)
        if self._open and (is_record or not belongs):
            self._open[-1].remove(element)
        return element

    def _is_record(self, element: Any) -> bool:
        if not self._wanted.begins(element):
            return any(map(self._wanted.is_part, element))
        is_innermost = not self._holding.pop()
        if self._holding:
            self._holding[-1] = True
        return is_innermost


def _damage_of(parser: Any, block: bytes) -> Exception | None:
    """Feed the parser. Return what is wrong with the block; the records before it are read."""
    try:
        parser.feed(block)
    except (DefusedXmlException, ParseError, ValueError, LookupError) as damage:
        return damage
    return None

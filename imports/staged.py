"""What a reader of a format yields: a record with its description, or one that cannot be read and why."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.functional import Promise

MAX_RAW = 1_000_000  # bytes that are stored of one record


@dataclass(frozen=True)
class Staged:
    """A record that was read. `number` counts from 1, also refused ones.

    `values`: as of Description.values(), also without those that are empty. `copies`: what the file says of the copies
    of the book, as of CopyEntry.values(). `record`: the UUID of the record of the school, if the file names one.
    """

    number: int
    raw: bytes
    values: Mapping[str, Any]
    copies: list[dict[str, Any]] = field(default_factory=list)
    record: str = ""


@dataclass(frozen=True)
class Refused:
    """A record that cannot be read: the code of a RecordProblem with its details."""

    number: int
    raw: bytes
    code: str
    details: Mapping[str, Any] = field(default_factory=dict)


Records = Iterator[Staged | Refused]


@dataclass(frozen=True)
class Format:
    """A kind of file. `read` takes the path of the file and the mapping of the batch, and yields its records in order.

    `suffix` names the file of refused records, `around` is what stands before, between and behind them in it.
    `keeps_marc`: the bytes of a record are a MARC record to keep. `prepare` reads what the mapping of a new batch is.
    `read_whole`: the reader holds the file in memory.
    """

    code: str
    label: str | Promise
    suffix: str
    read: Callable[[Path, Mapping[str, Any]], Records]
    keeps_marc: bool = False
    prepare: Callable[[Path], dict[str, Any]] | None = None
    read_whole: bool = False
    around: tuple[bytes, bytes, bytes] = (b"", b"", b"")

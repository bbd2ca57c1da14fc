"""Group files that become one upload: captions go with their recording, the pictures of a book with each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from ingest.filenames import belongs_to, is_captions, is_picture


class Named(Protocol):
    """Anything with a file name."""

    @property
    def name(self) -> str:
        """The file name, possibly with folders."""


N = TypeVar("N", bound=Named)


@dataclass(frozen=True)
class AnnouncedFile:
    """A file that a browser is about to send: its size in bytes and a fingerprint of its beginning and end."""

    name: str
    size: int
    fingerprint: str


@dataclass(frozen=True)
class PlannedGroup(Generic[N]):
    """Files that become one upload: page pictures with the title of their `book`, else a file and its captions."""

    files: Sequence[N]
    book: str = ""


def group_files(files: Sequence[N], *, book: str = "") -> Iterator[PlannedGroup[N]]:
    """Yield the groups of these files; without the title of a book each picture is a group of its own.

    Captions without a recording come last, each as a group of its own.
    """
    is_book = bool(book) and sum(is_picture(file.name) for file in files) > 1
    if is_book:
        yield PlannedGroup([file for file in files if is_picture(file.name)], book)
    captions = [file for file in files if is_captions(file.name)]
    for file in files:
        if is_captions(file.name) or (is_book and is_picture(file.name)):
            continue
        own = [candidate for candidate in captions if belongs_to(candidate.name, file.name)]
        captions = [candidate for candidate in captions if candidate not in own]
        yield PlannedGroup([file, *own])
    for file in captions:
        yield PlannedGroup([file])

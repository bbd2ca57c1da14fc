"""Which files belong together: captions go with their recording, the pictures of a book with each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.parsers import archive, captions


@dataclass(frozen=True)
class AnnouncedFile:
    """A file that a browser is about to send; the fingerprint is of its beginning and end."""

    name: str
    size: int
    fingerprint: str


@dataclass(frozen=True)
class PlannedGroup:
    """Files that become one upload; `book` is what it is called where pictures are bound."""

    files: Sequence[AnnouncedFile]
    book: str = ""


def group_files(files: Sequence[AnnouncedFile], *, book: str) -> Iterator[PlannedGroup]:
    """Return the groups of these files; without the name of a book, each picture is a group by itself."""
    pictures = [file for file in files if archive.is_picture(file.name)]
    bound = len(pictures) > 1 and book
    if bound:
        yield PlannedGroup(pictures, book)
    caption_files = [file for file in files if captions.is_captions(file.name)]
    for file in files:
        if captions.is_captions(file.name) or (bound and archive.is_picture(file.name)):
            continue
        own = [one for one in caption_files if captions.belongs_to(one.name, file.name)]
        caption_files = [one for one in caption_files if one not in own]
        yield PlannedGroup([file, *own])
    for lonely in caption_files:
        yield PlannedGroup([lonely])

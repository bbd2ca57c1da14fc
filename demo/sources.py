"""All the demo's source files, made where they are not there yet."""

from collections.abc import Iterator
from pathlib import Path

from demo.booklets import booklets as all_booklets
from demo.booklets import make_booklet
from demo.handbook import make_handbook
from demo.lesson import make_lesson
from demo.scan import make_scan


def make_sources(folder: Path, *, pages: int | None = None, booklets: int | None = None) -> Iterator[Path]:
    """Each source after it was made: booklets first, for they are ready soonest, then handbook, lesson and scan.

    `pages`, `booklets`: how many pages of the scan and how many booklets, None for all.
    """
    for booklet in all_booklets()[:booklets]:
        yield make_booklet(booklet, folder)
    yield make_handbook(folder)
    yield make_lesson(folder)
    yield make_scan(folder, pages=None if pages is None else range(pages))

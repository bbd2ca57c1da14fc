"""All source files of the demo. Idempotent."""

from collections.abc import Iterator
from pathlib import Path

from demo.booklets import booklets as all_booklets
from demo.booklets import make_booklet
from demo.handbook import make_handbook
from demo.lesson import make_lesson
from demo.scan import make_scan


def make_sources(folder: Path, *, pages: int | None = None, booklets: int | None = None) -> Iterator[Path]:
    """Yield each source once it exists: booklets first, for they are ready soonest, then handbook, lesson and scan.

    `pages`, `booklets`: the number of pages of the scan and of booklets, None for all.
    """
    for booklet in all_booklets()[:booklets]:
        yield make_booklet(booklet, folder)
    yield make_handbook(folder)
    yield make_lesson(folder)
    yield make_scan(folder, pages=None if pages is None else range(pages))

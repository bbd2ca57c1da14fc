"""What a file says of itself, before its pages are read; runs in the child process."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from ingest.errors import NoPages, TooManyPages
from ingest.tools import archive, images
from ingest.tools.sniff import Source

MAX_PAGES = 3_000


def survey(path: str, source: str) -> dict[str, Any]:
    """Facts that JSON can hold: `units` for pictures, `pages`, `labels`, `outline`… for a PDF, `probe` for a recording.

    A unit is [number, name in the archive or "", frame].
    """
    return {
        Source.PDF: _pdf,
        Source.PICTURE: _picture,
        Source.ARCHIVE: _archive,
        Source.RECORDING: _recording,
    }[Source(source)](Path(path))


def content_type(path: str) -> dict[str, str]:
    """What the file is, by its content."""
    from ingest.tools import sniff

    return {"content_type": sniff.content_type(Path(path))}


def _pdf(path: Path) -> dict[str, Any]:
    from ingest.tools import pdf

    return pdf.plain(pdf.facts(path))


def _picture(path: Path) -> dict[str, Any]:
    return {"units": _numbered([["", frame] for frame in range(images.frames_in(path))])}


def _archive(path: Path) -> dict[str, Any]:
    """In natural order; a broken picture counts as one page, which will say what is wrong with it."""
    listing = archive.listing(path)
    places = [[name, frame] for name in listing.pictures for frame in range(_frames(path, name))]
    return {"units": _numbered(places), "left_out": listing.left_out[:100]}


def _recording(path: Path) -> dict[str, Any]:
    from ingest.tools import media

    return {"probe": asdict(media.probe(path))}


def _frames(path: Path, name: str) -> int:
    """Only a TIFF can hold several pages; other pictures are not opened here."""
    return archive.frames_in(path, name) if name.lower().endswith((".tif", ".tiff")) else 1


def _numbered(places: list[list[Any]]) -> list[list[Any]]:
    if not places:
        raise NoPages
    if len(places) > MAX_PAGES:
        raise TooManyPages(found=len(places), limit=MAX_PAGES)
    return [[number, *place] for number, place in enumerate(places)]

"""What the child process can be asked: one function for each job, each answer a few values and byte strings."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ingest.errors import NoPages, TooManyPages
from ingest.parsers import archive, captions, file_type, images, media, pages, pdf
from ingest.parsers.pages import Message
from ingest.parsers.text_layer import Sheet
from repository.word_boxes import unpack


def content_type(path: str) -> Iterator[Message]:
    """What the file is, by its content."""
    yield {"content_type": file_type.content_type(Path(path))}, []


def pdf_facts(path: str) -> Iterator[Message]:
    """What a PDF says of itself."""
    yield pdf.plain(pdf.facts(Path(path))), []


def picture_facts(path: str) -> Iterator[Message]:
    """The pages of one picture file."""
    frames = _counted(images.frames_in(Path(path)))
    yield {"units": [["", frame] for frame in range(frames)], "left_out": []}, []


def archive_facts(path: str) -> Iterator[Message]:
    """The pages of a zip of pictures, in natural order: name and frame. A broken picture is a page that will say so."""
    found = archive.listing(Path(path))
    units = [[name, frame] for name in found.pictures for frame in range(_frames(Path(path), name))]
    if not units:
        raise NoPages
    _counted(len(units))
    yield {"units": units, "left_out": found.left_out}, []


def read_pdf(path: str, numbers: list[int]) -> Iterator[Message]:
    """Pages of a PDF."""
    yield from pages.read_pdf(Path(path), numbers)


def read_pictures(path: str, units: list[tuple[int, str, int]]) -> Iterator[Message]:
    """Pages that are pictures."""
    yield from pages.read_pictures(Path(path), units)


def add_text(path: str, sheets: str, target: str) -> Iterator[Message]:
    """A PDF with an invisible text layer; `sheets`: a file, for each page: number, width, height, boxes' file."""
    pdf.add_text(Path(path), Path(target), {row["number"]: _sheet(row) for row in _rows(sheets)})
    yield {}, []


def bind(sheets: str, target: str) -> Iterator[Message]:
    """A PDF of page pictures; the lines of `sheets` also name each picture's file."""
    pdf.bind(((Path(row["picture"]).read_bytes(), _sheet(row)) for row in _rows(sheets)), Path(target))
    yield {}, []


def probe(path: str) -> Iterator[Message]:
    """What a recording holds."""
    yield asdict(media.probe(Path(path))), []


def stream(path: str, folder: str, found: dict[str, Any]) -> Iterator[Message]:
    """The stream of a recording: tells how far it is, at last the table of segments."""
    for done in media.make_stream(Path(path), Path(folder), media.Probe(**found)):
        yield {"done": done}, []
    playlist = (Path(folder) / "stream.m3u8").read_text()
    yield {"done": 1.0, "segments": [list(asdict(s).values()) for s in media.segments_of(playlist)]}, []


def poster(path: str, folder: str, found: dict[str, Any]) -> Iterator[Message]:
    """A picture from the recording: the cover."""
    target = Path(folder) / "poster.png"
    media.poster(Path(path), target, media.Probe(**found))
    made = images.jpeg(images.fit(images.open_image(target), images.COVER_SIDE * 2))
    yield {"width": made.width, "height": made.height}, [made.data]


def read_captions(path: str, name: str) -> Iterator[Message]:
    """The cues of a captions file, and the same as WebVTT."""
    cues = captions.cues_of(Path(path).read_bytes(), name)
    yield {"cues": [list(asdict(cue).values()) for cue in cues]}, [captions.as_vtt(cues)]


def _frames(path: Path, name: str) -> int:
    """Only a TIFF can hold several; others are not opened here."""
    if not name.lower().endswith((".tif", ".tiff")):
        return 1
    return archive.frames_in(path, name)


def _counted(count: int) -> int:
    if count > pdf.MAX_PAGES:
        raise TooManyPages(found=count, limit=pdf.MAX_PAGES)
    return count


def _rows(sheets: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(sheets).read_text().splitlines()]


def _sheet(row: dict[str, Any]) -> Sheet:
    boxes = unpack(Path(row["boxes"]).read_bytes())
    return Sheet(boxes.words, row["width"], row["height"], boxes.turn)


JOBS = {
    job.__name__: job
    for job in (
        content_type, pdf_facts, picture_facts, archive_facts, read_pdf, read_pictures, add_text, bind, probe, stream,
        poster, read_captions,
    )
}  # fmt: skip

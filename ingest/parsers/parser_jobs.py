"""The jobs of a parser process: each yields messages of a few JSON values and byte strings.

To add a job, write a function with JSON arguments and name it in JOBS. Each may raise the BadInput that refuses the
file.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ingest.errors import TooManyPages
from ingest.parsers import (
    archive,
    captions,
    concepts,
    file_type,
    images,
    media,
    media_probe,
    pages,
    pdf,
    pdf_writer,
    spreadsheets,
)
from ingest.parsers.ipc import Message
from ingest.parsers.text_layer import TextSheet
from repository.word_boxes import unpack

ROWS_AT_ONCE, CHARACTERS_AT_ONCE = 500, 1_000_000  # of a table


def content_type(path: str) -> Iterator[Message]:
    """Yield `content_type`: the MIME type of the content."""
    yield {"content_type": file_type.content_type(Path(path))}, []


def pdf_facts(path: str) -> Iterator[Message]:
    """Yield what a PDF says of itself: see pdf.PdfFacts."""
    yield asdict(pdf.facts(Path(path))), []


def picture_facts(path: str) -> Iterator[Message]:
    """Yield `units`, the pages of one picture file as pairs of an empty name and a frame, and an empty `left_out`."""
    frames = images.frames_of(Path(path))
    _check_page_count(len(frames))
    yield {"units": [["", frame] for frame in frames], "left_out": []}, []


def archive_facts(path: str) -> Iterator[Message]:
    """Yield `units`, the pages of a ZIP file in natural order as pairs of position in the archive and frame.

    `left_out` are the names of its other files. A damaged picture is a unit; reading it will report why it is broken.
    """
    listing = archive.listing(Path(path))
    units = [[picture.entry, frame] for picture in listing.pictures for frame in _frames(Path(path), picture)]
    _check_page_count(len(units))
    yield {"units": units, "left_out": listing.left_out}, []


def read_pdf(path: str, numbers: list[int]) -> Iterator[Message]:
    """Yield one message for each of these pages of a PDF: see pages.read_pdf."""
    yield from pages.read_pdf(Path(path), numbers)


def read_pictures(path: str, units: list[tuple[int, int | str, int]]) -> Iterator[Message]:
    """Yield one message for each of these page pictures: see pages.read_pictures."""
    yield from pages.read_pictures(Path(path), units)


def screen_sizes(paths: list[str]) -> Iterator[Message]:
    """Yield for each page image the widths of its copies for screens, in pixels, and the copies as WebP."""
    for path in paths:
        sizes = images.screen_sizes(images.open_image(Path(path)))
        yield {"widths": [size.width for size in sizes]}, [size.data for size in sizes]


def small_cover(path: str) -> Iterator[Message]:
    """Yield the small copy of a cover as WebP."""
    yield {}, [images.small_cover(images.open_image(Path(path))).data]


def add_text(path: str, sheets: str, target: str) -> Iterator[Message]:
    """Write a copy of a PDF with an invisible text layer to `target`.

    `sheets`: a file with one JSON object per page: number, width, height, and the path of its word boxes.
    """
    pdf_writer.add_text(Path(path), Path(target), {row["number"]: _sheet(row) for row in _rows(sheets)})
    yield {}, []


def bind(sheets: str, target: str) -> Iterator[Message]:
    """Write a PDF of page pictures to `target`; the objects of `sheets` also have the path of each picture."""
    pdf_writer.bind(((Path(row["picture"]).read_bytes(), _sheet(row)) for row in _rows(sheets)), Path(target))
    yield {}, []


def probe(path: str) -> Iterator[Message]:
    """Yield what a recording contains: see media_probe.Probe."""
    yield asdict(media_probe.probe(Path(path))), []


def stream(path: str, folder: str, facts: dict[str, Any]) -> Iterator[Message]:
    """Write the stream of a recording; yield `done`, from 0 to 1, and last `segments`, the fields of each Segment."""
    for done in media.make_stream(Path(path), Path(folder), media_probe.Probe(**facts)):
        yield {"done": done}, []
    playlist = (Path(folder) / "stream.m3u8").read_text()
    yield {"done": 1.0, "segments": [list(asdict(s).values()) for s in media.segments_of(playlist)]}, []


def poster(path: str, folder: str, facts: dict[str, Any]) -> Iterator[Message]:
    """Yield the cover of a recording: `width`, `height` and a JPEG."""
    target = Path(folder) / "poster.png"
    media.poster(Path(path), target, media_probe.Probe(**facts))
    cover = images.jpeg(images.fit(images.open_image(target), images.COVER_SIDE * 2))
    yield {"width": cover.width, "height": cover.height}, [cover.data]


def cover(path: str) -> Iterator[Message]:
    """Yield a picture as a cover: `width`, `height` and a JPEG."""
    made = images.jpeg(images.fit(images.open_image(Path(path)), images.COVER_SIDE))
    yield {"width": made.width, "height": made.height}, [made.data]


def read_captions(path: str, name: str) -> Iterator[Message]:
    """Yield `cues`, the fields of each CaptionCue, and the captions as WebVTT; `name` is for error messages."""
    cues = captions.cues_of(Path(path).read_bytes(), name)
    yield {"cues": [list(asdict(cue).values()) for cue in cues]}, [captions.as_vtt(cues)]


def read_captions_inside(path: str, folder: str, facts: dict[str, Any], number: int) -> Iterator[Message]:
    """Yield the captions that a recording contains as `read_captions` does; `number`: as in CaptionsInside."""
    target = Path(folder) / "inside.vtt"
    media.write_captions(Path(path), target, media_probe.Probe(**facts), number)
    yield from read_captions(str(target), target.name)


def read_spreadsheet(path: str, bounds: str = "people") -> Iterator[Message]:
    """Yield `sheet` and `rows` (lists of texts) of each sheet, some hundred rows at a time.

    `bounds`: what is listed, and so how much is read: see spreadsheets.BOUNDS.
    """
    for name, rows in spreadsheets.sheets_of(Path(path), spreadsheets.BOUNDS[bounds]):
        for batch in _batches(rows):
            yield {"sheet": name, "rows": batch}, []


def _batches(rows: Iterator[list[str]]) -> Iterator[list[list[str]]]:
    """Yield the rows in lists of bounded size: a message has one."""
    batch: list[list[str]] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += sum(map(len, row))
        if len(batch) == ROWS_AT_ONCE or size > CHARACTERS_AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _frames(path: Path, picture: archive.Picture) -> list[int]:
    """Return the frames of a picture that are pages; only a TIFF can have several, so others are not opened."""
    if not picture.name.lower().endswith((".tif", ".tiff")):
        return [0]
    return archive.frames_of(path, picture.entry)


def _check_page_count(count: int) -> None:
    if count > pdf.MAX_PAGES:
        raise TooManyPages(found=count, limit=pdf.MAX_PAGES)


def _rows(sheets: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(sheets).read_text().splitlines()]


def _sheet(row: dict[str, Any]) -> TextSheet:
    boxes = unpack(Path(row["boxes"]).read_bytes())
    return TextSheet(boxes.words, row["width"], row["height"], boxes.turn)


def read_concepts(path: str, ending: str) -> Iterator[Message]:
    """Yield `concepts`, a hundred at a time: those of a SKOS file of the form with this ending."""
    for some in concepts.values_in(Path(path), ending):
        yield {"concepts": some}, []


JOBS = {
    job.__name__: job
    for job in (
        content_type, pdf_facts, picture_facts, archive_facts, read_pdf, read_pictures, screen_sizes, small_cover,
        add_text, bind, probe, stream, poster, cover, read_captions,
        read_captions_inside, read_spreadsheet, read_concepts,
    )
}  # fmt: skip

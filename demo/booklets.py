"""Makes the demo's booklets: short PDFs with a coloured cover, so that no shelf is empty."""

import json
from dataclasses import dataclass
from pathlib import Path

from demo.handbook import draw_cover, new_book, write

LIST = Path(__file__).parent / "texts" / "booklets.json"


@dataclass(frozen=True)
class Booklet:
    """A row of booklets.json: description, owner and the text of each page."""

    file: str
    title: str
    creators: list[str]
    school: str
    subject: str
    grades: list[int]
    year: int
    kind: str
    colour: str
    text: list[str]


def booklets() -> list[Booklet]:
    """Return all rows in the order of the file."""
    return [Booklet(**row) for row in json.loads(LIST.read_text("utf-8"))]


def make_booklet(booklet: Booklet, folder: Path) -> Path:
    """Write folder/FILE.pdf unless it exists."""
    path = folder / f"{booklet.file}.pdf"
    if not path.exists():
        book = new_book()
        book.set_title(booklet.title)
        book.set_author(", ".join(booklet.creators))
        draw_cover(book, booklet.title, ", ".join(booklet.creators), colour=booklet.colour, foot=str(booklet.year))
        for text in booklet.text:
            book.add_page()
            book.set_font("serif", size=15)
            book.multi_cell(0, 9, text)
        write(book, path)
    return path

"""Makes the demo's booklets: short PDFs with a coloured cover, so that no shelf is empty."""

import json
from dataclasses import dataclass
from pathlib import Path

from demo.handbook import Book, new_book, write

LIST = Path(__file__).parent / "texts" / "booklets.json"


@dataclass(frozen=True)
class Booklet:
    """A row of booklets.json: what it is, whose it is, what stands in it (one page for each text)."""

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
    """All rows, in the order of the file."""
    return [Booklet(**row) for row in json.loads(LIST.read_text("utf-8"))]


def make_booklet(booklet: Booklet, folder: Path) -> Path:
    """Write folder/FILE.pdf unless it is there."""
    path = folder / f"{booklet.file}.pdf"
    if not path.exists():
        book = new_book()
        book.set_title(booklet.title)
        book.set_author(", ".join(booklet.creators))
        _cover(book, booklet)
        for text in booklet.text:
            book.add_page()
            book.set_font("serif", size=15)
            book.multi_cell(0, 9, text)
        write(book, path)
    return path


def _cover(book: Book, booklet: Booklet) -> None:
    """Title and name on the booklet's colour, with a band that differs from book to book."""
    book.add_page()
    red, green, blue = (int(booklet.colour[place : place + 2], 16) for place in (1, 3, 5))
    book.set_fill_color(red, green, blue)
    book.rect(0, 0, book.w, book.h, style="F")
    _band(book, count=3 + len(booklet.title) % 5)
    book.set_text_color(255, 252, 240)
    book.set_y(38)
    book.set_font("sans", "B", 26)
    book.multi_cell(0, 13, booklet.title, align="L", new_x="LMARGIN", new_y="NEXT")
    book.ln(6)
    book.set_font("serif", size=13)
    book.multi_cell(0, 7, ", ".join(booklet.creators), new_x="LMARGIN", new_y="NEXT")
    book.set_y(180)
    book.cell(0, 7, str(booklet.year), new_x="LMARGIN", new_y="NEXT")
    book.set_text_color(0, 0, 0)


def _band(book: Book, *, count: int) -> None:
    """Circles along the lower half."""
    book.set_draw_color(255, 252, 240)
    book.set_line_width(0.8)
    for step in range(count):
        radius = 10 + 4 * (step % 3)
        book.circle(x=18 + step * (book.w - 36) / max(count - 1, 1), y=140, radius=radius, style="D")

"""Makes the demo's PDF with a text layer: chapters, outline, page numbers, XMP; words in Vietnamese."""

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import escape

from fpdf import FPDF

from demo.fonts import family

NAME = "nuoc-trong-tu-nhien.pdf"
TITLE = "Nước trong tự nhiên"
CREATORS = ("Trần Minh Khoa", "Lê Thu Hà")
PUBLISHER = "Nhà xuất bản Hoa Sen"
ISBN = "978-604-9999-91-8"
YEAR = 2025
TEXT = Path(__file__).parent / "texts" / "handbook.txt"

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq>{creators}</rdf:Seq></dc:creator>
<dc:publisher><rdf:Bag><rdf:li>{publisher}</rdf:li></rdf:Bag></dc:publisher>
<dc:language><rdf:Bag><rdf:li>vi</rdf:li></rdf:Bag></dc:language>
<dc:date><rdf:Seq><rdf:li>{year}</rdf:li></rdf:Seq></dc:date>
<prism:isbn>{isbn}</prism:isbn>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


class Book(FPDF):
    """An A5 PDF with the page number at the foot; cover and title page have none."""

    def footer(self) -> None:
        """Print the page number; fpdf2 calls this at the end of each page."""
        if self.page_no() > 2:
            self.set_y(-15)
            self.set_font("serif", size=9)
            self.cell(0, 8, str(self.page_no()), align="C")


def new_book() -> Book:
    """Return an empty A5 book with the demo's fonts and a fixed date, so that equal text gives equal bytes."""
    typefaces, book = family(), Book(format=(148, 210))
    book.set_margin(18)
    book.set_auto_page_break(auto=True, margin=22)
    for name, style, face in (
        ("serif", "", typefaces.serif),
        ("serif", "B", typefaces.bold),
        ("sans", "B", typefaces.sans_bold),
    ):
        book.add_font(name, style, face)
    book.set_creation_date(datetime(YEAR, 1, 1, tzinfo=UTC))
    return book


def make_handbook(folder: Path) -> Path:
    """Write folder/NAME unless it exists."""
    path = folder / NAME
    if not path.exists():
        book = new_book()
        draw_cover(book, TITLE, ", ".join(CREATORS), colour="#1f5f7a", foot=str(YEAR))
        _title_page(book)
        for heading, paragraphs in chapters():
            _chapter(book, heading, paragraphs)
        _describe(book)
        write(book, path)
    return path


def write(book: Book, path: Path) -> None:
    """Write the file under a temporary name first, so that it is complete or absent."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    book.output(str(part))
    part.rename(path)


def chapters() -> list[tuple[str, list[str]]]:
    """Return the headings with their paragraphs."""
    lines = TEXT.read_text("utf-8").splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("# ")]
    return [(lines[a][2:], lines[a + 1 : b]) for a, b in pairwise([*starts, len(lines)])]


def draw_cover(book: Book, title: str, names: str, *, colour: str, foot: str) -> None:
    """Draw a cover of one colour, with a band that differs from book to book."""
    book.add_page()
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    book.set_fill_color(red, green, blue)
    book.rect(0, 0, book.w, book.h, style="F")
    _draw_band(book, count=3 + len(title) % 5)
    book.set_text_color(255, 252, 240)
    book.set_y(38)
    book.set_font("sans", "B", 26)
    book.multi_cell(0, 13, title, align="L", new_x="LMARGIN", new_y="NEXT")
    book.ln(6)
    book.set_font("serif", size=13)
    book.multi_cell(0, 7, names, new_x="LMARGIN", new_y="NEXT")
    book.set_y(180)
    book.cell(0, 7, foot, new_x="LMARGIN", new_y="NEXT")
    book.set_text_color(0, 0, 0)


def _draw_band(book: Book, *, count: int) -> None:
    """Draw circles along the lower half."""
    book.set_draw_color(255, 252, 240)
    book.set_line_width(0.8)
    for step in range(count):
        radius = 10 + 4 * (step % 3)
        book.circle(x=24 + step * (book.w - 48) / max(count - 1, 1), y=140, radius=radius, style="D")


def _title_page(book: Book) -> None:
    book.add_page()
    book.set_y(45)
    for text, style, size in (
        (TITLE, "B", 26),
        ("Sách đọc thêm Khoa học tự nhiên 6", "", 12),
        (", ".join(CREATORS), "", 13),
    ):
        book.set_font("serif", style, size)
        book.multi_cell(0, size * 0.6, text, align="C", new_x="LMARGIN", new_y="NEXT")
        book.ln(8)
    book.set_y(170)
    book.set_font("serif", size=10)
    for text in (f"{PUBLISHER}, {YEAR}", f"ISBN {ISBN}"):
        book.cell(0, 6, text, align="C", new_x="LMARGIN", new_y="NEXT")


def _chapter(book: Book, heading: str, paragraphs: list[str]) -> None:
    book.add_page()
    book.start_section(heading)
    book.set_font("serif", "B", 17)
    book.multi_cell(0, 9, heading, new_x="LMARGIN", new_y="NEXT")
    book.ln(4)
    book.set_font("serif", size=12)
    for paragraph in paragraphs:
        book.multi_cell(0, 7, paragraph, align="J", new_x="LMARGIN", new_y="NEXT")
        book.ln(3)


def _describe(book: Book) -> None:
    """Write the metadata into the file: the document information and XMP."""
    book.set_title(TITLE)
    book.set_author(", ".join(CREATORS))
    book.set_lang("vi")
    names = "".join(f"<rdf:li>{escape(name)}</rdf:li>" for name in CREATORS)
    book.set_xmp_metadata(
        XMP.format(title=TITLE, creators=names, publisher=PUBLISHER, year=YEAR, isbn=ISBN.replace("-", ""))
    )

"""The demo's book as clean pages: cover, front matter with roman numbers, contents, the pieces."""

from collections.abc import Iterator

from demo import anthology
from demo.anthology import Passage, Piece
from demo.fonts import family
from demo.typesetting import BOTTOM, LEADING, LEFT, RIGHT, SIZE, TOP, Sheet, broken, set_centred, set_line, spread

FRONT = ("", "", "iii", "iv")
INDENT = 56


def sheets() -> list[Sheet]:
    """Return every page in order; the first is the cover."""
    body: list[Sheet] = []
    starts: list[tuple[Piece, str]] = []
    for piece in anthology.pieces():
        made = list(_piece(piece, first_number=len(body) + 1))
        starts.append((piece, made[0].label))
        body.extend(made)
    return [_cover(), _title_page(), _imprint(), *_contents(starts), *body]


def _cover() -> Sheet:
    typefaces, sheet = family(), Sheet(cursor=430)
    set_centred(sheet, anthology.TITLE, face=typefaces.sans_bold, size=96)
    sheet.cursor += 40
    set_centred(sheet, anthology.SUBTITLE, face=typefaces.sans, size=44)
    return sheet


def _title_page() -> Sheet:
    typefaces, sheet = family(), Sheet(cursor=300)
    set_centred(sheet, anthology.TITLE.upper(), face=typefaces.bold, size=72)
    sheet.cursor += 30
    set_centred(sheet, anthology.SUBTITLE, face=typefaces.italic, size=42)
    sheet.cursor += 90
    set_centred(sheet, f"{anthology.EDITOR} tuyển chọn", face=typefaces.serif, size=46)
    sheet.cursor = 1280
    set_centred(sheet, anthology.PUBLISHER.upper(), face=typefaces.bold, size=38)
    set_centred(sheet, f"Hà Nội, {anthology.YEAR}", face=typefaces.serif, size=36)
    return sheet


def _imprint() -> Sheet:
    typefaces, sheet = family(), Sheet(cursor=860)
    for text in (
        f"© {anthology.PUBLISHER}, {anthology.YEAR}",
        f"Người tuyển chọn: {anthology.EDITOR}",
        "In 1.000 bản, khổ 14,8 × 21 cm",
        f"In xong và nộp lưu chiểu quý II năm {anthology.YEAR}",
        f"ISBN {anthology.ISBN}",
    ):
        set_line(sheet, text.split(), face=typefaces.serif, size=34, x=LEFT)
        sheet.cursor += 54
    return sheet


def _contents(starts: list[tuple[Piece, str]]) -> Iterator[Sheet]:
    """Return two pages of headings with their page numbers."""
    typefaces = family()
    half = (len(starts) + 1) // 2
    for label, rows in zip(FRONT[2:], (starts[:half], starts[half:]), strict=True):
        sheet = Sheet(label=label)
        set_centred(sheet, "Mục lục", face=typefaces.bold, size=52)
        sheet.cursor += 24
        for piece, number in rows:
            set_line(sheet, [*piece.heading.split(), "." * 12, number], face=typefaces.serif, size=32, x=LEFT)
            sheet.cursor += 47
        yield _numbered(sheet)


def _piece(piece: Piece, *, first_number: int) -> Iterator[Sheet]:
    """Return the pages of one piece; a paragraph may begin on one page and end on the next."""
    typefaces, sheet = family(), Sheet(label=str(first_number))
    if piece.part:
        set_centred(sheet, piece.part, face=typefaces.italic, size=32)
    set_centred(sheet, piece.heading, face=typefaces.bold, size=54)
    sheet.cursor += 30
    for passage in piece.passages:
        rows = _rows(passage)
        for number, (words, x, gap) in enumerate(rows):
            if sheet.is_full:
                sheet.goes_on = passage.kind == "paragraph" and number > 0
                yield _numbered(sheet)
                sheet = Sheet(label=str(int(sheet.label) + 1), cursor=TOP)
            face = typefaces.italic if passage.kind == "author" else typefaces.serif
            if words:
                set_line(sheet, words, face=face, size=SIZE, x=x, gap=gap)
            sheet.cursor += LEADING if words else LEADING // 2
    yield _numbered(sheet)


def _rows(passage: Passage) -> list[tuple[list[str], float, float | None]]:
    """Return the lines of a passage: words, left edge, and the gap between words (None: a normal space)."""
    face, width = family().serif, RIGHT - LEFT
    words = passage.text.split()
    if not words:
        return [([], LEFT, None)]
    if passage.kind == "author":
        return [(words, RIGHT - 420, None)]
    if passage.kind == "verse":
        lines = broken(words, face=face, size=SIZE, width=width)
        indent = INDENT if len(words) <= 6 else 0
        return [(line, LEFT + indent, None) for line in lines]
    lines = broken(words, face=face, size=SIZE, width=width)
    gaps = [spread(line, face=face, size=SIZE, width=width) for line in lines[:-1]]
    return [*((line, float(LEFT), gap) for line, gap in zip(lines, gaps, strict=False)), (lines[-1], LEFT, None)]


def _numbered(sheet: Sheet) -> Sheet:
    """Add the printed page number at the foot."""
    sheet.cursor = BOTTOM + 40
    set_centred(sheet, sheet.label, face=family().serif, size=32)
    return sheet

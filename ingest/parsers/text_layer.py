"""The invisible text of a searchable PDF, as bytes: a font with empty glyphs, and the words of a page set in it.

A space glyph follows each word; without it, PDF viewers join words ("phổthông"). PyMuPDF's own OCR is not used: it
would recognise each page again, without deskewing and without the choice of a model.
"""

import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from repository.word_boxes import SCALE, Word

Matrix = tuple[float, float, float, float, float, float]
_ADVANCE = 0.5  # of the letter size, for every letter
_CHARS = 0x10000

FONT_OBJECT = (
    "<</Type/Font/Subtype/Type0/BaseFont/TuSachInvisible/Encoding/Identity-H"
    "/DescendantFonts[%(descendant)d 0 R]/ToUnicode %(unicode)d 0 R>>"
)
_DESCRIPTOR = (
    "<</Type/FontDescriptor/FontName/TuSachInvisible/Flags 5/FontBBox[0 -200 500 800]/ItalicAngle 0"
    "/Ascent 800/Descent -200/CapHeight 700/StemV 80/FontFile2 %(file)d 0 R>>"
)
_DESCENDANT = (
    "<</Type/Font/Subtype/CIDFontType2/BaseFont/TuSachInvisible/CIDToGIDMap %(glyphs)d 0 R/DW 500"
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %(descriptor)d 0 R>>"
)
_UNICODE = (
    b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /TuSach def\n/CMapType 2 def\n"
    b"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
    b"%d beginbfrange\n%s\nendbfrange\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
)


@dataclass(frozen=True)
class TextSheet:
    """The words of one page. `width`, `height`: of the upright page image, in any unit; `turn`: as in word boxes."""

    words: Sequence[Word]
    width: float
    height: float
    turn: int = 0


def font_parts() -> dict[str, tuple[str, bytes]]:
    """Return the objects of the font: dictionary and stream by a name that later objects refer to, in this order."""
    # A range of a ToUnicode map must not cross the end of a row of 256.
    rows = b"\n".join(b"<%02X00> <%02XFF> <%02X00>" % (row, row, row) for row in range(256))
    halves = rows.split(b"\n")
    ranges = b"\nendbfrange\n100 beginbfrange\n".join(b"\n".join(halves[n : n + 100]) for n in (0, 100))
    unicode_map = _UNICODE % (100, ranges + b"\nendbfrange\n56 beginbfrange\n" + b"\n".join(halves[200:]))
    font = _font_file()
    return {
        "unicode": ("<<>>", unicode_map),
        "glyphs": ("<<>>", bytes(2 * _CHARS)),
        "file": (f"<</Length1 {len(font)}>>", font),
        "descriptor": (_DESCRIPTOR, b""),
        "descendant": (_DESCENDANT, b""),
    }


def page_stream(sheet: TextSheet, matrix: Matrix) -> bytes:
    """Return the content that sets the words; `matrix`: from fractions of the page image (0 to 1) to user space."""
    lines = ["q BT 3 Tr"]
    lines += [_set(word, matrix) for word in sheet.words if word.x1 > word.x0 and word.y1 > word.y0]
    return "\n".join([*lines, "ET Q"]).encode("ascii")


def _set(word: Word, matrix: Matrix) -> str:
    """Return the operators that set one word, stretched over its box, and a space."""
    left, top, right, bottom = word.x0 / SCALE, word.y0 / SCALE, word.x1 / SCALE, word.y1 / SCALE
    x, y = _at(matrix, left, bottom)
    along = _vector(matrix, right - left, 0)
    up = _vector(matrix, 0, top - bottom)
    length, size = math.hypot(*along), math.hypot(*up)
    if not length or not size:
        return ""
    code = "".join(f"{ord(char):04X}" if ord(char) < _CHARS else "FFFD" for char in word.text)
    stretch = 100 * length / (len(word.text) * _ADVANCE * size)
    a, b, c, d = along[0] / length, along[1] / length, up[0] / size, up[1] / size
    # The baseline is a fifth of the height above the lower edge of the box, as in print.
    x, y = x + up[0] * 0.2, y + up[1] * 0.2
    text_matrix = f"{a:.4f} {b:.4f} {c:.4f} {d:.4f} {x:.2f} {y:.2f} Tm"
    return f"/TuSach {size:.2f} Tf {stretch:.1f} Tz {text_matrix} <{code}0020> Tj"


def _at(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _vector(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y, m[1] * x + m[3] * y


def _font_file() -> bytes:
    """Return a TrueType font with one empty glyph and the tables that PDF requires."""
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 1, 12)
        + struct.pack(">HHHHHHHHHHHH", 4, 24, 0, 2, 2, 0, 0, 0xFFFF, 0, 0xFFFF, 1, 0),
        b"glyf": bytes(4),
        b"head": struct.pack(
            ">IIIIHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, 1000, 0, 0, 0, -200, 500, 800, 0, 3, 2, 0, 0
        ),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, 800, -200, 0, 500, 0, 0, 500, 1, 0, 0, 0, 0, 0, 0, 0, 1),
        b"hmtx": struct.pack(">Hh", 500, 0),
        b"loca": struct.pack(">HH", 0, 0),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    head = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, len(tables) * 16 - 64)
    offset, index, body = len(head) + 16 * len(tables), b"", b""
    for name, table in tables.items():
        padded = table + bytes(-len(table) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        index += struct.pack(">4sIII", name, total, offset + len(body), len(table))
        body += padded
    return head + index + body

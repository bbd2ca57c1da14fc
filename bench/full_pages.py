"""The second book of the benchmark: pages full of prose in ordinary print, some 1,700 letters each, as if scanned.

The demo's book is mostly poems in large print; a schoolbook is not.
"""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from demo.fonts import family, font
from demo.scan_effects import INK, PAPER, aged
from demo.typesetting import broken
from ingest.parsers.language import language_of

WIDTH, HEIGHT = 1340, 1890  # 17 × 24 cm at 200 dpi, the size of a schoolbook
MARGIN, TOP, LETTERS, LEADING, LINES = 150, 190, 33, 53, 28  # 12 points
TEXTS = Path("demo/texts/anthology-2.txt")


def make_full_pages(folder: Path, pages: int) -> Path:
    """Write trang-1.jpg … into the folder; existing files stay unchanged."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = _lines()
    for place in range(pages):
        path = folder / f"trang-{place + 1}.jpg"
        if not path.exists():
            _scanned([lines[(place * LINES + n) % len(lines)] for n in range(LINES)], place).save(
                path, "JPEG", quality=70, dpi=(200, 200)
            )
    return folder


def _lines() -> list[str]:
    """Yield the Vietnamese prose of the demo's book, broken for these pages; the other book mixes languages."""
    paragraphs = TEXTS.read_text("utf-8").replace("#", " ").splitlines()
    words = [word for text in paragraphs if language_of(text) == "vi" for word in text.split()]
    face = family().serif
    return [" ".join(line) for line in broken(words, face=face, size=LETTERS, width=WIDTH - 2 * MARGIN)]


def _scanned(lines: list[str], place: int) -> Image.Image:
    rng = np.random.default_rng([2026, place])
    page = Image.new("L", (WIDTH, HEIGHT), PAPER)
    draw, face = ImageDraw.Draw(page), font(family().serif, LETTERS)
    for number, line in enumerate(lines):
        draw.text((MARGIN, TOP + number * LEADING), line, font=face, fill=INK)
    page = page.rotate(float(rng.uniform(-2, 2)), Image.Resampling.BICUBIC, fillcolor=PAPER)
    return aged(page.filter(ImageFilter.GaussianBlur(0.5)), rng)

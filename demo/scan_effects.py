"""Scanner effects on a clean page: skew, shade, noise; the boxes of its words follow."""

from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from demo.fonts import font
from demo.typesetting import HEIGHT, WIDTH, Box, Sheet

PAPER, INK = 236, 34
COVER_PAPER, COVER_INK = (24, 92, 92), (247, 240, 222)


@dataclass(frozen=True)
class Scan:
    """The image and, for each word in reading order, its box in pixels of the image."""

    image: Image.Image
    words: list[tuple[str, Box]]
    skew: float
    turned: int


def scan(sheet: Sheet, *, rng: np.random.Generator, turned: int = 0) -> Scan:
    """Scan the page: a skew within 2°, grain, a shadow at the gutter; `turned` is 0 or 90 (clockwise)."""
    skew = round(float(rng.uniform(-2, 2)), 2)
    image = _printed(sheet, paper=PAPER, ink=INK, mode="L")
    image = image.rotate(skew, Image.Resampling.BICUBIC, fillcolor=PAPER)
    image = aged(image.filter(ImageFilter.GaussianBlur(0.5)), rng)
    words = [(word.text, _turned_box(word.box, skew)) for word in sheet.words]
    if turned == 90:
        image = image.transpose(Image.Transpose.ROTATE_270)
        words = [(text, (HEIGHT - y1, x0, HEIGHT - y0, x1)) for text, (x0, y0, x1, y1) in words]
    return Scan(image, words, skew, turned)


def photograph_cover(sheet: Sheet) -> Scan:
    """Return the cover, in colour and without skew."""
    image = _printed(sheet, paper=COVER_PAPER, ink=COVER_INK, mode="RGB")
    draw = ImageDraw.Draw(image)
    for inset, width in ((60, 6), (84, 2)):
        draw.rectangle((inset, inset, WIDTH - inset, HEIGHT - inset), outline=COVER_INK, width=width)
    for step in range(5):
        _lotus_leaf(draw, step)
    return Scan(image, [(word.text, word.box) for word in sheet.words], 0.0, 0)


def _lotus_leaf(draw: ImageDraw.ImageDraw, step: int) -> None:
    """Draw one of five petals above the foot of the cover."""
    centre, spread = WIDTH / 2, (step - 2) * 95
    tip = (centre + spread * 1.5, 1050 + abs(step - 2) * 70)
    draw.polygon(
        [(centre, 1370), (centre + spread - 62, 1230), tip, (centre + spread + 62, 1230)], outline=COVER_INK, width=4
    )


def _printed(sheet: Sheet, *, paper: object, ink: object, mode: str) -> Image.Image:
    image = Image.new(mode, (WIDTH, HEIGHT), paper)  # type: ignore[arg-type]
    draw = ImageDraw.Draw(image)
    for word in sheet.words:
        draw.text((word.x, word.y), word.text, font=font(word.face, word.size), fill=ink)  # type: ignore[arg-type]
    return image


def aged(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Add grain, specks, and light that falls off towards one side."""
    grey = np.asarray(image, dtype=np.float32)
    height, width = grey.shape
    across = np.linspace(0, 1, width, dtype=np.float32)
    shade = 1 - 0.22 * (across if rng.random() < 0.5 else across[::-1]) ** 3
    down = 1 - 0.06 * np.linspace(0, 1, height, dtype=np.float32)[:, None]
    grey = grey * shade * down + rng.normal(0, 7, grey.shape).astype(np.float32)
    rows, columns = rng.integers(0, height, 120), rng.integers(0, width, 120)
    grey[rows, columns] = rng.integers(60, 180, 120)
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def _turned_box(box: Box, degrees: float) -> Box:
    """Return the upright box around a box turned about the page's centre, counter-clockwise as Pillow turns."""
    angle, centre_x, centre_y = radians(degrees), WIDTH / 2, HEIGHT / 2
    x0, y0, x1, y1 = box
    corners = [(x - centre_x, y - centre_y) for x in (x0, x1) for y in (y0, y1)]
    xs = [x * cos(angle) + y * sin(angle) + centre_x for x, y in corners]
    ys = [-x * sin(angle) + y * cos(angle) + centre_y for x, y in corners]
    return (min(xs), min(ys), max(xs), max(ys))

"""How far a page is skewed and how large its letters are, the page straightened, and its points led back.

A skew of 1.5° is the main cause of badly read pages. The angle is where the projection of the ink on the vertical is
sharpest: lines of text then fall into rows with white between them.
"""

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

_SIDE = 900  # of the reduced page on which the angle is sought; 0.1° moves the end of a line by a pixel
_INK = 24  # darker than its surroundings by so much
_POINTS = 40_000
_WIDEST = 4.0
_LEAST = 0.15  # degrees that are not worth a rotation
_WHITE = 255
_SIDEWAYS = 1.6
_LINE_ROWS, _LINES = 5, 3  # runs of fewer rows are marks and dots; fewer lines say nothing of a page


@dataclass(frozen=True)
class Skew:
    """The page must be turned by `angle` degrees, counter-clockwise, to be straight; `sideways`: text runs upwards.

    `letters`: how high its small letters (a, n, x) are, in pixels; 0 where it cannot be told. On a page of several
    sizes it is nearer to the smallest.
    """

    angle: float
    sideways: bool
    letters: float = 0.0


@dataclass(frozen=True)
class Straightened:
    """A straightened page, and the way back to the page as it was."""

    image: Image.Image
    angle: float
    original: tuple[int, int]

    def back(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """The upright box, on the page as it was, around a box of the straightened page; in pixels."""
        if not self.angle:
            return box
        turn = math.radians(self.angle)
        cos, sin = math.cos(turn), math.sin(turn)
        middle_x, middle_y = self.image.width / 2, self.image.height / 2
        was_x, was_y = self.original[0] / 2, self.original[1] / 2
        corners = [(x - middle_x, y - middle_y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        xs = [was_x + x * cos - y * sin for x, y in corners]
        ys = [was_y + x * sin + y * cos for x, y in corners]
        # The corners of a slanted box reach past the word; half of that overhang is given back.
        slack_x, slack_y = abs(box[3] - box[1]) * abs(sin) / 2, abs(box[2] - box[0]) * abs(sin) / 2
        return min(xs) + slack_x, min(ys) + slack_y, max(xs) - slack_x, max(ys) - slack_y


def deskew(grey: Image.Image, angle: float) -> Straightened:
    """Turn the page by the angle of its slant; small angles are left alone."""
    if abs(angle) < _LEAST:
        return Straightened(grey, 0.0, grey.size)
    turned = grey.rotate(angle, Image.Resampling.BILINEAR, expand=True, fillcolor=_WHITE)
    return Straightened(turned, angle, grey.size)


def measure_skew(grey: Image.Image) -> Skew:
    """The slant of a grey page; none where there is too little ink to tell."""
    xs, ys = _ink(grey)
    if len(xs) < 200:
        return Skew(0.0, False)
    across, sharp = _best(xs, ys)
    up, sharp_up = _best(ys, -xs)
    if sharp_up > _SIDEWAYS * sharp:
        return Skew(up, True, _reduced(grey) * _letters(ys, -xs, up))
    return Skew(across, False, _reduced(grey) * _letters(xs, ys, across))


def _reduced(grey: Image.Image) -> int:
    """How many times smaller the page is on which the slant is sought."""
    return max(round(max(grey.size) / _SIDE), 1)


def _ink(grey: Image.Image) -> tuple[np.ndarray, np.ndarray]:
    small = grey.reduce(_reduced(grey))
    margin_x, margin_y = small.width // 25, small.height // 25
    small = small.crop((margin_x, margin_y, small.width - margin_x, small.height - margin_y))
    around = small.filter(ImageFilter.BoxBlur(14))
    ink = np.asarray(around, dtype=np.int16) - np.asarray(small, dtype=np.int16) > _INK
    ys, xs = np.nonzero(ink)
    step = max(len(xs) // _POINTS, 1)
    centred_x, centred_y = xs[::step] - small.width / 2, ys[::step] - small.height / 2
    return centred_x.astype(np.float32), centred_y.astype(np.float32)


def _best(xs: np.ndarray, ys: np.ndarray) -> tuple[float, float]:
    """The angle of the sharpest projection, found coarsely and then finely, and how sharp it is."""
    best, sharp = _sharpest(xs, ys, np.arange(-_WIDEST, _WIDEST + 0.01, 0.5))
    if not sharp:
        return 0.0, 0.0
    best, sharp = _sharpest(xs, ys, best + np.arange(-0.4, 0.41, 0.1))
    return (0.0, sharp) if abs(best) > _WIDEST else (round(float(best), 2), sharp)


def _sharpest(xs: np.ndarray, ys: np.ndarray, angles: np.ndarray) -> tuple[float, float]:
    scored = [(_sharpness(xs, ys, float(angle)), float(angle)) for angle in angles]
    sharp, angle = max(scored, key=lambda pair: (pair[0], -abs(pair[1])))
    return angle, sharp


def _sharpness(xs: np.ndarray, ys: np.ndarray, angle: float) -> float:
    return float(np.square(np.diff(_rows(xs, ys, angle))).sum()) / len(ys)


def _letters(xs: np.ndarray, ys: np.ndarray, angle: float) -> float:
    """The height of small letters in rows: a straight line of text is a run of rows full of ink, its marks are not."""
    counts = _rows(xs, ys, angle)
    full = counts > 0.5 * np.quantile(counts[counts > 0], 0.9)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], full, [False]))))
    runs = edges[1::2] - edges[::2]
    lines = runs[runs >= _LINE_ROWS]
    return float(np.quantile(lines, 0.1)) if len(lines) >= _LINES else 0.0


def _rows(xs: np.ndarray, ys: np.ndarray, angle: float) -> np.ndarray:
    """How much ink each row has when the page is turned by the angle."""
    slope = math.tan(math.radians(angle))
    # 0.3: halves must not be rounded to the even row, or 0° would always look sharpest.
    rows = np.floor(ys - xs * slope + 0.3).astype(np.int32)
    return np.bincount(rows - rows.min())

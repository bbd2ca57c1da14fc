"""Evens the light of a scanned page: a shadow at the gutter makes Tesseract take a page with few words for empty."""

import numpy as np
from PIL import Image, ImageChops, ImageFilter

PAPER = 235
_COARSE = 8  # the light is measured on a picture this many times smaller: it changes slowly
_REACH = 4
_EVEN = 12  # between the brightest and the darkest paper; less is no shadow


def normalise_background(grey: Image.Image) -> Image.Image:
    """The page as if lit alike everywhere, its paper at one grey; a page without shadow as it is.

    Brighter places are first dimmed to the darkest one, then all is brightened by a table: Pillow does both on bytes,
    many times faster than numpy divides two million pixels.
    """
    brightest = Image.fromarray(_brightest_around(np.asarray(grey.reduce(_COARSE))))
    paper = np.asarray(brightest.filter(ImageFilter.GaussianBlur(6)), dtype=np.float32)
    darkest = max(float(paper.min()), 1.0)
    if paper.max() - darkest < _EVEN:
        return grey
    dimming = Image.fromarray(np.rint(255 * darkest / np.maximum(paper, 1.0)).astype(np.uint8))
    dimmed = ImageChops.multiply(grey, dimming.resize(grey.size, Image.Resampling.BILINEAR))
    return dimmed.point([min(round(value * PAPER / darkest), 255) for value in range(256)])


def _brightest_around(small: np.ndarray) -> np.ndarray:
    """For each point the brightest within _REACH: the paper beside the letters (MaxFilter is 30 times slower)."""
    for _axis in range(2):
        padded = np.pad(small, ((_REACH, _REACH), (0, 0)), mode="edge")
        small = np.maximum.reduce([padded[shift : shift + len(small)] for shift in range(2 * _REACH + 1)]).T
    return np.ascontiguousarray(small)

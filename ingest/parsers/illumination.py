"""Even the illumination of a scan: with a shadow at the gutter, Tesseract reads a page of few words as empty."""

import numpy as np
from PIL import Image, ImageChops, ImageFilter

PAPER = 235  # grey value of paper in the result, 0–255
_REDUCTION = 8  # the illumination changes slowly, so a smaller image is enough to measure it
_RADIUS = 4  # pixels of the reduced image
_MIN_SHADOW = 12  # difference between the brightest and the darkest paper


def normalise_background(grey: Image.Image) -> Image.Image:
    """Return the 8-bit grey page with evenly bright paper; a page without a shadow unchanged.

    Brighter parts are first dimmed to the darkest one, then the page is brightened by a table: Pillow does both on
    bytes, many times faster than numpy divides two million pixels.
    """
    brightest = Image.fromarray(_brightest_around(np.asarray(grey.reduce(_REDUCTION))))
    paper = np.asarray(brightest.filter(ImageFilter.GaussianBlur(6)), dtype=np.float32)
    darkest = max(float(paper.min()), 1.0)
    if paper.max() - darkest < _MIN_SHADOW:
        return grey
    dimming = Image.fromarray(np.rint(255 * darkest / np.maximum(paper, 1.0)).astype(np.uint8))
    dimmed = ImageChops.multiply(grey, dimming.resize(grey.size, Image.Resampling.BILINEAR))
    return dimmed.point([min(round(value * PAPER / darkest), 255) for value in range(256)])


def _brightest_around(small: np.ndarray) -> np.ndarray:
    """Return the brightest value around each pixel, the paper; Pillow's MaxFilter is 30 times slower."""
    for _axis in range(2):
        padded = np.pad(small, ((_RADIUS, _RADIUS), (0, 0)), mode="edge")
        small = np.maximum.reduce([padded[shift : shift + len(small)] for shift in range(2 * _RADIUS + 1)]).T
    return np.ascontiguousarray(small)

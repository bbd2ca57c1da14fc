"""Evens the light of a scanned page: a shadow at the gutter makes Tesseract take a page with few words for empty."""

import numpy as np
from PIL import Image, ImageFilter

PAPER = 235.0
_COARSE = 8  # the light is measured on a picture this many times smaller: it changes slowly


def evened(grey: Image.Image) -> Image.Image:
    """The page as if lit alike everywhere, its paper at one grey."""
    small = grey.reduce(_COARSE)
    paper = small.filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.GaussianBlur(6))
    light = np.asarray(paper.resize(grey.size, Image.Resampling.BILINEAR), dtype=np.float32)
    even = np.asarray(grey, dtype=np.float32) * (PAPER / np.maximum(light, 1.0))
    return Image.fromarray(np.clip(even, 0, 255).astype(np.uint8))

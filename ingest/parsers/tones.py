"""Bring pictures of rare depths to 8 bits: 10, 12, 16 and 32-bit integers, floating point, CIELAB."""

import numpy as np
from PIL import Image, ImageCms

_LEVELS = (255, 1023, 4095, 16_383, 65_535)  # white, at 8 to 16 bits
_NEARLY_ALL = 99.9  # per cent of the pixels; single hot pixels must not darken the page


def eight_bits(image: Image.Image) -> Image.Image:
    """Return a picture of mode I, I;16, F or LAB as 8-bit grey or RGB; what was white stays white.

    The file does not say how many of its bits the scanner used, so the brightest pixels decide.
    """
    if image.mode == "LAB":
        profiles = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, *profiles, outputMode="RGB") or image.convert("RGB")
    values = np.nan_to_num(np.asarray(image, dtype=np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    if values.size and values.min() < 0:
        values = values - values.min()
    brightest = float(np.percentile(values, _NEARLY_ALL)) if values.size else 0.0
    return Image.fromarray(np.clip(values * (255 / _white(brightest, image.mode)), 0, 255).astype(np.uint8), "L")


def _white(brightest: float, mode: str) -> float:
    """Return the value of white: 1 for floating point from 0 to 1, else that of the smallest depth that contains it."""
    if mode == "F" and brightest <= 1:
        return 1.0
    return float(next((level for level in _LEVELS if brightest <= level), brightest))

"""Page pictures: open them within limits, turn them upright, write the page image and its thumbnail."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageOps, TiffImagePlugin

from ingest.errors import Damaged, PageDamaged, TooManyPixels, WrongType

MAX_PIXELS = 100_000_000  # A3 at 600 dpi is 70 million; Pillow itself only warns at 89 and stops at 179
PAGE_SIDE = 1600  # pixels; longer side of a page image
THUMB_SIDE = 320
COVER_SIDE = 640
FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "JPEG2000")
_QUALITY = 80

Image.MAX_IMAGE_PIXELS = None  # MAX_PIXELS is checked before anything is decoded
Image.init()  # loads all plugins: Pillow would load some of FORMATS only on a second try
# Some scanners write one invalid tag, for which libtiff refuses the whole page.
TiffImagePlugin.READ_LIBTIFF = False


@dataclass(frozen=True)
class Rendition:
    """An encoded picture; sizes in pixels."""

    data: bytes
    width: int
    height: int


def open_image(source: BinaryIO | Path, frame: int = 0) -> Image.Image:
    """Return the picture as 8-bit grey or RGB, upright by its EXIF orientation.

    Raises TooManyPixels before decoding, WrongType, Damaged, PageDamaged.
    """
    image = _open(source)
    try:
        image.seek(frame)
        _check_size(image)
        dpi = image.info.get("dpi")
        upright = flat(ImageOps.exif_transpose(image))
        upright.info = {"dpi": dpi} if dpi else {}
        return upright
    except TooManyPixels:
        raise
    except (OSError, EOFError, ValueError, SyntaxError, IndexError, KeyError, TypeError) as problem:
        raise PageDamaged from problem


def frames_in(source: BinaryIO | Path) -> int:
    """Count the pages of a picture file; only a TIFF can have several. Raises WrongType, Damaged, TooManyPixels."""
    image = _open(source)
    _check_size(image)
    try:
        return max(int(getattr(image, "n_frames", 1)), 1) if image.format == "TIFF" else 1
    except (OSError, EOFError, ValueError, SyntaxError) as problem:
        raise Damaged from problem


def dpi_of(image: Image.Image) -> float | None:
    """Return the resolution that the file gives, or None if it gives none between 90 and 1300 dpi."""
    resolution = image.info.get("dpi") or (0, 0)
    try:
        dpi = float(resolution[0])
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    return dpi if 90 <= dpi <= 1300 else None


def flat(image: Image.Image) -> Image.Image:
    """Return the picture as 8-bit grey, or RGB on white."""
    if image.mode in ("L", "RGB"):
        image.load()
        return image
    if image.mode == "1":
        return image.convert("L")
    if image.mode.startswith("I") or image.mode == "F":
        return image.point(lambda value: value / 257).convert("L")
    if image.mode in ("LA", "PA", "RGBA", "P", "La", "RGBa"):
        layered = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered).convert("RGB")
    return image.convert("RGB")


def fit(image: Image.Image, side: int) -> Image.Image:
    """Reduce the picture so that its longer side has about `side` pixels; leave it if that is less than a tenth."""
    scale = side / max(image.size)
    if scale >= 0.9:
        return image
    size = (max(round(image.width * scale), 1), max(round(image.height * scale), 1))
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def jpeg(image: Image.Image, quality: int = _QUALITY) -> Rendition:
    """Encode as JPEG, by Pillow, which is five to twelve times faster at it than PyMuPDF."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return Rendition(out.getvalue(), image.width, image.height)


def page_renditions(image: Image.Image) -> tuple[Rendition, Rendition]:
    """Return the page image and its thumbnail."""
    page = fit(image, PAGE_SIDE)
    return jpeg(page), jpeg(fit(page, THUMB_SIDE), 75)


def _open(source: BinaryIO | Path) -> Image.Image:
    try:
        return Image.open(source, formats=FORMATS)
    except Image.UnidentifiedImageError as unknown:
        raise WrongType(found="?") from unknown
    except (OSError, ValueError, SyntaxError, TypeError) as problem:
        raise Damaged from problem


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise TooManyPixels(width=image.width, height=image.height)

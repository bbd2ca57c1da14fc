"""Pictures of pages: opened within limits, stood upright, written as the page image and its thumbnail."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageOps, TiffImagePlugin

from ingest.errors import Damaged, PageDamaged, TooManyPixels, WrongType

MAX_PIXELS = 100_000_000  # A3 at 600 dpi is 70 million; Pillow itself only warns at 89 and stops at 179
PAGE_SIDE = 1600  # longer side of a page image
THUMB_SIDE = 320
COVER_SIDE = 640
FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "JPEG2000")
JPEG_TYPE = "image/jpeg"
_QUALITY = 80

Image.MAX_IMAGE_PIXELS = None  # our own limit stands before anything is decoded
Image.init()  # all plugins at once: `formats` below names some that Pillow would only load later
# Some scanners write one wrong tag; a page that can be shown is worth more than a page of perfect tags.
TiffImagePlugin.READ_LIBTIFF = False


@dataclass(frozen=True)
class Rendition:
    """An encoded picture; sizes in pixels."""

    data: bytes
    width: int
    height: int


def open_image(source: BinaryIO | Path, frame: int = 0) -> Image.Image:
    """The picture, upright by its EXIF note, as grey or colour; raises TooManyPixels before decoding, PageDamaged."""
    image = _opened(source)
    try:
        image.seek(frame)
        _within_limit(image)
        dpi = image.info.get("dpi")
        upright = flat(ImageOps.exif_transpose(image))
        upright.info = {"dpi": dpi} if dpi else {}
        return upright
    except TooManyPixels:
        raise
    except (OSError, EOFError, ValueError, SyntaxError, IndexError, KeyError, TypeError) as problem:
        raise PageDamaged from problem


def frames_in(source: BinaryIO | Path) -> int:
    """How many pages the picture file holds (a TIFF may hold many)."""
    image = _opened(source)
    _within_limit(image)
    try:
        return max(int(getattr(image, "n_frames", 1)), 1) if image.format == "TIFF" else 1
    except (OSError, EOFError, ValueError, SyntaxError) as problem:
        raise Damaged from problem


def dpi_of(image: Image.Image) -> float | None:
    """What the file says of its resolution, where it says anything likely."""
    declared = image.info.get("dpi") or (0, 0)
    try:
        dpi = float(declared[0])
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    return dpi if 90 <= dpi <= 1300 else None


def flat(image: Image.Image) -> Image.Image:
    """The same picture as 8-bit grey or colour on white."""
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
    """The picture with its longer side about so long; never enlarged, nor made smaller by less than a tenth."""
    scale = side / max(image.size)
    if scale >= 0.9:
        return image
    size = (max(round(image.width * scale), 1), max(round(image.height * scale), 1))
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def jpeg(image: Image.Image, quality: int = _QUALITY) -> Rendition:
    """Encoded by Pillow, which is five to twelve times faster at it than PyMuPDF."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return Rendition(out.getvalue(), image.width, image.height)


def page_renditions(image: Image.Image) -> tuple[Rendition, Rendition]:
    """Page image and thumbnail, from one raster."""
    page = fit(image, PAGE_SIDE)
    return jpeg(page), jpeg(fit(page, THUMB_SIDE), 75)


def _opened(source: BinaryIO | Path) -> Image.Image:
    try:
        return Image.open(source, formats=FORMATS)
    except Image.UnidentifiedImageError as unknown:
        raise WrongType(found="?") from unknown
    except (OSError, ValueError, SyntaxError, TypeError) as problem:
        raise Damaged from problem


def _within_limit(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise TooManyPixels(width=image.width, height=image.height)

"""Page pictures: open them within limits, turn them upright, write the page image and its thumbnail.

The only file that imports pillow_heif, which reads the photographs of iPhones.
"""

import io
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

import pillow_heif
from PIL import Image, ImageOps, TiffImagePlugin

from ingest.errors import Damaged, PageDamaged, TooManyPixels
from ingest.parsers.tones import eight_bits
from ingest.unsupported import OtherPicture, UnknownType

MAX_PIXELS = 100_000_000  # A3 at 600 dpi is 70 million; Pillow itself only warns at 89 and stops at 179
PAGE_SIDE = 1600  # pixels; longer side of a page image
LONG_PAGE = 2.2  # ratio of the sides from which a page is long: a saved web page, a scroll, a photograph of a banner
LONG_PAGE_WIDTH = 1000  # pixels; shorter side of the image of a long page, so that its letters can be read
MAX_PAGE_SIDE = 30_000  # pixels; a JPEG has at most 65,535, browsers show less
THUMB_SIDE = 320
COVER_SIDE = 640
# Pixels across a page: thumbnails, phones, phones with fine screens; the image has its whole width as WebP, too. A
# quarter of a second for all four, a third of the bytes of a JPEG.
SCREEN_WIDTHS = (240, 480, 800)
SMALL_COVER_WIDTH = 240  # pixels
WEBP_QUALITY, WEBP_EFFORT = 60, 4
MAX_WEBP_SIDE = 16_383  # pixels, of the format
FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "JPEG2000", "HEIF", "AVIF", "BMP", "GIF")
_QUALITY = 80
_NEW_SUBFILE_TYPE, _REDUCED, _MASK = 254, 1, 4
_SUB_DIRECTORIES, _DNG_VERSION = 330, 50706  # TIFF tags

Image.MAX_IMAGE_PIXELS = None  # MAX_PIXELS is checked before anything is decoded
Image.init()  # loads all plugins: Pillow would load some of FORMATS only on a second try
pillow_heif.register_heif_opener(thumbnails=False)
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

    Raises TooManyPixels before decoding, UnknownType, OtherPicture, Damaged, PageDamaged.
    """
    image = _open(source)
    try:
        if frame:  # Pillow opens a HEIC file at its main picture, which need not be the first one
            image.seek(frame)
        _check_size(image)
        dpi = image.info.get("dpi")
        upright = flat(ImageOps.exif_transpose(image))
        upright.info = {"dpi": dpi} if dpi else {}
        return upright
    except (TooManyPixels, MemoryError):
        raise
    except Exception as problem:  # the decoders of Pillow raise many kinds
        raise PageDamaged from problem


def frames_of(source: BinaryIO | Path) -> list[int]:
    """Return the frames of a picture file that are pages; only a TIFF can have several.

    Smaller copies of a page (a pyramid, a thumbnail) and masks are no pages.
    Raises UnknownType, OtherPicture, Damaged, TooManyPixels.
    """
    image = _open(source)
    _check_size(image)
    if image.format != "TIFF":
        return [0]
    try:
        frames = [(frame, _subfile_type(image, frame), image.size) for frame in range(image.n_frames)]  # type: ignore[attr-defined]
    except MemoryError:
        raise
    except Exception as problem:  # the decoders of Pillow raise many kinds
        raise Damaged from problem
    if _is_pyramid([size for _frame, _type, size in frames]):
        return [0]
    return [frame for frame, subfile, _size in frames if not subfile & (_REDUCED | _MASK)] or [0]


def _subfile_type(image: Image.Image, frame: int) -> int:
    """Go to a frame of a TIFF file and return its NewSubfileType (TIFF 6.0, tag 254)."""
    image.seek(frame)
    value = image.tag_v2.get(_NEW_SUBFILE_TYPE, 0)  # type: ignore[attr-defined]
    return int(value) if isinstance(value, int) else 0


def _is_pyramid(sizes: list[tuple[int, int]]) -> bool:
    """Return whether each frame is half as large as the one before, as in a pyramid whose writer set no flags."""
    halves = [
        abs(width - before_width / 2) <= 1 and abs(height - before_height / 2) <= 1
        for (before_width, before_height), (width, height) in pairwise(sizes)
    ]
    return len(halves) >= 2 and all(halves)


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
    if image.mode.startswith("I") or image.mode in ("F", "LAB"):
        return eight_bits(image)
    if image.mode in ("LA", "PA", "RGBA", "P", "La", "RGBa"):
        layered = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered).convert("RGB")
    return image.convert("RGB")


def fit(image: Image.Image, side: float) -> Image.Image:
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


def page_side(width: float, height: float) -> float:
    """Return the longer side of the image of a page with these proportions, in pixels."""
    ratio = max(width, height, 1) / max(min(width, height), 1)
    return PAGE_SIDE if ratio < LONG_PAGE else min(LONG_PAGE_WIDTH * ratio, MAX_PAGE_SIDE)


def page_renditions(image: Image.Image) -> tuple[Rendition, Rendition]:
    """Return the page image and its thumbnail."""
    page = fit(image, page_side(*image.size))
    return jpeg(page), jpeg(fit(page, THUMB_SIDE), 75)


def screen_sizes(image: Image.Image) -> list[Rendition]:
    """Return copies of a page image as WebP, narrowest first: for each of SCREEN_WIDTHS below its width, and its own.

    A page that is too long for the format has none.
    """
    if image.height > MAX_WEBP_SIDE:
        return []
    widths = [*(width for width in SCREEN_WIDTHS if width < image.width * 0.9), image.width]
    return [_webp(_narrowed(image, width)) for width in widths]


def small_cover(image: Image.Image) -> Rendition:
    """Return a copy of a cover for lists, as WebP."""
    return _webp(_narrowed(image, SMALL_COVER_WIDTH))


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    height = max(round(image.height * width / image.width), 1)
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0) if width < image.width else image


def _webp(image: Image.Image) -> Rendition:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=WEBP_QUALITY, method=WEBP_EFFORT)
    return Rendition(out.getvalue(), image.width, image.height)


def _open(source: BinaryIO | Path) -> Image.Image:
    try:
        image = Image.open(source, formats=FORMATS)
        if _is_raw(image):
            raise OtherPicture(found="RAW (DNG, NEF, ARW)")
        return image
    except Image.UnidentifiedImageError as unknown:
        raise UnknownType from unknown
    except (MemoryError, OtherPicture):
        raise
    except Exception as problem:  # the decoders of Pillow raise many kinds
        raise Damaged from problem


def _is_raw(image: Image.Image) -> bool:
    """Return whether a TIFF file is a camera's raw file, of which Pillow would show a small preview in its place.

    DNG requires the version tag; in NEF, ARW and PEF files the first picture is a reduced one and the photograph is
    in a directory below it.
    """
    if image.format != "TIFF":
        return False
    tags = image.tag_v2  # type: ignore[attr-defined]
    return _DNG_VERSION in tags or (tags.get(_NEW_SUBFILE_TYPE) == _REDUCED and _SUB_DIRECTORIES in tags)


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise TooManyPixels(width=image.width, height=image.height)

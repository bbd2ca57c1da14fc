"""The fonts with all Vietnamese letters that the demo's books are set in."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FOLDERS = (Path("/usr/share/fonts/truetype/noto"), Path("/usr/share/fonts/truetype/dejavu"))

# Each row: serif, serif bold, serif italic, sans, sans bold.
FAMILIES = (
    (
        "NotoSerif-Regular.ttf",
        "NotoSerif-Bold.ttf",
        "NotoSerif-Italic.ttf",
        "NotoSans-Regular.ttf",
        "NotoSans-Bold.ttf",
    ),
    ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSerif.ttf", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
)


class FontMissing(Exception):
    """No family with Vietnamese letters is installed."""

    def __str__(self) -> str:
        return (
            "The demo needs a font with Vietnamese letters: install the package fonts-noto-core or fonts-dejavu-core."
        )


@dataclass(frozen=True)
class Family:
    """The five faces as files."""

    serif: Path
    bold: Path
    italic: Path
    sans: Path
    sans_bold: Path


@lru_cache
def family() -> Family:
    """Return the first complete family on this machine. Raise FontMissing."""
    for folder, names in zip(FOLDERS, FAMILIES, strict=True):
        typefaces = [folder / name for name in names]
        if all(face.exists() for face in typefaces):
            return Family(*typefaces)
    raise FontMissing


@lru_cache
def font(face: Path, size: int) -> ImageFont.FreeTypeFont:
    """Return a face at a size in pixels."""
    return ImageFont.truetype(str(face), size)

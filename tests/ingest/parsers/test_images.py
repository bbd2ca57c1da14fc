"""Pictures of rare depths are as bright as they were scanned; copies of a page in a TIFF file are no pages."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms, TiffImagePlugin

from ingest.parsers import images
from ingest.unsupported import OtherPicture
from tests.ingest import material

pytestmark = pytest.mark.backend_independent
MARGIN, LETTERS = 240, 60


def page_values() -> np.ndarray:
    """Return a page as values from 0 to 1."""
    return np.asarray(material.a_page(), dtype=np.float64) / 255


@pytest.mark.parametrize(
    ("name", "picture"),
    [
        ("float.tif", lambda: Image.fromarray(page_values().astype(np.float32), "F")),
        ("float-255.tif", lambda: Image.fromarray((page_values() * 255).astype(np.float32), "F")),
        ("10-bit.tif", lambda: Image.fromarray((page_values() * 1023).astype(np.uint16))),
        ("12-bit.tif", lambda: Image.fromarray((page_values() * 4095).astype(np.uint16))),
        ("16-bit.png", lambda: Image.fromarray((page_values() * 65_535).astype(np.uint16))),
        ("32-bit.tif", lambda: Image.fromarray((page_values() * (2**31 - 1)).astype(np.int32))),
        ("lab.tif", lambda: _lab()),
    ],
)
def test_paper_stays_white_and_letters_black(name: str, picture, tmp_path: Path) -> None:
    picture().save(tmp_path / name)
    grey = images.open_image(tmp_path / name).convert("L")
    assert grey.getpixel((5, 5)) >= MARGIN
    assert grey.getextrema()[0] <= LETTERS


def test_a_page_with_invalid_numbers_is_read(tmp_path: Path) -> None:
    values = page_values().astype(np.float32)
    values[500:510] = np.nan
    values[600, 600] = np.inf
    Image.fromarray(values, "F").save(tmp_path / "a.tif")
    assert images.open_image(tmp_path / "a.tif").getpixel((5, 5)) >= MARGIN


@pytest.mark.parametrize("flagged", [True, False])
def test_a_pyramid_is_one_page(flagged: bool, tmp_path: Path) -> None:
    sizes = [(1240, 1000), (620, 500), (310, 250)]
    _save_frames(tmp_path / "a.tif", sizes, [int(flagged and n > 0) for n in range(3)])
    assert images.frames_of(tmp_path / "a.tif") == [0]


def test_pages_of_one_file_are_all_pages_and_its_thumbnail_is_none(tmp_path: Path) -> None:
    _save_frames(tmp_path / "a.tif", [(1240, 1000), (160, 129), (1240, 1000), (1240, 1000)], [0, 1, 0, 4])
    assert images.frames_of(tmp_path / "a.tif") == [0, 2]
    _save_frames(tmp_path / "b.tif", [(1240, 1000), (620, 500)], [0, 0])
    assert images.frames_of(tmp_path / "b.tif") == [0, 1]


@pytest.mark.parametrize("tags", [{50706: b"\x01\x04\x00\x00"}, {254: 1, 330: 8}])
def test_a_raw_file_is_not_replaced_by_its_preview(tags: dict[int, object], tmp_path: Path) -> None:
    info = TiffImagePlugin.ImageFileDirectory_v2()
    for tag, value in tags.items():
        info[tag] = value
    Image.new("RGB", (160, 120), "teal").save(tmp_path / "a.tif", tiffinfo=info)
    for read in (images.frames_of, images.open_image):
        with pytest.raises(OtherPicture, match="RAW"):
            read(tmp_path / "a.tif")


def test_a_long_page_stays_wide_enough_to_be_read() -> None:
    page, thumbnail = images.page_renditions(Image.new("L", (1500, 15_000), 255))
    assert (page.width, page.height) == (1000, 10_000)
    assert max(thumbnail.width, thumbnail.height) == images.THUMB_SIDE
    assert images.page_side(595, 842) == images.PAGE_SIDE


def _lab() -> Image.Image:
    profiles = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    lab = ImageCms.profileToProfile(material.a_page().convert("RGB"), *profiles, outputMode="LAB")
    assert lab is not None
    return lab


def _save_frames(path: Path, sizes: list[tuple[int, int]], subfile_types: list[int]) -> None:
    """Write a TIFF file with frames of these sizes; each NewSubfileType is written unless it is 0."""
    with TiffImagePlugin.AppendingTiffWriter(str(path), new=True) as writer:
        for size, subfile_type in zip(sizes, subfile_types, strict=True):
            info = TiffImagePlugin.ImageFileDirectory_v2()
            if subfile_type:
                info[254] = subfile_type
            Image.new("L", size, 255).save(writer, "TIFF", tiffinfo=info)
            writer.newFrame()

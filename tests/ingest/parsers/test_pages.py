"""Pages in an isolated parser: text layer or OCR, upright and skewed, each word box on its word."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from PIL import Image

from demo.fonts import family
from ingest.parsers import parser_pool
from ingest.parsers.sandbox import Parser
from repository.word_boxes import SCALE, Boxes, Word, unpack
from tests.ingest import material

ENGLISH = (
    "The children of the village walked to school along the river",
    "while the teacher was waiting for them with a new story about",
    "the people who had built the bridge. Thầy giáo kể chuyện làng.",
)

SHIFTED = "Wklv lv qrw zkdw wkh sdjh vkrzv exw d irqw zlwk vkliwhg ohwwhuv dqg qr pds iru lwv wh{w"


@pytest.fixture
def parser(settings: Any) -> Iterator[Parser]:
    """Yield a parser with OCR."""
    with parser_pool.parser(ocr=True) as started:
        yield started


@pytest.fixture
def place() -> Iterator[Path]:
    """Yield a folder that it may read and write."""
    with parser_pool.scratch() as folder:
        yield folder


def read_picture(parser: Parser, place: Path, image: Image.Image) -> tuple[dict[str, Any], Boxes]:
    path = material.a_picture(place / "trang.png", image)
    ((values, blobs),) = parser.ask("read_pictures", seconds=90, path=str(path), units=[(3, "", 0)])
    return values, unpack(blobs[2])


def box_of(boxes: Boxes, text: str) -> Word:
    return next(word for word in boxes.words if word.text.strip(".,") == text)


def centre_of(word: Word, values: dict[str, Any]) -> tuple[float, float]:
    """Return the centre of a word in pixels of the page image."""
    across, down = (word.x0 + word.x1) / 2 / SCALE, (word.y0 + word.y1) / 2 / SCALE
    return across * values["width"], down * values["height"]


def test_the_words_of_a_text_layer_stay_separate(parser: Parser, place: Path) -> None:
    path = material.a_pdf(place / "a.pdf", pages=2)
    pages = list(parser.ask("read_pdf", seconds=60, path=str(path), numbers=[0, 1]))
    values, blobs = pages[1]
    assert values["source"] == "layer"
    assert values["text"].split() == [*" ".join(material.LINES).split(), "Trang", "số", "2"]
    boxes = unpack(blobs[2])
    first, second = box_of(boxes, "Ngày"), box_of(boxes, "xưa")
    assert first.x1 <= second.x0
    assert first.line == second.line


@pytest.mark.parametrize("skew", [0.0, 1.7, -1.7])
def test_a_skewed_page_is_read_and_its_boxes_are_on_the_skewed_image(skew: float, parser: Parser, place: Path) -> None:
    skewed = material.a_page().rotate(skew, Image.Resampling.BICUBIC, fillcolor=255)
    values, boxes = read_picture(parser, place, skewed)
    assert (values["source"], values["language"], boxes.turn) == ("ocr", "vie", 0)
    assert values["text"].split() == " ".join(material.LINES).split()
    shown = skewed.resize((values["width"], values["height"]))
    for word in boxes.words:
        across, down = shown.width / SCALE, shown.height / SCALE
        ink = shown.crop((int(word.x0 * across), int(word.y0 * down), int(word.x1 * across), int(word.y1 * down)))
        assert ink.getextrema()[0] < 100, word.text


@pytest.mark.parametrize(("turned", "turn"), [(90, 90), (180, 180), (270, 270)])
def test_a_turned_page_becomes_upright(turned: int, turn: int, parser: Parser, place: Path) -> None:
    upright, upright_boxes = read_picture(parser, place, material.a_page())
    values, boxes = read_picture(parser, place, material.a_page().rotate(turned, expand=True))
    assert boxes.turn == turn
    assert (values["width"], values["height"]) == (upright["width"], upright["height"])
    for text in ("Gióng", "Hai"):
        expected = centre_of(box_of(upright_boxes, text), upright)
        assert centre_of(box_of(boxes, text), values) == pytest.approx(expected, abs=6)


def test_the_language_is_chosen_for_each_page(parser: Parser, place: Path) -> None:
    mixed, _boxes = read_picture(parser, place, material.a_page(ENGLISH, letters=36))
    plain, _boxes = read_picture(parser, place, material.a_page())
    assert (mixed["language"], plain["language"]) == ("vie+eng", "vie")
    assert "people who had built the bridge" in mixed["text"]


def test_a_small_picture_is_enlarged_and_an_empty_page_is_empty(parser: Parser, place: Path) -> None:
    small, _boxes = read_picture(parser, place, material.a_page().resize((744, 600), Image.Resampling.LANCZOS))
    assert "làng Gióng có hai vợ chồng" in small["text"]
    blank, _boxes = read_picture(parser, place, Image.new("L", (800, 1000), 250))
    assert (blank["text"], blank["confidence"], blank["problem"]) == ("", None, "")


def test_the_searchable_pdf_gives_the_words_back(parser: Parser, place: Path) -> None:
    skewed = material.a_page().rotate(1.2, Image.Resampling.BICUBIC, fillcolor=255)
    scan = place / "scan.pdf"
    skewed.convert("RGB").save(scan, "PDF", resolution=150)
    ((values, blobs),) = parser.ask("read_pdf", seconds=90, path=str(scan), numbers=[0])
    assert values["source"] == "ocr"
    (place / "boxes").write_bytes(blobs[2])
    row = f'{{"number": 0, "width": {values["width"]}, "height": {values["height"]}, "boxes": "{place / "boxes"}"}}'
    (place / "sheets").write_text(row)
    made = place / "made.pdf"
    parser.one("add_text", seconds=60, path=str(scan), sheets=str(place / "sheets"), target=str(made))
    ((again, _blobs),) = parser.ask("read_pdf", seconds=60, path=str(made), numbers=[0])
    assert again["source"] == "layer"
    assert again["text"].split() == values["text"].split()


def test_a_long_picture_is_read_as_wide_as_it_is(parser: Parser, place: Path) -> None:
    scroll = Image.new("L", (1240, 4000), 255)
    for number in range(4):
        scroll.paste(material.a_page(), (0, number * 1000))
    values, _boxes = read_picture(parser, place, scroll)
    assert values["text"].split() == " ".join(material.LINES * 4).split()
    assert (values["width"], values["problem"]) == (1000, "")


@pytest.mark.parametrize(
    ("layer", "source", "why"),
    [
        (
            SHIFTED,
            "ocr",
            ["layer_replaced"],
        ),
        (" ".join(material.LINES), "layer", []),
        ("Scanned by CamScanner", "ocr", ["layer_stamp"]),
    ],
)
def test_a_layer_that_does_not_fit_its_page_is_replaced_and_the_reason_recorded(
    layer: str, source: str, why: list[str], parser: Parser, place: Path
) -> None:
    scan = place / "scan.pdf"
    material.a_page().convert("RGB").save(scan, "PDF", resolution=150)
    document = pymupdf.open(scan)
    document[0].insert_textbox((20, 20, 500, 400), layer, fontname="book", fontfile=str(family().serif), render_mode=3)
    document.save(place / "a.pdf")
    ((values, _blobs),) = parser.ask("read_pdf", seconds=90, path=str(place / "a.pdf"), numbers=[0])
    assert (values["source"], values["notes"]) == (source, why)
    assert values["text"].split() == " ".join(material.LINES).split()

"""The demo's scanned book: a folder of page images and, beside it, the ground truth of each page for tests."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from demo.book import sheets
from demo.scan_effects import Scan, photograph_cover, scan
from demo.typesetting import Sheet

NAME = "van-tuyen-hoc-duong"
SEED = 2024
TURNED_PAGE = 12  # its image lies on its side


def make_scan(folder: Path, *, pages: Sequence[int] | None = None, seed: int = SEED) -> Path:
    """Write folder/NAME/trang-1.jpg … and folder/NAME.truth.json; pages are places from 0, None for the whole book.

    A page that is already there is not written again, so an interrupted run continues where it stopped.
    """
    target = folder / NAME
    target.mkdir(parents=True, exist_ok=True)
    book = sheets()
    truth = [_page(book, place, target, seed=seed) for place in (range(len(book)) if pages is None else pages)]
    (folder / f"{NAME}.truth.json").write_text(json.dumps(truth, ensure_ascii=False), "utf-8")
    return target


def _page(book: list[Sheet], place: int, target: Path, *, seed: int) -> dict[str, object]:
    """Make one page and return its row of the ground truth."""
    made = _scan(book[place], place, seed=seed)
    path = target / f"trang-{place + 1}.jpg"
    if not path.exists():
        part = path.with_suffix(".part")
        made.image.save(part, "JPEG", quality=70, dpi=(200, 200))
        part.rename(path)
    return {
        "file": path.name,
        "label": book[place].label,
        "width": made.image.width,
        "height": made.image.height,
        "skew": made.skew,
        "turned": made.turned,
        "text": book[place].text,
        "phrase_over_break": phrase_over_break(book, place),
        "words": [{"text": text, "box": [round(edge, 1) for edge in box]} for text, box in made.words],
    }


def _scan(sheet: Sheet, place: int, *, seed: int) -> Scan:
    if place == 0:
        return photograph_cover(sheet)
    return scan(sheet, rng=np.random.default_rng([seed, place]), turned=90 if place == TURNED_PAGE else 0)


def phrase_over_break(book: list[Sheet], place: int) -> str:
    """Return six words of a sentence, three on this page and three on the next, or nothing."""
    if not book[place].goes_on:
        return ""
    before = [word.text for line in book[place].lines[:-1] for word in line][-3:]
    after = [word.text for word in book[place + 1].words][:3]
    return " ".join(before + after)

"""The word boxes of one text revision as one compressed file: where each word of `PageText.text` stands on the page image."""

import gzip
import json
from collections.abc import Iterable
from dataclasses import dataclass

CONTENT_TYPE = "application/gzip"


@dataclass(frozen=True)
class WordBox:
    """One word: `text[start:end]` of its revision; pixels of the upright page image; confidence 0–100, 100 for a layer."""

    start: int
    end: int
    left: int
    top: int
    right: int
    bottom: int
    confidence: int = 100


def pack(words: Iterable[WordBox]) -> bytes:
    """The file; the same words give the same bytes, so that a step done twice stores one blob."""
    rows = [[w.start, w.end, w.left, w.top, w.right, w.bottom, w.confidence] for w in words]
    return gzip.compress(json.dumps(rows, separators=(",", ":")).encode(), mtime=0)


def unpack(stored: bytes) -> list[WordBox]:
    """The words in reading order."""
    return [WordBox(*row) for row in json.loads(gzip.decompress(stored))]

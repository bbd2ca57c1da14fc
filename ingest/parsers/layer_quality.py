"""Whether the text layer of a PDF is what its page shows: decided by script, syllables and known old encodings.

A layer that stays doubtful is compared with what OCR reads from the image of the page; `better_layer` decides.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ingest.parsers import notes
from ingest.parsers.language import common_english, foreign_share, is_syllable, language_of, words_of
from ingest.parsers.layer_words import LayerWord
from ingest.parsers.legacy_encodings import from_tcvn3, from_vni, score

_LOST = 0.05  # share of letters without a meaning, from which a layer is unusable
_ODD = 0.5  # share of signs that are neither letters, digits nor mathematics
_STRANGE = 0.2  # share of words with signs of western code pages between letters
_OTHER_SCRIPT = 0.3  # share of letters of other scripts, which neither rule below can judge
_FOREIGN, _FOREIGN_IN_OCR = 0.6, 0.35  # share of words of no known language, in a printed and in an invisible layer
_MIN_WORDS = 8
_MIN_LEGACY = 2  # words that become syllables, more than become none
_LEGACY_SHARE = 0.75  # of the marked words
_AGREEMENT = 0.5  # share of words that layer and OCR have in common, from which the layer is right
_BETTER = 0.15  # by which the share of known words must be greater in OCR
_MIN_CONFIDENCE = 60.0
_LEADERS = frozenset(".…_-–—·")
_CODE_PAGE_SIGNS = re.compile("[^\\W\\d_][^\\w\\s'’\\-.,;:!?()/&@\"“”…–—*+=<>\\[\\]][^\\W\\d_]|[µ¶®©¸¹¬¼½¾§¤¦¨¿¢£¥]")
_CAPITALS_FONT = re.compile(r"(?:.{0,100}\+)?\.?Vn\w{0,100}H")  # .VnTimeH draws the small letters of TCVN3 as capitals


class Verdict(StrEnum):
    """What a layer is worth."""

    GOOD = "good"
    DOUBTFUL = "doubtful"
    UNUSABLE = "unusable"


@dataclass(frozen=True)
class Judgement:
    """The words, converted if they were in an old encoding; `note` (notes.py) says that and why."""

    words: list[LayerWord]
    verdict: Verdict
    note: str = ""


def judge(words: Sequence[LayerWord], *, hidden: bool = False) -> Judgement:
    """Judge the words of a text layer; `hidden`: another OCR program made it."""
    text = " ".join(word.text for word in words)
    signs = [char for char in text if not char.isspace()]
    if not signs:
        return Judgement([], Verdict.UNUSABLE)
    if sum(_is_lost(char) for char in signs) > _LOST * len(signs):
        return Judgement(list(words), Verdict.UNUSABLE, notes.LAYER_REPLACED)
    if (legacy := legacy_encoding(text)) is not None:
        return Judgement([replace(word, text=_converted(word, legacy)) for word in words], Verdict.GOOD, legacy)
    return Judgement(list(words), Verdict.DOUBTFUL if _is_doubtful(text, signs, hidden=hidden) else Verdict.GOOD)


def legacy_encoding(text: str) -> str | None:
    """Return the note of the old encoding (TCVN3, VNI) in which the text becomes Vietnamese; None if it needs none."""
    before = score(text)
    candidates = []
    for note, convert in _LEGACY.items():
        converted = convert(text)
        after = score(converted)
        marked = sum(not word.isascii() for word in converted.split())
        if after >= max(_MIN_LEGACY, before + _MIN_LEGACY) and after >= (2 * _LEGACY_SHARE - 1) * marked:
            candidates.append((after, note))
    return max(candidates)[1] if candidates else None


def from_legacy(text: str) -> str:
    """Return the text in Unicode if it is in an old encoding, else unchanged."""
    note = legacy_encoding(text)
    return _LEGACY[note](text) if note else text


def better_layer(layer: str, recognised: str, confidence: float) -> bool:
    """Return whether the doubtful layer is to be believed rather than what OCR read with this confidence (0–100)."""
    if agree(layer, recognised):
        return True
    return confidence < _MIN_CONFIDENCE or _known_share(recognised) < _known_share(layer) + _BETTER


def agree(layer: str, recognised: str) -> bool:
    """Return whether two texts of one page have enough words in common."""
    ours, theirs = Counter(layer.lower().split()), Counter(recognised.lower().split())
    return (ours & theirs).total() >= _AGREEMENT * max(min(ours.total(), theirs.total()), 1)


def _converted(word: LayerWord, note: str) -> str:
    text = _LEGACY[note](word.text)
    return text.upper() if note == notes.TCVN3 and _CAPITALS_FONT.fullmatch(word.font) else text


def _is_doubtful(text: str, signs: Sequence[str], *, hidden: bool) -> bool:
    letters = [char for char in signs if char.isalpha()]
    others = sum(not unicodedata.name(char, "").startswith("LATIN") for char in letters)
    if others > _OTHER_SCRIPT * len(letters):
        return False
    counted = [char for char in signs if char not in _LEADERS]
    if len(counted) >= _MIN_WORDS and sum(map(_is_odd, counted)) > _ODD * len(counted):
        return True
    words = text.split()
    strange = sum(bool(_CODE_PAGE_SIGNS.search(_without_mathematics(word))) for word in words)
    if len(words) >= _MIN_WORDS and strange > _STRANGE * len(words):
        return True
    limit = _FOREIGN_IN_OCR if hidden else _FOREIGN
    return foreign_share(words_of(text)) > limit and language_of(text) != "en"


def _without_mathematics(word: str) -> str:
    """Return the word with spaces for mathematical signs: x², A∩B and a≤b are no damaged words."""
    return "".join(" " if unicodedata.category(char) in ("Sm", "No") else char for char in word)


def _is_lost(char: str) -> bool:
    return char == "\ufffd" or unicodedata.category(char) in {"Co", "Cn", "Cc"}


def _is_odd(char: str) -> bool:
    return unicodedata.category(char)[0] not in "LNM" and unicodedata.category(char) != "Sm"


def _known_share(text: str) -> float:
    """Return the share of words that are Vietnamese syllables, frequent English words or numbers."""
    words = [word.strip(".,;:!?()[]\"'“”…") for word in text.split()]
    known = sum(word.isdecimal() or is_syllable(word) or common_english(word) for word in words)
    return known / len(words) if words else 0.0


_LEGACY: dict[str, Callable[[str], str]] = {notes.TCVN3: from_tcvn3, notes.VNI: from_vni}

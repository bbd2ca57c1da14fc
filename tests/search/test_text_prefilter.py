"""The prefilter of texts: it may pass too many, and never rejects one that contains the words."""

import unicodedata

import pytest

from search import text_prefilter
from search.analysis import readings

WRITTEN = [
    "Điện Biên Phủ",
    "điện\u00adbiên",
    "MỸ  thuật;mĩ-thuật",
    "hoà_bình",
    "ﬁnance",
    "năm\u200bmới",
    "Éléphant",
    "quý Quí",
    "Ðà Nẵng",
    "CO₂ 10³ Ⅳ 𝑦²",
    "TP.HCM, TP. HCM",
    "1.000.000 và 10 000đ",
    "978-0-306-40615-7",
    "infor-\n  mation photo\u00ad\nsynthesis",
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_prefilter_skips_no_page_with_the_words(form: str) -> None:
    text = unicodedata.normalize(form, " \u2060\u0301".join([*WRITTEN, "x" * 70, "ạ" * 61]))
    for found in readings(text):
        for at in range(len(found)):
            for length in (1, 2, 3):
                words = [token.folded for token in found[at : at + length]]
                assert text_prefilter.phrase(words).search(text_prefilter.normalise(text)), words
    assert not text_prefilter.word("bien phu").search(text_prefilter.normalise(text.replace(" ", "")))
    assert not text_prefilter.word("thua").search(text_prefilter.normalise(text)), "a part of a word is no word"

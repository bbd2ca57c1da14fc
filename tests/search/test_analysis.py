"""Tokens of a text, with positions in the text as it was given."""

import unicodedata

import pytest

from search.analysis import EDGE, analyse, pairs, tokens, words


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_positions_are_those_of_the_text_as_given(form):
    text = unicodedata.normalize(form, "“Điện Biên Phủ”, năm 1954; toà-nhà a_b m²")
    found = tokens(text)
    assert [token.exact for token in found] == ["điện", "biên", "phủ", "năm", "1954", "tòa", "nhà", "a", "b", "m2"]
    assert [unicodedata.normalize("NFC", text[t.start : t.end]) for t in found[:3]] == ["Điện", "Biên", "Phủ"]
    assert [token.folded for token in found][:4] == ["dien", "bien", "phu", "nam"]


def test_a_soft_hyphen_does_not_cut_a_word():
    assert words("hiện\u00adtại zero\u200bwidth") == ("hiệntại", "zerowidth")


def test_neighbours_are_pairs_but_not_across_an_edge():
    assert pairs(["quoc", "phong", "an"]) == ["quoc_phong", "phong_an"]
    both = analyse(["Tố Hữu", "", "Huy Cận"])
    assert both.exact == f"{EDGE} tố hữu {EDGE} huy cận {EDGE}"
    assert (both.exact_pairs, both.folded_pairs) == ("tố_hữu huy_cận", "to_huu huy_can")


def test_english_stop_words_stay():
    assert words("an, in, no, to, the") == ("an", "in", "no", "to", "the")


def test_no_text_contains_an_edge():
    assert words(f"một {EDGE} hai{EDGE}ba") == ("một", "hai", "ba")

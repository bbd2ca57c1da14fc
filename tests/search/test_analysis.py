"""One word, however it was typed; positions are those of the text as it was given."""

import unicodedata

import pytest

from search.analysis import EDGE, analyse, pairs, tokens, words
from search.vietnamese import fold, spell

SAME = [
    ("hoà", "hòa"),
    ("thuý", "thúy"),
    ("khoẻ", "khỏe"),
    ("loè", "lòe"),
    ("uỷ", "ủy"),
    ("tóan", "toán"),
    ("qúy", "quý"),
    ("mĩ", "mỹ"),
    ("kĩ", "kỹ"),
    ("lí", "lý"),
    ("hi", "hy"),
    ("sĩ", "sỹ"),
    ("tỉ", "tỷ"),
    ("quí", "quý"),
    ("quít", "quýt"),
    ("ĐƯỜNG", "đường"),
    ("NGUYỄN", "nguyễn"),
    ("ﬁnance", "finance"),
]
DIFFERENT = [
    ("tai", "tay"),
    ("hai", "hay"),
    ("lai", "lay"),
    ("cui", "cuy"),
    ("vi", "vy"),
    ("thúi", "thúy"),
    ("má", "mà"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_ways_to_write_are_one_word(one, other):
    assert spell(one) == spell(other)
    assert spell(unicodedata.normalize("NFD", one.upper())) == spell(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_words_stay_different(one, other):
    assert spell(one) != spell(other)


def test_the_tone_keeps_its_vowel_where_there_is_no_choice():
    kept = "giếng già gìn quốc được trường khuya thuở nghiêng quyển huỳnh cười mùa kìa đừa"
    for word in kept.split():
        assert spell(word) == word


def test_foreign_words_are_left_alone():
    for word in ["résumé", "élève", "system", "naïve", "photosynthesis", "the", "in", "an"]:
        assert spell(word) == word


def test_folding_takes_marks_off_letter_for_letter():
    assert fold("Đường thẳng ưu việt: Nguyễn Thị Thuỷ") == "Duong thang uu viet: Nguyen Thi Thuy"
    text = "Học sinh lớp Sáu đọc truyện Dế Mèn phiêu lưu ký"
    assert len(fold(text)) == len(text)
    assert fold(unicodedata.normalize("NFD", "Đại số")) == "Dai so"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_positions_are_those_of_the_text_as_given(form):
    text = unicodedata.normalize(form, "“Điện Biên Phủ”, năm 1954; toà-nhà a_b m²")
    found = tokens(text)
    assert [token.exact for token in found] == ["điện", "biên", "phủ", "năm", "1954", "tòa", "nhà", "a", "b", "m²"]
    assert [unicodedata.normalize("NFC", text[t.start : t.end]) for t in found[:3]] == ["Điện", "Biên", "Phủ"]
    assert [token.folded for token in found][:4] == ["dien", "bien", "phu", "nam"]


def test_a_soft_hyphen_does_not_cut_a_word():
    assert words("hiện\u00adtại zero\u200bwidth") == ("hiệntại", "zerowidth")


def test_neighbours_are_pairs_but_not_over_an_edge():
    assert pairs(["quoc", "phong", "an"]) == ["quoc_phong", "phong_an"]
    both = analyse(["Tố Hữu", "", "Huy Cận"])
    assert both.exact == f"{EDGE} tố hữu {EDGE} huy cận {EDGE}"
    assert (both.exact_pairs, both.folded_pairs) == ("tố_hữu huy_cận", "to_huu huy_can")


def test_english_stop_words_stay():
    assert words("an, in, no, to, the") == ("an", "in", "no", "to", "the")

"""The normal spelling of Vietnamese words, and folding."""

import unicodedata

import pytest

from repository.spelling import fold, spell

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
    ("Ðà", "đà"),  # U+00D0
    ("Ɖà", "đà"),  # U+0189
    ("H₂O", "h2o"),
    ("km²", "km2"),
    ("Ⅳ", "iv"),
    ("Ｖiệt", "việt"),
    ("𝑥₁", "x1"),
    ("ký\ufeffsự", "kýsự"),
]
DIFFERENT = [
    ("tai", "tay"),
    ("hai", "hay"),
    ("lai", "lay"),
    ("cui", "cuy"),
    ("vi", "vy"),
    ("thúi", "thúy"),
    ("má", "mà"),
    ("10³", "103"),
    ("10²³", "1023"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_are_one_word(one, other):
    assert spell(one) == spell(other)
    assert spell(unicodedata.normalize("NFD", one.upper())) == spell(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_words_stay_different(one, other):
    assert spell(one) != spell(other)


def test_the_tone_keeps_its_vowel_where_there_is_no_choice():
    words = "giếng già gìn quốc được trường khuya thuở nghiêng quyển huỳnh cười mùa kìa đừa"
    for word in words.split():
        assert spell(word) == word


def test_foreign_words_are_left_alone():
    for word in ["résumé", "élève", "system", "naïve", "photosynthesis", "the", "in", "an"]:
        assert spell(word) == word


def test_folding_removes_diacritics_letter_for_letter():
    assert fold("Đường thẳng ưu việt: Nguyễn Thị Thuỷ") == "Duong thang uu viet: Nguyen Thi Thuy"
    text = "Học sinh lớp Sáu đọc truyện Dế Mèn phiêu lưu ký"
    assert len(fold(text)) == len(text)
    assert fold(unicodedata.normalize("NFD", "Đại số")) == "Dai so"

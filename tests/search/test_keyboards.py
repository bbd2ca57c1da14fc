"""Telex and VNI: every mark on every vowel, in every order in which people type."""

import pytest

from repository.spelling import spell
from search.keyboards import KEYBOARDS, NUCLEI, TELEX, VNI, as_typed_on

pytestmark = pytest.mark.backend_independent


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("ddieenj", "điện"),
        ("dieenj", "diện"),
        ("ddienej", "điện"),
        ("dieend", "điên"),
        ("bieen", "biên"),
        ("phur", "phủ"),
        ("DDUWOWNGF", "đường"),
        ("dduongwf", "đường"),
        ("dduwongf", "đường"),
        ("nguowif", "người"),
        ("thuowr", "thuở"),
        ("hoawcj", "hoặc"),
        ("muaw", "mưa"),
        ("wng", "ưng"),
        ("quoocs", "quốc"),
        ("quys", "quí"),
        ("giaos", "giáo"),
        ("gif", "gì"),
        ("gieesng", "giếng"),
        ("khuyru", "khuỷu"),
        ("khoer", "khỏe"),
        ("toansz", "toan"),
    ],
)
def test_keys_of_telex_make_a_word(keys: str, word: str) -> None:
    assert as_typed_on(TELEX, keys) == word


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("d9ie6n5", "điện"),
        ("d9ie6n", "điên"),
        ("dien659", "điện"),
        ("phu3", "phủ"),
        ("d9u7o7ng2", "đường"),
        ("nguo7i2", "người"),
        ("hoa8c5", "hoặc"),
        ("mu7a", "mưa"),
        ("quo6c1", "quốc"),
        ("gia1o", "giáo"),
        ("tha6t5", "thật"),
    ],
)
def test_keys_of_vni_make_a_word(keys: str, word: str) -> None:
    assert as_typed_on(VNI, keys) == word


@pytest.mark.parametrize("keyboard", KEYBOARDS)
@pytest.mark.parametrize("word", ["toan", "class", "h2o", "for", "sách", "điệns", "toan6", "2018", "xtz", "bcd", "8w"])
def test_what_makes_no_syllable_stays(keyboard: object, word: str) -> None:
    assert as_typed_on(keyboard, word) == word


@pytest.mark.parametrize("keyboard", KEYBOARDS)
def test_every_tone_on_every_vowel_is_made_by_its_keys(keyboard: object) -> None:
    """The keys are made from the word; ươ needs an end, and oo is ô in Telex."""
    tried = 0
    for nucleus in NUCLEI - {"ươ", "oo"}:
        for key, tone in keyboard.tones.items():
            word = spell(f"t{nucleus}{tone}")
            assert as_typed_on(keyboard, f"t{_marks(keyboard, nucleus)}{key}") == word
            tried += 1
    assert tried > 300


def _marks(keyboard, letters):
    keys = {marked: plain + key for key, made in keyboard.marks.items() for plain, marked in made if len(marked) == 1}
    return "".join(keys.get(letter, letter) for letter in letters)

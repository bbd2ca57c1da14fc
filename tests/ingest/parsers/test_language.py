"""Vietnamese is detected by its syllables, in any case and Unicode form."""

import unicodedata

import pytest

from ingest.parsers.language import foreign_share, is_syllable, language_of, words_of

VIETNAMESE = "Trường học của chúng em nằm bên bờ sông, quanh năm rợp bóng cây xanh và tiếng chim hót."
ENGLISH = "The school stands by the river and the children walk along it to the gate when the bell rings."


@pytest.mark.parametrize(
    "word", ["giếng", "quốc", "Khuỷu", "NGHIÊNG", "hoà", "hòa", "gì", "đường", "ý", "ngoằn", "xoong"]
)
def test_syllables_are_recognised_also_in_capitals_and_nfd(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", ["people", "that", "school", "it", "windows", "hocc", "đuờngg"])
def test_other_words_are_not_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_the_language_is_detected_or_left_open() -> None:
    assert language_of(VIETNAMESE) == "vi"
    assert language_of(unicodedata.normalize("NFD", VIETNAMESE)) == "vi"
    assert language_of(ENGLISH) == "en"
    assert language_of("12 + 7 = 19") == ""
    assert foreign_share(words_of(ENGLISH)) > 0.4 > 0.05 > foreign_share(words_of(VIETNAMESE))

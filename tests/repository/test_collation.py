"""The order of Vietnamese dictionaries: syllable by syllable, letters before tones."""

import unicodedata

import pytest

from repository.collation import given_name_key, sort_key

IN_ORDER = [
    [
        "a",
        "à",
        "ả",
        "ã",
        "á",
        "ạ",
        "ă",
        "ằ",
        "ẳ",
        "ẵ",
        "ắ",
        "ặ",
        "â",
        "ầ",
        "ẩ",
        "ẫ",
        "ấ",
        "ậ",
        "b",
    ],
    ["da", "dạ", "đa", "đá", "e"],
    ["hai mươi", "hải lý", "hán tự", "hạn", "hạn hán"],
    ["on", "ôn", "ơn", "un", "ưn"],
    ["Toán 6", "Toán 7"],
    ["là lượt", "lá", "lá cờ"],
    ["tập 2", "tập 10"],
]


@pytest.mark.parametrize("words", IN_ORDER, ids=lambda words: words[0])
def test_words_stand_in_dictionary_order(words):
    backwards = words[::-1]
    assert sorted(backwards, key=sort_key) == words


def test_decomposed_text_has_the_same_key():
    for word in ("Đường thẳng", "Nguyễn Thị Thuý", "HOÀ BÌNH"):
        assert sort_key(unicodedata.normalize("NFD", word)) == sort_key(word)


def test_capitals_follow_small_letters_and_nothing_else():
    assert sorted(["Đại", "đại", "đạo"], key=sort_key) == ["đại", "Đại", "đạo"]


def test_eth_typed_for_d_with_stroke_has_the_same_key():
    assert sort_key("Ðà Nẵng") == sort_key("Đà Nẵng")


def test_people_stand_by_given_name():
    people = ["Nguyễn Văn Bình", "Trần Thị An", "Lê Văn An", "Đặng Ánh"]
    assert sorted(people, key=given_name_key) == [
        "Lê Văn An",
        "Trần Thị An",
        "Đặng Ánh",
        "Nguyễn Văn Bình",
    ]

"""The likeliest meaning of a query with a typing error; the neighbours of a word decide."""

from collections import Counter
from itertools import pairwise

import pytest

from search.corrections import MAX_WORDS, Vocabulary, corrections, likelier
from search.query import Query

pytestmark = pytest.mark.backend_independent


def an_index(**sentences):
    """Return the frequencies of an index in which each sentence stands so many times."""
    counts: dict[Vocabulary, Counter[str]] = {vocabulary: Counter() for vocabulary in Vocabulary}
    for name, times in sentences.items():
        words = name.split("_")
        counts[Vocabulary.EXACT].update(dict.fromkeys(words, times))
        counts[Vocabulary.FOLDED].update(dict.fromkeys(words, times))
        counts[Vocabulary.PAIRS].update(dict.fromkeys(map("_".join, pairwise(words)), times))
    return lambda vocabulary, words: {word: counts[vocabulary][word] for word in words if counts[vocabulary][word]}


def texts(queries):
    return [query.text for query in queries]


INDEX = an_index(hoa_hao_viet_nam=3, bien_phu=2, lam=900, dien_bien_phu=2, phan_so=5, lap_lanh=1, viet=40, lop_6=9)


def test_a_word_that_stands_beside_its_neighbours_is_preferred_to_a_frequent_one():
    assert texts(corrections(Query("hoà hảo việt am"), INDEX))[0] == "hoà hảo việt nam"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lp lanh", "lap lanh"),
        ("dien bien pu", "dien bien phu"),
        ("dienbien phu", "dien bien phu"),
        ("dien bi en phu", "dien bien phu"),
        ("lpo 6", "lop 6"),
        ('"phan so" dien bein', '"phan so" dien bien'),
        ("phan-sop", "phan-so"),
    ],
)
def test_one_error_in_one_word_is_corrected(typed, meant):
    assert texts(corrections(Query(typed), INDEX))[0] == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("dieenj bieen phur", "diện biên phủ"), ("d9ie6n5 bie6n phu3", "điện biên phủ"), ("phaan so", "phân so")],
)
def test_keys_of_telex_and_vni_are_read_first(typed, meant):
    assert texts(corrections(Query(typed), INDEX))[0] == meant


@pytest.mark.parametrize("typed", ["", "2018", "lam", "phan 9", '"hoa hao viet am"', "phan so " * MAX_WORDS])
def test_nothing_is_corrected_in_numbers_quotations_short_lone_words_and_long_texts(typed):
    assert not [text for text in texts(corrections(Query(typed), INDEX)) if "6" in text or "viet nam" in text]
    assert texts(corrections(Query("2018"), INDEX)) == []


def test_a_query_of_long_words_is_not_looked_up_letter_by_letter():
    asked: list[str] = []

    def count(vocabulary, words):
        asked.extend(words)
        return {}

    for correct in (corrections, likelier):
        assert texts(correct(Query("x" * 41 + " " + "y" * 41), count)) == []
    assert asked == []
    assert texts(corrections(Query("x" * 40 + " " + "y" * 40), count)) == []
    assert 0 < len(asked) < 10_000


def test_words_found_apart_are_corrected_only_if_something_else_is_much_likelier():
    rare, frequent = an_index(hoa_binh=90, bin=1), an_index(hoa_binh=1, bin=90)
    assert texts(likelier(Query("hoa bin"), rare)) == ["hoa binh"]
    assert texts(likelier(Query("hoa bin"), frequent)) == []


def test_words_that_stand_beside_each_other_in_the_index_are_not_doubted():
    index = an_index(hoa_binh=900, hoa_bin=1, bin_xa=1)
    assert texts(likelier(Query("hoa bin xa"), index)) == []


def test_a_number_beside_a_word_casts_no_doubt_on_it():
    assert texts(likelier(Query("van 6"), an_index(ban_6=90, van=1))) == []

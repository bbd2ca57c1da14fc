"""Words in one piece and in several: what is written in one way is found by the other."""

from time import process_time

import pytest

from search.analysis import NEIGHBOURS, compound_windows, joined_tokens, joined_words, readings, words
from search.query import Query
from search.ranking import ranked_conditions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TP.HCM", "tphcm"),
        ("TP. HCM", "tphcm"),
        ("Tp. HCM", "tphcm"),
        ("U.S.A.", "usa"),
        ("GS.TS Hà", "gsts hà"),
        ("1.000.000", "1000000"),
        ("1,000,000.50", "1000000 50"),
        ("10 000đ", "10000đ"),
        ("10\u202f000", "10000"),
        ("978-0-306-40615-7", "9780306406157"),
        ("978 0 306 40615 7", "9780306406157"),
        ("0-306-40615-2", "0306406152"),
        ("COVID-19", "covid19"),
        ("COVID‑19", "covid19"),  # U+2011
        ("infor-\nmation", "information"),
        ("infor- \r\n  mation", "information"),
        ("photo\u00ad\nsynthesis", "photosynthesis"),
        ("Việt-\nNam", "việtnam"),
        ("TP HCM", "tphcm"),
        ("TP.\nHCM", "tphcm"),
        ("Q.1", "q1"),
        ("H'Mông", "hmông"),
        ("H’Mông", "hmông"),
    ],
)
def test_a_compound_is_also_one_word(text: str, expected: str) -> None:
    assert [token.exact for token in joined_tokens(text)] == expected.split()
    (first, *_others) = joined_tokens(text)
    assert text.startswith(text[first.start : first.end])
    assert len(words(text)) > len(expected.split()), "its pieces are still found"


@pytest.mark.parametrize(
    "text",
    [
        "trang 2-3",
        "năm 1945-1975",
        "3.14",
        "mục 1.2.3",
        "it's",
        "don’t",
        "hết. Sau đó",
        "một, hai",
        "đi - về",
        "nhất -\nhai",
        "1 00",
        "",
    ],
)
def test_what_is_no_compound_has_one_reading(text: str) -> None:
    assert len(readings(text)) <= 1


def test_an_abbreviation_typed_in_small_letters_is_understood() -> None:
    assert joined_words("tp. hcm") == joined_words("tp hcm") == ("tphcm",)
    assert joined_words("hòa bình") == ()


def test_only_compounds_and_their_neighbours_are_indexed_twice() -> None:
    text = f"{'một ' * 100} TP.HCM {'hai ' * 100} 1.000.000 {'ba ' * 3} CO-2"
    windows = [[token.exact for token in window] for window in compound_windows(text)]
    assert windows == [
        [*["một"] * NEIGHBOURS, "tphcm", *["hai"] * NEIGHBOURS],
        [*["hai"] * NEIGHBOURS, "1000000", *["ba"] * 3, "co2"],
    ]


def test_a_query_without_compounds_asks_the_engine_nothing_more() -> None:
    assert all(unit.readings == (unit,) for unit in Query('"hòa bình" học sinh').units)
    assert len(str(ranked_conditions(Query("hòa bình")))) < len(str(ranked_conditions(Query("hòa-bình"))))


@pytest.mark.parametrize(
    "sign", ["a", "a-", "1.000", "1 ", "A.", "a.", "-", "\u00ad", "a\u00ad\n", "Ab. ", "97", "978-", " a-\n", "a- \t"]
)
def test_hostile_texts_take_no_time(sign: str) -> None:
    before, text = process_time(), sign * (200_000 // len(sign))
    joined_tokens(text)
    joined_words(text)
    assert process_time() - before < 5

"""Queries in addresses: parsed and written, and never an error."""

import pytest
from django.http import QueryDict

from search.query import MAX_WORDS, Query, Sort, parse


def test_a_query_written_to_an_address_is_parsed_again():
    query = Query(
        text='"điện biên" phủ',
        chosen={"grade": ("6", "10"), "school": ("nguyen-du",)},
        available=True,
        sort=Sort.TITLE,
        page=3,
        literal=True,
    )
    assert parse(QueryDict(query.address())) == query
    assert Query().address() == ""


@pytest.mark.parametrize(
    "address",
    ["page=0", "page=-1", "page=x", "page=99999999999", "sort=evil", "grade=&unknown=1", "q=%00", "q=%FF%FE", "page=²"],
)
def test_invalid_parameters_are_ignored(address):
    query = parse(QueryDict(address))
    assert 1 <= query.page <= 500
    assert query.sort == Sort.RELEVANCE
    assert query.units == () or query.text


def test_quotation_marks_of_all_kinds_hold_words_together():
    for text in ('"điện biên" phủ', "“điện biên” phủ", "«điện biên» phủ", "„điện biên“ phủ"):
        quoted, loose = Query(text=text).units
        assert (quoted.words, quoted.quoted) == (("điện", "biên"), True)
        assert (loose.words, loose.quoted) == (("phủ",), False)
    (alone,) = Query(text='điện "biên').units
    assert alone.words == ("điện", "biên")


def test_a_pasted_chapter_is_cut():
    query = parse(QueryDict("q=" + "chữ+" * 10_000))
    assert sum(len(unit.words) for unit in query.units) == MAX_WORDS


def test_choosing_and_dropping_return_to_the_first_page():
    query = Query(text="toán", page=4).choosing("grade", "6").choosing("grade", "7").choosing("grade", "6")
    assert (query.chosen, query.page) == ({"grade": ("6", "7")}, 1)
    assert query.dropping("grade", "6").chosen == {"grade": ("7",)}
    assert query.dropping("grade", "6").dropping("grade", "7").chosen == {}

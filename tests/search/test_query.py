"""A search in an address: read, written, and never an error."""

import pytest
from django.http import QueryDict

from search.query import MAX_WORDS, Query, Sort, parse
from search.ranking import MatchField, MatchForm, MatchSpelling, fuzzy_conditions, ranked_conditions


def test_what_is_written_is_read_again():
    query = Query(
        text='"điện biên" phủ',
        chosen={"grade": ("6", "10"), "school": ("nguyen-du",)},
        available=True,
        sort=Sort.TITLE,
        page=3,
    )
    assert parse(QueryDict(query.address())) == query
    assert Query().address() == ""


@pytest.mark.parametrize(
    "address",
    ["page=0", "page=-1", "page=x", "page=99999999999", "sort=evil", "grade=&unknown=1", "q=%00", "q=%FF%FE", "page=²"],
)
def test_what_makes_no_sense_is_passed_over(address):
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


def test_choosing_and_dropping_begin_at_the_first_page():
    query = Query(text="toán", page=4).choosing("grade", "6").choosing("grade", "7").choosing("grade", "6")
    assert (query.chosen, query.page) == ({"grade": ("6", "7")}, 1)
    assert query.dropping("grade", "6").chosen == {"grade": ("7",)}
    assert query.dropping("grade", "6").dropping("grade", "7").chosen == {}


def tiers(text):
    return [(rung.tier.form, rung.tier.spelling, rung.tier.place) for rung in ranked_conditions(Query(text=text))]


def test_phrases_stand_above_words_and_spelling_follows_the_marks_typed():
    marked, plain = tiers("điện biên phủ"), tiers("dien bien phu")
    assert set(marked) == set(plain)
    for order in (marked, plain):
        forms = [form for form, _, _ in order]
        assert forms == sorted(forms, key=list(MatchForm).index)
    exact_text = (MatchForm.PHRASE, MatchSpelling.EXACT, MatchField.INSIDE)
    folded_title = (MatchForm.PHRASE, MatchSpelling.FOLDED, MatchField.TITLE)
    assert marked.index(exact_text) < marked.index(folded_title)
    assert plain.index(exact_text) > plain.index(folded_title)


def test_quoted_words_and_numbers_are_meant_as_typed():
    assert fuzzy_conditions(Query(text='"điện biên"')) == ()
    assert fuzzy_conditions(Query(text="12 5 an")) == ()
    assert fuzzy_conditions(Query(text="quỳnh"))
    assert ranked_conditions(Query(text=" ! ")) == ()

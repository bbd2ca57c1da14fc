"""The conditions of a query, in the order of their tiers."""

from search.query import Query
from search.ranking import MatchField, MatchForm, MatchSpelling, fuzzy_conditions, ranked_conditions


def tiers(text):
    return [
        (ranked.tier.form, ranked.tier.spelling, ranked.tier.field) for ranked in ranked_conditions(Query(text=text))
    ]


def test_phrases_rank_above_words_and_spelling_counts_first_if_diacritics_were_typed():
    marked, plain = tiers("điện biên phủ"), tiers("dien bien phu")
    assert set(marked) == set(plain)
    for order in (marked, plain):
        forms = [form for form, _, _ in order]
        assert forms == sorted(forms, key=list(MatchForm).index)
    exact_text = (MatchForm.PHRASE, MatchSpelling.EXACT, MatchField.INSIDE)
    folded_title = (MatchForm.PHRASE, MatchSpelling.FOLDED, MatchField.TITLE)
    assert marked.index(exact_text) < marked.index(folded_title)
    assert plain.index(exact_text) > plain.index(folded_title)


def test_quoted_words_and_numbers_are_matched_as_typed():
    assert fuzzy_conditions(Query(text='"điện biên"')) == ()
    assert fuzzy_conditions(Query(text="12 5 an")) == ()
    assert fuzzy_conditions(Query(text="quỳnh"))
    assert ranked_conditions(Query(text=" ! ")) == ()

"""Plain questions: each engine answers the list of questions as judged by hand; the production set compares both."""

from functools import partial

import pytest

from search.plain_questions.relaxing import relax, text_of
from tests.search.documents import EVERYBODY, READERS, key_of
from tests.search.engines import an_engine
from tests.search.questions import asked, misspelt, questions, shelf, shelf_names
from tests.support.backends import ENGINES

pytestmark = [pytest.mark.xdist_group("search engines"), pytest.mark.timeout(600)]


@pytest.mark.backend_independent
def test_the_list_has_120_questions_and_names_only_resources_of_the_shelf():
    listed = questions()
    assert len({question.text for question in listed}) == len(listed) >= 120
    for question in listed:
        assert question.also.union(question.never, *question.first) <= shelf_names(), question.text


@pytest.mark.backend_independent
def test_no_question_of_the_list_is_taken_for_misspelt():
    respelt = [(query.text, query.respell(query.text)) for query in map(asked, (q.text for q in questions()))]
    assert [texts for texts in respelt if texts[0] != texts[1]] == []


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_answers_the_questions_as_judged_by_hand_and_as_the_other(engine, request, tmp_path_factory):
    """Tantivy needs no server: the production set compares Elasticsearch with it."""
    wrong, shown = answers(engine, request, tmp_path_factory)
    assert not wrong, "\n".join(wrong)
    if engine != "tantivy":
        assert shown == answers("tantivy", request, tmp_path_factory)[1]


def answers(engine, request, tmp_path_factory):
    """Return the differences from the list; and for each question the tiers, the pages and the counts."""
    names, wrong, shown = {key_of(name): name for name in shelf_names()}, list[str](), {}
    for backend in an_engine(engine, tmp_path_factory, request):
        assert not [outcome for outcome in backend.put(shelf()) if outcome.problem]
        backend.refresh()
        search = partial(backend.search, allowed=EVERYBODY, parts_allowed=READERS)
        for question in questions():
            results, meaning, left_out = answer(question.text, search)
            hits = [names[hit.key] for hit in results.hits]
            wrong += question.differences(meaning, hits, left_out)
            if results.total != len(hits) or sum(results.facets["kind"].values()) > len(hits):
                wrong.append(f"{question.text}: counts {results.total} and {results.facets['kind']}, shows {len(hits)}")
            shown[question.text] = {
                "tiers": {names[hit.key]: (hit.tier, hit.parts_total) for hit in results.hits},
                "counts": (results.total, results.facets),
            }
        for typed, meant in misspelt():
            results = search(asked(typed, size=200))
            searched = results.searched or asked(typed)
            if searched.meaning.codes != asked(meant).meaning.codes:
                wrong.append(f"{typed}: searches {searched.text}, understood {sorted(searched.meaning.codes)}")
            hits, expected = ([hit.key for hit in search(each).hits[:5]] for each in (asked(typed), asked(meant)))
            if hits != expected:
                wrong.append(f"{typed}: shows {[names[key] for key in hits]}, not {[names[key] for key in expected]}")
    return wrong, shown


def answer(text, search):
    """Return the answer to a question, what was understood of it, and what of it is left out."""
    query = asked(text, size=200)
    results = search(query)
    if results.total:
        return results, query.meaning, ""
    relaxed = relax(query, search)
    left_out = [part.term.code if part.term else text_of(query, part) for part in relaxed.left_out]
    if relaxed.query is None:
        return results, query.meaning, ""
    return search(relaxed.query), query.meaning, " ".join(left_out)

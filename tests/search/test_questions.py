"""Plain questions: each engine answers the list of questions as judged by hand; the production set compares both."""

import pytest

from search.document import ResourceDocument
from tests.search.documents import EVERYBODY, READERS, key_of
from tests.search.engines import an_engine
from tests.search.questions import asked, questions, shelf
from tests.support.backends import ENGINES

pytestmark = [pytest.mark.xdist_group("search engines"), pytest.mark.timeout(600)]

NAMES = {"title"}


def test_the_list_has_120_questions_and_names_only_resources_of_the_shelf():
    listed = questions()
    names = {key_name for key_name in _names().values()}
    assert len({question.text for question in listed}) == len(listed) >= 120
    for question in listed:
        assert set().union(*question.first, question.also, question.never) <= names, question.text


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_answers_the_questions_as_judged_by_hand(engine, request, tmp_path_factory):
    wrong, _ = answers(engine, request, tmp_path_factory)
    assert not wrong, "\n".join(wrong)


def answers(engine, request, tmp_path_factory):
    names = _names()
    wrong, shown = [], {}
    for backend in an_engine(engine, tmp_path_factory, request):
        assert not [outcome for outcome in backend.put(shelf()) if outcome.problem]
        backend.refresh()
        for question in questions():
            query = asked(question.text, size=200)
            results = backend.search(query, allowed=EVERYBODY, parts_allowed=READERS)
            hits = [names[hit.key] for hit in results.hits]
            wrong += question.differences(query.meaning, hits, "")
    return wrong, shown


def _names():
    from tests.search.questions import shelf_names

    return {key_of(name): name for name in shelf_names()}

"""Each engine answers every query of the conformance list as written by hand; the production set compares both."""

import pytest

from search.document import ResourceDocument
from tests.search.conformance import ask, cases, shelf
from tests.search.documents import names as named
from tests.search.engines import an_engine
from tests.support.backends import ENGINES

pytestmark = [pytest.mark.xdist_group("search engines"), pytest.mark.timeout(600)]


def test_the_list_has_500_queries_and_names_only_resources_of_the_shelf():
    on_shelf = {document.school for document in shelf() if isinstance(document, ResourceDocument)}
    assert len(cases()) >= 500
    assert len({case.text for case in cases()}) == len(cases())
    assert len(on_shelf) >= 60
    assert {name for case in cases() for name in case.first | case.others} <= on_shelf


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_shows_the_hits_settled_by_hand_and_the_same_as_the_other(engine, request, tmp_path_factory):
    """Tantivy needs no server: the production set compares Elasticsearch with it."""
    wrong, shown = answers(engine, request, tmp_path_factory)
    assert not wrong, "\n".join(wrong)
    if engine != "tantivy":
        assert shown == answers("tantivy", request, tmp_path_factory)[1]


def answers(engine, request, tmp_path_factory):
    """Return the differences from the list; and for each query the tiers, the pages and the counts."""
    documents = shelf()
    names = {d.key: d.school for d in documents if isinstance(d, ResourceDocument)}
    wrong: list[str] = []
    answers_by_query: dict[str, object] = {}
    for backend in an_engine(engine, tmp_path_factory, request):
        assert not [outcome for outcome in backend.put(documents) if outcome.problem]
        backend.refresh()
        for case in cases():
            results = ask(backend, case.text)
            wrong += case.differences(results, names)
            answers_by_query[case.text] = {
                "tiers": dict(zip(named(results, names.values()), (hit.tier for hit in results.hits), strict=True)),
                "pages": {hit.key: hit.parts_total for hit in results.hits},
                "counts": (results.total, results.facets["school"], results.approximate, results.searched),
            }
    return wrong, answers_by_query

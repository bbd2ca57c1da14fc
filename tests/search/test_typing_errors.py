"""Questions with typing errors find what was meant, on each engine; the list is docs/reference/typing-errors.tsv."""

from collections import Counter

import pytest

from bench.typing_errors import CORRECT, ERRORS, KEYS, found, questions, read_list
from tests.search.conformance import shelf
from tests.search.engines import an_engine
from tests.support.backends import ENGINES

pytestmark = [pytest.mark.xdist_group("search engines"), pytest.mark.timeout(600)]


@pytest.mark.backend_independent
def test_the_list_is_made_by_the_script_and_has_all_kinds():
    listed = read_list()
    assert list(questions(shelf())) == listed
    kinds = Counter((question.kind, question.syllables) for question in listed)
    assert set(kinds) == {(kind, length) for kind in (*ERRORS, *KEYS, *CORRECT) for length in (2, 3, 4)}
    assert sum(count for (kind, _), count in kinds.items() if kind in ERRORS) == 360


@pytest.mark.parametrize("step", [pytest.param(1, marks=pytest.mark.slow, id="all"), pytest.param(5, id="every fifth")])
@pytest.mark.parametrize("engine", ENGINES)
def test_errors_are_corrected_and_correct_questions_are_not(engine, step, request, tmp_path_factory):
    documents, asked = shelf(), read_list()[::step]
    for backend in an_engine(engine, tmp_path_factory, request):
        backend.put(documents)
        backend.refresh()
        answers = list(zip(asked, found(backend, documents, asked), strict=True))
    wrong = [f"{question.kind}: {question.typed} ({question.meant})" for question, right in answers if not right]
    in_errors = [right for question, right in answers if question.kind in ERRORS]
    assert sum(in_errors) >= 0.98 * len(in_errors), wrong
    assert not [line for line in wrong if line.partition(":")[0] not in ERRORS]

"""One rule in Python, in SQL and in each engine: all give the same access, which is that of the agreements."""

from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, Phase, given, settings

from access import policy
from access.actions import Action
from access.policy import AccessFacts, as_filter, can
from repository.models import Resource
from repository.queries import access_facts, resources_allowed
from search import document, document_builder
from search.query import Query
from sharing import keys
from sharing.viewer import viewer_of_membership, visitor
from tests.access.scenarios import NOW, World, may, worlds, write
from tests.search.engines import an_engine
from tests.support.backends import PRODUCTION

ENGINES = ("elasticsearch",) if PRODUCTION else ("tantivy",)
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("search engines")]
CASES_IN_A_WORLD = 5  # four memberships and a visitor
ACTIONS = (Action.DISCOVER, Action.LOOK_INSIDE, Action.READ, Action.DOWNLOAD, Action.BORROW, Action.COPY)
FAST = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "database": None,
    "report_multiple_bugs": False,
    "phases": [Phase.generate],
}


@pytest.fixture(scope="module")
def engines(request, tmp_path_factory):
    """Yield the engine of this set of backends; the codes of their schools keep the worlds apart."""
    made = [an_engine(name, tmp_path_factory, request) for name in ENGINES]
    yield [next(engine) for engine in made]
    for engine in made:
        next(engine, None)


def judge(world: World, engines) -> None:
    """Compare the oracle with Python, SQL and the engines for every viewer, action and resource."""
    with transaction.atomic():
        written = write(world)
        resources = list(
            document_builder.with_record(Resource.objects.filter(pk__in=[r.pk for r in written.resources]))
        )
        resources.sort(key=lambda resource: resource.pk)
        documents = [
            document
            for r in resources
            for document in (document_builder.resource_document(r), *document_builder.page_documents(r))
        ]
        for engine in engines:
            assert not [outcome for outcome in engine.put(documents) if outcome.problem]
            engine.refresh()
        viewers = [viewer_of_membership(membership, now=NOW) for membership in written.memberships]
        for membership, viewer in zip((*world.memberships, None), (*viewers, visitor(now=NOW)), strict=True):
            for action in ACTIONS:
                expected = {str(r.uuid) for number, r in enumerate(resources) if may(world, membership, action, number)}
                _agree(expected, viewer, action, SimpleNamespace(resources=resources, codes=written.codes), engines)
        transaction.set_rollback(True)


def _agree(expected, viewer, action, rows, engines):
    by_python = {str(r.uuid) for r in rows.resources if can(viewer, action, access_facts(r))}
    by_sql = {str(uuid) for uuid in resources_allowed(viewer, action).values_list("uuid", flat=True)}
    assert by_python == expected, f"can: {viewer.role} {action}"
    assert by_sql == expected, f"as_q: {viewer.role} {action}"
    query, discover = Query(chosen={"school": rows.codes}, size=50), as_filter(viewer, Action.DISCOVER)
    for engine in engines:
        if action == Action.LOOK_INSIDE:
            inside = replace(query, text="bên trong")
            result = engine.search(inside, allowed=discover, parts_allowed=as_filter(viewer, action))
        elif action in (Action.DISCOVER, Action.READ):
            result = engine.search(query, allowed=as_filter(viewer, action), parts_allowed=discover)
        else:
            continue  # for BORROW the engine runs the same filter with other keys; it has none for the others
        assert {hit.key for hit in result.hits} == expected, f"{type(engine).__name__}: {viewer.role} {action}"
        assert result.total == len(expected)


def test_all_agree_with_the_oracle(engines):
    @settings(max_examples=100 // CASES_IN_A_WORLD, derandomize=True, **FAST)
    @given(worlds)
    def judged(world):
        judge(world, engines)

    judged()


@pytest.mark.slow
def test_all_agree_on_two_thousand_cases(engines):
    @settings(max_examples=2000 // CASES_IN_A_WORLD, **FAST)
    @given(worlds)
    def judged(world):
        judge(world, engines)

    judged()


def without_dates_in_python(monkeypatch):
    monkeypatch.setattr(AccessFacts, "is_open", lambda facts, now: facts.published)


def without_dates_in_the_index(monkeypatch):
    original = document._access
    monkeypatch.setattr(
        document, "_access", lambda *args: {**original(*args), "opens": -document.ALWAYS, "closes": document.ALWAYS}
    )


def without_dates_of_clauses(monkeypatch):
    original = keys.active_at
    monkeypatch.setattr(
        keys, "active_at", lambda now, prefix="": original(datetime.max.replace(tzinfo=now.tzinfo), prefix)
    )


def without_rights_in_python(monkeypatch):
    monkeypatch.setattr(AccessFacts, "permits", lambda facts, action: True)


def without_rights_in_sql(monkeypatch):
    monkeypatch.setattr(policy, "_permits_q", lambda action: Q())


def with_three_keys_for_one_clause(monkeypatch):
    monkeypatch.setattr(keys, "clause_key", lambda clause: f"own:{clause.giver_id}/*/{clause.grade or '*'}/*")


@pytest.mark.backend_independent
@pytest.mark.parametrize(
    "mutation",
    [
        without_dates_in_python,
        pytest.param(without_dates_of_clauses, marks=pytest.mark.slow),
        with_three_keys_for_one_clause,
        without_rights_in_python,
        without_rights_in_sql,
    ],
)
def test_a_check_removed_from_the_rule_fails_the_comparison(monkeypatch, mutation):
    mutation(monkeypatch)
    _must_fail(engines=[])


@pytest.mark.backend_independent
@pytest.mark.parametrize("number", range(len(ENGINES)), ids=ENGINES)
def test_dates_removed_from_an_index_fail_the_comparison(engines, monkeypatch, number):
    without_dates_in_the_index(monkeypatch)
    _must_fail([engines[number]])


def _must_fail(engines):
    @settings(max_examples=100, derandomize=True, **FAST)
    @given(worlds)
    def judged(world):
        judge(world, engines)

    with pytest.raises(AssertionError):
        judged()

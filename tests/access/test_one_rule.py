"""One rule in Python, in SQL and in each engine: all give the same access, which is that of the agreements."""

from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

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
ASKED = (Action.DISCOVER, Action.LOOK_INSIDE, Action.READ, Action.BORROW, Action.COPY)
FAST = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "database": None,
    "report_multiple_bugs": False,
    "phases": [Phase.generate],
}


@pytest.fixture(scope="module")
def engines(request, tmp_path_factory):
    """The engine of this set of backends; the codes of their schools keep the worlds apart."""
    made = [an_engine(name, tmp_path_factory, request) for name in ENGINES]
    yield [next(engine) for engine in made]
    for engine in made:
        next(engine, None)


def judge(world: World, engines) -> None:
    """Ask all four about every person, every action and every resource."""
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
        for post, viewer in zip((*world.posts, None), (*viewers, visitor(now=NOW)), strict=True):
            for action in ASKED:
                expected = {str(r.uuid) for place, r in enumerate(resources) if may(world, post, action, place)}
                _agree(expected, viewer, action, SimpleNamespace(resources=resources, codes=written.codes), engines)
        transaction.set_rollback(True)


def _agree(expected, viewer, action, there, engines):
    by_python = {str(r.uuid) for r in there.resources if can(viewer, action, access_facts(r))}
    by_sql = {str(uuid) for uuid in resources_allowed(viewer, action).values_list("uuid", flat=True)}
    assert by_python == expected, f"can: {viewer.role} {action}"
    assert by_sql == expected, f"as_q: {viewer.role} {action}"
    asked, discover = Query(chosen={"school": there.codes}, size=50), as_filter(viewer, Action.DISCOVER)
    for engine in engines:
        if action == Action.LOOK_INSIDE:
            inside = replace(asked, text="bên trong")
            found = engine.search(inside, allowed=discover, parts_allowed=as_filter(viewer, action))
        elif action in (Action.DISCOVER, Action.READ):
            found = engine.search(asked, allowed=as_filter(viewer, action), parts_allowed=discover)
        else:
            continue  # the same clause with other keys; Python and SQL were asked
        assert {hit.key for hit in found.hits} == expected, f"{type(engine).__name__}: {viewer.role} {action}"
        assert found.total == len(expected)


def test_all_four_agree(engines):
    @settings(max_examples=100 // CASES_IN_A_WORLD, derandomize=True, **FAST)
    @given(worlds)
    def judged(world):
        judge(world, engines)

    judged()


@pytest.mark.slow
def test_all_four_agree_on_two_thousand_cases(engines):
    @settings(max_examples=2000 // CASES_IN_A_WORLD, **FAST)
    @given(worlds)
    def judged(world):
        judge(world, engines)

    judged()


def without_dates_in_python(monkeypatch):
    monkeypatch.setattr(AccessFacts, "is_open", lambda facts, now: facts.published)


def without_dates_in_the_index(monkeypatch):
    whole = document._access
    monkeypatch.setattr(
        document, "_access", lambda *args: {**whole(*args), "opens": -document.ALWAYS, "closes": document.ALWAYS}
    )


def without_dates_of_clauses(monkeypatch):
    whole = keys.active_at
    monkeypatch.setattr(
        keys, "active_at", lambda now, prefix="": whole(datetime.max.replace(tzinfo=now.tzinfo), prefix)
    )


def with_three_keys_for_one_clause(monkeypatch):
    monkeypatch.setattr(keys, "clause_key", lambda clause: f"own:{clause.giver_id}/*/{clause.grade or '*'}/*")


@pytest.mark.backend_independent
@pytest.mark.parametrize("mistake", [without_dates_in_python, without_dates_of_clauses, with_three_keys_for_one_clause])
def test_a_check_that_is_taken_out_of_the_rule_is_missed(monkeypatch, mistake):
    mistake(monkeypatch)
    _must_fail(engines=[])


@pytest.mark.backend_independent
@pytest.mark.parametrize("place", range(len(ENGINES)), ids=ENGINES)
def test_dates_that_are_taken_out_of_an_index_are_missed(engines, monkeypatch, place):
    without_dates_in_the_index(monkeypatch)
    _must_fail([engines[place]])


def _must_fail(engines):
    @settings(max_examples=100, derandomize=True, **FAST)
    @given(worlds)
    def judged(world):
        judge(world, engines)

    with pytest.raises(AssertionError):
        judged()

"""The indexer: no change is deleted before it is sent, and none that is recorded meanwhile is lost."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from access.actions import Action
from repository import actions
from repository.index_changes import Part, record_change
from repository.models import IndexChange, Resource
from search import indexing, queries
from search.backends import current_backend
from search.engine_results import Outcome
from search.query import Query
from sharing.viewer import system_viewer
from tests.factories import NOW, SchoolFactory, a_librarian, a_resource, a_visitor

EVERYONE = {Action.READ: "everyone"}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_pending_task():
    cache.clear()


def add(resource, *texts, first=0):
    made = [actions.PageToAdd(number=first + at, text=text) for at, text in enumerate(texts)]
    return actions.add_pages(resource, pages=made, by=system_viewer(resource.owner_id, now=NOW))


def describe(resource, title):
    by = system_viewer(resource.owner_id, now=NOW)
    return actions.update_record(resource, description=actions.Description(title=title), by=by)


def total(text):
    current_backend().refresh()
    return queries.find(a_visitor(), Query(text=text)).total


@pytest.fixture
def intercept(monkeypatch):
    """Return a function that intercepts the batches that the engine took, before their changes are deleted."""

    def between(happening):
        engine, put = current_backend(), type(current_backend()).put
        monkeypatch.setattr(engine, "put", lambda documents: happening(documents, put(engine, documents)))

    return between


def test_pages_are_found_batch_by_batch(index):
    book = a_resource(opened=EVERYONE)
    add(book, "chương đầu rất hay", "còn tiếp ở")
    assert index() > 0
    assert (total("chuong dau"), total("doan ket")) == (1, 0)
    add(book, "trang sau là đoạn kết", first=2)
    index()
    assert total("doan ket") == 1
    assert total('"con tiep o trang sau"') == 1, "the page before continues in the new batch"
    assert not IndexChange.objects.exists()
    assert index() == 0


def test_a_change_recorded_while_it_is_sent_is_sent_again(index, intercept):
    book = a_resource(opened=EVERYONE, title="Núi cao")
    index()
    describe(book, "Biển xanh")
    changed = iter([True])

    def happening(documents, outcomes):
        if next(changed, False):
            describe(book, "Sông dài")
        return outcomes

    intercept(happening)
    index()
    assert not IndexChange.objects.exists()
    assert (total("biển xanh"), total("sông dài")) == (0, 1)


@pytest.mark.parametrize("again", ["after each change", "after a rebuild"])
def test_the_queries_of_a_batch_do_not_grow_with_its_records(index, again):
    index()
    school, numbers = SchoolFactory.create(), list[int]()
    by = system_viewer(school.pk, now=NOW)
    for count in (2, 20):
        records = [actions.Record(actions.Description(title=f"Sách {count} {number}")) for number in range(count)]
        actions.create_records(owner=school, records=records, by=by)
        with CaptureQueriesContext(connection) as asked:
            index() if again == "after each change" else indexing.rebuild(now=NOW)
        numbers.append(len(asked))
    assert numbers[1] - numbers[0] <= 2, "each record costs queries, or a transaction"


def test_a_refused_change_is_listed_with_its_reason_for_the_librarians_of_its_school(index, intercept):
    index()
    bad, good = a_resource(opened=EVERYONE, title="Hỏng"), a_resource(opened=EVERYONE, title="Lành")
    refusing = [str(bad.uuid)]

    def happening(documents, outcomes):
        return [Outcome(o.key, problem="mapper_parsing_exception") if o.key in refusing else o for o in outcomes]

    intercept(happening)
    index()
    rows = queries.not_indexed(a_librarian(bad.owner))
    assert {row.last_error for row in rows} == {f"{bad.uuid}: mapper_parsing_exception"}
    assert not queries.not_indexed(a_librarian(good.owner)).exists()
    assert index() == 0, "it is not retried at once"
    refusing.clear()
    assert index(now=NOW + timedelta(days=1)) > 0
    assert not IndexChange.objects.exists()


def test_a_deleted_resource_leaves_the_index(index):
    book = a_resource(opened=EVERYONE, title="Sẽ xoá")
    add(book, "chữ trong sách")
    index()
    uuid = str(book.uuid)
    Resource.objects.filter(pk=book.pk).delete()
    record_change(uuid, Part.DELETED, revision=99, now=NOW)
    index()
    assert current_backend().parts_of(uuid) == frozenset()
    assert total("se xoa") == 0


def test_changes_during_a_rebuild_are_not_lost(index, monkeypatch):
    books = [a_resource(opened=EVERYONE, title=f"Cuốn {n}") for n in range(4)]
    index()
    engine = current_backend()
    rebuild = engine.rebuild

    def with_edits_meanwhile(documents):
        filled = list(documents)
        for book in books[:3]:
            describe(book, f"Đổi tên {book.pk}")
        Resource.objects.filter(pk=books[3].pk).delete()
        a_resource(opened=EVERYONE, title="Mới thêm")
        indexing.index_pending(now=NOW)  # the worker goes on, into the old generation
        assert not IndexChange.objects.exists()
        return rebuild(iter(filled))

    monkeypatch.setattr(engine, "rebuild", with_edits_meanwhile)
    assert indexing.rebuild(now=NOW) == []
    index()
    assert (total("doi ten"), total("moi them"), total("cuon")) == (3, 1, 0)

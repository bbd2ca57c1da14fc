"""The index follows the noted changes: nothing is struck off before it is sent, nothing that changed since is lost."""

import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command

from access.actions import Action
from repository import actions
from repository.index_changes import Part, record_change
from repository.models import IndexChange, Resource
from search import indexing, queries, tasks
from search.backends import backend_at, current_backend, open_backend
from search.engine_results import Outcome
from search.errors import IndexLocked
from search.query import Query
from sharing.viewer import system_viewer
from tests.factories import NOW, a_librarian, a_resource, a_visitor
from workers.events import periodic_maintenance
from workers.wakeups import pending_count

EVERYONE = {Action.READ: "everyone"}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_bell():
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
def meddle(monkeypatch):
    """Let something happen after the engine took a batch, before it is struck off; or change its outcomes."""

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
    assert total('"con tiep o trang sau"') == 1, "the page before runs on into the new batch"
    assert not IndexChange.objects.exists()
    assert index() == 0


def test_a_change_that_comes_while_it_is_sent_is_sent_again(index, meddle):
    book = a_resource(opened=EVERYONE, title="Tên một")
    index()
    describe(book, "Tên hai")
    changed = iter([True])

    def happening(documents, outcomes):
        if next(changed, False):
            describe(book, "Tên ba")
        return outcomes

    meddle(happening)
    index()
    assert not IndexChange.objects.exists()
    assert (total("tên hai"), total("tên ba")) == (0, 1)


def test_what_is_refused_stays_with_its_reason_for_its_librarians(index, meddle):
    index()
    bad, good = a_resource(opened=EVERYONE, title="Hỏng"), a_resource(opened=EVERYONE, title="Lành")
    refusing = [str(bad.uuid)]

    def happening(documents, outcomes):
        return [Outcome(o.key, problem="mapper_parsing_exception") if o.key in refusing else o for o in outcomes]

    meddle(happening)
    index()
    rows = queries.not_indexed(a_librarian(bad.owner))
    assert {row.last_error for row in rows} == {f"{bad.uuid}: mapper_parsing_exception"}
    assert not queries.not_indexed(a_librarian(good.owner)).exists()
    assert index() == 0, "it is not tried again at once"
    refusing.clear()
    assert index(now=NOW + timedelta(days=1)) > 0
    assert not IndexChange.objects.exists()


def test_what_is_gone_leaves_the_index(index):
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

    def disturbed(documents):
        filled = list(documents)
        for book in books[:3]:
            describe(book, f"Đổi tên {book.pk}")
        Resource.objects.filter(pk=books[3].pk).delete()
        a_resource(opened=EVERYONE, title="Mới thêm")
        indexing.index_pending(now=NOW)  # the worker goes on, into the old generation
        assert not IndexChange.objects.exists()
        return rebuild(iter(filled))

    monkeypatch.setattr(engine, "rebuild", disturbed)
    assert indexing.rebuild(now=NOW) == []
    index()
    assert (total("doi ten"), total("moi them"), total("cuon")) == (3, 1, 0)


def test_many_changes_ring_one_bell(index, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(5):
            a_resource(opened=EVERYONE, title=f"Sách {number}")
    assert pending_count("index") == 1
    tasks.index_changes.func()
    assert total("sach") == 5
    tasks.notify()
    assert pending_count("index") == 2, "a bell that was answered can ring again"


def test_the_sweep_rings_for_changes_whose_bell_was_lost(index):
    periodic_maintenance.send(sender=None, now=NOW)
    assert not pending_count("index")
    a_resource()
    periodic_maintenance.send(sender=None, now=NOW)
    assert pending_count("index") == 1


def test_a_second_writer_is_refused_and_nothing_is_lost(folder_index, settings, caplog):
    other = open_backend(settings.SEARCH_URL)
    other.put([])
    a_resource(opened=EVERYONE, title="Còn chờ")
    tasks.index_changes.func()
    assert IndexChange.objects.exists()
    assert str(IndexLocked()) in caplog.text
    other.close()
    tasks.index_changes.func()
    assert total("con cho") == 1


def test_the_command_makes_the_index_again_or_only_if_needed(folder_index, settings):
    a_resource(opened=EVERYONE, title="Sách cũ")
    said = io.StringIO()
    call_command("rebuild_index", if_needed=True, stdout=said)
    assert total("sach cu") == 1
    assert said.getvalue()
    said = io.StringIO()
    call_command("rebuild_index", if_needed=True, stdout=said)
    assert not said.getvalue()
    with open_backend(settings.SEARCH_URL)._generations.rebuilding(), pytest.raises(CommandError):
        call_command("rebuild_index")
    call_command("rebuild_index", stdout=io.StringIO())
    assert backend_at(settings.SEARCH_URL).is_ready()

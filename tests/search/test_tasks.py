"""The task that wakes the indexer: one for many changes, and none is lost."""

import pytest
from django.core.cache import cache

from access.actions import Action
from repository.models import IndexChange
from search import queries, tasks
from search.backends import current_backend, open_backend
from search.errors import IndexLocked
from search.query import Query
from tests.factories import NOW, a_resource, a_visitor
from workers.events import periodic_maintenance
from workers.wakeups import pending_count

EVERYONE = {Action.READ: "everyone"}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_pending_task():
    cache.clear()


def total(text):
    current_backend().refresh()
    return queries.find(a_visitor(), Query(text=text)).total


def test_many_changes_make_one_task(index, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(5):
            a_resource(opened=EVERYONE, title=f"Sách {number}")
    assert pending_count("index") == 1
    tasks.index_changes.func()
    assert total("sach") == 5
    tasks.notify()
    assert pending_count("index") == 2, "a task that has run can be enqueued again"


def test_periodic_maintenance_notifies_of_changes_whose_task_was_lost(index):
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

"""The command `manage.py rebuild_index`."""

import io
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, repeat
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from access.actions import Action
from search import indexing, queries
from search.backends import backend_at, open_backend
from search.errors import IndexLocked
from search.query import Query
from tests.factories import a_resource, a_visitor

EVERYONE = {Action.READ: "everyone"}
pytestmark = pytest.mark.django_db


def total(text):
    return queries.find(a_visitor(), Query(text=text)).total


def test_the_command_rebuilds_the_index_always_or_only_if_needed(folder_index, settings):
    a_resource(opened=EVERYONE, title="Sách cũ")
    output = io.StringIO()
    call_command("rebuild_index", if_needed=True, stdout=output)
    assert total("sach cu") == 1
    assert output.getvalue()
    output = io.StringIO()
    call_command("rebuild_index", if_needed=True, stdout=output)
    assert not output.getvalue()
    with open_backend(settings.SEARCH_URL)._generations.rebuilding(), pytest.raises(CommandError):
        call_command("rebuild_index")
    call_command("rebuild_index", stdout=io.StringIO())
    assert backend_at(settings.SEARCH_URL).is_ready()


def test_the_index_worker_starts_no_rebuild_beside_another_one_or_after_it(folder_index, settings):
    """Both on a new site: `rebuild_index` builds the first index, and the worker finds none yet."""
    a_resource(opened=EVERYONE, title="Sách mới")
    backend = backend_at(settings.SEARCH_URL)
    built: list[str] = []

    def slow_rebuild(documents):
        built.append("by hand" if not built else "again")
        with ThreadPoolExecutor(1) as worker, pytest.raises(IndexLocked):
            worker.submit(work).result()
        return fill(documents)

    def work():
        try:
            indexing.index_pending(now=timezone.now())
        finally:
            connection.close()

    fill = backend.rebuild
    with patch.object(backend, "rebuild", slow_rebuild):
        indexing.rebuild(now=timezone.now())
        with patch.object(
            type(backend), "is_ready", side_effect=chain([False], repeat(True))
        ):  # it is ready once the lock is held
            indexing.index_pending(now=timezone.now())
    assert built == ["by hand"]
    assert total("sach moi") == 1

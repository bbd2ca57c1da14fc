"""The command `manage.py rebuild_index`."""

import io

import pytest
from django.core.management import CommandError, call_command

from access.actions import Action
from search import queries
from search.backends import backend_at, open_backend
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

"""Retrying what could not be indexed: librarians, for their own school."""

from datetime import timedelta

import pytest

from accounts.errors import NotFound
from accounts.models import AuditEntry
from repository.models import IndexChange
from search.actions import retry
from tests.factories import NOW, a_librarian, a_resource, a_viewer

pytestmark = pytest.mark.django_db


def refuse(*resources):
    """Leave the changes of these resources as the indexer leaves those that the engine refused."""
    changes = IndexChange.objects.filter(resource__in=[resource.uuid for resource in resources])
    changes.update(last_error="mapper_parsing_exception", attempts=3, retry_at=NOW + timedelta(hours=4))


def due_at_once(resource):
    return set(IndexChange.objects.filter(resource=resource.uuid).values_list("attempts", "retry_at")) == {(0, None)}


def test_a_librarian_retries_one_resource_or_all_of_the_school_and_no_others():
    first, other = a_resource(), a_resource()
    second = a_resource(first.owner)
    refuse(first, second, other)
    librarian = a_librarian(first.owner)

    assert retry(by=librarian, resource=first.uuid) == IndexChange.objects.filter(resource=first.uuid).count()
    assert [due_at_once(resource) for resource in (first, second, other)] == [True, False, False]
    assert AuditEntry.objects.filter(verb="index.try_again").count() == 1
    retry(by=librarian)
    assert [due_at_once(resource) for resource in (first, second, other)] == [True, True, False]


def test_a_resource_of_another_school_is_not_found_and_a_teacher_retries_nothing():
    resource = a_resource()
    refuse(resource)
    for viewer in (a_librarian(), a_viewer(school=resource.owner)):
        with pytest.raises(NotFound):
            retry(by=viewer, resource=resource.uuid)
        assert retry(by=viewer) == 0
    assert not due_at_once(resource)

"""Mistake 1: everything was published to anyone by default. Here a new resource has no grant, and no feed exists."""

import re

import pytest
from django.test import Client

from access.actions import Action
from access.policy import can
from repository.models import Resource
from repository.queries import access_facts
from tests.addresses.routes import routes
from tests.factories import a_draft, a_librarian, a_resource, a_viewer, a_visitor

pytestmark = pytest.mark.django_db
FEEDS = ("oai", "opds", "iiif", "sru", "rss", "atom", "sitemap", "feed", "manifest", "graphql", "api/")


def test_what_is_published_without_an_opening_is_its_librarians_alone() -> None:
    resource = a_resource()
    librarian = a_librarian(resource.owner)
    others = [a_visitor(), a_viewer(), a_viewer(school=resource.owner), a_librarian()]
    facts = access_facts(resource)
    assert all(can(librarian, action, facts) for action in (Action.DISCOVER, Action.READ, Action.EDIT))
    assert not [(viewer, action) for viewer in others for action in Action if can(viewer, action, facts)]
    assert Client().get(f"/hoc-lieu/{resource.uuid}/").status_code == 404


def test_nothing_is_opened_by_making_or_publishing_it() -> None:
    for resource in (a_draft(), a_resource()):
        labels = set(Resource.objects.get(pk=resource.pk).labels.values_list("label", flat=True))
        assert not [label for label in labels if "@" in label]


def test_no_address_is_a_feed_or_an_interface_for_machines() -> None:
    """A new feed needs rows in the table of addresses, and must be empty by default."""
    readers = [route for route in routes() if not route.startswith("quan-tri/")]
    feed = re.compile(rf"(?<![a-z])({'|'.join(FEEDS)})")  # not “loai” in “phan-loai”
    assert [route for route in readers if feed.search(route.lower())] == []

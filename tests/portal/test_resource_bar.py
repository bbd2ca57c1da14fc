"""Everything that can be done to a resource is one step from its page and from its record; rights are cleared there."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access.actions import Action
from portal.desk.todo import todo
from portal.resource_links import links_for
from repository import actions
from repository.models import Resource
from sharing.viewer import viewer_of_membership
from tests.factories import a_librarian, a_resource, a_viewer, a_visitor
from tests.portal.two_schools import Holding

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def signed_in(client: Client, schools: tuple[Holding, Holding]) -> Client:
    client.force_login(schools[0].librarian, backend=BACKEND)
    return client


def unknown(holding: Holding) -> Resource:
    Resource.objects.filter(pk=holding.resource.pk).update(rights="unknown")
    return Resource.objects.get(pk=holding.resource.pk)


def test_the_bar_is_on_every_screen_of_a_resource_and_all_its_links_open(
    signed_in: Client, schools: tuple[Holding, Holding]
) -> None:
    own = unknown(schools[0])
    page = reverse("reading:resource", args=[own.uuid])
    links = links_for(a_librarian(own.owner), own, back=page)
    assert [link.name for link in links] == BAR
    for link in links:
        screen = signed_in.get(link.url)
        assert screen.status_code == 200, link.name
        if link.name in ("rights", "state"):
            continue  # they ask a question, and lead back
        bar = re.search(r'<nav class="resource-bar.*?</nav>', screen.content.decode(), re.DOTALL)
        assert bar, link.name
        assert bar[0].count("<a ") == len(BAR)
        assert re.search(rf'href="{link.url}"\s+aria-current="page"', bar[0]), link.name


BAR = [
    "page", "record", "marc", "appearance", "files", "copies", "lending", "lessons", "access", "rights", "edition",
    "versions", "history", "state",
]  # fmt: skip


def test_nobody_else_sees_the_bar(client: Client) -> None:
    book = a_resource(rights="unknown", opened={Action.READ: "everyone"})
    for viewer in (a_visitor(), a_viewer(school=book.owner), a_librarian()):
        assert links_for(viewer, book, back="/") == []
    assert "resource-bar" not in client.get(reverse("reading:resource", args=[book.uuid])).content.decode()


def test_what_is_withdrawn_can_be_published_again_and_what_is_cleared_needs_no_clearing() -> None:
    book = a_resource()
    librarian = a_librarian(book.owner)
    assert "/withdraw/" in links_for(librarian, book, back="/")[-1].url
    assert "rights" not in [link.name for link in links_for(librarian, book, back="/")]
    actions.withdraw(book, by=librarian)
    assert "/publish/" in links_for(librarian, book, back="/")[-1].url


def test_the_desk_counts_and_lists_what_waits_for_clearing_and_clears_it_in_one_step(
    signed_in: Client, schools: tuple[Holding, Holding]
) -> None:
    own, other = (unknown(holding) for holding in schools)
    viewer = viewer_of_membership(schools[0].membership, now=timezone.now())
    (task,) = [task for task in todo(viewer) if "rights=" in task.url]
    listed = signed_in.get(task.url).content.decode()
    assert (task.number, own.title in listed, other.title in listed) == (1, True, False)

    back = reverse("reading:resource", args=[own.uuid])
    (link,) = [link for link in links_for(viewer, own, back=back) if link.name == "rights"]
    refused = signed_in.post(link.url, {"rights": "public_domain", "reason": ""})
    assert (refused.status_code, Resource.objects.get(pk=own.pk).rights) == (200, "unknown")
    answer = signed_in.post(link.url, {"rights": "public_domain", "reason": "Tác giả mất năm 1951"})
    assert (answer.status_code, answer["Location"]) == (302, back)
    assert Resource.objects.get(pk=own.pk).rights == "public_domain"
    assert own.title not in signed_in.get(task.url).content.decode()
    assert not [task for task in todo(viewer) if "rights=" in task.url]
    history = signed_in.get(reverse("resource:history", args=[own.pk])).content.decode()
    assert "Tác giả mất năm 1951" in history
    assert schools[0].librarian.name in history


def test_the_rights_of_another_school_cannot_be_cleared(signed_in: Client, schools: tuple[Holding, Holding]) -> None:
    other = unknown(schools[1])
    address = reverse("wagtail_bulk_action", args=["repository", "resource", "clear_rights"])
    answer = signed_in.post(f"{address}?id={other.pk}", {"rights": "own", "reason": "của chúng tôi"})
    assert answer.status_code == 404
    assert Resource.objects.get(pk=other.pk).rights == "unknown"

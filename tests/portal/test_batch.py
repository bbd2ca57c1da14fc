"""The edit of many records on the desk: all found or some selected, preview, start; nothing of another school."""

import pytest
from django.test import Client
from django.urls import reverse

from changesets.actions import running
from changesets.models import ChangeSet
from portal.desk.batch_forms import FORMS
from repository.models import Resource
from tests.factories import a_draft
from tests.portal.two_schools import Holding

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]

NEW = {"form": "set", "set-field": "publisher", "set-value": "Kim Đồng"}


@pytest.fixture
def books(client: Client, schools: tuple[Holding, Holding]) -> list[Resource]:
    """Return twelve drafts of the school whose librarian is signed in; another school has one of the same title."""
    client.force_login(schools[0].librarian, backend="allauth.account.auth_backends.AuthenticationBackend")
    a_draft(schools[1].school, title="Toán vui")
    return [a_draft(schools[0].school, title=f"Toán vui {number}") for number in range(12)]


def test_all_that_a_search_finds_is_previewed_and_edited(client: Client, books: list[Resource]) -> None:
    address = f"{reverse('resource:batch')}?q=toan+vui"
    assert "12 biểu ghi" in client.get(address).content.decode()
    preview = client.post(address, NEW)
    assert preview.context["preview"].changing == 12
    assert len(preview.context["preview"].examples) == 10
    assert not ChangeSet.objects.exists()
    started = client.post(address, {**NEW, "start": "1"})
    made = ChangeSet.objects.get()
    assert started["Location"] == f"/dot-thay-doi/{made.uuid}/"
    running.run(made.pk)
    assert set(Resource.objects.filter(publisher="Kim Đồng")) == set(books)


def test_selected_records_alone_are_edited(client: Client, books: list[Resource]) -> None:
    bulk = reverse("wagtail_bulk_action", args=["repository", "resource", "edit_together"])
    answer = client.get(f"{bulk}?id={books[0].pk}&id={books[3].pk}")
    assert answer["Location"] == f"{reverse('resource:batch')}?id={books[0].pk}&id={books[3].pk}"
    client.post(answer["Location"], {**NEW, "start": "1"})
    assert ChangeSet.objects.get().total == 2


def test_another_schools_records_are_never_selected(client: Client, books: list[Resource]) -> None:
    other = Resource.objects.exclude(owner=books[0].owner).first()
    client.post(f"{reverse('resource:batch')}?id={other.pk}", {**NEW, "start": "1"})
    assert ChangeSet.objects.get().total == 0


@pytest.mark.parametrize("form", FORMS, ids=[form.name for form in FORMS])
def test_an_empty_form_says_what_is_missing(client: Client, books: list[Resource], form) -> None:
    answer = client.post(reverse("resource:batch"), {"form": form.name})
    shown = next(one for one in answer.context["forms"] if one.name == form.name)
    assert answer.status_code == 200
    assert shown.errors


def test_a_form_that_does_not_exist_changes_nothing(client: Client, books: list[Resource]) -> None:
    assert client.post(reverse("resource:batch"), {"form": "x", "start": "1"}).status_code == 200
    assert not ChangeSet.objects.exists()

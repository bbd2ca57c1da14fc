"""The librarian's list of resources that could not be indexed; and the home page's notice of a degraded search."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from access.actions import Action
from access.labels import EVERYONE
from portal.actions import create_node_home, create_school_home
from repository import actions
from repository.index_changes import Part, record_change
from repository.models import IndexChange
from search.backends import backend_at
from search.indexing import index_pending
from sharing.viewer import system_viewer
from tests.factories import SchoolFactory, a_resource
from tests.portal.two_schools import Holding, bare_wagtail, two_schools

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def schools(settings: Any, tmp_path: Path) -> tuple[Holding, Holding]:
    settings.SEARCH_URL = f"tantivy://{tmp_path}/index"
    return two_schools()


@pytest.fixture
def signed_in(client: Client, schools: tuple[Holding, Holding]) -> Client:
    client.force_login(schools[0].librarian, backend=BACKEND)
    return client


def refuse(resource: Any, part: IndexChange.Part, reason: str, bounds: tuple[int, int] = (0, 0)) -> None:
    """Write the row that the indexer writes for a change that the engine refused."""
    now = timezone.now()
    record_change(resource.uuid, part, revision=resource.revision, now=now, bounds=bounds)
    row = IndexChange.objects.filter(resource=resource.uuid, part=part, first=bounds[0], last=bounds[1])
    row.update(last_error=f"{resource.uuid}: {reason}", attempts=3, retry_at=now + timedelta(hours=4))


def get(client: Client, address: str) -> str:
    answer = client.get(address, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_librarian_sees_what_of_the_own_school_is_not_indexed_and_retries(
    signed_in: Client, schools: tuple[Holding, Holding]
) -> None:
    mine, others = (a_resource(holding.school, title=f"Sách của {holding.school.code}") for holding in schools)
    page, _other = actions.add_pages(
        mine,
        pages=[actions.PageToAdd(number=n, text="chữ", label=str(n + 1)) for n in range(2)],
        by=system_viewer(mine.owner_id, now=timezone.now()),
    )
    IndexChange.objects.all().delete()
    with translation.override("en"):
        address = reverse("portal:not_indexed")
        assert address not in get(signed_in, reverse("wagtailadmin_home"))
        refuse(mine, Part.RECORD, "document_parsing_exception: failed to parse field")
        refuse(mine, Part.PAGES, "illegal_argument_exception: too long", (page.order_key, page.order_key))
        refuse(others, Part.RECORD, "secret_exception")
        assert address in get(signed_in, reverse("wagtailadmin_home")), "in the menu and in the list of tasks"
        screen = get(signed_in, address)
    for expected in (mine.title, "document_parsing_exception: failed to parse field", "too long"):
        assert expected in screen
    assert others.title not in screen
    assert "secret_exception" not in screen
    again = reverse("portal:index_again")
    assert signed_in.post(again, {"resource": str(others.uuid)}).status_code == 404
    assert signed_in.post(again, {"resource": "nonsense"}).status_code == 404
    assert not IndexChange.objects.filter(retry_at=None).exists()
    assert signed_in.post(again, {"resource": str(mine.uuid)}).status_code == 302
    assert set(IndexChange.objects.filter(retry_at=None).values_list("resource", flat=True)) == {mine.uuid}
    refuse(mine, Part.RECORD, "again")
    signed_in.post(again)
    assert IndexChange.objects.filter(retry_at=None).count() == 2
    assert IndexChange.objects.exclude(retry_at=None).get().resource == others.uuid
    index_pending(now=timezone.now())
    assert not IndexChange.objects.filter(resource=mine.uuid).exists()


def test_a_home_says_when_the_search_is_degraded_and_stays_filled(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    bare_wagtail()
    settings.SEARCH_URL = f"tantivy://{tmp_path}/index"
    create_node_home(name="Tủ Sách")
    school = SchoolFactory.create(code="nguyen-du", name="Trường THCS Nguyễn Du")
    create_school_home(school)
    a_resource(school, title="Tập một", opened={Action.DISCOVER: EVERYONE})
    index_pending(now=timezone.now())
    notice = "notice--waiting"
    assert notice not in get(client, "/")
    backend_at(settings.SEARCH_URL).close()
    backend_at.cache_clear()
    settings.SEARCH_URL = f"tantivy://{tmp_path}/lost"
    for address in ("/", "/truong/nguyen-du/"):
        screen = get(client, address)
        assert notice in screen
        assert "Tập một" in screen, "shelves come from the database"

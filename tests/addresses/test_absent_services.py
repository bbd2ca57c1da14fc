"""While a service is away, every address answers people who are signed in: with its page, or with 503; never with 500.

PostgreSQL, without which nobody is signed in: tests/faults/test_service_outages.py.
"""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Collection

from config.caches import caches
from repository.store.errors import StoreUnavailable
from tests.addresses.admin_table import prefix_of
from tests.addresses.client import is_page
from tests.addresses.fixtures import World
from tests.addresses.routes import PARTS, fill, routes
from tests.addresses.table import ROWS
from tests.support.sites import free_port

ADMIN = "quan-tri/"
pytestmark = [
    pytest.mark.system,
    pytest.mark.backend_independent,
    pytest.mark.timeout(300),
    pytest.mark.xdist_group("addresses"),
]


def without_redis(settings: Any) -> None:
    """Point the cache to a Redis that is not there."""
    settings.CACHES = caches(f"redis://127.0.0.1:{free_port()}/1")


def without_engine(settings: Any) -> None:
    """Point the search to an Elasticsearch that is not there."""
    settings.SEARCH_URL = f"http://127.0.0.1:{free_port()}/tusach"


def without_store(settings: Any) -> None:
    """Point the store to a bucket that is not there."""
    settings.OBJECT_STORE_URL = f"s3://key:secret@127.0.0.1:{free_port()}/bucket?secure=0"


def without_all(settings: Any) -> None:
    """Take all three away."""
    without_redis(settings)
    without_engine(settings)
    without_store(settings)


@pytest.mark.parametrize(
    "without",
    [
        without_all,
        *(pytest.param(one, marks=pytest.mark.slow) for one in (without_redis, without_engine, without_store)),
    ],
)
def test_every_address_answers_while_a_service_is_away(
    world: World, settings: Any, without: Callable[[Any], None]
) -> None:
    without(settings)
    answers = {address: world.browsers[actor].get(address) for actor, address in _addresses(world)}
    assert {address: answer.status_code for address, answer in answers.items() if answer.status_code == 500} == {}
    opened = [answer for answer in answers.values() if answer.status_code == 200 and is_page(answer)]
    assert len(opened) > 80, "most screens do not need the service"
    for address, answer in answers.items():
        if answer.status_code == 503 and address != "/readyz":
            assert "Traceback" not in answer.content.decode(), address
            assert "thử lại" in answer.content.decode(), address


def test_a_session_that_ends_while_redis_is_away_stays_ended(world: World, settings: Any) -> None:
    browser = world.browsers["librarian_a"]
    assert browser.get("/tu-cua-toi/").status_code == 200
    stale = browser.cookies.copy()
    redis = settings.CACHES
    without_redis(settings)
    browser.logout()
    settings.CACHES = redis
    browser.cookies = stale
    assert browser.get("/tu-cua-toi/").status_code == 302


def test_a_picture_that_is_sent_while_the_store_is_away_is_refused_with_a_sentence(world: World, settings: Any) -> None:
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    admin, pictures = world.browsers["node_admin"], get_image_model().objects
    form = {"title": "Sân trường", "collection": Collection.get_first_root_node().pk, "tags": ""}
    before = pictures.count()
    intact = settings.OBJECT_STORE_URL
    without_store(settings)
    answer = admin.post("/quan-tri/images/add/", {**form, "file": SimpleUploadedFile("san.png", file.getvalue())})
    assert (answer.status_code, pictures.count()) == (503, before)
    assert escape(str(StoreUnavailable.sentence)) in answer.content.decode()
    settings.OBJECT_STORE_URL = intact
    answer = admin.post("/quan-tri/images/add/", {**form, "file": SimpleUploadedFile("san.png", file.getvalue())})
    assert (answer.status_code, pictures.count()) == (302, before + 1)


def _addresses(world: World) -> Iterator[tuple[str, str]]:
    """Yield each address with the object that the librarian of school A manages, if there is one."""
    for row in ROWS:
        yield "librarian_a", fill(row.route, world.owned(row.kind).args)
    for route in routes():
        if route.startswith(ADMIN):
            kind = prefix_of(route).kind if PARTS.search(route) else "nothing"
            yield "librarian_a", fill(route, world.owned(kind).args)
    yield "node_admin", "/quan-tri/tinh-trang/"

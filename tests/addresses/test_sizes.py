"""What every screen sends at 300 schools: few options, few lines, bounded bytes, and queries that do not grow."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.addresses.admin_table import prefix_of
from tests.addresses.crowd import SCHOOLS, add_crowd
from tests.addresses.fixtures import World
from tests.addresses.routes import PARTS, fill, routes
from tests.addresses.table import ROWS

ADMIN = "quan-tri/"
WITH_A_DESK = ("librarian_a", "node_admin")
# Lists and forms that a node administrator opens every day; the slow test walks all addresses of the admin.
DAILY = ("nguoi/", "nguoi/new/", "truong/", "truong/new/", "collections/", "collections/add/", "images/", "images/add/")
# The curriculum, roles and kinds take 60 options in each clause of an agreement.
OPTIONS, LINES, BYTES, QUERIES = 130, 150, 150_000, 130
pytestmark = [
    pytest.mark.system,
    pytest.mark.backend_independent,
    pytest.mark.timeout(900),
    pytest.mark.xdist_group("addresses"),
]


@dataclass(frozen=True)
class Size:
    """What one answer holds; lines are list items and rows of tables."""

    address: str
    options: int
    lines: int
    octets: int
    queries: int

    @property
    def is_too_large(self) -> bool:
        return self.options > OPTIONS or self.lines > LINES or self.octets > BYTES or self.queries > QUERIES


@pytest.fixture(scope="module")
def made_world(made_world: World) -> World:
    """Add the crowd once for the module."""
    add_crowd(made_world)
    return made_world


def test_no_screen_grows_with_the_number_of_schools(world: World) -> None:
    sizes = [size for actor in ("librarian_a", "teacher_b") for size in _sizes_of_table(world, actor)]
    assert len(sizes) > 40
    assert [size for size in sizes if size.is_too_large] == []


@pytest.mark.parametrize("actor", WITH_A_DESK)
def test_no_daily_screen_of_the_desk_grows_with_the_number_of_schools(world: World, actor: str) -> None:
    browser = world.browsers[actor]
    sizes = [size for route in DAILY if (size := _size(browser, f"/{ADMIN}{route}"))]
    sizes += [size for thing in world.of_kind("collection") if (size := _size(browser, fill(COLLECTION, thing.args)))]
    assert sizes
    assert [size for size in sizes if size.is_too_large] == []


@pytest.mark.slow
@pytest.mark.parametrize("actor", WITH_A_DESK)
def test_no_screen_of_the_admin_grows_with_the_number_of_schools(world: World, actor: str) -> None:
    sizes = list(_sizes_of_admin(world, actor))
    assert len(sizes) > 40
    assert [size for size in sizes if size.is_too_large] == []


def test_all_schools_are_on_pages_of_the_list_and_found_by_name(world: World) -> None:
    browser, seen, url = Client(), 0, "/truong/"
    for _page in range(20):
        page = browser.get(url)
        assert len(page.content) < BYTES
        seen += len(page.context["homes"])
        url = page.context["listed"].next_url
        if not url:
            break
    assert seen == SCHOOLS + 1, "with the second school of the fixtures"
    found = browser.get("/truong/", {"q": "ngo si lien 5"}).context["homes"]
    assert found
    assert all("Ngô Sĩ Liên 5" in home.school.name for home in found)
    assert "Không có trường nào có tên này" in browser.get("/truong/", {"q": "xyz"}).content.decode()


def test_a_school_beyond_the_listed_ones_is_found_by_typing(world: World) -> None:
    browser = Client()
    screen = browser.get("/tim/").content.decode()
    (facet,) = [facet for facet in browser.get("/tim/").context["screen"].facets if facet.name == "school"]
    assert facet.left_out > 0
    assert 'name="school-words"' in screen
    listed = {choice.value for choice in (*facet.shown, *facet.folded)}
    answer = browser.get("/tim/loc/school.json", {"words": "truong"}).json()
    counted = len(answer["choices"]) + answer["more"]
    assert counted == len(listed) + facet.left_out, "every school with a hit can be found"
    rare = next(choice for choice in _found(browser) if choice["value"] not in listed)
    without_script = browser.get("/tim/", {"school-words": rare["label"]}).content.decode()
    assert f'value="{rare["value"]}"' in without_script
    assert browser.get("/tim/", {"school": rare["value"]}).context["screen"].results.total == int(rare["detail"])
    assert browser.get("/tim/loc/title.json").status_code == 404


COLLECTION = f"{ADMIN}bo-suu-tap/edit/<int:pk>/"


def _found(browser: Client) -> Iterator[dict[str, str]]:
    """Yield the schools that are found by the digits of their names."""
    for number in range(1, 10):
        yield from browser.get("/tim/loc/school.json", {"words": str(number)}).json()["choices"]


def _sizes_of_table(world: World, actor: str) -> Iterator[Size]:
    for row in ROWS:
        for thing in world.of_kind(row.kind)[:3]:  # among them those that the crowd is around
            answers = row.get or {}
            wanted = answers.get(actor, answers.get(thing.relation_of(actor), answers.get("*")))
            if wanted == 200 and (not row.only or thing.name in row.only):
                size = _size(world.browsers[actor], fill(row.route, thing.args))
                if size:
                    yield size


def _sizes_of_admin(world: World, actor: str) -> Iterator[Size]:
    for route in routes():
        if route.startswith(ADMIN):
            kind = prefix_of(route).kind if PARTS.search(route) else "nothing"
            size = _size(world.browsers[actor], fill(route, world.of_kind(kind)[0].args))
            if size:
                yield size


def _size(browser: Client, address: str) -> Size | None:
    """Return the size of a page or of JSON; None for files, redirects and refusals."""
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(address)
    kind = answer.headers.get("Content-Type", "")
    if answer.status_code != 200 or answer.streaming or not kind.startswith(("text/html", "application/json")):
        return None
    body = answer.content
    return Size(address, body.count(b"<option"), body.count(b"<li") + body.count(b"<tr"), len(body), len(queries))

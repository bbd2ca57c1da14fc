"""Home pages in a real browser: phone and laptop, both languages, light and dark, checked by axe."""

import json

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from access.actions import Action
from access.labels import EVERYONE
from accounts.models import School
from devtools.paths import VENDOR
from portal.actions import create_school_home
from portal.models import NewsPage
from tests.factories import SchoolFactory, a_resource
from tests.portal.test_pages import put
from tests.portal.two_schools import bare_wagtail

pytestmark = [pytest.mark.backend_independent, pytest.mark.django_db(transaction=True)]
ADDRESSES = ("/", "/truong/", "/truong/nguyen-du/", "/truong/nguyen-du/hoi-sach/")


@pytest.fixture
def school(empty_index: object) -> School:
    """Create a school whose home has a colour, a lead, a curated shelf, news and a text."""
    bare_wagtail()
    school = SchoolFactory.create(code="nguyen-du", name="Trường THCS Nguyễn Du", accent="#8a1c3c")
    home = create_school_home(school)
    home.lead = "Trường làng bên sông"
    books = [a_resource(school, title=f"Tập {n}", opened={Action.DISCOVER: EVERYONE}).pk for n in range(9)]
    put(
        home,
        ("shelf_by_hand", {"title": "Cô chọn", "resources": books}),
        ("news", {"title": "", "number": 3}),
        ("text", "<h2>Giờ mở cửa</h2><p>Thứ hai đến thứ sáu.</p>"),
    )
    home.add_child(instance=NewsPage(title="Hội sách", slug="hoi-sach", summary="Sáng thứ bảy.", locale=home.locale))
    return school


def serious(tab: Tab) -> list[str]:
    """Return what axe calls serious or worse."""
    tab.evaluate((VENDOR / "axe" / "axe.min.js").read_text("utf-8"))
    found = tab.evaluate("axe.run()")["violations"]
    return [json.dumps([v["id"], v["nodes"][0]["html"]]) for v in found if v["impact"] in ("serious", "critical")]


@pytest.mark.parametrize(("language", "width", "height"), [("", 360, 740), ("/en", 1366, 768)])
def test_axe_finds_nothing_serious_and_nothing_runs_over_the_edge(
    page: Tab, live_server: LiveServer, school: School, language: str, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    for number, address in enumerate(ADDRESSES if not language else ADDRESSES[:3]):
        page.emulate_media(color_scheme="dark" if number % 2 else "light")
        page.goto(live_server.url + language + address)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        assert serious(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_the_search_is_the_first_thing_and_leads_to_the_results(
    page: Tab, live_server: LiveServer, school: School
) -> None:
    page.goto(live_server.url + "/truong/nguyen-du/")
    field = page.get_by_role("combobox")
    expect(field).to_have_count(1)
    field.fill("tap 3")
    field.press("Enter")
    page.wait_for_url("**/tim/?q=tap+3")


def test_a_school_shows_its_own_colour(page: Tab, live_server: LiveServer, school: School) -> None:
    page.goto(live_server.url + "/truong/nguyen-du/")
    assert page.evaluate("getComputedStyle(document.querySelector('.hero__links a')).color") == "rgb(138, 28, 60)"
    page.goto(live_server.url + "/")
    assert page.evaluate("getComputedStyle(document.querySelector('.hero__links a')).color") != "rgb(138, 28, 60)"

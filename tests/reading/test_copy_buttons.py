"""Copy buttons on a site that speaks plain HTTP: browsers give its scripts no `navigator.clipboard`."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from access.actions import Action
from repository.models import Resource
from tests.reading.conftest import a_book, open_to
from tests.support.browsers import wait_until

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("in_store"),
]

PLAIN_HTTP = "http://truong.test"


@pytest.fixture
def book() -> Resource:
    resource = a_book(title="Sách tự do")
    open_to(resource, Action.READ)
    return resource


@pytest.fixture
def school(page: Page, live_server: LiveServer) -> Iterator[Page]:
    """Yield a page whose requests the site answers at an origin that browsers do not trust, unlike localhost."""

    def from_site(route: Route) -> None:
        address = route.request.url.replace(PLAIN_HTTP, live_server.url)
        route.fulfill(response=route.fetch(url=address))

    page.route(f"{PLAIN_HTTP}/**", from_site)
    yield page
    page.unroute_all(behavior="wait")  # else the end of the test cuts requests that still run


def pasted(field: Locator) -> str:
    """Paste into the field; return what the clipboard held."""
    field.fill("")
    field.press("Control+V")
    return field.input_value()


def test_the_link_and_the_citation_of_a_resource_are_copied(school: Page, book: Resource) -> None:
    school.goto(PLAIN_HTTP + reverse("reading:resource", args=[book.uuid]))
    assert school.evaluate("navigator.clipboard === undefined")
    school.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")

    school.locator("[data-copy='#citation']").click()
    expect(school.locator("#citation-status")).to_be_visible()
    expect(school.locator("[data-copy='#citation']")).to_be_focused()
    assert pasted(school.locator("#header-search")) == school.locator("#citation").inner_text()

    school.locator("[data-copy='#share-link']").click()
    expect(school.locator("#share-link-status")).to_be_visible()
    assert pasted(school.locator("#header-search")) == school.locator("#share-link").input_value()


def test_the_link_to_a_page_is_copied_in_the_reader(school: Page, book: Resource) -> None:
    school.goto(PLAIN_HTTP + reverse("reading:read", args=[book.uuid]))
    school.locator("#book img.BRpageimage:visible").first.wait_for()
    button = school.locator("[data-action=copyLink]")
    copied = button.get_attribute("data-copied-text")

    school.locator(".reader__toolbar details.menu summary").click()
    button.click()
    expect(button).to_have_text(copied)
    school.locator("[data-action=search]").click()
    assert pasted(school.locator("#search-inside-query")) == school.url


@pytest.mark.parametrize("selected", ["#share-link", "#citation"])
def test_what_cannot_be_copied_is_selected(school: Page, book: Resource, selected: str) -> None:
    school.goto(PLAIN_HTTP + reverse("reading:resource", args=[book.uuid]))
    school.evaluate("document.execCommand = () => false")
    school.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    school.locator(f"[data-copy='{selected}']").click()
    source = school.locator(selected)
    shown = source.input_value() if selected == "#share-link" else source.inner_text()
    wait_until(school, "text => getSelection().toString() === text", shown)
    expect(school.locator("#share-link-status, #citation-status").filter(visible=True)).to_have_count(0)

"""Forty ISBNs by scanner in a real browser against a real catalogue, with a dead one beside it."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from access.viewer import Viewer
from accounts.models import Person, School
from changesets.actions import running
from imports.copy_cataloguing.actions import looking_up
from imports.copy_cataloguing.models import ScanList, Target
from repository.models import Resource
from tests.factories import a_draft, a_librarian
from tests.imports.copy_cataloguing.records import isbn
from tests.journeys.screens import LAPTOP, PHONE, problems
from tests.support.zebra import Catalogue

pytestmark = [pytest.mark.backend_independent, pytest.mark.django_db(transaction=True)]
START = "/bien-muc-sao-chep/"


@pytest.fixture
def librarian(transactional_db: None) -> Viewer:
    return a_librarian(now=timezone.now())


@pytest.fixture
def signed_in(page: Page, live_server: LiveServer, librarian: Viewer) -> Page:
    client = Client()
    client.force_login(Person.objects.get(pk=librarian.person))
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    return page


@pytest.fixture
def targets_listed(catalogue: Catalogue, closed_port: int) -> None:
    values = {"host": "127.0.0.1", "database": "books"}
    Target.objects.create(name="Thư viện tỉnh", protocol="z3950", port=catalogue.port, **values)
    Target.objects.create(name="Thư viện đã đóng", protocol="sru", port=closed_port, **values)


def scan(page: Page, entry: str) -> None:
    """Type as a scanner does: the digits and Enter, without looking where they go."""
    page.keyboard.type(entry)
    page.keyboard.press("Enter")


@pytest.mark.slow
@pytest.mark.usefixtures("targets_listed")
def test_forty_books_by_scanner_become_drafts(signed_in: Page, live_server: LiveServer, librarian: Viewer) -> None:
    page = signed_in
    a_draft(School.objects.get(pk=librarian.school), title="Đã có", isbn=isbn(40))
    page.goto(live_server.url + START)
    scan(page, isbn(1))
    expect(page.locator("#book-1")).to_be_visible()
    for number in range(2, 41):
        scan(page, isbn(number))
    for entry in ("8935235217737", isbn(999), isbn(1)):
        scan(page, entry)
    expect(page.locator("#scanned > li")).to_have_count(42, timeout=60_000)
    expect(page.locator("#scan-note")).to_have_text("Đã có ở dòng 1.")
    expect(page.locator("#entry")).to_be_focused()
    made = ScanList.objects.get()
    looking_up.run(made.pk)
    expect(page.locator("[data-state=waiting]")).to_have_count(0, timeout=30_000)
    expect(page.locator("[data-state=found]")).to_have_count(39)
    expect(page.locator("#book-41")).to_contain_text("893")
    expect(page.locator("#book-42")).to_contain_text("Thư viện đã đóng: ")
    expect(page.locator("#book-40")).to_contain_text("Đã có")
    assert problems(page) == []
    page.reload()
    expect(page.locator("#scanned > li")).to_have_count(42, timeout=60_000)
    page.locator("#book-2 button").first.press("Enter")
    expect(page.locator("#book-2")).to_have_attribute("data-state", "taken")
    expect(page.locator("#entry")).to_be_focused()
    page.locator("#book-2").get_by_role("button", name="Hoàn tác").click()
    expect(page.locator("#book-2")).to_have_attribute("data-state", "found")
    page.locator("#book-3").get_by_role("link").first.click()
    assert problems(page) == []
    page.keyboard.press("1")
    expect(page.locator("#book-3")).to_have_attribute("data-state", "taken")
    page.get_by_role("button", name="Nhận cả 38 cuốn tìm thấy").click()
    running.run(made.change_sets.get().pk)
    page.goto(f"{live_server.url}{START}{made.uuid}/")
    expect(page.locator("[data-state=taken]")).to_have_count(39)
    assert Resource.objects.filter(owner=librarian.school).count() == 40


@pytest.mark.usefixtures("targets_listed")
def test_what_is_scanned_without_a_connection_is_sent_later(signed_in: Page, live_server: LiveServer) -> None:
    page = signed_in
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + START)
    assert problems(page) == []
    scan(page, isbn(1))
    expect(page.locator("#book-1")).to_be_visible()
    page.context.set_offline(True)
    scan(page, isbn(2))
    scan(page, isbn(3))
    expect(page.locator("[data-scan-unsent]")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("#scanned > li")).to_have_count(3)
    expect(page.locator("[data-scan-unsent]")).to_be_hidden()
    assert problems(page) == []


@pytest.mark.slow
def test_without_script_each_entry_is_a_form(browser: Browser, live_server: LiveServer, librarian: Viewer) -> None:
    client = Client()
    client.force_login(Person.objects.get(pk=librarian.person))
    name = settings.SESSION_COOKIE_NAME
    context = browser.new_context(java_script_enabled=False, locale="vi-VN", viewport=LAPTOP)
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + START)
    for entry in (isbn(1), "một"):
        page.locator("#entry").fill(entry)
        page.locator("#entry").press("Enter")
    expect(page.locator("#scanned > li")).to_have_count(2)
    context.close()

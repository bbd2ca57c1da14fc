"""The camera of a phone reads the barcode of a book into the list: Chromium plays a film as its camera."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from access.viewer import Viewer
from accounts.models import Person
from devtools.browser import chromium_path
from imports.copy_cataloguing.models import ScanList
from tests.factories import a_librarian
from tests.imports.copy_cataloguing.barcode_video import film
from tests.imports.copy_cataloguing.records import isbn
from tests.journeys.screens import PHONE, problems
from tests.support.browsers import FLAGS

pytestmark = [pytest.mark.backend_independent, pytest.mark.django_db(transaction=True), pytest.mark.slow]
START = "/bien-muc-sao-chep/"


@pytest.fixture
def librarian(transactional_db: None) -> Viewer:
    return a_librarian(now=timezone.now())


@pytest.fixture
def with_camera(browser: Browser, tmp_path: Path, live_server: LiveServer, librarian: Viewer) -> Iterator[Page]:
    """Open a phone whose camera sees the barcode of a book, and whose person allows it."""
    video = film(isbn(1), tmp_path / "barcode.y4m")
    fake = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={video}"]
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    own = browser.browser_type.launch(executable_path=str(chromium_path()), args=[*FLAGS, *as_root, *fake])
    context = own.new_context(locale="vi-VN", viewport=PHONE, permissions=["camera"])
    client = Client()
    client.force_login(Person.objects.get(pk=librarian.person))
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    yield context.new_page()
    own.close()


def test_a_barcode_before_the_camera_begins_a_list_and_is_read_once(with_camera: Page, live_server: LiveServer) -> None:
    page = with_camera
    page.goto(live_server.url + START)
    page.get_by_role("button", name="Máy ảnh").click()
    expect(page.locator("#book-1")).to_contain_text(isbn(1), timeout=30_000)
    assert ScanList.objects.get().books.get().isbn == isbn(1)
    # The list goes on with the camera: the same book is named, and not added again.
    expect(page.locator("#scan-note")).to_have_text("Đã có ở dòng 1.", timeout=30_000)
    assert problems(page) == []
    page.get_by_role("button", name="Tắt máy ảnh").click()
    expect(page.locator("video")).to_be_hidden()
    expect(page.get_by_role("button", name="Máy ảnh", exact=True)).to_be_visible()
    assert ScanList.objects.get().books.count() == 1

"""Mistake 11: an uploaded file ran its script in the portal. A real browser opens each file: no script runs.

Also here: what users write (titles, names, page text, captions) is shown as text everywhere, and no screen of the
product requests what its content security policy forbids.
"""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings as ours
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Dialog, Error, Page
from pytest_django.live_server_helper import LiveServer
from wagtail.images.fields import get_allowed_image_extensions

from access.actions import Action
from search.backends import backend_at
from search.indexing import index_pending
from tests.factories import MembershipFactory
from tests.portal.two_schools import a_holding, bare_wagtail
from tests.reading.conftest import Reader, a_book, a_reader, a_recording, attach, open_to

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("on_disk"),
    pytest.mark.timeout(600),
]

RUN = "fetch('/canary?' + document.cookie); alert(document.domain)"
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="{RUN}"><script>{RUN}</script></svg>'
ACTIVE = {
    "page.html": ("text/html", f'<!doctype html><body onload="{RUN}"><script>{RUN}</script>'),
    "page.xhtml": (
        "application/xhtml+xml",
        f'<html xmlns="http://www.w3.org/1999/xhtml"><script>{RUN.replace("&", "&amp;")}</script></html>',
    ),
    "picture.svg": ("image/svg+xml", SVG),
    "feed.xml": ("text/xml", f'<x xmlns:h="http://www.w3.org/1999/xhtml"><h:script>{RUN}</h:script></x>'),
    "code.js": ("text/javascript", RUN),
    "picture.jpg": ("image/jpeg", f"<script>{RUN}</script>"),
    "book.pdf": (
        "application/pdf",
        (
            "%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>/Pages 2 0 R>>endobj\n"
            "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>"
        ),
    ),
    "words.vtt": ("text/vtt", f"WEBVTT\n\n00:01.000 --> 00:02.000\n<script>{RUN}</script>"),
}
WRITTEN = f'<img src=x onerror="{RUN}"><script>{RUN}</script>'


@pytest.fixture
def index(settings, tmp_path: Path) -> Iterator[Callable[[], int]]:
    settings.SEARCH_URL = f"tantivy://{tmp_path}/index"
    yield lambda: index_pending(now=timezone.now())
    backend_at(settings.SEARCH_URL).close()
    backend_at.cache_clear()


@pytest.fixture
def ran(page: Page) -> list[str]:
    """Return what uploaded scripts did: each dialog, each request to the canary address."""
    found: list[str] = []

    def shut(dialog: Dialog) -> None:
        found.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", shut)
    page.on(
        "request",
        lambda request: found.append(request.url) if urlsplit(request.url).path.startswith("/canary") else None,
    )
    return found


def visit(page: Page, url: str) -> None:
    """Open the URL as a link would; a download ends the navigation with an error, which is expected."""
    with contextlib.suppress(Error):  # "Download is starting"
        page.goto(url, wait_until="load")


def sign_in(page: Page, site: LiveServer, reader: Reader) -> None:
    cookie = reader.client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site.url}])


def test_no_uploaded_file_runs_in_the_portal(page: Page, live_server: LiveServer, ran: list[str]) -> None:
    for name, (content_type, content) in ACTIVE.items():
        resource = a_book(("Trang một",))
        open_to(resource, Action.READ)
        sent = attach(resource, "original", content.encode(), name, content_type)
        attach(resource, "cover", content.encode(), name, content_type)
        attach(resource, "captions", content.encode(), name, content_type)
        addresses = [
            reverse("reading:original", args=[resource.uuid, sent.uuid]),
            reverse("reading:cover", args=[resource.uuid]),
            reverse("reading:captions", args=[resource.uuid]),
        ]
        for address in addresses:
            visit(page, f"{live_server.url}{address}")
            assert ran == [], f"{name} at {address}"
            visit(page, f"{live_server.url}/khong-co-gi/")


def test_the_harness_detects_a_running_script(page: Page, live_server: LiveServer, ran: list[str]) -> None:
    visit(page, f"{live_server.url}/khong-co-gi/")
    page.evaluate("fetch('/canary').catch(() => 0)")
    assert ran[:1] == [f"{live_server.url}/canary"]


def test_what_people_write_is_text_everywhere(page: Page, live_server: LiveServer, index, ran: list[str]) -> None:
    named = {"title": WRITTEN, "creators": [WRITTEN], "description": WRITTEN, "publisher": WRITTEN}
    book = a_book((f"quốc phòng {WRITTEN}",), **named)
    film = a_recording(**named)
    for one in (book, film):
        one.owner.name = WRITTEN
        one.owner.save()
        open_to(one, Action.READ)
    index()
    reader = a_reader()
    reader.person.name = WRITTEN[:150]  # the maximum length of a name
    reader.person.save()
    sign_in(page, live_server, reader)
    for address in (
        f"/tim/?q={'quoc phong'}",
        "/tim/?q=%3Cscript%3Efetch(%22/canary%22)%3C/script%3E",
        reverse("reading:resource", args=[book.uuid]),
        f"{reverse('reading:read', args=[book.uuid])}?q=quoc+phong",
        reverse("reading:play", args=[film.uuid]),
        reverse("sharing:why", args=[book.uuid]),
        "/tu-cua-toi/",
    ):
        page.goto(f"{live_server.url}{address}", wait_until="networkidle")
        assert ran == [], address
    page.goto(f"{live_server.url}{reverse('reading:read', args=[book.uuid])}?q=quoc+phong")
    page.locator("#book img.BRpageimage:visible").first.wait_for()
    page.keyboard.press("t")
    page.wait_for_load_state("networkidle")
    assert ran == []


def test_no_screen_of_the_desk_breaks_its_policy(page: Page, live_server: LiveServer) -> None:
    """The `page` fixture fails on each violation that the browser reports."""
    bare_wagtail()
    holding = a_holding("truong-a", "A")
    reader = Reader(MembershipFactory(school=holding.school, role="librarian"), _browser())
    reader.client.force_login(reader.membership.person)
    sign_in(page, live_server, reader)
    for address in (
        "",
        "hoc-lieu/",
        f"hoc-lieu/edit/{holding.resource.pk}/",
        "bo-suu-tap/",
        "nguoi/",
        "nguoi/new/",
        f"truong/edit/{holding.school.pk}/",
        f"pages/{holding.home.pk}/edit/",
        f"pages/{holding.news.pk}/",
        "images/",
        "images/add/",
        "account/",
    ):
        answer = page.goto(f"{live_server.url}/quan-tri/{address}", wait_until="networkidle")
        assert answer is not None
        assert answer.status == 200, address
    page.goto(f"{live_server.url}/quan-tri/pages/{holding.home.pk}/edit/", wait_until="networkidle")
    page.locator("[data-side-panel-toggle=preview]").first.click()
    page.wait_for_load_state("networkidle")


def test_no_screen_of_uploads_and_sign_in_breaks_its_policy(page: Page, live_server: LiveServer) -> None:
    bare_wagtail()
    for address in ("/tai-khoan/login/", "/tai-khoan/password/reset/", "/khong-co-gi/"):
        page.goto(f"{live_server.url}{address}", wait_until="networkidle")
    librarian = a_reader(role="librarian")
    sign_in(page, live_server, librarian)
    for address in ("/so-hoa/", "/chia-se/", "/chia-se/thoa-thuan/moi/", "/tu-cua-toi/", "/tai-khoan/password/change/"):
        page.goto(f"{live_server.url}{address}", wait_until="networkidle")


def test_pictures_of_pages_are_never_vectors() -> None:
    assert "svg" not in get_allowed_image_extensions()
    assert ours.WAGTAILEMBEDS_FINDERS == []


def _browser():
    from django.test import Client

    return Client()

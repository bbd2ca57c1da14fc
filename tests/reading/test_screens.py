"""The screens for reading in a real browser: phone and laptop, light and dark, keyboard, without script."""

import json
import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from access.actions import Action
from devtools.paths import VENDOR
from repository.models import Resource
from tests.reading.conftest import Reader, a_book, a_reader, a_recording, lend_to, open_to
from tests.support.browsers import small_targets

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("in_store"),
]

SIZES = {"phone": (360, 740), "laptop": (1366, 768)}


@pytest.fixture
def index(empty_index: Callable[[datetime], int]) -> Callable[[], int]:
    return lambda: empty_index(timezone.now())


@pytest.fixture
def teacher(index, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Return a teacher with a loan; two other resources are free, and lists have the bar of first letters."""
    monkeypatch.setattr("reading.letters.FEW", 0)
    reader, lent = a_reader(), a_book(title="Sách mượn quốc phòng", subjects=["gdcd"], grades=[9])
    lend_to(lent, reader)
    open_to(a_book(title="Sách tự do", subjects=["toan"], grades=[6], isbn="9786040000001"), Action.READ)
    open_to(a_recording(title="Bài giảng quốc phòng", subjects=["toan"]), Action.READ)
    reader.borrow(lent)
    index()
    return reader


def sign_in(page: Page, site: LiveServer, reader: Reader) -> None:
    cookie = reader.client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site.url}])


def serious(page: Page) -> list[str]:
    """Return what axe calls serious or critical."""
    page.evaluate((VENDOR / "axe" / "axe.min.js").read_text("utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    return [json.dumps([v["id"], v["nodes"][0]["html"]]) for v in found if v["impact"] in ("serious", "critical")]


def addresses() -> list[str]:
    """Return the addresses of all screens of reading that the teacher can open."""
    book = Resource.objects.get(title="Sách tự do")
    return [
        reverse("reading:results") + "?q=quoc+phong",
        reverse("reading:results") + "?subject=toan",
        reverse("reading:results") + "?q=khongcogi",
        reverse("reading:resource", args=[book.uuid]),
        reverse("sharing:why", args=[book.uuid]),
        reverse("reading:shelf"),
        reverse("account_change_password"),
        "/khong-co-gi-o-day/",
    ]


@pytest.mark.parametrize(("language", "size"), [("vi", "phone"), ("en", "laptop")])
def test_axe_finds_nothing_serious_and_nothing_overflows(
    page: Page, live_server: LiveServer, teacher: Reader, language: str, size: str
) -> None:
    sign_in(page, live_server, teacher)
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    with translation.override(language):
        screens = addresses()
    for number, screen in enumerate(screens):
        page.emulate_media(color_scheme="dark" if number % 2 else "light")
        page.goto(live_server.url + screen)
        page.evaluate("document.querySelectorAll('main details').forEach(fold => fold.open = true)")
        assert page.locator("nav.letters").count() == ("subject=" in screen), screen
        assert serious(page) == [], screen
        assert page.evaluate("document.documentElement.scrollWidth") <= width, screen
        assert size == "laptop" or small_targets(page) == [], screen


def test_a_phone_has_the_places_below_and_one_match_of_each_result(
    page: Page, live_server: LiveServer, teacher: Reader
) -> None:
    sign_in(page, live_server, teacher)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{live_server.url}/tim/?q=quoc+phong")
    bar = page.get_by_role("navigation", name="Các nơi trong thư viện")
    expect(bar.get_by_role("link")).to_have_text(["Trang chủ", "Tìm kiếm", "Tủ sách của tôi"])
    expect(bar.locator("[aria-current=page]")).to_have_text("Tìm kiếm")
    expect(bar).to_be_in_viewport()
    expect(page.locator(".site-header__place")).to_be_hidden()
    for result in page.locator(".result").all():
        assert result.locator(".match:visible").count() <= 1
    page.set_viewport_size({"width": 1366, "height": 768})
    expect(bar).to_be_hidden()
    expect(page.locator(".site-header__place")).to_be_visible()


@pytest.mark.parametrize("width", [320, 620, 900, 1024])
def test_nothing_overflows_between_phone_and_laptop(
    page: Page, live_server: LiveServer, teacher: Reader, width: int
) -> None:
    librarian = a_reader(teacher.membership.school, role="librarian")
    sign_in(page, live_server, librarian)
    page.set_viewport_size({"width": width, "height": 768})

    for screen in addresses()[1::2]:
        page.goto(live_server.url + "/en" + screen)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, screen


def test_the_login_screen_is_accessible_and_shows_the_error(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url + reverse("account_login"))
    page.get_by_role("textbox").last.press("Tab")
    page.locator("#id_login").fill("khong.co.ai")
    page.locator("#id_password").fill("sai mat khau")
    page.locator("#id_password").press("Enter")

    expect(page.get_by_role("alert")).to_be_visible()
    assert serious(page) == []


def test_a_filter_applies_at_once_and_keeps_the_focus(page: Page, live_server: LiveServer, teacher: Reader) -> None:
    sign_in(page, live_server, teacher)
    page.goto(live_server.url + reverse("reading:results"))
    choice = page.locator("#facet-subject-toan")

    choice.focus()
    choice.press("Space")

    expect(page.locator("article.result")).to_have_count(2)
    assert "subject=toan" in page.url
    expect(choice).to_be_focused()
    page.go_back()
    expect(page.locator("article.result")).to_have_count(3)


def test_on_a_phone_the_filters_open_and_close(phone: Page, live_server: LiveServer, teacher: Reader) -> None:
    sign_in(phone, live_server, teacher)
    phone.goto(live_server.url + reverse("reading:results"))
    choice = phone.locator("#facet-subject-toan")
    expect(choice).to_be_hidden()

    phone.locator("a[href='#filters']").click()
    choice.check()
    assert serious(phone) == []
    phone.locator(".sheet__footer button").click()

    expect(phone.locator("article.result")).to_have_count(2)
    expect(choice).to_be_hidden()


def test_everything_works_without_script(browser: Browser, live_server: LiveServer, teacher: Reader) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    sign_in(page, live_server, teacher)

    page.goto(live_server.url + reverse("reading:results") + "?q=quoc+phong")
    page.locator("a[href='#filters']").click()
    page.locator("#facet-subject-gdcd").check()
    page.locator(".sheet__footer button").click()
    expect(page.locator("article.result")).to_have_count(1)
    page.locator(".result__title a").click()
    page.locator("main a[href*='/vi-sao/']").click()
    expect(page.locator(".explanation li")).not_to_have_count(0)
    page.goto(live_server.url + reverse("reading:shelf"))
    page.locator("main form[action$='/tra/'] button").click()
    expect(page.locator("main form[action$='/tra/']")).to_have_count(0)
    context.close()


def test_by_keyboard_from_the_skip_link_to_the_first_book(page: Page, live_server: LiveServer, teacher: Reader) -> None:
    sign_in(page, live_server, teacher)
    page.goto(live_server.url + reverse("reading:shelf"))

    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("main a").first).to_be_focused()
    for _place in page.locator("main nav a").all():
        page.keyboard.press("Tab")
    expect(page.locator("main .result__title a").first).to_be_focused()


def test_the_field_suggests_and_still_searches(page: Page, live_server: LiveServer, teacher: Reader) -> None:
    sign_in(page, live_server, teacher)
    page.goto(live_server.url + reverse("reading:results"))
    field = page.locator("input[type=search]:visible")

    field.press_sequentially("tu d")
    suggested = page.locator("[role=option]")
    expect(suggested).to_have_count(1)
    assert serious(page) == []
    field.press("ArrowDown")
    expect(suggested).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(suggested).to_be_hidden()
    field.fill("sach tu")
    field.press("Enter")
    expect(page).to_have_url(re.compile("q=sach"))

    field.fill("tu d")
    expect(suggested).to_have_count(1)
    field.press("ArrowDown")
    field.press("Enter")
    expect(page.locator("h1")).to_have_text("Sách tự do")


def test_the_menu_opens_and_closes_by_keyboard(page: Page, live_server: LiveServer, teacher: Reader) -> None:
    sign_in(page, live_server, teacher)
    page.goto(live_server.url + reverse("reading:shelf"))
    menu = page.locator("details.menu")

    menu.locator("summary").press("Enter")
    expect(menu.locator(".menu__body")).to_be_visible()
    assert serious(page) == []
    page.keyboard.press("Escape")

    expect(menu.locator(".menu__body")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


def test_no_screen_has_inline_scripts_or_styles(teacher: Reader) -> None:
    for screen in addresses():
        html = teacher.client.get(screen).content.decode()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", html), screen


def test_each_screen_names_its_language_and_switches_to_the_other(teacher: Reader) -> None:
    shelf = reverse("reading:shelf")

    vietnamese, english = (
        " ".join(teacher.client.get(address).content.decode().split()) for address in (shelf, f"/en{shelf}")
    )

    assert '<html lang="vi">' in vietnamese
    assert f'name="next" value="/en{shelf}"' in vietnamese
    assert '<html lang="en">' in english
    assert f'name="next" value="{shelf}"' in english

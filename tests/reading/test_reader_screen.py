"""The reader and the player in a real browser: keyboard, phone, axe, and after a return."""

import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from access.actions import Action
from circulation.licences.actions import return_loan
from devtools.paths import VENDOR
from ingest.parsers import media
from ingest.parsers.media_probe import probe
from repository.models import Resource
from sharing.viewer import viewer_for
from tests.ingest import material
from tests.reading.conftest import PAGES, Reader, a_book, a_reader, a_recording, attach, lend_to, open_to
from tests.support.browsers import wait_until

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("in_store"),
]

BOOK = [*PAGES, *(f"Trang thứ {number}\nbài học số {number}" for number in range(4, 13))]


def open_book(page: BrowserPage, site: LiveServer, resource: Resource, query: str = "") -> None:
    page.goto(f"{site.url}{reverse('reading:read', args=[resource.uuid])}{query}")
    page.locator("#book img.BRpageimage:visible").first.wait_for()


def a_free_book() -> Resource:
    resource = a_book(BOOK)
    open_to(resource, Action.READ)
    return resource


def signed_in(page: BrowserPage, site: LiveServer, reader: Reader) -> None:
    cookie = reader.client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site.url}])


def serious(page: BrowserPage) -> list[str]:
    """Return what axe calls serious or critical."""
    page.evaluate((VENDOR / "axe" / "axe.min.js").read_text("utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    return [json.dumps([v["id"], v["nodes"][0]["html"]]) for v in found if v["impact"] in ("serious", "critical")]


def label(page: BrowserPage) -> str:
    return page.locator("#page-number").input_value()


def test_every_function_has_a_key(page: BrowserPage, live_server: LiveServer) -> None:
    open_book(page, live_server, a_free_book())
    press: Callable[[str], None] = page.keyboard.press
    press("End")
    expect(page.locator("#page-number")).to_have_value("10")
    press("Home")
    expect(page.locator("#page-number")).to_have_value("i")
    press("ArrowRight")
    expect(page.locator("#page-number")).not_to_have_value("i")
    press("g")
    page.keyboard.type("5")
    press("Enter")
    expect(page.locator("#page-number")).to_have_value("5")
    expect(page.locator("#page-status")).to_contain_text("5")
    press("/")
    expect(page.locator("#search-inside-query")).to_be_focused()
    page.keyboard.type("quoc phong")
    press("Enter")
    expect(page.locator("#search-inside-results li")).to_have_count(2)
    press("Escape")
    expect(page.locator("#sidebar")).to_be_hidden()
    press("n")
    press("p")
    expect(page.locator("#book rect:visible").first).to_be_attached()
    press("c")
    expect(page.locator("#contents a").first).to_be_visible()
    press("Escape")
    press("t")
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("#text mark").first).to_be_visible()
    press("t")
    expect(page.locator("#text")).to_be_hidden()
    press("1")
    expect(page.locator("[data-action=onePage]")).to_have_attribute("aria-pressed", "true")
    press("?")
    expect(page.locator("#help")).to_be_visible()
    press("Escape")
    expect(page.locator("#help")).to_be_hidden()


def test_the_tab_key_reaches_every_control_and_shows_the_focus(page: BrowserPage, live_server: LiveServer) -> None:
    open_book(page, live_server, a_free_book())
    met = set()
    for _step in range(25):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => { const on = document.activeElement, style = getComputedStyle(on);
            return [on.dataset.action ?? on.id, style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
                    on === document.body ? 'end' : on.outerHTML.slice(0, 200)]; }"""
        )
        if here[2] == "end":
            break
        assert here[1], here
        met.add(here[0])
    assert {"search", "contents", "text", "next", "page-number", "page-slider", "smaller", "larger"} <= met


def test_axe_finds_nothing_serious_in_any_state(page: BrowserPage, live_server: LiveServer) -> None:
    open_book(page, live_server, a_free_book(), "?q=quoc+phong")
    assert serious(page) == []
    for key in ("/", "Escape", "c", "Escape", "t", "t", "1", "3", "?"):
        page.keyboard.press(key)
        assert serious(page) == [], key


def test_words_can_be_found_and_read_on_a_phone(phone: BrowserPage, live_server: LiveServer) -> None:
    open_book(phone, live_server, a_free_book())
    phone.locator("[data-action=search]").click()
    phone.locator("#search-inside-query").fill("hoà bình")
    phone.keyboard.press("Enter")
    phone.locator("#search-inside-results a").first.click()
    expect(phone.locator("#sidebar")).to_be_hidden()
    expect(phone.locator("#page-number")).to_have_value("ii")
    assert serious(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_address_names_the_page_and_the_browser_remembers_it(page: BrowserPage, live_server: LiveServer) -> None:
    resource = a_free_book()
    open_book(page, live_server, resource)
    page.keyboard.press("End")
    last = str(resource.pages.last().uuid)  # type: ignore[union-attr]
    page.wait_for_url(re.compile(f"trang={last}"))
    wait_until(page, "last => Object.values(localStorage).includes(last)", last)
    open_book(page, live_server, resource)
    expect(page.locator("#page-number")).to_have_value("10")


def test_a_page_that_the_book_does_not_have_is_reported(page: BrowserPage, live_server: LiveServer) -> None:
    open_book(page, live_server, a_free_book())
    field, problem = page.locator("#page-number"), page.locator("#page-problem")
    field.fill("99")
    field.press("Enter")
    expect(problem).to_have_text("Không có trang “99”: sách này có 12 trang.")
    expect(field).to_have_value("i")
    field.fill("ii")
    field.press("Enter")
    expect(field).to_have_value("ii")
    expect(problem).to_be_hidden()


def test_after_the_return_the_open_reader_shows_that_access_ended(page: BrowserPage, live_server: LiveServer) -> None:
    resource, teacher = a_book(BOOK), a_reader()
    lend_to(resource, teacher)
    loan = teacher.borrow(resource)
    signed_in(page, live_server, teacher)
    open_book(page, live_server, resource)
    return_loan(loan, by=viewer_for(teacher.person, now=timezone.now()))
    page.keyboard.press("End")
    expect(page.locator("#access-denied")).to_be_visible()
    expect(page.locator("#book")).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('tu-sach:position')).length") == 0


def a_film(folder: Path) -> tuple[bytes, list[list[float]]]:
    """Twelve seconds of a test picture in four-second segments of one file."""
    made = folder / "film.ts"
    subprocess.run(
        [
            "ffmpeg",
            "-loglevel",
            "error",
            "-f",
            "lavfi",
            "-i",
            "testsrc=size=160x120:rate=10",
            "-t",
            "12",
            "-g",
            "40",
            "-c:v",
            "libx264",
            "-pix_fmt",
            "yuv420p",
            "-f",
            "hls",
            "-hls_time",
            "4",
            "-hls_list_size",
            "0",
            "-hls_flags",
            "single_file",
            "-hls_segment_filename",
            str(made),
            str(folder / "film.m3u8"),
        ],
        check=True,
    )
    rows = re.findall(r"#EXTINF:([\d.]+),\s*#EXT-X-BYTERANGE:(\d+)@(\d+)", (folder / "film.m3u8").read_text())
    starts = [sum(float(row[0]) for row in rows[:place]) for place in range(len(rows))]
    segments = [[start, float(row[0]), int(row[2]), int(row[1])] for start, row in zip(starts, rows, strict=True)]
    return made.read_bytes(), segments


def test_the_player_starts_at_the_second_and_its_lines_jump(
    page: BrowserPage, live_server: LiveServer, tmp_path: Path
) -> None:
    resource = a_recording(protected=True)
    open_to(resource, Action.READ)
    film, segments = a_film(tmp_path)
    attach(resource, "stream", film, "film.ts", "video/mp2t", duration=12, height=120, segments=segments)
    page.goto(f"{live_server.url}{reverse('reading:play', args=[resource.uuid])}?t=9")
    wait_until(page, "video.readyState > 1 && Math.abs(video.currentTime - 9) < 0.2")
    assert serious(page) == []
    page.locator("#transcript a").first.click()
    wait_until(page, "video.currentTime > 1 && video.currentTime < 5")
    assert "t=1" in page.url
    expect(page.locator("#transcript [aria-current]")).to_contain_text("Xin chào")


def a_sound(folder: Path) -> tuple[bytes, list[list[float]]]:
    """Twelve seconds of sound alone, as the pipeline makes a stream of it."""
    path = material.a_sound(folder / "Bài nghe.mp3", seconds=12)
    assert list(media.make_stream(path, folder, probe(path)))[-1] <= 1
    segments = media.segments_of((folder / "stream.m3u8").read_text())
    return (folder / "stream.ts").read_bytes(), [list(asdict(segment).values()) for segment in segments]


def test_sound_alone_is_played_from_the_second_with_its_transcript(
    page: BrowserPage, live_server: LiveServer, tmp_path: Path
) -> None:
    resource = a_recording(protected=True, kind="audio")
    open_to(resource, Action.READ)
    sound, segments = a_sound(tmp_path)
    attach(resource, "stream", sound, "stream.ts", "video/mp2t", duration=12, height=0, segments=segments)
    page.goto(f"{live_server.url}{reverse('reading:play', args=[resource.uuid])}?t=9")
    wait_until(page, "video.readyState > 1 && Math.abs(video.currentTime - 9) < 0.3")
    assert serious(page) == []
    assert page.evaluate("video.textTracks.length") == 1
    page.locator("#transcript a").first.click()
    wait_until(page, "video.currentTime > 1 && video.currentTime < 5")
    expect(page.locator("#transcript [aria-current]")).to_contain_text("Xin chào")
    page.goto(f"{live_server.url}{reverse('reading:resource', args=[resource.uuid])}")
    expect(page.locator(".cover--large")).to_be_visible()
    assert page.locator(".cover--large img").count() == 0

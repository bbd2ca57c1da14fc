"""Journey: a large upload survives a broken connection and a page reload, and arrives unchanged."""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, Request, Route, expect

from repository.store import _open
from repository.store.protocol import PART_SIZE
from tests.ingest import material
from tests.ingest.browser import Generated
from tests.ingest.site import Desk, a_desk, desk_on
from tests.support.sites import Site

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("site"), pytest.mark.timeout(600)]
LARGE = Generated(8 * PART_SIZE + 12345)  # 64 MB and a little: nine parts
PUTS = re.compile(r"/phan/(\d+)/$|partNumber=(\d+)")  # of the site, of a bucket


@pytest.fixture(scope="module")
def desk(running_site: Site) -> Desk:
    return desk_on(running_site)


@pytest.fixture
def desk_of_bucket(tmp_path: Path, s3_url: str) -> Iterator[Desk]:
    with a_desk(tmp_path, {"OBJECT_STORE_URL": s3_url}, "web") as desk:
        yield desk


def written(folder: Path, name: str, size: int) -> Path:
    """Write a large file whose megabytes differ from each other."""
    path = folder / name
    path.write_bytes(Generated(size).slice(0, size))
    return path


def choose(page: Page, *files: Path) -> None:
    page.locator("#files").set_input_files(files)
    page.locator("form[data-upload-form] button.button").first.click()


class Line:
    """The connection between browser and site: counts the parts that begin, and applies the test's fault to each."""

    def __init__(self, page: Page) -> None:
        self.begun = 0
        self.parts: list[str] = []  # the number of each part that began: a part may begin again after a failure
        self.cut_at = self.hold_at = 0
        self.holds_large = False  # whatever is begun first: three files are sent at once
        self._page = page
        page.context.route(PUTS, self._pass)

    def _pass(self, route: Route) -> None:
        if route.request.method != "PUT":
            return route.continue_()
        self.begun += 1
        self.parts += [number for number in PUTS.search(route.request.url).groups() if number]
        if self.begun == self.cut_at:
            self._page.context.set_offline(True)
            return route.abort("internetdisconnected")
        if self.begun == self.hold_at or (self.holds_large and len(route.request.post_data_buffer or b"") > 2**20):
            return None
        return route.continue_()


def test_a_cut_line_and_a_page_loaded_again_lose_nothing(page: Page, desk: Desk, tmp_path: Path) -> None:
    video = written(tmp_path, "Bài giảng “lớp 6”.mp4", LARGE.size)
    desk.sign_in(page)
    line = Line(page)
    line.cut_at, line.hold_at = 4, 7
    choose(page, video)
    row = page.locator(".upload-file")
    expect(row).to_have_attribute("data-state", "offline", timeout=30_000)
    expect(row).to_contain_text("Mất kết nối mạng")
    expect(page.locator("[data-status]")).to_contain_text("Mất kết nối mạng")

    page.context.set_offline(False)
    expect(row.get_by_role("progressbar")).to_have_js_property("value", 62, timeout=60_000)  # five parts of nine
    asked: list[Dialog] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog)
        dialog.accept()

    page.on("dialog", leave)
    page.reload()
    assert [dialog.type for dialog in asked] == ["beforeunload"]
    expect(row).to_contain_text("Chọn lại tệp")
    before = len(line.parts)

    choose(page, video)
    page.wait_for_url(re.compile(r"/so-hoa/[0-9a-f-]{36}/$"), timeout=60_000)
    assert len(set(line.parts[before:])) == 4  # five were there
    expect(page.locator("h1.upload__name")).to_have_text("Bài giảng “lớp 6”.mp4")
    assert desk.uploads()["Bài giảng “lớp 6”.mp4"] == sha256(video.read_bytes()).hexdigest()
    page.goto(f"{desk.url}/so-hoa/")
    expect(page.locator("#uploads")).to_contain_text("Bài giảng “lớp 6”.mp4")
    expect(page.locator(".upload-queue")).to_be_hidden()


@pytest.mark.backend_independent
def test_many_files_one_of_them_cancelled_on_a_phone(phone: Page, desk: Desk, tmp_path: Path) -> None:
    large = written(tmp_path, "bỏ.mp4", 2 * PART_SIZE)
    books = [material.a_pdf(tmp_path / f"sách {number}.pdf", pages=1) for number in (1, 2, 3, 4)]
    (tmp_path / "rỗng.pdf").write_bytes(b"")
    desk.sign_in(phone)
    Line(phone).holds_large = True
    choose(phone, large, *books, tmp_path / "rỗng.pdf")
    rows = phone.locator(".upload-file")
    for book in books:
        expect(rows.filter(has_text=book.name)).to_have_attribute("data-state", "complete", timeout=60_000)
    expect(rows.filter(has_text="rỗng.pdf")).to_have_attribute("data-state", "rejected")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    cancel = rows.filter(has_text="bỏ.mp4").get_by_role("button", name="Hủy: bỏ.mp4")
    cancel.focus()
    cancel.press("Enter")
    expect(rows.filter(has_text="bỏ.mp4")).to_have_count(0)
    for book in books:
        expect(phone.locator("#uploads")).to_contain_text(book.name)
    phone.reload()
    expect(phone.locator(".upload-queue")).to_be_hidden()


def test_parts_go_straight_into_a_bucket_that_allows_it_and_else_through_the_site(
    page: Page, desk_of_bucket: Desk, tmp_path: Path, s3_url: str
) -> None:
    video = written(tmp_path, "a.mp4", 2 * PART_SIZE + 5)
    other = written(tmp_path, "b.mp4", 2 * PART_SIZE + 7)
    puts: list[str] = []

    def look(request: Request) -> None:
        if request.method == "PUT":
            puts.append("site" if request.url.startswith(desk_of_bucket.url) else "bucket")

    desk_of_bucket.sign_in(page)
    page.on("request", look)
    choose(page, video)
    page.wait_for_url(re.compile(r"/so-hoa/[0-9a-f-]{36}/$"), timeout=90_000)
    assert puts == ["bucket", "bucket", "site", "site", "site"]

    puts.clear()
    assert desk_of_bucket.url in desk_of_bucket.site.manage("set_bucket_cors")
    page.goto(f"{desk_of_bucket.url}/so-hoa/")
    choose(page, other)
    page.wait_for_url(re.compile(r"/so-hoa/[0-9a-f-]{36}/$"), timeout=90_000)
    assert puts == ["bucket"] * 3
    digests = {path.name: sha256(path.read_bytes()).hexdigest() for path in (video, other)}
    assert desk_of_bucket.uploads() == digests
    assert list(_open(s3_url)[0].multiparts("incoming/")) == []

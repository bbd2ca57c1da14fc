"""Journey: from an empty database to the first upload, as the administrator and as the librarian."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.ingest import material
from tests.support import environments
from tests.support.sites import Site

pytestmark = [
    pytest.mark.backend_independent,
    pytest.mark.journey,
    pytest.mark.xdist_group("site"),
    pytest.mark.timeout(600),
]
TEMPORARY = re.compile(r"\b[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}\b")


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[Site]:
    """Start the web server on an empty database."""
    environment = environments.create(tmp_path)
    site = Site(tmp_path, environment.settings)
    try:
        site.start("web")
        site.wait_for(site.answers, "the web server answers")
        yield site
    finally:
        site.stop()
        environments.delete(environment.settings)


def temporary_password(text: str) -> str:
    """Return the temporary password in a text."""
    found = TEMPORARY.search(text)
    assert found, text
    return found[0]


def sign_in_first(page: Page, site: Site, username: str, temporary: str) -> None:
    """Sign in with a temporary password, and replace it."""
    page.goto(f"{site.url}/tai-khoan/login/")
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(temporary)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/tai-khoan/password/change/")
    page.locator("[name=password1]").fill(f"mot-cau-rieng-{username}")
    page.locator("[name=password1]").press("Enter")
    page.wait_for_url(f"{site.url}/")


def test_an_empty_database_becomes_a_library_with_a_first_upload(page: Page, second: Page, empty_site: Site) -> None:
    site = empty_site
    page.goto(site.url)
    expect(page.locator("h1")).to_have_text("Thư viện đang được thiết lập")
    options = ("--username", "quan.tri", "--name", "Đặng Minh Quân", "--unit", "Sở Giáo dục Hoa Sen")
    temporary = temporary_password(site.manage("create_admin", *options, "--kind", "province", "--no-input"))
    sign_in_first(page, site, "quan.tri", temporary)

    page.get_by_role("link", name="Bước đầu").click()
    step = page.locator("[aria-current=step]")
    step.locator("[name=name]").fill("Thư viện Hoa Sen")
    step.get_by_role("button", name="Lưu").click()
    step.get_by_role("link", name="Thêm trường").click()
    page.locator("[name=name]").fill("Trường THCS Nguyễn Du")
    page.locator("[name=code]").fill("nguyen-du")
    page.locator("[name=code]").press("Enter")
    page.wait_for_url("**/quan-tri/truong/")

    page.goto(f"{site.url}/quan-tri/buoc-dau/")
    step.get_by_role("link", name="Thêm thủ thư").click()
    page.locator("[name=username]").fill("mai")
    page.locator("[name=name]").fill("Nguyễn Thị Mai")
    school = page.locator("type-to-find input[role=combobox]")
    school.click()  # selects the name that is there
    school.press_sequentially("nguyen du")
    page.get_by_role("option", name="Trường THCS Nguyễn Du").click()
    page.locator("[name=role]").select_option("librarian")
    page.locator("[name=name]").press("Enter")
    page.wait_for_url("**/quan-tri/nguoi/")
    message = page.locator(".messages").inner_text()

    sign_in_first(second, site, "mai", temporary_password(message))
    second.goto(f"{site.url}/so-hoa/")
    second.locator("#files").set_input_files(material.a_pdf(site.var_dir / "sach.pdf"))
    second.locator("form[data-upload-form] button.button").first.click()
    second.wait_for_url(re.compile(r"/so-hoa/[0-9a-f-]{36}/$"), timeout=60_000)
    page.goto(f"{site.url}/quan-tri/buoc-dau/")
    expect(page.get_by_text("Thư viện đã thiết lập xong.")).to_be_visible()
    page.goto(site.url)
    expect(page.locator("h1")).to_have_text("Thư viện Hoa Sen")
    expect(page.get_by_role("link", name="Bước đầu")).to_have_count(0)

"""Steps of librarians in their screens, for several journeys."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Shelf


@dataclass(frozen=True)
class Record:
    """The values that the librarian enters at the review; an empty field leaves the proposed value."""

    title: str
    subject: str
    find: str = "librarians"
    read: str = "librarians"


def send(page: Page, shelf: Shelf, file: Path) -> None:
    """Send a file or a folder from the uploads' page, which leads to the live page of it."""
    page.goto(f"{shelf.url}/so-hoa/")
    if file.is_dir():
        page.locator("#folder").set_input_files(file)
    else:
        page.locator("#files").set_input_files(file)
        page.locator("form[data-upload-form] button.button").first.click()
    page.wait_for_url(re.compile(r"/so-hoa/[0-9a-f-]{36}/$"), timeout=60_000)
    expect(page.locator("h1.upload__name")).to_contain_text(file.stem)


def wait_until_read(page: Page) -> None:
    """Wait until the live page offers the review, and open it."""
    expect(page.locator("#progress a[href$='/xem-lai/']")).to_be_visible(timeout=120_000)


def review(page: Page, record: Record) -> None:
    """Open the review on the live page, correct the record, choose who may find and read it, publish it."""
    page.locator("#progress a[href$='/xem-lai/']").click()
    page.locator("[name=title]").fill(record.title)
    choose(page, "subjects", record.subject)
    page.locator("[name=rights]").select_option("own")
    page.locator("[name=access][value=single]").check()
    for name, wanted in (("find", record.find), ("look_inside", record.read), ("read", record.read)):
        picker = page.locator("type-to-find", has=page.locator(f"select[name={name}]"))
        picker.get_by_role("combobox").click()
        picker.locator(f"[role=option][data-value='{wanted}']").click()
    page.locator("main form[method=post] button.button").last.click()
    page.wait_for_url("**/da-cong-bo/")
    page.locator(".next-steps a").first.click()
    page.wait_for_url("**/hoc-lieu/**")
    expect(page.locator("h1")).to_have_text(record.title)


def choose(page: Page, name: str, value: str) -> None:
    """Choose one of several in a picker, by typing its value."""
    picker = page.locator("type-to-find", has=page.locator(f"[name='{name}-words']"))
    picker.get_by_role("combobox").fill(value.replace("-", " "))
    picker.locator(f"[role=option][data-value='{value}']").click()
    expect(picker.locator(f"input[value='{value}']")).to_be_checked()

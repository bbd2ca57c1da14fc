"""A real browser: Debian's Chromium, or the one that CHROMIUM names."""

import os
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from devtools.browser import MISSING, chromium_path

FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
)
LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}


_open: list[Page] = []


def chromium() -> Iterator[Browser]:
    """Start Chromium once; its flags switch off every request of its own."""
    path = chromium_path()
    if path is None:
        pytest.fail(MISSING)
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path), args=[*FLAGS, *as_root])
        yield browser
        browser.close()


def open_page(browser: Browser, device: dict[str, Any]) -> Iterator[Page]:
    """Open a page in a context of its own; fail on an error in a script and on a violation of the CSP."""
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **device)
    context.set_default_timeout(15_000)
    thrown: list[str] = []
    page = context.new_page()
    context.on("weberror", lambda error: thrown.append(str(error.error)))
    context.on(
        "console", lambda message: thrown.append(message.text) if "Content Security Policy" in message.text else None
    )
    _open.append(page)
    yield page
    _open.remove(page)
    context.close()
    assert not thrown, f"scripts threw: {thrown}"


def leave_sites() -> None:
    """Leave what the open pages show, so that they send no further request."""
    for page in _open:
        page.goto("about:blank")


def wait_until(page: Page, condition: str, arg: object = None, seconds: float = 15) -> None:
    """Poll until the condition holds. Playwright's `wait_for_function` evaluates strings, which the CSP forbids."""
    deadline = time.monotonic() + seconds
    while not page.evaluate(condition, arg):
        assert time.monotonic() < deadline, f"{condition}: not after {seconds:.0f} s"
        page.wait_for_timeout(50)

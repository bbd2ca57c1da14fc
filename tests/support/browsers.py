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

TARGET = 44  # pixels, the least height and width of what a finger touches
# Links inside a sentence have the height of their line; a label is part of its field; ::after may enlarge a target.
SMALL_TARGETS = """(least) => {
  const isShown = (element) => {
    const pressed = getComputedStyle(element).opacity === "0" ? element.closest("label") ?? element : element;
    const { width, height } = pressed.getBoundingClientRect();
    return width > 1 && height > 1 && pressed.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  };
  const box = (element) => {
    const own = element.getBoundingClientRect();
    const label = element.closest("label")?.getBoundingClientRect() ?? own;
    const after = getComputedStyle(element, "::after");
    const isLaidOver = after.content !== "none" && after.position === "absolute";
    const extra = isLaidOver ? Math.max(-2 * parseFloat(after.top), 0) || 0 : 0;
    const covers = isLaidOver && after.top === "0px" ? element.offsetParent.getBoundingClientRect() : own;
    const longest = (name) => Math.max(own[name] + extra, label[name], covers[name]);
    return { width: longest("width"), height: longest("height") };
  };
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((element) => isShown(element) && getComputedStyle(element).display !== "inline")
    .map((element) => ({ element, ...box(element) }))
    .filter(({ width, height }) => width < least - 0.5 || height < least - 0.5)
    .map(({ element, width, height }) => `${element.outerHTML.slice(0, 120)} ${width.toFixed()}x${height.toFixed()}`);
}"""

# What cannot be reached because a part of it is beyond the left or right edge, outside of everything that scrolls.
CUT_OFF = """() => {
  const shown = { visibilityProperty: true, opacityProperty: true };
  const isScrolledTo = ({ element, box }) => {
    for (let outer = element.parentElement; outer && outer !== document.body; outer = outer.parentElement) {
      const from = box.left - outer.getBoundingClientRect().left + outer.scrollLeft;
      const scrolls = /auto|scroll/.test(getComputedStyle(outer).overflowX) && outer.scrollWidth > outer.clientWidth;
      if (scrolls && from >= -1 && from + box.width <= outer.scrollWidth + 1) return true;
    }
    return false;
  };
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((element) => element.checkVisibility(shown))
    .map((element) => ({ element, box: element.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 1 && box.height > 1 && box.bottom > 0)
    .filter(({ box }) => box.left < -1 || box.right > document.documentElement.clientWidth + 1)
    .filter((one) => !isScrolledTo(one))
    .map(({ element, box }) => `${element.outerHTML.slice(0, 120)} ${box.left.toFixed()} to ${box.right.toFixed()}`);
}"""


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


OVERFLOW = """() => {
  const page = document.documentElement, wide = page.scrollWidth - page.clientWidth;
  if (wide <= 0) return [];
  const right = (element) => element.getBoundingClientRect().right;
  const scrolls = (element) => getComputedStyle(element).overflowX !== "visible";
  const isInside = (element) => {
    for (let outer = element.parentElement; outer !== document.body; outer = outer.parentElement)
      if (scrolls(outer)) return true;
    return false;
  };
  const furthest = [...document.body.querySelectorAll("*")]
    .filter((element) => !isInside(element) && getComputedStyle(element).position !== "fixed")
    .reduce((best, one) => (right(one) >= right(best) ? one : best));
  return [`${wide} px too wide at ${page.clientWidth}: ${furthest.outerHTML.slice(0, 120)}`];
}"""


def small_targets(page: Page) -> list[str]:
    """Return what is visible and too small for a finger, with its size in pixels."""
    return list(page.evaluate(SMALL_TARGETS, TARGET))


def cut_off(page: Page) -> list[str]:
    """Return what is visible and partly beyond the left or right edge of the window, in pixels."""
    return list(page.evaluate(CUT_OFF))


def overflow(page: Page) -> list[str]:
    """Return by how many pixels the page is wider than the window, with the innermost element that reaches furthest."""
    return list(page.evaluate(OVERFLOW))

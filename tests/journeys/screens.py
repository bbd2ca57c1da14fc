"""What is wrong with a screen, and the sizes of windows in which journeys look at it."""

import json

from playwright.sync_api import Page

from devtools.paths import VENDOR
from tests.support.browsers import cut_off, overflow, small_targets

PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}
NARROW = {"width": 320, "height": 640}


def serious(page: Page) -> list[str]:
    """Return what axe calls serious or worse, with the first element of each.

    Left out is one link of Wagtail, on the status of a page, whose name says who sees the page instead.
    """
    page.evaluate((VENDOR / "axe" / "axe.min.js").read_text("utf-8"))
    found = page.evaluate("axe.run({ exclude: [['.page-status-tag']] })")["violations"]
    return [
        json.dumps([one["id"], one["nodes"][0]["html"]]) for one in found if one["impact"] in ("serious", "critical")
    ]


def problems(page: Page) -> list[str]:
    """Return what axe finds; what is over the edge, also at 320 pixels; and targets that are too small there."""
    size, wrong = page.viewport_size, serious(page)
    assert size is not None
    for viewport in (size, NARROW):
        page.set_viewport_size(viewport)
        wrong += overflow(page)
    wrong += [*small_targets(page), *cut_off(page)]
    page.set_viewport_size(size)
    return [f"{page.url}: {what}" for what in wrong]

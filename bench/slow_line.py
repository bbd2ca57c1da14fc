"""`python -m bench.slow_line URL USER PASSWORD ADDRESS…`: what a phone on a slow line waits for, in bytes and seconds.

Opens each address of a running site as this person (as a visitor if USER is `-`) in Chromium with an empty cache, on a
line that it slows to 400 kbit/s with a round trip of 150 ms, and prints a table. Bytes are those on the wire.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from tests.support.browsers import PHONE, chromium

BYTES_A_SECOND = 400_000 / 8
ROUND_TRIP_MS = 150
# The page image of the reader that the server sent, as the browser chose it.
WANTED_IMAGE = "() => document.querySelector('#page-sheet img')?.currentSrc ?? ''"
DEFERRED = "() => [...document.querySelectorAll('script[defer]')].map((script) => script.src)"
ARRIVED_MS = "(url) => performance.getEntriesByName(url)[0]?.responseEnd ?? null"
PAINTED_MS = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


@dataclass(frozen=True)
class Loaded:
    """One screen, loaded with an empty cache.

    `octets` came before or with the first screen; `later` are scripts that are deferred, after it. Seconds count from
    the click: to the first text, and to the image of the wanted page (None on other screens).
    """

    address: str
    octets: int
    later: int
    text_seconds: float
    image_seconds: float | None


def main() -> None:
    """Measure the addresses, and print the table."""
    url, user, password, *addresses = sys.argv[1:]
    for browser in chromium():
        context = browser.new_context(**PHONE)
        if user != "-":
            sign_in(context, url, user, password)
        print("| screen | bytes | later | first text, s | wanted page, s |\n|---|---|---|---|---|")
        for loaded in (load(browser, context, f"{url}{address}") for address in addresses):
            image = f"{loaded.image_seconds:.1f}" if loaded.image_seconds is not None else ""
            address = loaded.address.removeprefix(url)
            print(
                f"| {address} | {loaded.octets:,} | {loaded.later:,} | {loaded.text_seconds:.1f} | {image} |",
                flush=True,
            )


def sign_in(context: BrowserContext, url: str, user: str, password: str) -> None:
    """Sign in by the form."""
    page = context.new_page()
    page.goto(f"{url}/tai-khoan/login/")
    page.locator("[name=login]").fill(user)
    page.locator("[name=password]").fill(password)
    with page.expect_navigation():
        page.locator("[name=password]").press("Enter")
    page.close()


def load(browser: Browser, signed_in: BrowserContext, address: str) -> Loaded:
    """Load an address in a new context with the cookies of another, so that its cache is empty."""
    context = browser.new_context(storage_state=signed_in.storage_state(), **PHONE)
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    conditions = {"downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND, "latency": ROUND_TRIP_MS}
    line.send("Network.emulateNetworkConditions", {"offline": False, **conditions})
    urls: dict[str, str] = {}
    sizes: dict[str, int] = {}
    line.on("Network.requestWillBeSent", lambda event: urls.update({event["requestId"]: event["request"]["url"]}))
    line.on("Network.loadingFinished", lambda event: sizes.update(_size(event)))
    page.goto(address, timeout=120_000)
    wanted, deferred = page.evaluate(WANTED_IMAGE), set(page.evaluate(DEFERRED))
    image_ms = page.evaluate(ARRIVED_MS, wanted) if wanted else None
    at_once = {key: size for key, size in sizes.items() if urls.get(key) not in deferred}
    painted = page.evaluate(PAINTED_MS) or 0.0
    context.close()
    octets = sum(at_once.values())
    image_seconds = image_ms / 1000 if image_ms is not None else None
    return Loaded(address, octets, sum(sizes.values()) - octets, painted / 1000, image_seconds)


def _size(event: dict[str, Any]) -> Iterator[tuple[str, int]]:
    yield event["requestId"], int(event["encodedDataLength"])


if __name__ == "__main__":
    main()

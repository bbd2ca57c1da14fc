"""Walk through a site by its links: one address of each route, so that a new screen is found without a list."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urldefrag, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Error, Page, Response

from tests.journeys.conftest import Shelf

LINKS = "() => [...document.querySelectorAll('a[href]:not([download])')].map((link) => link.href)"
# They end the session, change the language, wait for a selection, or are the settings of locales of
# Wagtail, which this product leaves alone.
NOT_FOLLOWED = (
    "/tai-khoan/logout/",
    "/ngon-ngu/",
    "/quan-tri/logout/",
    "/quan-tri/bulk/",
    "/quan-tri/locales/",
)
TRIES = 3
ENGLISH = "/en/"
DESK = "/quan-tri/"  # has one address, and the language of the last screen of the site


def walk(page: Page, shelf: Shelf, start: tuple[str, ...], language: str) -> Iterator[tuple[str, int]]:
    """Open one address of each route that links lead to from the start; yield its path and status once it is open.

    An address that redirects counts for the route that it leads to: the next of its own route is tried, a few times.
    """
    waiting = [f"{shelf.url}{'' if path.startswith(DESK) else language}{path}" for path in start]
    seen: set[str] = set()
    tried: Counter[str] = Counter()
    while waiting:
        address = urldefrag(waiting.pop(0)).url
        asked = _key(address)
        tried[asked] += 1
        if asked in seen or tried[asked] > TRIES:
            continue
        answer = _open(page, address)
        if answer is None:
            continue
        if (shown := _key(page.url)) in seen or "html" not in answer.headers.get("content-type", ""):
            continue
        seen.add(shown)
        yield page.url.removeprefix(shelf.url), answer.status
        waiting += [link for link in page.evaluate(LINKS) if _is_followed(link, shelf, language)]


def _open(page: Page, address: str) -> Response | None:
    """Open an address; return None if it is a file, which the browser stores instead of showing it."""
    try:
        return page.goto(address, wait_until="networkidle")
    except Error as error:
        if "Download is starting" not in error.message:
            raise
        return None


def _is_followed(link: str, shelf: Shelf, language: str) -> bool:
    path = urlsplit(link).path
    is_here = link.startswith(f"{shelf.url}/") and (path.startswith(DESK) or path.startswith(ENGLISH) == bool(language))
    is_file = "." in path.rpartition("/")[2]
    return is_here and not is_file and not path.removeprefix(language).startswith(NOT_FOLLOWED)


def _key(address: str) -> str:
    """Return the route of an address; the path itself where pages of the school share one route."""
    path = urlsplit(address).path.removeprefix("/en")
    try:
        route = str(resolve(path).route)
    except Resolver404:
        return path
    return path if route.startswith("^") or "(?:" in route else route

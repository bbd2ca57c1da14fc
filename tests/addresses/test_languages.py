"""No Vietnamese screen has an English word: each page is tested with the actors who see most."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from tests.addresses.admin_table import prefix_of
from tests.addresses.client import is_page
from tests.addresses.fixtures import World
from tests.addresses.routes import PARTS, fill, routes
from tests.addresses.table import ROWS

ADMIN = "quan-tri/"
pytestmark = [
    pytest.mark.system,
    pytest.mark.backend_independent,
    pytest.mark.timeout(300),
    pytest.mark.xdist_group("addresses"),
]
# English words that no Vietnamese text contains, not even without its tone marks.
ENGLISH = re.compile(
    r"\b(the|of|this|these|is|are|was|has|have|been|and|or|you|your|with|from|will|not|please|"
    r"live|draft|created|edited|published|unpublish|delete|save|cancel|close|search|filter|view|show|select|choose|"
    r"status|locale|user|users|settings|page|pages|title|type|name|date|image|images|upload|history|collection)\b",
    re.IGNORECASE,
)
# Names of products and licences, and identifiers that the screens for operators show unchanged.
NAMES = re.compile(
    r"Creative Commons|manage\.py \S+|python \S+|--\w[\w-]*|[A-Z_]{4,}(=\S+)?|\S+@\S+|\S*/\S*|\w+\.\w+|“[^”]*”"
)
# Names of fixtures, a page that Wagtail's first migration makes, the heading of a list of languages that no screen
# leads to, the name of the model Page of this product, which a report takes for a page of Wagtail, English synonyms.
DATA = re.compile(
    r"group of A( and B)?|Sách draft|Welcome to your new Wagtail site!|^Locale$|^Page$|history, sử|"
    r"history and geography"
)
TEXT_ATTRIBUTES = {"aria-label", "title", "placeholder", "alt", "label"}
SILENT = {"script", "style", "code", "pre", "kbd"}


def test_no_screen_in_vietnamese_has_an_english_word(world: World) -> None:
    found = {address: words for address, words in _screens(world) if words}
    assert found == {}


def _screens(world: World) -> Iterator[tuple[str, list[str]]]:
    """Yield each address with the texts on its page that contain an English word."""
    asked = 0
    for actors, address in _addresses(world):
        for actor in actors:
            answer = world.browsers[actor].get(address)
            if is_page(answer):
                asked += 1
                yield f"{address} as {actor}", english(answer.content.decode())
            if address.startswith(f"/{ADMIN}") and answer.status_code == 200:
                break  # the administrator opens only what librarians do not see
    assert asked > 200, "the screens were not opened"


def _addresses(world: World) -> Iterator[tuple[tuple[str, ...], str]]:
    for row in ROWS:
        for thing in world.of_kind(row.kind)[:2]:
            yield ("anonymous", "librarian_a"), fill(row.route, thing.args)
    for route in routes():
        if route.startswith(ADMIN):
            thing = world.owned(prefix_of(route).kind if PARTS.search(route) else "nothing")
            yield ("librarian_a", "node_admin"), fill(route, thing.args)


def english(page: str) -> list[str]:
    """Return the texts of a page that contain an English word."""
    return [text for text in texts_of(page) if ENGLISH.search(NAMES.sub(" ", DATA.sub(" ", text)))]


class Texts(HTMLParser):
    """Collects the text of a page, and the attributes that a screen reader reads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_silent = tag in SILENT or given.get("lang") == "en" or (bool(self._open) and self._open[-1][1])
        if not is_silent:
            self.found += [value for name, value in attrs if name in TEXT_ATTRIBUTES and value]
            if tag == "input" and given.get("type") in ("submit", "button"):
                self.found.append(given.get("value") or "")
        if tag not in VOID:
            self._open.append((tag, is_silent))
        if tag == "script":
            self._json = given.get("type") == "application/json"

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] == "script" and self._json:
            self.found += _labels(json.loads(data))
        elif not (self._open and self._open[-1][1]) and data.strip():
            self.found.append(" ".join(data.split()))


VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def texts_of(page: str) -> list[str]:
    """Yield the texts of a page."""
    parser = Texts()
    parser.feed(page)
    return parser.found


def _labels(data: object) -> list[str]:
    """Yield the labels in the data of scripts."""
    if isinstance(data, dict):
        shown = [value for name, value in data.items() if name in ("label", "text") and isinstance(value, str)]
        return shown + [text for value in data.values() for text in _labels(value)]
    if isinstance(data, list):
        return [text for value in data for text in _labels(value)]
    return []


def test_english_is_seen_where_it_stands() -> None:
    page = (
        '<p>Trang này</p><a lang="en">English of all</a><img alt="The cover"><script>of the</script>'
        '<script type="application/json">{"items": [{"label": "Live pages"}]}</script><p>Đọc <b>this book</b></p>'
    )
    assert english(page) == ["The cover", "Live pages", "this book"]

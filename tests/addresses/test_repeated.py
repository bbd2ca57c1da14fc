"""The language of a screen, and what a person sees there, never depend on what was asked before in the same process.

Each screen is asked in turns of languages and people, in one order and, after emptying the caches of functions, in
the other. Every answer has the links and texts of its own language, and is the same each time.
"""

import gc
from collections.abc import Iterable, Iterator
from functools import _lru_cache_wrapper, lru_cache
from itertools import cycle
from uuid import UUID

import pytest
from django.core.cache import cache

from devtools.paths import ROOT
from reading import links
from tests.addresses.admin_table import prefix_of
from tests.addresses.fixtures import World
from tests.addresses.people import ACTORS
from tests.addresses.repeated import ADMIN, LANGUAGES, has_languages, read, screen
from tests.addresses.routes import PARTS, fill, routes
from tests.addresses.table import ROWS

WITH_A_DESK = ("librarian_a", "node_admin")
DESK = tuple(f"{ADMIN}{path}" for path in ("", "hoc-lieu/", "bo-suu-tap/", "nguoi/", "truong/", "pages/", "images/"))
# They show a page in the language in which it is written, or sign out.
NOT_ASKED = ("/preview/", "/view_draft/", "/view/", "/logout/")
pytestmark = [
    pytest.mark.system,
    pytest.mark.backend_independent,
    pytest.mark.timeout(2400),
    pytest.mark.xdist_group("addresses"),
]


def test_each_screen_keeps_to_its_language_when_asked_in_turns(world: World) -> None:
    turns = cycle((LANGUAGES, LANGUAGES[::-1]))
    actors = cycle(("anonymous", "librarian_a", "teacher_b", "head_a"))
    asked = [(address, actor) for address, actor in zip(_addresses(world), actors, strict=False)]
    asked += [(address, "librarian_a") for address in DESK]
    answers = [
        answer
        for (address, actor), languages in zip(asked, turns, strict=False)
        for answer in _answers(world, address, [(actor, language) for language in (*languages, languages[0])])
    ]
    assert len(answers) > 150
    assert _wrong(answers) == []


@pytest.mark.slow
def test_each_screen_is_the_same_for_each_person_in_each_order(world: World) -> None:
    turns = [(actor, language) for actor in ACTORS for language in LANGUAGES]
    answers: list[Answer] = []
    for order in (turns, turns[::-1]):
        _empty_function_caches()
        for address in _addresses(world):
            answers += _answers(world, address, order)
        for address in _addresses_of_admin(world):
            answers += _answers(world, address, [turn for turn in order if turn[0] in WITH_A_DESK])
    assert len(answers) > 5_000
    assert _wrong(answers) == []


def test_a_screen_that_mixes_languages_is_seen() -> None:
    page = '<html lang="en"><a href="/tim/">A–Z</a><a href="/" hreflang="vi">Tiếng Việt</a><b>Đăng xuất</b></html>'
    assert read(page).mixed_up("en", in_admin=False) == ["/tim/", "Đăng xuất"]
    assert read(page).mixed_up("vi", in_admin=False) == ["declares en"]


def test_a_cache_without_the_language_is_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of the caches that this module is about, broken as it once was."""
    uncached = links._resource_url.__wrapped__

    @lru_cache
    def without_language(resource: UUID) -> str:
        return str(uncached(resource, ""))

    monkeypatch.setattr(links, "_resource_url", lambda resource, _language: without_language(resource))
    wrong = _wrong(_answers(world, "/tim/", [("anonymous", language) for language in LANGUAGES]))
    assert any(line.startswith("/tim/ as anonymous in en: /hoc-lieu/") for line in wrong)


Answer = tuple[str, str, str, str, list[str]]  # address, actor, language, body, what does not belong there


def _answers(world: World, address: str, turns: Iterable[tuple[str, str]]) -> Iterator[Answer]:
    """Yield the pages that are answered at an address."""
    for actor, language in turns:
        found = screen(world.browsers[actor], address, language)
        if found:
            yield address, actor, language, found.body, found.mixed_up(language, in_admin=address.startswith(ADMIN))


def _wrong(answers: Iterable[Answer]) -> list[str]:
    """Return a line for each answer of another language, and for each that differs from an earlier one."""
    seen: dict[tuple[str, str, str], str] = {}
    wrong = []
    for address, actor, language, body, mixed_up in answers:
        wrong += [f"{address} as {actor} in {language}: {thing}" for thing in mixed_up]
        first = seen.setdefault((address, actor, language), body)
        if first != body:
            wrong.append(f"{address} as {actor} in {language} differs: {_difference(first, body)}")
    return list(dict.fromkeys(wrong))


def _difference(first: str, second: str) -> str:
    """Return the place where two bodies part, of each the text around it."""
    pairs = enumerate(zip(first, second, strict=False))
    place = next((place for place, (one, other) in pairs if one != other), min(len(first), len(second)))
    return " | ".join(" ".join(body[max(place - 60, 0) : place + 60].split()) for body in (first, second))


def _addresses(world: World) -> Iterator[str]:
    """Yield the addresses of the site with one object of each kind, in Vietnamese."""
    for row in ROWS:
        address = fill(row.route, world.owned(row.kind).args)
        if row.get and has_languages(address):
            yield address


def _addresses_of_admin(world: World) -> Iterator[str]:
    for route in routes():
        thing = world.owned(prefix_of(route).kind if route.startswith(ADMIN[1:]) and PARTS.search(route) else "nothing")
        address = fill(route, thing.args)
        if address.startswith(ADMIN) and not any(part in address for part in NOT_ASKED):
            yield address


def _empty_function_caches() -> None:
    """Empty the caches of the functions of this project, and Django's cache."""
    cache.clear()
    ours = {path.name for path in ROOT.iterdir() if (path / "__init__.py").is_file()}
    for thing in gc.get_objects():
        if type(thing) is _lru_cache_wrapper and thing.__module__.partition(".")[0] in ours:
            thing.cache_clear()

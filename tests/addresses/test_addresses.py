"""The answer of every address of the product to every kind of person, with objects of two schools.

The table is in tests/addresses/table.py and, for the Wagtail admin, tests/addresses/admin_table.py. `make test` tests
one person of each relation at each object, in turn; `make test-slow` tests every person at every address.
"""

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

import pytest

from tests.addresses.admin_table import (
    NO_DESK,
    NO_SUCH,
    PUBLIC,
    REDIRECTED,
    REFUSED,
    SHOWN,
    Prefix,
    prefix_of,
)
from tests.addresses.client import ask
from tests.addresses.fixtures import AddressedObject, World
from tests.addresses.people import ACTORS
from tests.addresses.routes import PARTS, fill, routes
from tests.addresses.table import (
    ACCOUNTS,
    AUTHORITIES,
    AUTHORITY_FILES,
    CHANGESETS,
    CIRCULATION,
    COPY_CATALOGUING,
    HELP,
    IMPORTS,
    INGEST,
    OPERATING,
    OVERVIEW,
    PERSONAL,
    READING,
    ROSTER,
    ROWS,
    SHARING,
    Answers,
    Row,
)

TABLES = {
    "operating": OPERATING,
    "reading": READING,
    "personal": PERSONAL,
    "help": HELP,
    "sharing": SHARING,
    "overview": OVERVIEW,
    "circulation": CIRCULATION,
    "ingest": INGEST,
    "roster": ROSTER,
    "changesets": CHANGESETS,
    "copy_cataloguing": COPY_CATALOGUING,
    "authorities": AUTHORITIES,
    "authority_files": AUTHORITY_FILES,
    "imports": IMPORTS,
    "accounts": ACCOUNTS,
}
ADMIN = "quan-tri/"
LIBRARIANS = ("librarian_a", "librarian_b")
OWNS = ("owns", "self")
pytestmark = [
    pytest.mark.system,
    pytest.mark.backend_independent,
    pytest.mark.timeout(900),
    pytest.mark.xdist_group("addresses"),
]
WhoAsks = Callable[[AddressedObject, Row, Answers], list[str]]


def in_turn(addressed: AddressedObject, row: Row, answers: Answers) -> list[str]:
    """Return one actor of each relation to the object; the choice rotates over addresses and objects."""
    if set(answers.values()) <= {302, 405}:
        return ["anonymous", "librarian_a"]
    turn = zlib.crc32(f"{row.route} {addressed.name}".encode())
    alike: dict[str, list[str]] = defaultdict(list)
    for actor in ACTORS:
        alike[actor if actor in answers else addressed.relation_of(actor)].append(actor)
    return [actors[turn % len(actors)] for actors in alike.values()]


def everybody(addressed: AddressedObject, row: Row, answers: Answers) -> list[str]:
    """Return all actors."""
    return list(ACTORS)


@pytest.mark.parametrize("who_asks", [in_turn, pytest.param(everybody, marks=pytest.mark.slow)])
@pytest.mark.parametrize("table", TABLES)
def test_each_address_answers_each_person_as_the_table_says(world: World, table: str, who_asks: WhoAsks) -> None:
    wrong = [line for row in TABLES[table] for line in _wrong(world, row, who_asks)]
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("all_ask", [False, pytest.param(True, marks=pytest.mark.slow)])
# In `make test` tests/portal/test_isolation.py sends POST requests with keys of another school.
@pytest.mark.parametrize("method", ["get", pytest.param("post", marks=pytest.mark.slow)])
def test_each_address_of_the_admin_answers_each_person_as_the_table_says(
    world: World, method: str, all_ask: bool
) -> None:
    addresses = [route for route in routes() if route.startswith(ADMIN)]
    wrong = [line for route in addresses for line in _wrong_in_admin(world, route, method, all_ask=all_ask)]
    assert not wrong, "\n" + "\n".join(wrong)


def test_what_belongs_to_one_thing_is_not_had_through_another(world: World) -> None:
    """A reader of the public book gets no page and no file of a draft by naming both in one address."""
    objects = {addressed.name: addressed for addressed in world.of_kind("resource")}
    crossed = {**objects["draft"].args, "resource": objects["public"].args["resource"]}
    for row in READING:
        named = {part["name"] for part in PARTS.finditer(row.route)}
        if "resource" in named and named & {"page", "file"}:
            for actor in ACTORS:
                status, _wrote = ask(world.browsers[actor], "get", fill(row.route, crossed))
                assert status == 404, f"{row.route} as {actor}"


def test_every_address_is_in_the_table() -> None:
    missing = [route for route in routes() if route not in _named() and not route.startswith(ADMIN)]
    assert not missing


def test_the_table_names_no_address_that_is_gone() -> None:
    assert not _named() - set(routes())


def _named() -> set[str]:
    return {row.route.partition("?")[0] for row in ROWS}


def _wrong(world: World, row: Row, who_asks: WhoAsks) -> Iterator[str]:
    for addressed in world.of_kind(row.kind):
        if row.only and addressed.name not in row.only:
            continue
        for method, answers in (("get", row.get), ("post", row.post)):
            for actor in who_asks(addressed, row, answers) if answers else []:
                yield from _compare(world, row, addressed, actor, method, answers or {})


def _compare(
    world: World, row: Row, addressed: AddressedObject, actor: str, method: str, answers: Answers
) -> Iterator[str]:
    wanted = answers.get(actor, answers.get(addressed.relation_of(actor), answers.get("*")))
    address = fill(row.route, addressed.args)
    status, wrote = ask(world.browsers[actor], method, address, _filled(row.data, addressed))
    if status != wanted:
        yield f"{method.upper()} {address} ({addressed.name}) as {actor}: {status}, the table says {wanted}"
    if wrote and status >= 400:
        yield f"{method.upper()} {address} ({addressed.name}) as {actor}: {status}, and yet something was written"


def _filled(data: Mapping[str, object], addressed: AddressedObject) -> dict[str, object]:
    return {
        name: fill(value, addressed.args)[1:] if isinstance(value, str) and "<" in value else value
        for name, value in data.items()
    }


def _wrong_in_admin(world: World, route: str, method: str, *, all_ask: bool) -> Iterator[str]:
    """Test all actors in turn at the first object of a route, and the librarian of the other school at the others."""
    row = prefix_of(route)
    for number, addressed in enumerate(world.of_kind(row.kind if PARTS.search(route) else "nothing")):
        address = fill(route, addressed.args)
        turn = zlib.crc32(address.encode())
        alike = () if number and not all_ask else ("anonymous", "node_admin")  # same relation to all schools
        without = NO_DESK if all_ask else () if number else (NO_DESK[turn % len(NO_DESK)],)
        with_desk = LIBRARIANS if all_ask or addressed.kind != "nothing" else (LIBRARIANS[turn % len(LIBRARIANS)],)
        if number and not all_ask:
            with_desk = tuple(one for one in with_desk if addressed.relation_of(one) not in OWNS)
        for actor in (*alike, *without, *with_desk):
            wanted = _wanted_in_admin(row, addressed, actor, route)
            status, wrote = ask(world.browsers[actor], method, address)
            if status not in wanted:
                yield f"{method.upper()} {address} ({addressed.name}) as {actor}: {status}, the table says {wanted}"
            if wrote and status >= 400:
                yield f"{method.upper()} {address} ({addressed.name}) as {actor}: {status}, yet something was written"


def _wanted_in_admin(row: Prefix, addressed: AddressedObject, actor: str, route: str) -> frozenset[int]:
    if route in PUBLIC:
        return SHOWN
    if actor == "anonymous" or row.begins == "quan-tri/login/":
        return REDIRECTED
    if actor in NO_DESK:
        return REFUSED
    if actor == "node_admin":
        return row.admin
    mine = addressed.kind == "nothing" or addressed.relation_of(actor) in OWNS
    return row.librarian if mine else NO_SUCH

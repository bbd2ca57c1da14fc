"""Hostile values in every form, parameter, number and JSON body: no server error, and no row that breaks a screen.

Each address of the table is asked by one person of each relation. `make test` takes every third person and
sends each field one value, `make test-slow` all values.
"""

import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connections, transaction
from django.test import Client

from tests.addresses.fixtures import AddressedObject, World
from tests.addresses.routes import PARTS, fill, routes
from tests.addresses.table import ROWS, Answers, Row
from tests.addresses.test_addresses import in_turn

pytestmark = [
    pytest.mark.system,
    pytest.mark.backend_independent,
    pytest.mark.timeout(1800),
    pytest.mark.xdist_group("addresses"),
]
VALUES = (
    "9" * 400, "-1", "0001-01-01", "9999-12-31", "9999-12-31 23:59", "\u200b", "\x00", "\ud7ff\uffff",
    "e" + "\u0301" * 5000, "a" * 100_000, "'\"<script>{{ 7*7 }}%s%n", "[" * 5000, "1e400", "nan", "٣", "²",
    "=1+1\r\nX: x", "\u202e\u2028",
)  # fmt: skip
BODIES = (
    "[" * 100_000, '{"files":' * 20_000, '{"files": [{"name": "\\ud800", "size": 1, "fingerprint": "x"}]}',
    '{"files": [{"name": "a.pdf", "size": ' + "9" * 400 + ', "fingerprint": "x"}]}', '{"md5": ' + "9" * 5000 + "}",
    '{"files": [{"name": "\\u200b", "size": 1e400, "fingerprint": null}], "one_book": true, "book": {"a": []}}',
    '{"files": [{"name": "\\u0000", "size": 1, "fingerprint": "\\u0000"}], "book": "\\ud800"}',
    "nul\x00", "NaN", '"', "",
)  # fmt: skip
PARAMETERS = ("q", "page", "p", "trang", "so", "t", "how", "nguoi", "subject", "grade", "school", "sort", "id")
# Screens of the desk with a form or a list: a librarian and the node administrator ask them.
DESK = {
    "quan-tri/hoc-lieu/": "nothing", "quan-tri/bo-suu-tap/": "nothing", "quan-tri/nguoi/": "nothing",
    "quan-tri/truong/": "nothing", "quan-tri/images/": "nothing", "quan-tri/chon-hoc-lieu/": "nothing",
    "quan-tri/hoc-lieu/edit/<int:pk>/": "desk resource", "quan-tri/bo-suu-tap/new/": "nothing",
    "quan-tri/bo-suu-tap/edit/<int:pk>/": "collection", "quan-tri/nguoi/new/": "nothing",
    "quan-tri/nguoi/edit/<int:pk>/": "person", "quan-tri/truong/new/": "nothing",
    "quan-tri/truong/edit/<int:pk>/": "school",
    "quan-tri/pages/<int:page_id>/edit/": "page", "quan-tri/images/<int:image_id>/": "picture",
}  # fmt: skip
DESK_ACTORS: Answers = {"librarian_a": 200, "node_admin": 200}
TABLE = (*ROWS, *(Row(route, kind, DESK_ACTORS, DESK_ACTORS) for route, kind in DESK.items()))
ONE_OR_ALL = pytest.mark.parametrize("all_values", [False, pytest.param(True, marks=pytest.mark.slow)])


@ONE_OR_ALL
def test_no_parameter_is_a_server_error(world: World, all_values: bool) -> None:
    broken = []
    for _row, thing, actor, address in _asked(world, "get", all_values):
        for value in _chosen(VALUES, f"{address} {actor}", all_values):
            status = _ask(world.browsers[actor], "get", address, dict.fromkeys(PARAMETERS, value))
            broken += [f"{address} ({thing.name}) as {actor}: {value[:20]!r}"] if status >= 500 else []
    assert not broken, "\n".join(broken)


@ONE_OR_ALL
def test_no_field_is_a_server_error_and_none_breaks_its_screen(world: World, all_values: bool) -> None:
    broken = []
    for row, thing, actor, address in _asked(world, "post", all_values):
        browser = world.browsers[actor]
        fields = {**_form(browser, address), **{name: str(value) for name, value in row.data.items()}}
        for name in fields:
            if name == "csrfmiddlewaretoken":
                continue
            for value in _chosen(VALUES, f"{address} {name}", all_values):
                status = _ask(browser, "post", address, {**fields, name: value}, then=_screens(row, address))
                broken += [f"{address} ({thing.name}) as {actor}: {name}={value[:20]!r}"] if status >= 500 else []
    assert not broken, "\n".join(broken)


@ONE_OR_ALL
def test_no_number_in_an_address_is_a_server_error(world: World, all_values: bool) -> None:
    broken = []
    for route in (route for route in routes() if any(part["sort"] == "int" for part in PARTS.finditer(route))):
        for number in (10**400, 2**63, 2**31) if all_values else (10**400,):
            names = {part["name"]: number for part in PARTS.finditer(route) if part["sort"] == "int"}
            known = world.of_kind("resource")[0].args
            for actor in ("librarian_a", "node_admin") if all_values else ("node_admin",):
                status = _ask(world.browsers[actor], "get", fill(route, {**known, **names}), {})
                broken += [f"{route} as {actor}"] if status >= 500 else []
    assert not broken, "\n".join(sorted(set(broken)))


def test_no_body_of_json_is_a_server_error(world: World) -> None:
    broken = []
    for row in (row for row in ROWS if row.route.startswith("so-hoa/gui/") and row.post):
        for thing in world.of_kind(row.kind)[:1]:
            for body in BODIES:
                answer = world.browsers["librarian_a"].post(fill(row.route, thing.args), body, "application/json")
                if answer.status_code >= 500 or not isinstance(json.loads(answer.content), dict):
                    broken.append(f"{row.route}: {body[:30]!r}")
    assert not broken, "\n".join(broken)


def _asked(world: World, method: str, all_values: bool) -> Iterator[tuple[Row, AddressedObject, str, str]]:
    """Yield one object of each row with one actor of each relation to it, and its address."""
    for row in TABLE:
        answers = row.get if method == "get" else row.post
        for thing in [thing for thing in world.of_kind(row.kind) if not row.only or thing.name in row.only][:1]:
            actors = DESK_ACTORS if row.route in DESK else in_turn(thing, row, answers) if answers else ()
            for actor in actors:
                if all_values or zlib.crc32(f"{row.route} {actor}".encode()) % 3 == 0:
                    yield row, thing, actor, fill(row.route, thing.args)


def _chosen(values: tuple[str, ...], seed: str, all_values: bool) -> tuple[str, ...]:
    return values if all_values else (values[zlib.crc32(seed.encode()) % len(values)],)


def _screens(row: Row, address: str) -> list[str]:
    """Return what shows the row that was written: the form itself, and the list above it."""
    above = address.partition("/edit/")[0] + "/" if "/edit/" in address else address
    return [address, above] if row.get else []


def _ask(browser: Client, method: str, address: str, data: Mapping[str, Any], then: list[str] | None = None) -> int:
    """Return the highest status of the answer and of the screens afterwards; roll everything back."""
    cookies = browser.cookies.copy()
    with ExitStack() as both:
        for name in connections:
            both.enter_context(transaction.atomic(using=name))
        answer = getattr(browser, method)(address, data)
        statuses = [answer.status_code]
        if answer.streaming:
            answer.getvalue()
        if answer.status_code == 302 and method == "post":
            statuses += [browser.get(screen).status_code for screen in then or ()]
        for name in connections:
            connections[name].set_rollback(True)
    browser.cookies = cookies
    return max(statuses)


def _form(browser: Client, address: str) -> dict[str, str]:
    """Return the fields of the forms of a screen with their values; empty if the person sees none."""
    answer = browser.get(address)
    if answer.status_code != 200 or answer.streaming or b"<form" not in answer.content:
        return {}
    fields: dict[str, str] = {}
    for form in BeautifulSoup(answer.content, "html.parser").select("form[method=post], form[method=POST]"):
        for field in form.select("input[name], textarea[name], select[name]"):
            if field.get("type") not in ("submit", "file") and (
                field.get("type") != "checkbox" or field.has_attr("checked")
            ):
                fields.setdefault(str(field["name"]), _value(field))
    return fields


def _value(field: Tag) -> str:
    if field.name == "select":
        chosen = field.select_one("option[selected]") or field.select_one("option")
        return str(chosen.get("value", "")) if chosen else ""
    return field.get_text() if field.name == "textarea" else str(field.get("value", ""))

"""What a request says about its own address opens nothing: access is decided by the view that answers."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.http import Http404
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from portal.admin_gate import AdminGate
from tests.addresses.admin_table import PUBLIC
from tests.addresses.client import ask
from tests.addresses.fixtures import World
from tests.addresses.routes import fill, routes

pytestmark = [pytest.mark.system, pytest.mark.backend_independent, pytest.mark.xdist_group("headers")]
DESK = "quan-tri/"
SPELLINGS = ("content.localhost", "CONTENT.localhost:8000", "content.localhost.:8000", "content.localhost:81")
FORGED = {
    "SCRIPT_NAME": "/%41",
    "HTTP_SCRIPT_NAME": "/%41",
    "HTTP_X_SCRIPT_NAME": "/%41",
    "HTTP_X_FORWARDED_PREFIX": "/%41",
    "HTTP_X_ORIGINAL_URL": "/",
    "HTTP_X_REWRITE_URL": "/",
}


def test_a_forged_prefix_changes_no_answer_of_the_desk(world: World) -> None:
    """Each address of the desk is asked by someone without a desk, who is refused at every one."""
    browser = world.browsers["teacher_b"]
    browser.defaults.update(FORGED)
    asked = {fill(route, {}) for route in routes() if route.startswith(DESK) and route not in PUBLIC}
    answers = {address: ask(browser, "get", address)[0] for address in asked}
    assert {address: status for address, status in answers.items() if status not in (302, 403, 404)} == {}
    assert {address for address, status in answers.items() if status == 302} == {"/quan-tri/login/"}


def test_a_forged_prefix_opens_no_object_of_another_school(world: World) -> None:
    browser = world.browsers["librarian_b"]
    browser.defaults.update(FORGED)
    drafts = [thing for thing in world.of_kind("resource") if thing.name == "draft"]
    pages = [thing for thing in world.of_kind("page") if thing.relation_of("librarian_b") not in ("owns", "self")]
    asked = [fill("quan-tri/hoc-lieu/edit/<int:pk>/", thing.args) for thing in drafts]
    asked += [fill("quan-tri/pages/<int:page_id>/edit/", thing.args) for thing in pages]
    asked += ["/quan-tri/tinh-trang/", "/quan-tri/reports/site-history/", "/quan-tri/users/"]
    assert [address for address in asked if browser.get(address).status_code != 404] == []


def test_nothing_made_from_a_request_is_stored_for_others(world: World) -> None:
    """Menus are made once for each process, with the prefix of the request that happened to be the first."""
    assert world.browsers["librarian_a"].get("/quan-tri/", **FORGED).status_code == 200
    shown = world.browsers["librarian_b"].get("/quan-tri/").content.decode()
    assert reverse("wagtailadmin_home") == settings.ADMIN_PREFIX
    assert "%41" not in shown
    assert "/A/" not in shown


def test_every_view_outside_the_desk_is_one_that_the_gate_knows(world: World) -> None:
    refused = set()
    for pattern in _patterns(get_resolver()):
        request = RequestFactory().get("/")
        request.resolver_match = _Match(pattern.name or "")
        try:
            AdminGate(lambda request: None).process_view(request, pattern.callback, (), {})
        except Http404:
            refused.add(pattern.name)
    # No page has a password; the sign-in of Wagtail, which counts no failures, is behind a redirect.
    assert refused == {"wagtailcore_authenticate_with_password", "wagtailcore_login"}


def test_a_view_that_nobody_listed_is_refused(world: World) -> None:
    def surprise() -> None: ...

    surprise.__module__ = "wagtail.contrib.surprise.views"
    request = RequestFactory().get("/")
    request.resolver_match = _Match("surprise")
    with pytest.raises(Http404):
        AdminGate(lambda request: None).process_view(request, surprise, (), {})


@pytest.mark.parametrize("host", SPELLINGS)
def test_the_content_host_is_itself_however_it_is_spelt(world: World, host: str) -> None:
    for address in ("/", "/tim/", "/quan-tri/", "/static/theme/site.js", "/tai-khoan/login/"):
        answer = world.browsers["librarian_a"].get(address, headers={"host": host})
        assert (answer.status_code, answer.content, answer.cookies.output()) == (404, b"", ""), address


def test_a_path_that_only_begins_like_a_stored_object_is_none(world: World) -> None:
    for address in ("/kho/", "/kho/../tim/", "/kho/x/y", "/kho/%2e%2e/tim/"):
        answer = world.browsers["librarian_a"].get(address, headers={"host": "content.localhost:8000"})
        assert (answer.status_code, answer.content) == (404, b""), address


class _Match:
    """A resolved view outside the admin."""

    def __init__(self, name: str) -> None:
        self.view_name, self.route = name, "somewhere/"


def _patterns(resolver: URLResolver, before: str = "") -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, route)
        elif not route.startswith(DESK):
            yield entry

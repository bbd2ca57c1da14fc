"""The component gallery shows everything that a theme has to style, and only developers see it."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import Client, RequestFactory

from config.components import components
from devtools.paths import ROOT

THEME = ROOT / "static" / "theme"
TEMPLATES = ROOT / "templates"
# Set by scripts and by htmx while a page is used, or parts of the whole page or of the admin.
NOT_IN_THE_GALLERY = {"js", "htmx-request", "suggestions"}
INCLUDED = re.compile(r'{% (?:include|extends) "(components/[a-z_]+\.html)"')


@pytest.fixture
def shown(rf: RequestFactory) -> str:
    request: HttpRequest = rf.get("/components/")
    request.user = AnonymousUser()
    return components(request).content.decode()


def test_every_component_is_in_the_gallery() -> None:
    used: set[str] = set()
    unread = ["base.html", "config/components.html"]
    while unread:
        text = (TEMPLATES / unread.pop()).read_text("utf-8")
        found = set(INCLUDED.findall(text)) - used
        used |= found
        unread += found
    assert {path.relative_to(TEMPLATES).as_posix() for path in (TEMPLATES / "components").iterdir()} - used == set()


def test_every_class_of_the_theme_is_in_the_gallery(shown: str) -> None:
    in_page = {name for names in re.findall(r'class="([^"]*)"', shown) for name in names.split()}
    missing = {}
    for sheet in THEME.glob("*.css"):
        if sheet.name == "admin.css":
            continue
        rules = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", sheet.read_text("utf-8"), flags=re.DOTALL)
        selectors = re.sub(r"{[^{}]*}", "{}", rules)
        missing[sheet.name] = set(re.findall(r"\.([A-Za-z][\w-]*)", selectors)) - in_page - NOT_IN_THE_GALLERY
    assert not any(missing.values()), missing


def test_the_gallery_has_no_address_where_debugging_is_off() -> None:
    assert Client().get("/components/").status_code == 404

"""Scripts of the admin are deferred where that changes nothing but the moment of the first screen."""

import json
import re

import pytest
from django.test import Client

from portal.deferred_scripts import SCRIPT, deferred
from tests.portal.two_schools import Holding

NAMED = '<script src="/a.js"></script>'
LATER = '<script defer src="/b.js"></script>'
DATA = '<script id="c" type="application/json">{}</script>'


@pytest.mark.parametrize(
    ("page", "names", "rest"),
    [
        (NAMED, [' src="/a.js"'], ""),
        (DATA + NAMED + LATER + "<p>", [' src="/a.js"'], LATER + "<p>"),
        (
            NAMED + '<script>initDateChooser("x", {});</script>',
            [' src="/a.js"'],
            '<script type="module">initDateChooser("x", {});</script>',
        ),
        (
            NAMED + '<script>new Chooser("x", {});</script>',
            [' src="/a.js"'],
            '<script type="module">new Chooser("x", {});</script>',
        ),
        (NAMED + "<script>var shared = 1;</script>", None, None),
        (NAMED + '<script type="text/django-form-template">x</script>', None, None),
        ("<p>no script</p>", None, None),
    ],
)
def test_scripts_are_written_after_the_styles_unless_another_needs_them_at_once(
    page: str, names: list[str] | None, rest: str | None
) -> None:
    if names is None:
        assert deferred(page) == page
        return
    loader = r'<script id="scripts-after-styles" type="application/json">(.*?)</script><script src="[^"]+"></script>'
    before, listed, after = re.split(loader, deferred(page))
    assert json.loads(listed) == names
    assert (before, after) == (DATA if page.startswith(DATA) else "", rest)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["", "hoc-lieu/", "bo-suu-tap/", "bo-suu-tap/new/", "nguoi/", "nguoi/new/", "truong/", "images/"]
)
def test_no_script_of_the_desk_comes_before_its_content(
    client: Client, schools: tuple[Holding, Holding], address: str
) -> None:
    client.force_login(schools[0].librarian, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(f"/quan-tri/{address}").content.decode()
    named = [script["attributes"] for script in SCRIPT.finditer(page) if "src=" in script["attributes"]]
    at_once = [attributes for attributes in named if not re.search(r'\sdefer\b|type="module"', attributes)]
    assert len(at_once) == 1
    assert "scripts_after_styles" in at_once[0]
    assert "wagtailadmin/js/core" in page

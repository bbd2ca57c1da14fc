"""Scripts of the admin are deferred where that changes nothing but the moment of the first screen."""

import re

import pytest
from django.test import Client

from portal.deferred_scripts import SCRIPT, deferred
from tests.portal.two_schools import Holding

NAMED = '<script src="/a.js"></script>'


@pytest.mark.parametrize(
    ("page", "result"),
    [
        (NAMED, '<script defer src="/a.js"></script>'),
        ('<script defer src="/a.js"></script>', '<script defer src="/a.js"></script>'),
        (
            NAMED + '<script>initDateChooser("x", {});</script>',
            '<script defer src="/a.js"></script><script type="module">initDateChooser("x", {});</script>',
        ),
        (
            NAMED + '<script id="c" type="application/json">{}</script>',
            '<script defer src="/a.js"></script><script id="c" type="application/json">{}</script>',
        ),
        (NAMED + "<script>var shared = 1;</script>", None),
        (NAMED + '<script type="text/django-form-template">x</script>', None),
    ],
)
def test_a_script_is_deferred_unless_another_needs_it_at_once(page: str, result: str | None) -> None:
    assert deferred(page) == (page if result is None else result)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "hoc-lieu/", "bo-suu-tap/", "nguoi/", "nguoi/new/", "truong/", "images/"])
def test_no_script_of_the_desk_comes_before_its_content(
    client: Client, schools: tuple[Holding, Holding], address: str
) -> None:
    client.force_login(schools[0].librarian, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(f"/quan-tri/{address}").content.decode()
    named = [script["attributes"] for script in SCRIPT.finditer(page) if "src=" in script["attributes"]]
    assert len(named) > 10
    assert [attributes for attributes in named if not re.search(r'\sdefer\b|type="module"', attributes)] == []

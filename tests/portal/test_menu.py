"""The menu of the desk: each role sees the places that answer it, and librarians all of theirs."""

import pytest
from django.test import Client, RequestFactory
from wagtail.admin.menu import admin_menu

from accounts.models import Role
from portal.desk.menu import LIBRARIANS_ITEMS
from tests.factories import MembershipFactory
from tests.portal.two_schools import Holding

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]
SHOWN_AT_TIMES = {"not-indexed"}  # only while there is something in it


@pytest.mark.parametrize("role", [Role.LIBRARIAN, Role.NODE_ADMIN])
def test_every_place_in_the_menu_answers(role: Role, schools: tuple[Holding, Holding]) -> None:
    person = schools[0].librarian if role == Role.LIBRARIAN else MembershipFactory(role=role).person
    browser = Client()
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    request = RequestFactory().get("/quan-tri/")
    request.user = person
    request.viewer = browser.get("/quan-tri/").wsgi_request.viewer
    items = admin_menu.menu_items_for_request(request)
    linked = {item.name: item.url for item in items if str(item.url).startswith("/")}
    assert {name: url for name, url in linked.items() if browser.get(url, follow=True).status_code >= 400} == {}
    if role == Role.LIBRARIAN:
        assert {item.name for item in items} == LIBRARIANS_ITEMS - SHOWN_AT_TIMES

"""The MARC editor by keyboard, in a browser."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role
from repository import actions
from repository.formats import marc
from repository.models import MarcRecord, Resource
from sharing.viewer import system_viewer
from tests.factories import MembershipFactory
from tests.journeys.screens import LAPTOP
from tests.support.browsers import cut_off, overflow, small_targets
from tests.support.marc_records import iso2709

pytestmark = [pytest.mark.backend_independent, pytest.mark.django_db(transaction=True), pytest.mark.slow]

RAW = iso2709([
    ("001", "0001", []),
    ("245", "00", [("a", "Tắt đèn :"), ("b", "tiểu thuyết /"), ("c", "Ngô Tất Tố")]),
    ("500", "  ", [("a", "Giá bìa")]),
])  # fmt: skip


@pytest.fixture
def book() -> Resource:
    librarian = MembershipFactory(role=Role.LIBRARIAN)
    by = system_viewer(librarian.school_id, now=timezone.now())
    return actions.create_draft(owner=librarian.school, description=marc.description_of(RAW), by=by, marc=RAW)


@pytest.fixture
def editor(page: Page, book: Resource, live_server: LiveServer) -> Page:
    """Return the editor's page, signed in as the librarian of the book's school."""
    client = Client()
    person = book.owner.memberships.get().person
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page.goto(live_server.url + reverse("marc:edit", args=[book.uuid]))
    return page


def tags(page: Page) -> list[str]:
    return [field.input_value() for field in page.locator("[name=tag]").all()]


def test_each_value_has_room_on_a_wide_screen(editor: Page) -> None:
    editor.set_viewport_size(LAPTOP)
    boxes = [field.bounding_box() for field in editor.locator("[name=text]").all()]
    assert min(box["width"] for box in boxes if box) > 500, "also that of a control field, which has no indicators"


def test_a_field_is_added_moved_removed_brought_back_and_saved(editor: Page, book: Resource) -> None:
    press = editor.keyboard.press
    editor.locator("[name=text]").nth(1).focus()
    press("F2")
    expect(editor.locator("#marc-help")).to_contain_text("245")
    press("Alt+Enter")
    expect(editor.locator("[name=tag]").nth(2)).to_be_focused()
    editor.keyboard.type("653")
    press("Tab")
    press("Tab")
    editor.keyboard.type("$a Thuế $a Nông thôn")
    press("Alt+Shift+ArrowUp")
    expect(editor.locator("[name=text]").nth(2)).to_have_value("$a Nông thôn $a Thuế")
    press("Alt+ArrowDown")
    assert tags(editor) == ["001", "245", "500", "653"]
    editor.locator("[name=tag]").nth(2).focus()
    press("Alt+Delete")
    assert tags(editor) == ["001", "245", "653"]
    press("Alt+z")
    assert tags(editor) == ["001", "245", "500", "653"]
    assert [*small_targets(editor), *cut_off(editor)] == []
    assert overflow(editor) == []
    press("Control+s")
    expect(editor.locator(".notice, .messages").first).to_contain_text("Tắt đèn")
    assert [heading.text for heading in book.headings.all()] == ["Nông thôn", "Thuế"]
    stored = marc.parse(bytes(MarcRecord.objects.get(resource=book).raw))
    assert stored.slices[:3] == marc.parse(RAW).slices

"""Choosing among hundreds in a real browser: by keyboard and by mouse, on a phone, without JavaScript."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from access.viewer import Viewer
from accounts.models import Membership, School
from sharing import actions
from sharing.models import Agreement, SchoolGroup
from tests.reading.test_screens import serious
from tests.sharing.conftest import school_of

pytestmark = [pytest.mark.backend_independent, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 720}


@pytest.fixture
def schools(ours: Viewer) -> list[School]:
    names = ("Kim Đồng", "Đống Đa", "Chu Văn An")
    return School.objects.bulk_create(
        School(code=f"s-{number}", name=f"Tiểu học {names[number % 3]} {number}") for number in range(300)
    )


def sign_in(page: Page, live_server: LiveServer, viewer: Viewer) -> None:
    client = Client()
    client.force_login(Membership.objects.get(pk=viewer.membership).person)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])


@pytest.fixture
def without_script(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    yield context.new_page()
    context.close()


def test_several_schools_join_at_once_by_keyboard(
    page: Page, live_server: LiveServer, ours: Viewer, schools: list[School]
) -> None:
    group = actions.make_group(name="Nhóm", by=ours)
    sign_in(page, live_server, ours)
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/en/chia-se/nhom/{group.uuid}/")
    field = page.get_by_role("combobox", name="Schools or groups to add")
    for number in (100, 200):
        field.press_sequentially(f"tieu hoc {number}")
        option = page.get_by_role("option")
        expect(option).to_have_count(1)
        expect(field).to_have_attribute("aria-expanded", "true")
        field.press("ArrowDown")
        assert serious(page) == [], "with an open list"
        expect(option).to_have_attribute("aria-selected", "true")
        assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
        field.press("Enter")
        expect(page.get_by_role("listbox")).to_be_hidden()
        expect(field).to_have_value("")
        expect(field).to_be_focused()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="Add to the group").click()
    expect(page.locator(".grants li")).to_have_count(3)
    assert {member.school for member in group.members.all()} == {school_of(ours), schools[100], schools[200]}


def test_one_school_is_chosen_by_mouse_and_the_rest_is_counted(
    page: Page, live_server: LiveServer, ours: Viewer, schools: list[School]
) -> None:
    sign_in(page, live_server, ours)
    page.goto(f"{live_server.url}/en/chia-se/thoa-thuan/moi/")
    field = page.get_by_role("combobox", name="Partner school")
    field.press_sequentially("dong da")
    expect(page.get_by_role("option")).to_have_count(20)
    expect(page.get_by_text("80 more: type more of the name.")).to_be_visible()
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    field.fill("xyz")
    expect(page.get_by_text("Nothing fits.").first).to_be_visible()
    field.fill("đống đa 40")
    page.get_by_role("option", name="Tiểu học Đống Đa 40").click()
    expect(field).to_have_value("Tiểu học Đống Đa 40")
    page.locator("[name=title]").fill("Cùng học")
    page.get_by_role("button", name="Write the clauses").click()
    page.wait_for_url("**/thoa-thuan/*-*/")
    assert Agreement.objects.get().partner.name == "Tiểu học Đống Đa 40"


def test_without_javascript_the_form_asks_which_one_is_meant(
    without_script: Page, live_server: LiveServer, ours: Viewer, schools: list[School]
) -> None:
    page, group = without_script, actions.make_group(name="Nhóm", by=ours)
    sign_in(page, live_server, ours)
    page.goto(f"{live_server.url}/en/chia-se/nhom/{group.uuid}/")
    page.get_by_label("Schools or groups to add").last.fill("tieu hoc 10")
    page.get_by_role("button", name="Add to the group").click()
    expect(page.get_by_text("11 names fit “tieu hoc 10”.")).to_be_visible()
    for number in (100, 103):
        page.get_by_role("checkbox", name=f"{schools[number].name} s-{number}").check()
    page.get_by_role("button", name="Add to the group").click()
    expect(page.locator(".grants li")).to_have_count(3)
    assert SchoolGroup.objects.get().members.count() == 3

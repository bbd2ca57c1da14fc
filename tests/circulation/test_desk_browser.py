"""Journey at the desk in a browser: by keyboard alone, with the line cut, on small screens."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role, School
from circulation.desk import actions
from circulation.models import Loan, Scan
from sharing.viewer import system_viewer
from tests.circulation.lent_copies import a_copy, a_reader
from tests.factories import MembershipFactory, SchoolFactory
from tests.journeys.screens import problems

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.backend_independent,
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.timeout(600),
]
NAME = "Trần Thị Quỳnh Nga"


@pytest.fixture
def school() -> School:
    return SchoolFactory(name="Trường THCS Nguyễn Du")


@pytest.fixture
def desk(page: Page, school: School, live_server: LiveServer) -> Page:
    """Return the page of the desk, signed in as the librarian of the school."""
    client = Client()
    person = MembershipFactory(school=school, role=Role.LIBRARIAN).person
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page.goto(f"{live_server.url}/cho-muon/quay/")
    return page


def scan(page: Page, text: str) -> None:
    """Type as a scanner does, into whatever has the focus."""
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def answer(page: Page, text: str) -> None:
    """Wait for an answer of the desk."""
    expect(page.locator("#desk-live")).to_contain_text(text, timeout=30_000)


def test_lend_return_and_go_on_while_the_line_is_cut(desk: Page, school: School) -> None:
    by = system_viewer(school.pk, now=timezone.now())
    card = actions.issue_card(a_reader(school, person__name=NAME), by=by).number
    first, second, away = (a_copy(school, title=f"Sách {number}") for number in "123")
    actions.check_out(away, a_reader(school), by=by)

    scan(desk, card)
    answer(desk, NAME)
    scan(desk, first.barcode)
    answer(desk, "Đã cho mượn: “Sách 1”")
    expect(desk.locator("#desk-text")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator("#desk-live")).not_to_contain_text(NAME)
    scan(desk, first.barcode)
    answer(desk, "Đã trả: “Sách 1”")
    assert not Loan.objects.filter(copy=first, ended_at=None).exists()
    desk.keyboard.press("Escape")

    desk.context.set_offline(True)
    for text in (card, second.barcode, away.barcode):
        scan(desk, text)
    answer(desk, away.barcode)
    expect(desk.locator("#desk-queue")).to_contain_text("đang chờ trên máy này: 2")
    stored = desk.evaluate("JSON.stringify(localStorage)")
    assert second.barcode in stored
    assert NAME not in stored
    assert not Loan.objects.filter(copy=second).exists()

    desk.context.set_offline(False)
    expect(desk.locator("#desk-queue")).to_contain_text(away.barcode, timeout=60_000)
    expect(desk.locator("#desk-queue")).to_contain_text("không được thực hiện")
    assert Loan.objects.get(copy=second, ended_at=None).borrower.person.name == NAME
    assert Loan.objects.filter(copy=away).count() == 1
    assert "MV" not in desk.evaluate("Object.entries(localStorage).filter(([key]) => key.endsWith(':waiting')).join()")
    assert Scan.objects.count() == 4


@pytest.mark.parametrize("address", ["quay/", "quay/qua-han/", "quay/the/", "quy-dinh/", "quy-dinh/moi/"])
def test_the_screens_fit_and_axe_finds_nothing(
    desk: Page, school: School, live_server: LiveServer, address: str
) -> None:
    reader = a_reader(school, person__name=NAME)
    copy = a_copy(school, title="Những cuộc phiêu lưu của Alice ở xứ sở diệu kì và trong gương", store="Kho giáo viên")
    actions.check_out(copy, reader, by=system_viewer(school.pk, now=timezone.now() - timedelta(days=60)))
    for width in (390, 1280):
        desk.set_viewport_size({"width": width, "height": 844})
        desk.goto(f"{live_server.url}/cho-muon/{address}" + (f"?doc-gia={reader.uuid}" if address == "quay/" else ""))
        expect(desk.locator("h1")).to_be_visible()
        assert problems(desk) == []

"""The screens of copy cataloguing, as a librarian and an administrator use them without script and with htmx."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from access.viewer import Viewer
from accounts.models import Person, Role, School
from changesets.actions import running
from imports.copy_cataloguing.actions import looking_up
from imports.copy_cataloguing.models import ScanList, Target
from repository.models import Resource
from tests.factories import MembershipFactory, a_draft, a_librarian
from tests.imports.copy_cataloguing.records import book, field, isbn
from tests.support.zebra import Catalogue

pytestmark = [pytest.mark.backend_independent, pytest.mark.django_db, pytest.mark.system]
START = "/bien-muc-sao-chep/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def librarian(db: None) -> Viewer:
    return a_librarian(now=timezone.now())


@pytest.fixture
def browser(librarian: Viewer, client: Client) -> Client:
    client.force_login(Person.objects.get(pk=librarian.person))
    return client


@pytest.fixture
def target(catalogue: Catalogue) -> Target:
    return Target.objects.create(
        name="Thư viện tỉnh", protocol="sru", host="127.0.0.1", port=catalogue.port, database="books"
    )


def begun(browser: Client, *entries: str) -> tuple[ScanList, str]:
    """Return a list with these entries, and its address."""
    assert browser.post(START + "moi/", {"entry": entries[0]}).status_code == 302
    made = ScanList.objects.latest("pk")
    for entry in entries[1:]:
        assert browser.post(f"{START}{made.uuid}/them/", {"entry": entry}).status_code == 302
    return made, f"{START}{made.uuid}/"


@pytest.mark.usefixtures("target")
def test_a_list_follows_its_lookups_and_takes_its_books(browser: Client) -> None:
    made, address = begun(browser, isbn(11), "8935235217737", isbn(997))
    answer = browser.get(address)
    assert answer.headers["Permissions-Policy"].startswith("camera=(self), ")
    page = answer.content.decode()
    assert re.findall(r'name="so" value="(.)"', page) == ["3", "1"]
    assert "893" in page
    looking_up.run(made.pk)
    followed = browser.get(address + "tien-do/?so=1&so=3&so=x&so=" + "9" * 30, headers=HTMX).content.decode()
    assert 'id="book-1"' in followed
    assert 'id="book-2"' not in followed
    assert "Dế Mèn phiêu lưu kí, tập 11" in followed
    added = browser.post(address + "them/", {"entry": isbn(12)}, headers=HTMX).content.decode()
    assert added.count("<li") == 1
    assert 'name="so" value="4"' in added
    again = browser.post(address + "them/", {"entry": isbn(12)}, headers=HTMX).content.decode()
    assert ("<li" in again, "dòng 4" in again) == (False, True)
    taken = browser.post(address + "1/nhan/", headers=HTMX).content.decode()
    draft = Resource.objects.get()
    assert f'/{draft.pk}/"' in taken
    assert browser.post(address + "1/nhan/").status_code == 409
    assert browser.post(address + "1/hoan-tac/").status_code == 302
    assert not Resource.objects.exists()
    assert browser.post(address + "3/bo-qua/").status_code == 302
    looking_up.run(made.pk)
    answer = browser.post(address + "nhan-het/")
    running.run(made.change_sets.get().pk)
    assert Resource.objects.count() == 2
    assert browser.get(answer.headers["Location"]).status_code == 200
    assert browser.post(address + "nhan-het/").status_code == 409
    assert made.books.get(number=3).state == "left_out"


@pytest.mark.usefixtures("target")
def test_records_of_a_book_stand_side_by_side(browser: Client, librarian: Viewer, catalogue: Catalogue) -> None:
    other = field("260", "$aĐà Nẵng$bTrẻ$c2019")
    catalogue.add([book(850, "Kính vạn hoa"), book(851, "Kính vạn hoa", more=[other])])
    a_draft(School.objects.get(pk=librarian.school), title="Kính vạn hoa", isbn=isbn(850), publisher="Trẻ")
    made, address = begun(browser, isbn(850))
    looking_up.run(made.pk)
    page = browser.get(address + "1/").content.decode()
    assert "Của trường" in page
    assert "1. Thư viện tỉnh" in page
    assert "<mark>" in page
    assert "Tiếng Việt" in page or "tiếng Việt" in page
    candidate = made.books.get().candidates.get()
    assert browser.post(address + "1/nhan/", {"candidate": "999999999"}).status_code == 409
    assert browser.post(address + "1/nhan/", {"candidate": str(candidate.pk)}).status_code == 302
    assert Resource.objects.filter(isbn=isbn(850)).count() == 2


def test_without_a_target_the_page_says_so(browser: Client) -> None:
    assert "Chưa có nguồn biên mục nào" in browser.get(START).content.decode()


def test_the_administrator_lists_and_tests_a_target(client: Client, catalogue: Catalogue) -> None:
    admin = MembershipFactory(role=Role.NODE_ADMIN, person__is_staff=True)
    client.force_login(admin.person)
    values = {
        "name": "Thư viện tỉnh",
        "protocol": "z3950",
        "host": "127.0.0.1",
        "port": str(catalogue.port),
        "database": "books",
        "position": "1",
        "is_active": "on",
    }
    for name, wrong in (("host", "a b"), ("host", "x\ny"), ("database", 'a"b'), ("port", "70000"), ("schema", "x y")):
        assert client.post("/quan-tri/nguon-bien-muc/new/", {**values, name: wrong}).status_code == 200
    assert not Target.objects.exists()
    assert client.post("/quan-tri/nguon-bien-muc/new/", values).status_code == 302
    target = Target.objects.get()
    test = f"/quan-tri/nguon-bien-muc/test/{target.pk}/"
    assert client.get(test).status_code == 200
    assert "Dế Mèn phiêu lưu kí, tập 1" in client.post(test, {"entry": isbn(1)}).content.decode()
    assert client.post(test, {"entry": "một"}).status_code == 302
    assert client.post(f"/quan-tri/nguon-bien-muc/edit/{target.pk}/", {**values, "database": "x"}).status_code == 302
    assert "help-critical" in client.post(test, {"entry": isbn(1)}).content.decode()
    assert "Thư viện tỉnh" in client.get("/quan-tri/nguon-bien-muc/").content.decode()
    history = client.get(f"/quan-tri/nguon-bien-muc/history/{target.pk}/").content.decode()
    assert (history.count("đã tạo"), history.count("đã sửa")) == (1, 1)


def test_a_book_that_nobody_knows_is_entered_by_hand(browser: Client, librarian: Viewer) -> None:
    made, address = begun(browser, isbn(998))
    looking_up.run(made.pk)
    assert f"{address}1/tu-nhap/" in browser.get(address).content.decode()
    form = browser.get(f"{address}1/tu-nhap/").content.decode()
    assert f'value="{isbn(998)}"' in form
    refused = browser.post(f"{address}1/tu-nhap/", {"title": " ", "creator": "Tô Hoài", "isbn": isbn(998)})
    assert "Tô Hoài" in refused.content.decode()
    entered = {"title": "Truyện Tây Bắc", "creator": "Tô Hoài", "isbn": isbn(998)}
    answer = browser.post(f"{address}1/tu-nhap/", entered)
    draft = Resource.objects.get()
    assert answer.headers["Location"].endswith(f"/edit/{draft.pk}/")
    assert (draft.title, draft.isbn, draft.state, draft.owner_id) == (
        "Truyện Tây Bắc", isbn(998), "draft", librarian.school,
    )  # fmt: skip
    assert made.books.get().state == "taken"
    assert browser.post(f"{address}1/tu-nhap/", {"title": "Lần nữa"}).status_code == 409
    browser.post(f"{address}1/hoan-tac/")
    assert (Resource.objects.count(), made.books.get().state) == (0, "nothing")


def test_a_book_without_isbn_is_entered_by_hand_and_one_that_is_there_is_named(
    browser: Client, librarian: Viewer
) -> None:
    a_draft(School.objects.get(pk=librarian.school), title="Đã có", isbn=isbn(7))
    page = browser.post(START + "tu-nhap/", {"title": "Bản khác", "isbn": isbn(7)}).content.decode()
    assert "“Đã có”" in page
    assert browser.post(START + "tu-nhap/", {"title": "Sai", "isbn": "9786042088580"}).status_code == 200
    assert browser.post(START + "tu-nhap/", {"title": "Sách cũ năm 1975"}).status_code == 302
    assert set(Resource.objects.values_list("title", "isbn")) == {("Đã có", isbn(7)), ("Sách cũ năm 1975", "")}

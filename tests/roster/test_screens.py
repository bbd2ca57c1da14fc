"""The screens of lists and classes, as a librarian uses them; what other people get is in tests/addresses."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from access.viewer import Viewer
from accounts.models import Membership, Person, Role
from roster.actions import running
from roster.models import ListImport
from tests.factories import MembershipFactory, a_librarian
from tests.portal.two_schools import two_schools
from tests.roster.lists import imported, pupils, read, workbook

pytestmark = [pytest.mark.backend_independent, pytest.mark.django_db, pytest.mark.usefixtures("read_here")]
LISTS = "/danh-sach/"
MAU = ("0900000001", "Lê Thị Mẫu", "05/09/2014", "6A1")
BAD = ("0900000002", "=CMD()", "05/09/2014", "6A1")


@pytest.fixture
def browser(librarian: Viewer, client: Client) -> Client:
    client.force_login(Person.objects.get(pk=librarian.person))
    return client


def send(browser: Client, data: bytes, **form: str) -> ListImport:
    upload = SimpleUploadedFile("lớp 6A1.xlsx", data)
    answer = browser.post(LISTS + "nhap/", {"list_file": upload, "role": "pupil", "year": "2026-2027", **form})
    assert answer.status_code == 302, answer.content
    return ListImport.objects.latest("pk")


def test_from_a_file_to_classes_with_slips(browser: Client) -> None:
    assert "Chưa có lớp nào" in browser.get(LISTS).content.decode()
    made = send(browser, pupils(MAU, BAD))
    address = f"{LISTS}nhap/{made.uuid}/"
    assert "tien-do" in browser.get(address).content.decode()
    running.run(made.pk)
    assert browser.get(address + "tien-do/").headers["HX-Refresh"] == "true"
    page = browser.get(address).content.decode()
    assert "Có 1 dòng sẽ được nhập" in page
    assert "Lê Thị Mẫu" in browser.get(address + "?loai=new").content.decode()
    assert browser.post(address + "quyet-dinh/", {"do": "import"}).status_code == 302
    running.run(made.pk)
    assert "Đã nhập 1 dòng" in browser.get(address).content.decode()
    assert "6A1" in browser.get(LISTS).content.decode()
    assert browser.post(address + "hoan-tac/").status_code == 302
    running.run(made.pk)
    assert not Person.objects.filter(name="Lê Thị Mẫu").exists()


def test_what_is_private_is_named_and_bad_rows_can_be_downloaded(browser: Client) -> None:
    heads = ["STT", "Họ và tên", "Ngày sinh", "Dân tộc", "Tôn giáo", "Lớp"]
    rows = [[1, "Lê Thị Mẫu", "", "Kinh", "Không", "6A1"], [2, "Trần An", "31/02/2014", "Tày", "Không", "6A1"]]
    made = send(browser, workbook({"Sheet1": [heads, *rows]}))
    running.run(made.pk)
    address = f"{LISTS}nhap/{made.uuid}/"
    page = browser.get(address).content.decode()
    assert "Dân tộc, Tôn giáo" in page
    assert "Tày" not in page
    sheet = load_workbook(BytesIO(browser.get(address + "can-sua.xlsx").content)).worksheets[0]
    heads, row = sheet.iter_rows(values_only=True)
    assert heads[:4] == ("STT", "Họ và tên", "Ngày sinh", "Lớp")
    assert row[:4] == ("2", "Trần An", "31/02/2014", "6A1")
    assert "không phải ngày sinh" in row[4]


def test_no_cell_of_the_download_is_a_formula(browser: Client) -> None:
    made = send(browser, "STT;Họ và tên;Ngày sinh;Lớp\n1;=CMD();05/09/2014;6A1\n".encode())
    running.run(made.pk)
    found = load_workbook(BytesIO(browser.get(f"{LISTS}nhap/{made.uuid}/can-sua.xlsx").content)).worksheets[0]
    cells = next(found.iter_rows(min_row=2, max_row=2))
    assert "=CMD()" in [cell.value for cell in cells]
    assert "f" not in [cell.data_type for cell in cells]


def test_decisions_are_saved_one_by_one_and_all_at_once(browser: Client, librarian: Viewer) -> None:
    imported(pupils(MAU, ("2", "Trần An", "", "6A1"), ("3", "Vũ Chi", "", "6A1")), by=librarian)
    made = read(pupils(MAU), by=librarian)
    address = f"{LISTS}nhap/{made.uuid}/"
    first, second = made.rows.filter(outcome="missing")
    browser.post(address + "quyet-dinh/", {f"row-{first.number}": "leaves", "do": "save"})
    browser.post(address + "quyet-dinh/", {f"row-{second.number}": "new", "row-99": "leaves"})  # no such decision, row
    assert list(made.rows.filter(outcome="missing").values_list("decision", flat=True)) == ["leaves", ""]
    browser.post(address + "quyet-dinh/", {"all": "missing stays"})
    assert list(made.rows.filter(outcome="missing").values_list("decision", flat=True)) == ["leaves", "stays"]


def test_columns_and_the_class_of_a_sheet_are_corrected(browser: Client) -> None:
    made = send(browser, workbook({"Tờ một": [["Cột A", "Cột B"], ["Lê Thị Mẫu", "05/09/2014"]]}))
    running.run(made.pk)
    address = f"{LISTS}nhap/{made.uuid}/"
    assert browser.get(address).content.decode().count('<details class="disclosure" open>') == 1
    form = {"column-0-0": "name", "column-0-1": "birth_date", "sheet-0-0": "6A9"}
    assert browser.post(address + "cot/", form).status_code == 302
    running.run(made.pk)
    row = made.rows.get(outcome="new")
    assert (row.name, row.entry["class_name"]) == ("Lê Thị Mẫu", "6A9")


def test_a_file_that_is_no_list_is_refused_with_a_sentence(browser: Client) -> None:
    made = send(browser, workbook({"Sheet1": [["Toán", "Văn"], [8, 9]]}))
    running.run(made.pk)
    assert browser.get(f"{LISTS}nhap/{made.uuid}/").status_code == 200
    empty = browser.post(LISTS + "nhap/", {"role": "pupil"})
    assert (empty.status_code, "Hãy chọn tệp danh sách" in empty.content.decode()) == (400, True)


def test_the_days_of_a_school_year(browser: Client, librarian: Viewer) -> None:
    year = imported(pupils(MAU), by=librarian).year
    address = f"{LISTS}nam-hoc/{year.pk}/"
    assert browser.post(address, {"first_day": "2026-09-07", "last_day": "2026-09-01"}).status_code == 400
    assert browser.post(address, {"first_day": "2026-09-07", "last_day": "2027-05-28"}).status_code == 302
    year.refresh_from_db()
    assert (str(year.first_day), str(year.last_day)) == ("2026-09-07", "2027-05-28")


def test_the_members_of_the_desk_show_and_filter_by_class(client: Client) -> None:
    own, other = two_schools()
    from django.utils import timezone

    by, theirs = (a_librarian(side.school, now=timezone.now()) for side in (own, other))
    imported(pupils(MAU, ("2", "Trần An", "", "6A2")), by=by)
    imported(pupils(("3", "Vũ Chi", "", "9C")), by=theirs)
    client.force_login(own.librarian, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get("/quan-tri/nguoi/").content.decode()
    assert "Lê Thị Mẫu" in page
    assert "9C" not in page  # classes of another school are no choices
    key = Membership.objects.get(person__name="Lê Thị Mẫu").enrolments.get().school_class_id
    filtered = client.get(f"/quan-tri/nguoi/?school_class={key}").content.decode()
    assert "Lê Thị Mẫu" in filtered
    assert "Trần An" not in filtered


def test_others_of_the_school_see_no_lists(librarian: Viewer) -> None:
    for role in (Role.PUPIL, Role.TEACHER, Role.HEAD):
        client = Client()
        client.force_login(MembershipFactory(role=role, school_id=librarian.school).person)
        assert client.get(LISTS).status_code == 404

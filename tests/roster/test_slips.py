"""Login slips: temporary passwords that are in the PDF alone, for pupils of one's own school."""

import pymupdf
import pytest
from django.test import Client

from access.viewer import Viewer
from accounts.errors import NotFound, PasswordOfAnotherSchool
from accounts.models import Membership, Person, Role
from roster.actions.slips import issue_slips
from roster.errors import NobodyChosen
from roster.models import SchoolClass
from tests.factories import MembershipFactory, a_librarian
from tests.roster.lists import imported, pupils, workbook

pytestmark = [pytest.mark.backend_independent, pytest.mark.django_db, pytest.mark.usefixtures("read_here")]


@pytest.fixture
def school_class(librarian: Viewer) -> SchoolClass:
    rows = [("", "Lê Thị Mẫu", "05/09/2014", "6A1"), ("", "Ưng Hoàng Ổn", "02/01/2014", "6A1")]
    imported(pupils(*rows), by=librarian)
    return SchoolClass.objects.get()


def keys() -> list[int]:
    return list(Membership.objects.filter(role=Role.PUPIL).values_list("pk", flat=True))


def test_the_pdf_has_the_names_in_vietnamese_and_passwords_that_work(
    librarian: Viewer, school_class: SchoolClass, client: Client
) -> None:
    client.force_login(Person.objects.get(pk=librarian.person))
    answer = client.post(f"/danh-sach/lop/{school_class.uuid}/phieu/", {"member": keys()})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert "no-store" in answer["Cache-Control"]
    with pymupdf.open(stream=answer.content) as pdf:
        words = pdf[0].get_text().split("\n")
        fonts = {font[3] for font in pdf[0].get_fonts()}
    assert "Lê Thị Mẫu · 6A1" in words and "Ưng Hoàng Ổn · 6A1" in words  # noqa: PT018
    assert fonts and all("BeVietnamPro" in name for name in fonts)  # noqa: PT018
    password = words[words.index("mau.lt") + 2]
    assert len(password) == len("abcd-efgh")
    signed_in = Client().post("/tai-khoan/login/", {"login": "mau.lt", "password": password})
    assert signed_in.status_code == 302


def test_nobody_gets_a_password_who_is_not_in_the_class_or_not_ticked(
    librarian: Viewer, school_class: SchoolClass
) -> None:
    other = MembershipFactory(role=Role.PUPIL, school_id=librarian.school)
    for ticked in ([], [other.pk]):
        with pytest.raises(NobodyChosen):
            issue_slips(school_class, keys=ticked, by=librarian)


def test_a_librarian_of_another_school_gets_none(librarian: Viewer, school_class: SchoolClass) -> None:
    with pytest.raises(NotFound):
        issue_slips(school_class, keys=keys(), by=a_librarian(now=librarian.now))


def test_one_account_of_another_school_among_them_stops_all(librarian: Viewer, school_class: SchoolClass) -> None:
    theirs = Membership.objects.get(person__name="Lê Thị Mẫu").person
    MembershipFactory(person=theirs, role=Role.PUPIL)
    with pytest.raises(PasswordOfAnotherSchool):
        issue_slips(school_class, keys=keys(), by=librarian)
    assert not any(person.has_usable_password() for person in Person.objects.filter(memberships__role=Role.PUPIL))


def test_staff_get_their_slips_from_the_list_that_brought_them(librarian: Viewer, client: Client) -> None:
    rows = [["TT", "Họ và tên", "Ngày sinh"], [1, "Bùi Đức Anh", ""], [2, "Lê Thu Hà", ""]]
    own = MembershipFactory(role=Role.TEACHER, school_id=librarian.school, person__name="Lê Thu Hà")
    own.person.set_password("mot cau rieng 27")
    own.person.save()
    made = imported(workbook({"GV": rows}), by=librarian, role=Role.TEACHER)
    client.force_login(Person.objects.get(pk=librarian.person))
    address = f"/danh-sach/nhap/{made.uuid}/"
    assert "phieu/" in client.get(address).content.decode()
    with pymupdf.open(stream=client.post(address + "phieu/").content) as pdf:
        text = pdf[0].get_text()
    assert "Bùi Đức Anh · giáo viên" in text
    assert "Lê Thu Hà" not in text
    own.person.refresh_from_db()
    assert own.person.check_password("mot cau rieng 27")


def test_the_page_ticks_those_without_a_password_of_their_own(
    librarian: Viewer, school_class: SchoolClass, client: Client
) -> None:
    own = Person.objects.get(name="Lê Thị Mẫu")
    own.set_password("mot cau rieng 27")
    own.save()
    client.force_login(Person.objects.get(pk=librarian.person))
    page = client.get(f"/danh-sach/lop/{school_class.uuid}/").content.decode()
    assert page.count('name="member"') == 2
    assert page.count(" checked") == 1

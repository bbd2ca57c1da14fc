"""The screens of the desk and of the rules, with and without script."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import Role
from circulation.desk import actions
from circulation.models import ClosedDays, Copy, LibraryCard, Loan, LoanRule
from roster.actions.years import class_of, enrol, year_of
from sharing.viewer import system_viewer
from tests.circulation.lent_copies import a_copy, a_reader
from tests.factories import MembershipFactory, SchoolFactory

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]
URL = "/cho-muon/quay/"
JSON = {"Accept": "application/json"}


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def desk(client, school):
    client.force_login(MembershipFactory(school=school, role=Role.LIBRARIAN).person)
    return client


def scan(desk, text, **fields):
    return desk.post(URL + "quet/", {"text": text, "scan": str(uuid4()), **fields}, headers=JSON).json()


def test_card_then_books_then_a_book_alone(desk, school):
    by = system_viewer(school.pk, now=timezone.now())
    reader, copy = a_reader(school, person__name="Trần Văn Nam"), a_copy(school)
    card = actions.issue_card(reader, by=by).number
    chosen = scan(desk, card)
    assert (chosen["reader"], chosen["tone"]) == (str(reader.uuid), "done")
    assert "Trần Văn Nam" in chosen["html"]
    lent = scan(desk, copy.barcode, reader=chosen["reader"])
    assert lent["tone"] == "done"
    assert copy.barcode in lent["html"]
    returned = scan(desk, copy.barcode)
    assert (returned["reader"], returned["tone"]) == ("", "done")
    assert not Loan.objects.filter(ended_at=None).exists()


def test_without_script_a_scan_shows_the_page_and_sent_again_changes_nothing(desk, school):
    reader, copy = a_reader(school), a_copy(school)
    form = {"text": copy.barcode, "reader": str(reader.uuid), "scan": str(uuid4())}
    for _time in range(2):
        page = desk.post(URL + "quet/", form)
        assert page.status_code == 200
        assert copy.barcode in page.content.decode()
    assert Loan.objects.count() == 1


def test_forty_books_at_once_for_a_class(desk, school):
    teacher = a_reader(school, Role.TEACHER)
    first = a_copy(school, kind="textbook")
    copies = [first, *(a_copy(school, resource=first.resource) for _number in range(39))]
    fields = {"many": "\n".join(copy.barcode for copy in copies), "reader": str(teacher.uuid), "class_set": "1"}
    assert scan(desk, "", **fields)["tone"] == "done"
    assert Loan.objects.filter(borrower=teacher).count() == 40


def test_the_limit_asks_and_the_answer_is_respected(desk, school):
    LoanRule.objects.create(school=school, max_loans=0)
    reader, copy = a_reader(school), a_copy(school)
    refused = scan(desk, copy.barcode, reader=str(reader.uuid))
    assert refused["tone"] == "refused"
    assert 'value="limit_reached"' in refused["html"]
    assert scan(desk, copy.barcode, reader=str(reader.uuid), allow="limit_reached")["tone"] == "done"


def test_condition_and_loss_are_noted(desk, school):
    copy = a_copy(school)
    desk.post(URL + f"ban-sach/{copy.uuid}/tinh-trang/", {"condition": "worn"})
    desk.post(URL + f"ban-sach/{copy.uuid}/mat/")
    copy.refresh_from_db()
    assert (copy.condition, copy.state) == ("worn", Copy.State.LOST)


def test_readers_are_found_by_name_without_diacritics_and_by_class(desk, school):
    reader = a_reader(school, person__name="Nguyễn Thị Đào")
    a_reader(school, person__name="Nguyễn Văn Bình")
    today = timezone.localdate()
    enrol(reader, class_of(year_of(school, f"{today.year}-{today.year + 1}"), "6A1"), today=today)
    for question in ("dao", "Nguyen dao", "6a1"):
        page = desk.get(URL, {"tim": question}).content.decode()
        assert "Nguyễn Thị Đào · 6A1" in page
        assert "Nguyễn Văn Bình" not in page


def test_the_pupils_of_a_class_follow_each_other(desk, school):
    today = timezone.localdate()
    pupils = [a_reader(school, person__name=f"Nguyễn Văn {name}") for name in ("An", "Bình", "Chi")]
    other = a_reader(school, person__name="Nguyễn Văn Bảo")
    for pupil, name in [*((pupil, "6A1") for pupil in pupils), (other, "6A2")]:
        enrol(pupil, class_of(year_of(school, f"{today.year}-{today.year + 1}"), name), today=today)
    page = desk.get(URL, {"tim": "6A1"}).content.decode()
    assert f"?doc-gia={pupils[0].uuid}&amp;lop=6A1" in page
    for pupil, following in ((pupils[0], "Bình"), (pupils[1], "Chi")):
        copy = a_copy(school, kind="textbook")
        html = scan(desk, copy.barcode, reader=str(pupil.uuid), lop="6A1")["html"]
        assert f"Nguyễn Văn {following} <kbd>" in html
    assert "data-desk-next" not in desk.get(URL, {"doc-gia": str(pupils[2].uuid), "lop": "6A1"}).content.decode()


def test_overdue_loans_are_listed_by_class_and_printed(desk, school):
    reader, copy = a_reader(school, person__name="Lê Văn Trễ"), a_copy(school)
    by = system_viewer(school.pk, now=timezone.now() - timedelta(days=40))
    loan = actions.check_out(copy, reader, by=by)
    assert "Lê Văn Trễ" in desk.get(URL + "qua-han/").content.decode()
    assert "Lê Văn Trễ" in desk.get(URL + "qua-han/", {"in": "1", "vai": "pupil"}).content.decode()
    assert "Lê Văn Trễ" not in desk.get(URL + "qua-han/", {"ngay": "300"}).content.decode()
    assert "Lê Văn Trễ" not in desk.get(URL + "qua-han/", {"lop": "9C"}).content.decode()
    Loan.objects.filter(pk=loan.pk).update(due_at=timezone.now() + timedelta(days=1))
    assert "Lê Văn Trễ" not in desk.get(URL + "qua-han/").content.decode()


def test_cards_are_printed_and_replaced(desk, school):
    reader = a_reader(school, person__username="the1")
    pdf = desk.post(URL + "the/in/", {"tim": "the1", "reader": str(reader.uuid)})
    assert pdf.content.startswith(b"%PDF")
    number = LibraryCard.objects.get().number
    desk.post(URL + "the/cap-lai/", {"reader": str(reader.uuid), "number": number})
    assert LibraryCard.objects.get(revoked_at=None).number != number


def test_the_rules_are_edited_and_rehearsed(desk, school):
    url = reverse("circulation:rules")
    desk.post(url + "mac-dinh/")
    desk.post(url + "mac-dinh/")
    assert LoanRule.objects.filter(school=school).count() == 5
    row = {"role": "pupil", "grade": "6", "kind": "book", "days": "21", "renewals": "0", "max_loans": "2"}
    assert desk.post(url + "moi/", row).status_code == 302
    assert desk.post(url + "moi/", row).status_code == 409
    with override("en"):
        page = desk.get("/en" + url, {"role": "pupil", "grade": "6", "kind": "book"}).content.decode()
    assert "Row 1 decides" in page
    rule = LoanRule.objects.get(grade=6)
    desk.post(url + f"{rule.pk}/xoa/")
    assert not LoanRule.objects.filter(grade=6).exists()


def test_closed_days_are_entered_once(desk, school):
    url = reverse("circulation:rules")
    days = {"name": "Tết", "first_day": "2027-02-04", "last_day": "2027-02-14"}
    for _time in range(2):
        assert desk.post(url + "ngay-nghi/", days).status_code == 302
    closed = ClosedDays.objects.get(school=school)
    assert desk.post(url + "ngay-nghi/", {**days, "last_day": "2027-02-01"}).status_code == 400
    desk.post(url + "ngay-trong-tuan/", {"weekdays": ["6", "7"]})
    assert school.opening_days.closed_weekdays == "67"
    desk.post(url + f"ngay-nghi/{closed.pk}/xoa/")
    assert not ClosedDays.objects.exists()

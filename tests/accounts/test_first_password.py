"""A pupil's first sign-in: one field, a rule that a child meets, errors that say what to do in the child's language."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts.actions import issue_temporary_password
from accounts.models import Membership, Role
from accounts.password_rule import PasswordRule
from tests.factories import MembershipFactory, PersonFactory, SchoolFactory, a_librarian

pytestmark = [pytest.mark.backend_independent, pytest.mark.django_db]
CHANGE = "/tai-khoan/password/change/"


@pytest.fixture
def pupil() -> Membership:
    school = SchoolFactory()
    person = PersonFactory(username="mau.lt", name="Lê Thị Mẫu", made_by=school)
    member: Membership = MembershipFactory(person=person, school=school, role=Role.PUPIL)
    return member


def first_sign_in(pupil: Membership) -> tuple[Client, str]:
    temporary = issue_temporary_password(pupil, by=a_librarian(pupil.school, now=timezone.now()))
    browser = Client()
    assert browser.post("/tai-khoan/login/", {"login": "mau.lt", "password": temporary}).status_code == 302
    return browser, temporary


@pytest.mark.parametrize("own", ["xe đạp 27", "mèo tam thể", "  hai dấu cách", "me\u0301o me\u0300o 9"])
def test_one_field_is_enough_and_counts_as_it_was_typed(pupil: Membership, own: str) -> None:
    browser, _temporary = first_sign_in(pupil)
    page = BeautifulSoup(browser.get(CHANGE).content, "html.parser")
    shown = [field["name"] for field in page.select("main input:not([type=hidden])") if field.get("name")]
    assert shown == ["password1"]
    assert browser.post(CHANGE, {"password1": own}).status_code == 302
    assert browser.get("/tu-cua-toi/").status_code == 200
    again = Client().post("/tai-khoan/login/", {"login": "mau.lt", "password": own})
    assert again.status_code == 302


@pytest.mark.parametrize(
    "weak, says",
    [
        ("ngắn 1", "Quá ngắn"),
        ("05092014", "chữ số"),
        ("aaaaaaa1", "vài kí tự"),
        ("matkhau1", "Nhiều người"),
        ("Mật khẩu 123", "Nhiều người"),
        ("mau.lt2026", "giống"),
        ("lethimau", "giống"),
    ],
)
def test_what_is_easy_to_guess_is_refused_with_what_to_do(pupil: Membership, weak: str, says: str) -> None:
    browser, _temporary = first_sign_in(pupil)
    answer = browser.post(CHANGE, {"password1": weak})
    error = BeautifulSoup(answer.content, "html.parser").select_one(".field__error")
    assert error is not None
    assert says in error.get_text()
    assert browser.get("/tu-cua-toi/").status_code == 302


def test_the_temporary_password_is_not_ones_own(pupil: Membership) -> None:
    browser, temporary = first_sign_in(pupil)
    assert "mật khẩu tạm" in browser.post(CHANGE, {"password1": temporary}).content.decode()


def test_errors_are_in_the_language_of_the_page(pupil: Membership) -> None:
    browser, _temporary = first_sign_in(pupil)
    assert "Too short" in browser.post("/en" + CHANGE, {"password1": "a"}).content.decode()


def test_others_need_ten_characters_and_the_old_password(pupil: Membership) -> None:
    Membership.objects.filter(pk=pupil.pk).update(role=Role.TEACHER)
    browser, _temporary = first_sign_in(pupil)
    assert browser.post(CHANGE, {"password1": "xe đạp 27"}).status_code == 200
    assert browser.post(CHANGE, {"password1": "xe đạp đỏ 27"}).status_code == 302
    page = browser.get(CHANGE).content.decode()
    assert "id_oldpassword" in page
    with pytest.raises(ValidationError):
        PasswordRule().validate("xe đạp 27")

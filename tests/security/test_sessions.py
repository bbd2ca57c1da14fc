"""Sessions: new at sign-in, none after sign-out, others ended by a new password; no redirect leaves the site."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from accounts.models import Person
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "mot-cau-that-dai", "mot-cau-khac-han"
LOGIN = "/tai-khoan/login/"
MY_SHELF = "/tu-cua-toi/"
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "http:evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\t/evil.example",
    "/%09/evil.example/\r\nX: y",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "\x00//evil.example",
)


@pytest.fixture
def person() -> Person:
    made: Person = MembershipFactory(person__username="co.hoa", person__email="co.hoa@example.vn").person
    made.set_password(PASSWORD)
    made.save()
    return made


def signed_in(password: str = PASSWORD) -> Client:
    client = Client()
    assert client.post(LOGIN, {"login": "co.hoa", "password": password}).status_code == 302
    return client


def test_a_session_from_before_is_not_the_one_after(person: Person) -> None:
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["planted"] = "x"
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    client.post(LOGIN, {"login": "co.hoa", "password": PASSWORD})
    assert client.cookies["sessionid"].value != before
    thief = Client()
    thief.cookies["sessionid"] = before
    assert thief.get(MY_SHELF).status_code == 302


def test_after_signing_out_the_old_cookie_opens_nothing(person: Person) -> None:
    client = signed_in()
    old = client.cookies["sessionid"].value
    assert client.get("/tai-khoan/logout/").status_code == 200  # only a POST signs out: an image address cannot
    assert client.get(MY_SHELF).status_code == 200
    answer = client.post("/tai-khoan/logout/")
    assert '"storage"' in answer.headers["Clear-Site-Data"]
    thief = Client()
    thief.cookies["sessionid"] = old
    assert thief.get(MY_SHELF).status_code == 302
    assert not Session.objects.filter(session_key=old).exists()


def test_a_new_password_ends_all_other_sessions(person: Person) -> None:
    here, there = signed_in(), signed_in()
    form = {"oldpassword": "sai-mat-khau", "password1": NEW, "password2": NEW}
    here.post("/tai-khoan/password/change/", form)
    assert there.get(MY_SHELF).status_code == 200  # the form demands the old password
    here.post("/tai-khoan/password/change/", {**form, "oldpassword": PASSWORD})
    assert there.get(MY_SHELF).status_code == 302
    assert signed_in(NEW).get(MY_SHELF).status_code == 200


def test_a_closed_account_is_out_at_once(person: Person) -> None:
    client = signed_in()
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get(MY_SHELF).status_code == 302
    assert Client().post(LOGIN, {"login": "co.hoa", "password": PASSWORD}).headers.get("Location") != "/"


def test_reauthentication_creates_a_new_session(person: Person) -> None:
    client = signed_in()
    before = client.cookies["sessionid"].value
    client.post("/tai-khoan/reauthenticate/", {"password": "sai-mat-khau"})
    assert client.session.session_key == before
    client.post("/tai-khoan/reauthenticate/", {"password": PASSWORD})
    assert client.session.session_key != before
    assert client.get(MY_SHELF).status_code == 200


def test_a_password_counts_as_it_was_typed(person: Person) -> None:
    person.set_password(f" {PASSWORD} Đ")
    person.save()
    for other in (f"{PASSWORD} Đ", f" {PASSWORD} đ", f" {PASSWORD.upper()} Đ", f" {PASSWORD} Đ "):
        assert Client().post(LOGIN, {"login": "co.hoa", "password": other}).status_code == 200
    assert signed_in(f" {PASSWORD} Đ").get(MY_SHELF).status_code == 200


@pytest.mark.parametrize("weak", ["ngan", "1234567890", "password123", "qwertyuiop", "co.hoa2026"])
def test_a_weak_password_is_refused(person: Person, weak: str) -> None:
    client = signed_in()
    client.post("/tai-khoan/password/change/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak})
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a_password_may_contain_any_characters(person: Person) -> None:
    client, long = signed_in(), "chỉ chữ thường và dấu cách " * 4
    client.post("/tai-khoan/password/change/", {"oldpassword": PASSWORD, "password1": long, "password2": long})
    person.refresh_from_db()
    assert person.check_password(long)


def test_cookies_are_for_this_site_and_no_script(person: Person) -> None:
    cookies = signed_in().cookies
    assert {"sessionid", "known"} <= set(cookies)
    for name in ("sessionid", "known"):
        assert cookies[name]["httponly"]
        assert cookies[name]["samesite"] == "Lax"
        assert not cookies[name]["domain"]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_form_redirects_to_another_site(person: Person, target: str) -> None:
    answers = [
        Client().post(f"{LOGIN}?next=x", {"login": "co.hoa", "password": PASSWORD, "next": target}),
        signed_in().post("/tai-khoan/logout/", {"next": target}),
        signed_in().post("/ngon-ngu/setlang/", {"language": "en", "next": target}),
        signed_in().post("/tai-khoan/vai-tro/", {"membership": str(person.memberships.get().uuid), "next": target}),
    ]
    for answer in answers:
        assert answer.status_code in (200, 302, 400)
        assert re.match(r"/(?![/\\])|$", answer.headers.get("Location", ""))


def test_sign_in_returns_to_the_page_that_asked_for_it(person: Person) -> None:
    answer = Client().post(LOGIN, {"login": "co.hoa", "password": PASSWORD, "next": MY_SHELF})
    assert answer.headers["Location"] == MY_SHELF


def test_a_forged_host_sends_no_mail(person: Person) -> None:
    form = {"email": "co.hoa@example.vn"}
    forged = Client().post("/tai-khoan/password/reset/", form, headers={"host": "evil.example"})
    assert (forged.status_code, mail.outbox) == (400, [])
    Client().post("/tai-khoan/password/reset/", form, headers={"x-forwarded-host": "evil.example"})
    assert len(mail.outbox) == 1
    assert "evil.example" not in mail.outbox[0].body


def test_the_existence_of_an_account_is_not_revealed(person: Person) -> None:
    def answer_for(login: str) -> str:
        page = Client().post(LOGIN, {"login": login, "password": "x"}).content.decode()
        return re.sub(r'value="[^"]*"', "", page)

    assert answer_for("co.hoa") == answer_for("khong.co.ai")


def test_a_request_without_its_token_is_refused(person: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    answer = client.post("/tai-khoan/logout/")
    assert answer.status_code == 403
    assert client.get(MY_SHELF).status_code == 200

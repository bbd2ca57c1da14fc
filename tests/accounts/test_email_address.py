"""One account for each confirmed address; the address changes with the password alone, and the old one is notified."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from accounts import login_throttle
from accounts.models import Person
from tests.factories import MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]
PASSWORD, NEW = "mot-cau-that-dai", "mot-cau-khac-han"
LOGIN, EMAIL, AGAIN = "/tai-khoan/login/", "/tai-khoan/email/", "/tai-khoan/reauthenticate/"
OLD = "co.hoa@example.vn"


@pytest.fixture
def person() -> Person:
    return account("co.hoa", OLD, PASSWORD, confirmed=True)


def account(username: str, email: str, password: str, *, confirmed: bool) -> Person:
    made: Person = MembershipFactory(person__username=username, person__email=email).person
    made.set_password(password)
    made.save()
    EmailAddress.objects.create(user=made, email=email, verified=confirmed, primary=True)
    return made


def sign_in(login: str, password: str) -> Client | None:
    client = Client()
    status = client.post(LOGIN, {"login": login, "password": password}).status_code
    return client if status == 302 else None


def signed_in() -> Client:
    client = sign_in("co.hoa", PASSWORD)
    assert client is not None
    return client


def confirm(client: Client, address: str) -> None:
    """Open the link of the newest mail, which went to this address, and confirm."""
    message = mail.outbox[-1]
    assert message.to == [address]
    link = re.search(r"https?://[^/\s]+(/\S*confirm-email/\S+)", message.body)
    assert link
    assert client.get(link[1]).status_code == 200
    assert client.post(link[1]).status_code == 302


def test_an_address_that_is_not_confirmed_stands_for_no_account(person: Person) -> None:
    other = account("ke.gia", "chung@example.vn", NEW, confirmed=False)
    Person.objects.filter(pk=other.pk).update(email=OLD)  # as in a version that checked less
    assert sign_in(OLD, NEW) is None
    assert sign_in("chung@example.vn", NEW) is None
    assert sign_in(OLD.upper(), PASSWORD) is not None
    assert sign_in("ke.gia", NEW) is not None


def test_no_two_accounts_have_one_confirmed_address(person: Person) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        account("ke.gia", OLD, NEW, confirmed=True)


@pytest.mark.parametrize("login", ["co.hoa", OLD])
def test_guesses_count_for_the_account_whose_password_is_checked(person: Person, login: str) -> None:
    twin = account("anh.hai", "hai@example.vn", NEW, confirmed=False)
    Person.objects.filter(pk=twin.pk).update(email=OLD)
    EmailAddress.objects.filter(user=twin).update(email=OLD)
    for _guess in range(login_throttle.PER_ADDRESS_AND_ACCOUNT.number):
        assert Client().post(LOGIN, {"login": login, "password": "sai"}).status_code == 200
    for name in ("co.hoa", OLD, OLD.upper()):
        for password in (PASSWORD, NEW):
            assert Client().post(LOGIN, {"login": name, "password": password}).status_code == 429
    assert sign_in("anh.hai", NEW) is not None


def test_the_address_changes_with_the_password_alone(person: Person) -> None:
    client = signed_in()
    for form in (
        {"action_add": "", "email": "ke.gia@example.vn"},
        {"action_remove": "", "email": OLD},
        {"action_primary": "", "email": OLD},
    ):
        answer = client.post(EMAIL, form)
        assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, AGAIN)
        client.post(AGAIN, {"password": "sai-mat-khau", "next": EMAIL})
    assert [row.email for row in EmailAddress.objects.all()] == [OLD]
    assert mail.outbox == []


def test_a_new_address_holds_once_it_is_confirmed_and_the_old_one_is_notified(person: Person) -> None:
    client = signed_in()
    client.post(EMAIL, {"action_add": "", "email": "moi@example.vn"})
    assert client.post(AGAIN, {"password": PASSWORD, "next": EMAIL}).status_code == 302
    assert "moi@example.vn" in client.get(EMAIL).content.decode()
    assert sign_in("moi@example.vn", PASSWORD) is None
    assert sign_in(OLD, PASSWORD) is not None
    confirm(client, "moi@example.vn")
    notified = mail.outbox[-1]
    assert notified.to == [OLD]
    assert "moi@example.vn" in notified.body
    assert sign_in("moi@example.vn", PASSWORD) is not None
    assert sign_in(OLD, PASSWORD) is None
    person.refresh_from_db()
    assert person.email == "moi@example.vn"


def test_an_address_of_another_account_cannot_be_confirmed(person: Person) -> None:
    account("ke.gia", "khac@example.vn", NEW, confirmed=True)
    client = sign_in("ke.gia", NEW)
    assert client is not None
    client.post(EMAIL, {"action_add": "", "email": OLD})
    client.post(AGAIN, {"password": NEW, "next": EMAIL})
    link = re.search(r"https?://[^/\s]+(/\S*confirm-email/\S+)", mail.outbox[-1].body)
    if link:
        client.post(link[1])
    assert EmailAddress.objects.get(email=OLD, verified=True).user == person
    assert sign_in(OLD, NEW) is None
    assert sign_in(OLD, PASSWORD) is not None


def test_a_new_password_is_notified(person: Person) -> None:
    client = signed_in()
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/tai-khoan/password/change/", form).status_code == 302
    [message] = mail.outbox
    assert message.to == [OLD]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_menu_leads_to_the_page(person: Person, language: str) -> None:
    client = signed_in()
    client.cookies["django_language"] = language
    assert "/tai-khoan/email/" in client.get("/tu-cua-toi/").content.decode()
    page = client.get(EMAIL if language == "vi" else f"/en{EMAIL}").content.decode()
    assert OLD in page

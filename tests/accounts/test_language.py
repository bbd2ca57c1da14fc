"""The language that a person chose, and the language of the e-mails that they get."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone, translation

from accounts.actions import issue_temporary_password
from accounts.models import Membership, Person
from tests.factories import MembershipFactory, a_librarian

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]
PASSWORD, ADDRESS = "mot-cau-that-dai", "co.hoa@example.vn"
LOGIN, SWITCH, CHOICES = "/tai-khoan/login/", "/ngon-ngu/setlang/", "/tu-cua-toi/lua-chon/"
IN = {"vi": "Mật khẩu mới cho Tủ Sách", "en": "A new password for Tủ Sách"}


@pytest.fixture
def member() -> Membership:
    made: Membership = MembershipFactory(person__username="co.hoa", person__email=ADDRESS, role="pupil")
    made.person.made_by = made.school
    made.person.set_password(PASSWORD)
    made.person.save()
    EmailAddress.objects.create(user=made.person, email=ADDRESS, verified=True, primary=True)
    return made


@pytest.fixture
def person(member: Membership) -> Person:
    return member.person


def signed_in(prefix: str = "") -> Client:
    client = Client()
    assert client.post(prefix + LOGIN, {"login": "co.hoa", "password": PASSWORD}).status_code == 302
    return client


def stored() -> str:
    return Person.objects.get(username="co.hoa").language


def test_the_switch_is_stored_for_a_person_and_leads_to_the_same_screen(person: Person) -> None:
    browser = signed_in()
    assert stored() == "vi"
    page = browser.get("/tim/?q=toan").content.decode()
    assert 'action="/ngon-ngu/setlang/"' in page
    assert 'name="next" value="/en/tim/?q=toan"' in page
    answer = browser.post(SWITCH, {"language": "en", "next": "/en/tim/?q=toan"})
    assert answer.headers["Location"] == "/en/tim/?q=toan"
    assert stored() == "en"
    assert browser.get("/tim/").headers["Content-Language"] == "vi"  # the address decides on the screen
    assert stored() == "en"
    assert browser.post(SWITCH, {"language": "vi", "next": "/tim/"}).headers["Location"] == "/tim/"
    assert stored() == "vi"
    browser.post(SWITCH, {"language": "xx", "next": "/tim/"})
    assert stored() == "vi"


def test_visitors_have_a_link(person: Person) -> None:
    page = Client().get("/tim/?q=toan").content.decode()
    assert SWITCH not in page
    assert re.search(r'href="/en/tim/\?q=toan"\s+lang="en"', page)


def test_the_first_sign_in_decides_until_something_is_chosen(person: Person) -> None:
    signed_in("/en")
    assert stored() == "en"
    signed_in()
    assert stored() == "en"


def test_the_page_of_choices_changes_the_language(person: Person) -> None:
    browser = signed_in()
    assert re.search(r'<option value="vi" selected>', browser.get(CHOICES).content.decode())
    answer = browser.post(CHOICES, {"language": "en"}, follow=True)
    assert (answer.redirect_chain[-1][0], stored()) == (f"/en{CHOICES}", "en")
    assert "Your choices are saved." in answer.content.decode()
    browser.post(CHOICES, {"grades": ["6"], "language": "en"})
    assert stored() == "en"


@pytest.mark.parametrize(("chosen", "asked_in"), [("en", ""), ("vi", "/en"), ("", "/en")])
def test_the_mail_for_a_forgotten_password_is_in_the_language_of_the_person(
    person: Person, chosen: str, asked_in: str
) -> None:
    Person.objects.update(language=chosen)
    Client().post(f"{asked_in}/tai-khoan/password/reset/", {"email": ADDRESS})
    (message,) = mail.outbox
    code = chosen or "en"
    assert IN[code] in message.subject
    link = re.search(r"https?://[^/\s]+(/\S*reset/key/\S+)", message.body)
    assert link
    assert link[1].startswith("/en/") == (code == "en")
    assert Client().get(link[1], follow=True).status_code == 200


@pytest.mark.parametrize("chosen", ["en", "vi", ""])
def test_the_mail_about_a_temporary_password_has_not_the_language_of_the_librarian(
    member: Membership, chosen: str
) -> None:
    Person.objects.update(language=chosen)
    member.refresh_from_db()
    with translation.override("en" if chosen != "en" else "vi"):
        issue_temporary_password(member, by=a_librarian(member.school, now=timezone.now()))
    assert mail.outbox[0].subject == IN[chosen or "vi"]

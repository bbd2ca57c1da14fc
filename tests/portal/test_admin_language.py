"""The admin uses the language in which its user last read the site, and its links stay in that language."""

import re

import pytest
from django.test import Client

from accounts.models import Person
from tests.portal.two_schools import Holding

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DESK = "/quan-tri/"


@pytest.fixture
def librarian(client: Client, schools: tuple[Holding, Holding]) -> Client:
    client.force_login(schools[0].librarian, backend=BACKEND)
    return client


def language_of(client: Client, address: str = DESK) -> str:
    """Return the language that the admin's page declares."""
    answer = client.get(address)
    assert answer.status_code == 200
    declared = re.search(r'<html[^>]*\blang="(\w+)"', answer.content.decode())
    assert declared
    assert answer.headers["Content-Language"] == declared[1]
    return declared[1]


def test_the_admin_follows_the_language_of_the_site(librarian: Client) -> None:
    assert language_of(librarian) == "vi"
    librarian.get("/en/tim/")
    assert language_of(librarian) == "en"
    home = librarian.get(DESK).content.decode()
    assert "/en/so-hoa/" in home
    assert '"/so-hoa/' not in home
    librarian.get("/tim/")
    assert language_of(librarian) == "vi"


def test_a_session_that_ends_at_the_desk_leads_to_a_sign_in_in_its_language(librarian: Client) -> None:
    librarian.get("/en/tim/")
    librarian.get(DESK)
    librarian.session.flush()
    assert librarian.get(DESK).headers["Location"].startswith("/en/tai-khoan/login/")
    assert Client().get(DESK).headers["Location"].startswith("/tai-khoan/login/")


def test_what_is_no_screen_changes_nothing(librarian: Client) -> None:
    librarian.get("/en/tim/")
    for address in ("/khong-co/", "/media/images/none.jpg", "/healthz"):
        librarian.get(address)
    assert language_of(librarian) == "en"


def test_the_preview_of_a_page_in_english_changes_nothing(librarian: Client, schools: tuple[Holding, Holding]) -> None:
    shown = librarian.get(f"{DESK}localize/translate/{schools[0].translation.pk}/preview/")
    assert 'lang="en"' in shown.content.decode()
    assert language_of(librarian) == "vi"


def test_a_sign_in_in_english_leads_to_the_admin_in_english(client: Client, schools: tuple[Holding, Holding]) -> None:
    person = schools[0].librarian
    person.set_password("mot mat khau du dai")
    person.save()
    words = {"login": person.username, "password": "mot mat khau du dai", "next": DESK}
    answer = client.post(f"/en/tai-khoan/login/?next={DESK}", words)
    assert (answer.status_code, answer.headers["Location"]) == (302, DESK)
    assert language_of(client) == "en"


def test_the_account_page_changes_the_language(librarian: Client) -> None:
    address = f"{DESK}account/"
    shown = librarian.get(address).content.decode()
    assert re.search(r'<option value="vi" selected>', shown)
    form = {"locale-current_time_zone": "", "theme-theme": "system", "theme-contrast": "system"}
    form |= {"theme-density": "default", "locale-preferred_language": "en"}
    answer = librarian.post(address, form, follow=True)
    assert "Your account settings have been changed successfully!" in answer.content.decode()
    assert language_of(librarian) == "en"
    assert Person.objects.get(pk=librarian.session["_auth_user_id"]).language == "en"  # of e-mails
    librarian.get("/tim/")  # the language of the site still decides
    assert language_of(librarian) == "vi"


@pytest.mark.parametrize(("prefix", "home"), [("", "/"), ("/en", "/en/")])
def test_sign_in_and_sign_out_lead_to_the_home_page_in_the_same_language(
    client: Client, schools: tuple[Holding, Holding], prefix: str, home: str
) -> None:
    person = schools[0].librarian
    person.set_password("mot mat khau du dai")
    person.save()
    words = {"login": person.username, "password": "mot mat khau du dai"}
    role = {"membership": str(person.memberships.get().uuid)}
    for address, form in (("login/", words), ("vai-tro/", role), ("logout/", {})):
        answer = client.post(f"{prefix}/tai-khoan/{address}", form)
        assert (answer.status_code, answer.headers["Location"]) == (302, home), address


@pytest.mark.parametrize(("language", "sign_in"), [("vi", "/tai-khoan/login/"), ("en", "/en/tai-khoan/login/")])
def test_a_sign_out_in_the_admin_stays_in_its_language(librarian: Client, language: str, sign_in: str) -> None:
    librarian.get("/tim/" if language == "vi" else "/en/tim/")
    answer = librarian.post(f"{DESK}logout/")
    assert (answer.status_code, answer.headers["Location"]) == (302, sign_in)

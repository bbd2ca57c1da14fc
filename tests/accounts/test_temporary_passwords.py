"""A password that a librarian gives is told once, opens only the choice of another, and not for long."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from accounts.actions import TEMPORARY_PASSWORD_TTL, add_member, issue_temporary_password
from accounts.errors import NotAllowed, NotFound
from accounts.models import AuditEntry, Membership, Person, Role, School
from tests.factories import MembershipFactory, SchoolFactory, a_librarian, a_viewer
from tests.portal.two_schools import two_schools

pytestmark = pytest.mark.django_db
LOGIN, CHOICE = "/tai-khoan/login/", "/tai-khoan/password/change/"
OWN = "mot-cau-rieng-cua-em"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def school() -> School:
    return SchoolFactory()


@pytest.fixture
def pupil(school: School) -> Membership:
    by = a_librarian(school, now=timezone.now())
    return add_member(username="hoc.sinh", name="Lê Thị Mơ", school=school, role=Role.PUPIL, by=by)


def given(pupil: Membership, **ago: int) -> str:
    """The password that the librarian read some time ago."""
    return issue_temporary_password(pupil, by=a_librarian(pupil.school, now=timezone.now() - timedelta(**ago)))


def sign_in(password: str) -> tuple[Client, int]:
    browser = Client()
    return browser, browser.post(LOGIN, {"login": "hoc.sinh", "password": password}).status_code


def test_it_opens_the_choice_of_a_password_and_nothing_else(pupil: Membership) -> None:
    first = given(pupil)
    browser, status = sign_in(first)
    assert status == 302
    for address in ("/", "/tim/?q=a", "/tu-cua-toi/", "/quan-tri/"):
        assert browser.get(address).headers["Location"] == CHOICE
    assert "notice" in browser.get(CHOICE).content.decode()
    for address in ("/tai-khoan/password/reset/", "/tai-khoan/password/reset/key/1-abc/"):  # by a letter, instead
        assert browser.get(address).status_code == 200

    chosen = browser.post(CHOICE, {"oldpassword": first, "password1": OWN, "password2": OWN})
    assert (chosen.status_code, chosen.headers["Location"]) == (302, "/")
    assert browser.get("/").status_code == 200
    assert sign_in(first)[1] == 200  # the form again
    assert sign_in(OWN)[1] == 302


def test_who_has_none_yet_cannot_sign_in(pupil: Membership) -> None:
    assert sign_in("")[1] == 200
    assert not pupil.person.has_usable_password()


def test_it_ends_after_some_days_and_the_librarian_gives_another(pupil: Membership) -> None:
    late = given(pupil, days=TEMPORARY_PASSWORD_TTL.days, minutes=1)
    browser, status = sign_in(late)
    assert status == 403
    assert browser.get("/tu-cua-toi/").status_code == 302  # to the sign-in
    assert sign_in(given(pupil))[1] == 302


def test_a_new_one_signs_the_person_out_everywhere(pupil: Membership) -> None:
    browser, _status = sign_in(given(pupil))
    assert browser.get(CHOICE).status_code == 200
    given(pupil)
    assert browser.get(CHOICE).headers["Location"].startswith(LOGIN)


def test_no_two_are_alike_and_none_is_stored(pupil: Membership) -> None:
    passwords = [given(pupil) for _time in range(5)]
    assert len(set(passwords)) == len(passwords)
    pupil.person.refresh_from_db()
    assert pupil.person.check_password(passwords[-1])
    assert passwords[-1] not in pupil.person.password
    lines = AuditEntry.objects.filter(verb="membership.password", target=pupil.uuid)
    assert [line.details for line in lines] == [{}] * len(passwords)


def test_no_password_is_issued_for_an_account_with_more_rights(school: School) -> None:
    by, person = a_librarian(school), MembershipFactory(school=school, role=Role.TEACHER).person
    held = person.memberships.get()
    with pytest.raises(NotFound):
        issue_temporary_password(held, by=a_librarian(SchoolFactory()))
    elsewhere = MembershipFactory(person=person, role=Role.PUPIL)
    with pytest.raises(NotAllowed):
        issue_temporary_password(held, by=by)
    elsewhere.school, elsewhere.role = school, Role.NODE_ADMIN
    elsewhere.save()
    with pytest.raises(NotAllowed):
        issue_temporary_password(held, by=by)
    elsewhere.delete()
    Person.objects.filter(pk=person.pk).update(is_superuser=True)
    with pytest.raises(NotAllowed):
        issue_temporary_password(held, by=a_viewer(Role.NODE_ADMIN))
    Person.objects.filter(pk=person.pk).update(is_superuser=False)
    assert issue_temporary_password(held, by=by)


def test_the_desk_tells_them_once(client: Client) -> None:
    own, other = two_schools()
    client.force_login(own.librarian, backend=BACKEND)
    data = {"username": "bui.thi.lan", "name": "Bùi Thị Lan", "role": "pupil", "school": own.school.pk}
    made = client.post("/quan-tri/nguoi/new/", data)
    [message] = [str(message) for message in get_messages(made.wsgi_request)]
    lan = Person.objects.get(username="bui.thi.lan")
    assert lan.check_password(message.partition("bui.thi.lan: ")[2][:14])

    many = "/quan-tri/bulk/accounts/membership/first-password/"
    mine = lan.memberships.get().pk
    assert client.get(f"{many}?id={mine}").status_code == 200
    asked = BeautifulSoup(client.get(f"{many}?id={mine}").content.decode(), "html.parser")
    assert asked.select_one("form button, form input[type=submit]")
    answer = client.post(f"{many}?id={mine}&next=/quan-tri/nguoi/", follow=True)
    screen = answer.content.decode()
    lan.refresh_from_db()
    assert lan.check_password(screen.partition("bui.thi.lan: ")[2][:14])
    assert "bui.thi.lan: " not in client.get("/quan-tri/nguoi/").content.decode()

    theirs = other.membership.pk
    assert client.post(f"{many}?id={theirs}&next=/quan-tri/nguoi/").status_code == 404

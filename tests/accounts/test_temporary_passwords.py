"""A temporary password is shown once, opens only the page where it is replaced, and expires."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.actions import add_member, issue_temporary_password, remove_member
from accounts.errors import NotFound, PasswordOfAnotherSchool
from accounts.models import AuditEntry, Membership, Person, Role, School
from accounts.temporary_passwords import TEMPORARY_PASSWORD_TTL
from tests.factories import MembershipFactory, SchoolFactory, a_librarian, a_viewer
from tests.portal.two_schools import two_schools

pytestmark = pytest.mark.django_db
LOGIN, CHANGE = "/tai-khoan/login/", "/tai-khoan/password/change/"
OWN = "mot-cau-rieng-cua-em"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def school() -> School:
    return SchoolFactory()


@pytest.fixture
def pupil(school: School) -> Membership:
    by = a_librarian(school, now=timezone.now())
    return add_member(username="hoc.sinh", name="Lê Thị Mơ", school=school, role=Role.PUPIL, by=by)


def issue(pupil: Membership, **ago: int) -> str:
    """Return a temporary password that a librarian issued some time ago."""
    return issue_temporary_password(pupil, by=a_librarian(pupil.school, now=timezone.now() - timedelta(**ago)))


def sign_in(password: str) -> tuple[Client, int]:
    browser = Client()
    return browser, browser.post(LOGIN, {"login": "hoc.sinh", "password": password}).status_code


def test_it_opens_only_the_page_where_it_is_replaced(pupil: Membership) -> None:
    temporary = issue(pupil)
    browser, status = sign_in(temporary)
    assert status == 302
    for address in ("/", "/tim/?q=a", "/tu-cua-toi/", "/quan-tri/"):
        assert browser.get(address).headers["Location"] == CHANGE
    assert "id_oldpassword" not in browser.get(CHANGE).content.decode()
    for address in ("/tai-khoan/password/reset/", "/tai-khoan/password/reset/key/1-abc/"):  # by e-mail instead
        assert browser.get(address).status_code == 200

    changed = browser.post(CHANGE, {"password1": OWN})
    assert (changed.status_code, changed.headers["Location"]) == (302, "/")
    assert browser.get("/").status_code == 200
    assert sign_in(temporary)[1] == 200  # the form again
    assert sign_in(OWN)[1] == 302


def test_a_new_account_cannot_sign_in_without_one(pupil: Membership) -> None:
    assert sign_in("")[1] == 200
    assert not pupil.person.has_usable_password()


def test_it_expires_and_a_librarian_issues_another(pupil: Membership) -> None:
    expired = issue(pupil, days=TEMPORARY_PASSWORD_TTL.days, minutes=1)
    browser, status = sign_in(expired)
    assert status == 403
    assert browser.get("/tu-cua-toi/").status_code == 302  # to the sign-in
    assert sign_in(issue(pupil))[1] == 302


def test_a_new_one_ends_all_sessions_of_the_person(pupil: Membership) -> None:
    browser, _status = sign_in(issue(pupil))
    assert browser.get(CHANGE).status_code == 200
    issue(pupil)
    assert browser.get(CHANGE).headers["Location"].startswith(LOGIN)


def test_no_two_are_alike_and_none_is_stored(pupil: Membership) -> None:
    passwords = [issue(pupil) for _time in range(5)]
    assert len(set(passwords)) == len(passwords)
    pupil.person.refresh_from_db()
    assert pupil.person.check_password(passwords[-1])
    assert passwords[-1] not in pupil.person.password
    entries = AuditEntry.objects.filter(verb="membership.password", target=pupil.uuid)
    assert [entry.details for entry in entries] == [{}] * len(passwords)


def test_the_person_gets_a_mail_without_the_password(pupil: Membership) -> None:
    issue(pupil)
    assert mail.outbox == []
    Person.objects.update(email="mo@example.vn", language="en")
    password = issue(pupil)
    [message] = mail.outbox
    assert message.to == ["mo@example.vn"]
    assert "hoc.sinh" in message.body
    assert pupil.school.name in message.body
    assert password not in message.body


def test_a_librarian_issues_none_for_an_account_that_another_school_made(pupil: Membership) -> None:
    """A person between two schools, admitted by a second one, whose librarian then ends the membership."""
    first, second = pupil.school, SchoolFactory()
    own = issue(pupil)
    now = timezone.now()
    assert sign_in(own)[1] == 302
    remove_member(pupil, by=a_librarian(first, now=now))
    by = a_librarian(second, now=now + timedelta(seconds=1))
    admitted = add_member(username="hoc.sinh", name="Lê Thị Mơ", school=second, role=Role.PUPIL, by=by)
    with pytest.raises(PasswordOfAnotherSchool):
        issue_temporary_password(admitted, by=by)
    remove_member(admitted, by=by)
    with pytest.raises(PasswordOfAnotherSchool):
        issue_temporary_password(admitted, by=by)
    pupil.refresh_from_db()
    with pytest.raises(PasswordOfAnotherSchool):  # nor does the first school, for a former member
        issue_temporary_password(pupil, by=a_librarian(first, now=now + timedelta(seconds=1)))
    assert issue_temporary_password(admitted, by=a_viewer(Role.NODE_ADMIN, now=now))


def test_no_password_is_issued_for_a_membership_that_ended(pupil: Membership) -> None:
    """All current roles of an account without memberships are assignable: the rule holds for the empty set."""
    now = timezone.now()
    remove_member(pupil, by=a_librarian(pupil.school, now=now))
    with pytest.raises(PasswordOfAnotherSchool):
        issue_temporary_password(pupil, by=a_librarian(pupil.school, now=now + timedelta(seconds=1)))


def test_a_temporary_password_of_one_school_ends_when_another_admits_the_person(pupil: Membership) -> None:
    temporary, other = issue(pupil), SchoolFactory()
    by = a_librarian(other, now=timezone.now())
    add_member(username="hoc.sinh", name="Lê Thị Mơ", school=other, role=Role.PUPIL, by=by)
    assert sign_in(temporary)[1] == 200  # the form again
    assert sign_in(issue_temporary_password(pupil, by=a_viewer(Role.NODE_ADMIN, now=timezone.now())))[1] == 302


def test_none_is_issued_for_an_account_with_roles_beyond_those_of_the_librarian(pupil: Membership) -> None:
    by, school, person = a_librarian(pupil.school), pupil.school, pupil.person
    with pytest.raises(NotFound):
        issue_temporary_password(pupil, by=a_librarian(SchoolFactory()))
    elsewhere = MembershipFactory(person=person, role=Role.PUPIL)
    with pytest.raises(PasswordOfAnotherSchool):
        issue_temporary_password(pupil, by=by)
    elsewhere.school, elsewhere.role = school, Role.NODE_ADMIN
    elsewhere.save()
    with pytest.raises(PasswordOfAnotherSchool):
        issue_temporary_password(pupil, by=by)
    elsewhere.delete()
    Person.objects.filter(pk=person.pk).update(is_superuser=True)
    with pytest.raises(PasswordOfAnotherSchool):
        issue_temporary_password(pupil, by=a_viewer(Role.NODE_ADMIN))
    Person.objects.filter(pk=person.pk).update(is_superuser=False)
    assert issue_temporary_password(pupil, by=by)


def test_the_admin_says_who_gives_a_password_to_an_account_of_another_school(client: Client) -> None:
    own, other = two_schools()
    by = a_librarian(other.school, now=timezone.now())
    add_member(username="bui.thi.lan", name="Bùi Thị Lan", school=other.school, role=Role.PUPIL, by=by)
    client.force_login(own.librarian, backend=BACKEND)
    data = {"username": "bui.thi.lan", "name": "Bùi Thị Lan", "role": "pupil", "school": own.school.pk}
    response = client.post("/quan-tri/nguoi/new/", data)
    assert response.status_code == 302
    [message] = [str(message) for message in get_messages(response.wsgi_request)]
    assert "bui.thi.lan: " not in message
    assert "quản trị viên hệ thống" in message
    assert not Person.objects.get(username="bui.thi.lan").has_usable_password()
    key = own.school.memberships.get(person__username="bui.thi.lan").pk
    bulk = f"/quan-tri/bulk/accounts/membership/first-password/?id={key}&next=/quan-tri/nguoi/"
    assert client.post(bulk).status_code == 403


def test_the_admin_shows_them_once(client: Client) -> None:
    own, other = two_schools()
    client.force_login(own.librarian, backend=BACKEND)
    data = {"username": "bui.thi.lan", "name": "Bùi Thị Lan", "role": "pupil", "school": own.school.pk}
    response = client.post("/quan-tri/nguoi/new/", data)
    [message] = [str(message) for message in get_messages(response.wsgi_request)]
    lan = Person.objects.get(username="bui.thi.lan")
    assert lan.check_password(message.partition("bui.thi.lan: ")[2][:9])

    bulk = "/quan-tri/bulk/accounts/membership/first-password/"
    key = lan.memberships.get().pk
    assert client.get(f"{bulk}?id={key}").status_code == 200
    page = BeautifulSoup(client.get(f"{bulk}?id={key}").content.decode(), "html.parser")
    assert page.select_one("form button, form input[type=submit]")
    issued = client.post(f"{bulk}?id={key}&next=/quan-tri/nguoi/", follow=True)
    screen = issued.content.decode()
    lan.refresh_from_db()
    assert lan.check_password(screen.partition("bui.thi.lan: ")[2][:9])
    assert "bui.thi.lan: " not in client.get("/quan-tri/nguoi/").content.decode()

    foreign = other.membership.pk
    assert client.post(f"{bulk}?id={foreign}&next=/quan-tri/nguoi/").status_code == 404

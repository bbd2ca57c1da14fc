"""From an empty database to the first upload: `create_admin`, the page First steps, what the doctor says."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from access.viewer import Viewer
from accounts.models import AuditEntry, Membership, Person, Role, School
from circulation.models import Licence, Loan
from ingest.models import Upload
from ingest.states import State
from operations.health.first_steps import taken
from portal.actions import create_school_home
from portal.librarian_steps import librarian_steps
from repository.models import Resource
from sharing.viewer import viewer_of_membership
from tests.factories import MembershipFactory, SchoolFactory, a_draft
from tests.portal.two_schools import bare_wagtail

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]
ANSWERS = {"username": "quan.tri", "name": "Đặng Minh Quân", "unit": "Trường THCS Đống Đa", "no_input": True}
LOGIN, CHANGE, STEPS = "/tai-khoan/login/", "/tai-khoan/password/change/", "/quan-tri/buoc-dau/"
PANEL, BUTTON = 'id="step-upload"', "Hiện các bước đầu"  # of the first steps of a librarian
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OWN = "mot-cau-rieng-cua-toi"


@pytest.fixture(autouse=True)
def empty_database(db: None) -> None:
    bare_wagtail()


def create_admin(**answers: object) -> str:
    """Return the temporary password that the command printed."""
    out = StringIO()
    call_command("create_admin", asks=False, stdout=out, **{**ANSWERS, **answers, "no_input": None})
    found = re.search(r"\b[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}\b", out.getvalue())
    assert found
    return found[0]


def signed_in(temporary: str) -> Client:
    browser = Client()
    browser.post(LOGIN, {"login": "quan.tri", "password": temporary})
    browser.post(CHANGE, {"password1": OWN})
    return browser


@pytest.mark.parametrize("address", ["/", "/en/"])
def test_an_empty_database_never_shows_the_welcome_page_of_wagtail(client: Client, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 200
    assert "Wagtail" not in page.content.decode()
    assert "create_admin" in page.content.decode()
    create_admin()
    for name in ("Wagtail", "create_admin"):
        assert name not in client.get(address).content.decode()
    assert client.get(f"{address}truong/truong-thcs-dong-da/").status_code == 200


def test_the_command_creates_an_administrator_with_a_temporary_password() -> None:
    browser = signed_in(create_admin(email="Quan@example.vn"))
    assert browser.get("/quan-tri/").status_code == 200
    assert STEPS in browser.get("/").content.decode()
    assert browser.get(STEPS).status_code == 200
    person = Person.objects.get()
    assert (person.name, person.email, person.is_superuser) == (ANSWERS["name"], "quan@example.vn", False)
    membership = Membership.objects.get()
    assert (membership.role, membership.school.code) == (Role.NODE_ADMIN, "truong-thcs-dong-da")
    assert AuditEntry.objects.filter(verb="node.first_administrator").exists()


def test_the_command_refuses_where_there_is_an_administrator() -> None:
    create_admin()
    with pytest.raises(CommandError, match=r"changepassword quan\.tri"):
        create_admin(username="khac", name="Người khác")
    assert Person.objects.count() == 1
    Membership.objects.update(role=Role.LIBRARIAN)
    create_admin(username="khac", name="Người khác")


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        ({"username": ""}, "--username"),
        ({"username": "Quản Trị"}, "--username"),
        ({"name": " "}, "--name"),
        ({"unit": ""}, "--unit"),
        ({"unit": "学校"}, "--code"),
        ({"email": "khong-phai"}, "--email"),
    ],
)
def test_the_command_names_an_option_that_is_missing_or_wrong(answers: dict[str, str], named: str) -> None:
    with pytest.raises(CommandError, match=named):
        create_admin(**answers)
    assert not Person.objects.exists()
    assert not School.objects.exists()


def test_the_command_takes_no_name_and_no_code_of_another() -> None:
    SchoolFactory(code="truong-thcs-dong-da", name="Trường THCS Đông Đa")
    with pytest.raises(CommandError):
        create_admin()
    MembershipFactory(person__username="quan.tri")
    with pytest.raises(CommandError):
        create_admin(code="khac")
    assert not Membership.objects.filter(role=Role.NODE_ADMIN).exists()


def test_the_page_leads_from_step_to_step() -> None:
    browser = signed_in(create_admin(kind="province", unit="Sở Giáo dục"))

    def following() -> str:
        found = re.search(r'id="step-(\w+)"\s+aria-current="step"', browser.get(STEPS).content.decode())
        return found[1] if found else ""

    assert following() == "node"
    assert browser.post(STEPS, {"name": " "}).status_code == 200
    assert browser.post(STEPS, {"name": "Thư viện Hoa Sen"}).headers["Location"] == STEPS
    assert "<h1>Thư viện Hoa Sen</h1>" in browser.get("/").content.decode()
    assert following() == "school"
    school = {"name": "Trường THCS Nguyễn Du", "code": "nguyen-du", "kind": "school", "under": ""}
    assert browser.post("/quan-tri/truong/new/", {**school, "accent": "", "source_url": ""}).status_code == 302
    assert following() == "librarian"
    key = School.objects.get(code="nguyen-du").pk
    member = {"username": "thu.thu", "name": "Nguyễn Thị Mai", "school": key, "role": "librarian", "last_day": ""}
    assert browser.post("/quan-tri/nguoi/new/", member).status_code == 302
    assert following() == "upload"
    assert STEPS in browser.get("/quan-tri/").content.decode()


def test_the_page_is_for_the_administrator() -> None:
    for role, status in ((Role.LIBRARIAN, 404), (Role.TEACHER, 403)):
        browser = Client()
        browser.force_login(MembershipFactory(role=role).person)
        for answer in (browser.get(STEPS), browser.post(STEPS, {"name": "x"})):
            assert answer.status_code == status


def test_the_doctor_names_what_is_missing() -> None:
    assert [issue.code for issue in taken()] == ["no_administrator"]
    create_admin()
    steps = ["first_step_node", "first_step_librarian", "first_step_upload"]
    assert [issue.code for issue in taken()] == steps
    MembershipFactory(role=Role.LIBRARIAN)
    assert [issue.code for issue in taken()][-1] == "schools_without_librarian"


def done(viewer: Viewer) -> list[str]:
    return [step.name for step in librarian_steps(viewer) if step.is_done]


def test_each_step_ticks_itself_off_when_it_has_happened_in_this_school() -> None:
    own, other = (MembershipFactory(role=Role.LIBRARIAN) for _number in range(2))
    book = a_draft(own.school)
    viewer = viewer_of_membership(own, now=timezone.now())
    assert done(viewer) == []
    upload = Upload.objects.create(school=own.school, name="a.pdf", size=1, created_at=timezone.now())
    assert done(viewer) == ["upload"]
    Upload.objects.filter(pk=upload.pk).update(state=State.PUBLISHED)
    assert done(viewer) == ["upload", "review"]
    Resource.objects.filter(pk=book.pk).update(state=Resource.State.PUBLISHED)
    reader = MembershipFactory(school=own.school, role=Role.PUPIL)
    licence = Licence.objects.create(resource=book, seats=1, starts_at=timezone.now())
    assert done(viewer) == ["upload", "review", "publish", "reader", "licence"]
    Loan.objects.create(
        resource=book,
        licence=licence,
        seat=1,
        borrower=reader,
        borrowing_school=own.school,
        started_at=viewer.now,
        due_at=viewer.now + timedelta(days=1),
    )
    own.school.contact_name = "Thư viện"
    own.school.save()
    assert len(done(viewer)) == len(librarian_steps(viewer))
    assert done(viewer_of_membership(other, now=timezone.now())) == []


def test_they_are_on_the_desk_until_they_are_hidden_and_come_back(client: Client) -> None:
    school = SchoolFactory()
    create_school_home(school)
    mine, colleague = (MembershipFactory(role=Role.LIBRARIAN, school=school) for _number in range(2))
    client.force_login(mine.person, backend=BACKEND)
    assert PANEL in client.get("/quan-tri/").content.decode()
    assert client.post("/quan-tri/buoc-dau/thu-thu/", {"show": "0"}).status_code == 302
    page = client.get("/quan-tri/").content.decode()
    assert PANEL not in page
    assert BUTTON in page
    other = Client()
    other.force_login(colleague.person, backend=BACKEND)
    assert PANEL in other.get("/quan-tri/").content.decode(), "hidden for one person alone"
    client.post("/quan-tri/buoc-dau/thu-thu/", {"show": "1"})
    assert PANEL in client.get("/quan-tri/").content.decode()

"""Two accounts of one person become one; only the node administrator merges, and can separate them again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from access.actions import Action
from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import AuditEntry, Membership, Person, Role
from circulation.licences.actions import LicenceTerms, add_licence, borrow
from circulation.models import Loan
from roster.actions.merging import STAYS, merge, relations, undo_merge
from roster.actions.years import class_of, enrol, year_of
from roster.errors import CannotMerge
from roster.models import AccountMerge, Enrolment
from sharing.viewer import system_viewer, viewer_of_membership
from tests.factories import MembershipFactory, SchoolFactory, a_librarian, a_resource, a_viewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Viewer:
    return a_viewer(Role.NODE_ADMIN, now=timezone.now())


def a_loan(member: Membership) -> Loan:
    book = a_resource(opened={Action.BORROW: "everyone"})
    now = timezone.now()
    by = system_viewer(book.owner_id, now=now)
    add_licence(book, terms=LicenceTerms(seats=3, starts_at=now - timedelta(days=1)), by=by)
    loan: Loan = borrow(book, by=viewer_of_membership(member, now=now))
    return loan


def test_memberships_and_loans_move_and_the_merged_account_cannot_sign_in(admin: Viewer) -> None:
    first, second = MembershipFactory(), MembershipFactory(role=Role.PUPIL)
    second.person.set_password("mot cau rieng 27")
    second.person.save()
    browser = Client()
    browser.force_login(second.person)
    loan = a_loan(second)
    made = merge(first.person, second.person, by=admin)
    loan.refresh_from_db()
    assert loan.borrower.person == first.person
    assert set(first.person.memberships.values_list("pk", flat=True)) == {first.pk, second.pk}
    assert browser.get("/tu-cua-toi/").status_code == 302  # the session is gone
    login = {"login": second.person.username, "password": "mot cau rieng 27"}
    assert Client().post("/tai-khoan/login/", login).headers.get("Location") != "/"
    entry = AuditEntry.objects.get(verb="person.merge")
    assert (entry.by_id, entry.target) == (admin.person, first.person.uuid)

    undo_merge(made, by=admin)
    loan.refresh_from_db()
    assert loan.borrower.person_id == second.person_id
    assert set(first.person.memberships.values_list("pk", flat=True)) == {first.pk}
    assert Client().post("/tai-khoan/login/", login).headers.get("Location") == "/"


def test_where_both_have_the_same_membership_loans_and_classes_go_to_the_first(admin: Viewer) -> None:
    school = SchoolFactory()
    first, second = (MembershipFactory(school=school, role=Role.PUPIL) for _account in range(2))
    loan = a_loan(second)
    enrol(second, class_of(year_of(school, "2026-2027"), "6A1"), today=timezone.now().date())
    made = merge(first.person, second.person, by=admin)
    loan.refresh_from_db()
    second.refresh_from_db()
    assert (loan.borrower, Enrolment.objects.get().membership) == (first, first)
    assert second.until is not None

    undo_merge(made, by=admin)
    loan.refresh_from_db()
    second.refresh_from_db()
    assert (loan.borrower, Enrolment.objects.get().membership, second.until) == (second, second, None)


def test_a_row_that_both_have_stays(admin: Viewer) -> None:
    school = SchoolFactory()
    year = year_of(school, "2026-2027")
    first, second = (MembershipFactory(school=school, role=Role.PUPIL) for _account in range(2))
    for member in (first, second):
        enrol(member, class_of(year, "6A1"), today=timezone.now().date())
    merge(first.person, second.person, by=admin)
    assert set(Enrolment.objects.values_list("membership", flat=True)) == {first.pk, second.pk}


def test_nobody_else_may_merge_and_some_accounts_cannot_be(admin: Viewer) -> None:
    first, second = MembershipFactory().person, MembershipFactory().person
    for other in (a_librarian(), a_viewer(Role.OFFICER)):
        with pytest.raises(NotFound):
            merge(first, second, by=other)
    own = Person.objects.get(pk=admin.person)
    for target, source in ((first, first), (first, own)):
        with pytest.raises(CannotMerge):
            merge(target, source, by=admin)
    merge(first, second, by=admin)
    with pytest.raises(CannotMerge):
        merge(first, second, by=admin)


@pytest.mark.backend_independent
def test_every_relation_to_people_moves_or_is_listed_as_staying() -> None:
    everything = {
        relation.related_model._meta.label
        for relation in Person._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and not relation.related_model._meta.auto_created
    }
    moving = {relation.related_model._meta.label for relation in relations()}
    assert everything <= moving | STAYS
    assert {"accounts.Membership", "roster.MemberDetails"} <= moving


def test_the_screen_asks_before_it_merges(admin: Viewer, client: Client) -> None:
    first, second = MembershipFactory().person, MembershipFactory().person
    client.force_login(Person.objects.get(pk=admin.person))
    form = {"target": first.username, "source": second.username}
    page = client.post("/danh-sach/gop/", form).content.decode()
    assert first.name in page
    assert not AccountMerge.objects.exists()
    assert client.post("/danh-sach/gop/", {**form, "confirmed": "1"}).status_code == 302
    assert AccountMerge.objects.count() == 1
    assert client.post("/danh-sach/gop/", {"target": "x", "source": ""}).status_code == 200

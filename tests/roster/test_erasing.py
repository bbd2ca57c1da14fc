"""A person is erased: what names them goes, what counts stays; refused while loans are open."""

from datetime import timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import models
from django.test import Client
from django.utils import timezone

from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import AuditEntry, Membership, Person, Role
from circulation.licences.actions import return_loan
from circulation.models import LibraryCard, Loan
from personal import actions as personal
from roster.actions.erasing import ERASED, ERASED_NAME, STAYS, erase, preview
from roster.actions.years import class_of, enrol, year_of
from roster.errors import CannotErase, LoansAreOpen
from roster.models import Enrolment, MemberDetails
from sharing.viewer import viewer_of_membership
from tests.factories import MembershipFactory, a_librarian, a_resource, a_viewer
from tests.roster.test_merging import a_loan

pytestmark = pytest.mark.django_db
NAME = "Lê Thị Mơ"


@pytest.fixture
def admin() -> Viewer:
    return a_viewer(Role.NODE_ADMIN, now=timezone.now())


@pytest.fixture
def pupil() -> Membership:
    """Return a pupil with all that a school and a person store of them."""
    made: Membership = MembershipFactory(role=Role.PUPIL, person__name=NAME, person__email="mo@example.vn")
    person, own = made.person, viewer_of_membership(made, now=timezone.now())
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    MemberDetails.objects.create(person=person, school=made.school, sector_id="0123456789")
    enrol(made, class_of(year_of(made.school, "2026-2027"), "6A1"), today=timezone.now().date())
    personal.save_choices(subjects=["toan"], grades=[6], records_reading=True, by=own)
    personal.add_to_list(personal.favourites(by=own), a_resource(opened={"read": "everyone"}), by=own)
    return made


def test_what_names_a_person_is_deleted_and_numbers_stay(admin: Viewer, pupil: Membership) -> None:
    loan, browser = a_loan(pupil), Client()
    return_loan(loan, by=viewer_of_membership(pupil, now=timezone.now()))
    pupil.refresh_from_db()
    browser.force_login(pupil.person)
    counts = preview(pupil.person, by=admin)
    assert {"personal.ReadingList": 1, "roster.MemberDetails": 1, "account.EmailAddress": 1}.items() <= counts.items()
    assert erase(pupil.person, by=admin) == counts
    person = Person.objects.get(pk=pupil.person_id)
    assert (person.name, person.email, person.is_active) == (ERASED_NAME, "", False)
    assert person.username.startswith(ERASED)
    relations = [one for one in Person._meta.get_fields(include_hidden=True) if isinstance(one, models.ManyToOneRel)]
    theirs = [one for one in relations if one.on_delete is models.CASCADE]
    assert len(theirs) > len(STAYS)
    for relation in theirs:
        rows = relation.related_model._base_manager.filter(**{relation.field.name: person})
        assert not rows.exists() or relation.related_model._meta.label in STAYS, relation.related_model
    assert not Enrolment.objects.exists()
    assert Membership.objects.get(pk=pupil.pk).until <= timezone.now() + timedelta(seconds=1)
    assert Loan.objects.filter(pk=loan.pk, borrower=None).exists(), "it counts"
    assert browser.get("/tu-cua-toi/").status_code == 302, "the session is gone"
    assert AuditEntry.objects.filter(verb="person.erase", by_id=admin.person, target=person.uuid).exists()
    with pytest.raises(CannotErase):
        erase(person, by=admin)


def test_library_cards_are_deleted(admin: Viewer, pupil: Membership) -> None:
    LibraryCard.objects.create(membership=pupil, number="T12345674", issued_at=timezone.now())
    erase(pupil.person, by=admin)
    assert not LibraryCard.objects.exists()


def test_only_the_node_administrator_erases_and_not_while_loans_are_open(admin: Viewer, pupil: Membership) -> None:
    with pytest.raises(NotFound):
        erase(pupil.person, by=a_librarian(pupil.school))
    a_loan(pupil)
    with pytest.raises(LoansAreOpen):
        erase(pupil.person, by=admin)
    with pytest.raises(CannotErase):
        erase(Person.objects.get(pk=admin.person), by=admin)
    assert Person.objects.get(pk=pupil.person_id).name == NAME


def test_the_command_only_says_what_until_it_is_confirmed(admin: Viewer, pupil: Membership) -> None:
    def run(*arguments: str) -> str:
        out = StringIO()
        call_command("erase_person", pupil.person.username, "--by", acting, *arguments, stdout=out)
        return out.getvalue()

    acting = Person.objects.get(pk=admin.person).username
    assert "1  personal.Choices" in run()
    assert Person.objects.get(pk=pupil.person_id).name == NAME
    right, acting = acting, "nobody"
    with pytest.raises(CommandError, match="nobody"):
        run("--yes")
    acting = right
    run("--yes")
    assert Person.objects.get(pk=pupil.person_id).name == ERASED_NAME

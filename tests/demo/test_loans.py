"""The demo has loans of several months for the overview, all returned, also when it is made again."""

from datetime import timedelta

import pytest

from access.actions import Action
from access.labels import school_audience
from accounts.models import Role, School
from circulation.licences.actions import LicenceTerms, add_licence
from circulation.models import Loan
from demo.loans import LOANS, SINCE, SPAN, lend_to_pupils
from repository.models import Resource
from tests.factories import NOW, SchoolFactory, a_librarian, a_resource, a_viewer

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]
TITLE = "Văn tuyển học đường"


@pytest.fixture
def school() -> School:
    school = SchoolFactory()
    for _number in range(3):
        a_viewer(Role.PUPIL, school=school, now=NOW)
    return school


def lent(school: School, *, since: timedelta) -> Resource:
    book = a_resource(school, title=TITLE, opened={Action.BORROW: school_audience(school.pk)})
    add_licence(book, terms=LicenceTerms(seats=3, starts_at=NOW - since), by=a_librarian(school))
    return book


def test_pupils_borrowed_in_each_month_and_returned(school: School) -> None:
    lent(school, since=SINCE)
    for _again in range(2):
        lend_to_pupils(school, TITLE, now=NOW)
    loans = Loan.objects.filter(borrowing_school=school)
    assert loans.count() == loans.filter(ended_how=Loan.End.RETURNED, ended_at__lt=NOW, borrower=None).count()
    ages = [NOW - started_at for (started_at,) in loans.values_list("started_at")]
    assert [sum(SPAN * back < age <= SPAN * (back + 1) for age in ages) for back in (3, 2, 1, 0)] == list(LOANS)


def test_a_demo_that_lends_only_since_today_stays_as_it_is(school: School) -> None:
    lent(school, since=timedelta(0))
    lend_to_pupils(school, TITLE, now=NOW)
    assert not Loan.objects.exists()

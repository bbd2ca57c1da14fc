"""The demo's printed books on loan: some overdue, made once."""

import pytest

from accounts.models import Role
from circulation.desk.queries import overdue_lines
from circulation.models import Copy, LibraryCard, Loan
from demo.lent_books import BORROWED_DAYS_AGO, lend_printed_books
from demo.printed_books import AS_MARC
from sharing.viewer import system_viewer
from tests.factories import NOW, MembershipFactory, SchoolFactory, a_resource

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]


def test_some_printed_books_are_on_loan_and_some_overdue():
    school = SchoolFactory()
    pupil = MembershipFactory(school=school, role=Role.PUPIL)
    for title, *_others in AS_MARC:
        a_resource(school, title=title)
    for _time in range(2):
        lend_printed_books(school, now=NOW)
    assert Copy.objects.count() == 2 * len(AS_MARC)
    assert Loan.objects.filter(borrower=pupil, ended_at=None).count() == len(BORROWED_DAYS_AGO)
    assert len(overdue_lines(system_viewer(school.pk, now=NOW))) == 2
    assert LibraryCard.objects.count() == 1

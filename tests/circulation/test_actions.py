"""Lending: who gets a seat, who does not, and what remains of a finished loan."""

from dataclasses import replace
from datetime import timedelta

import pytest

from access.actions import Action
from accounts.errors import NotFound
from accounts.models import AuditEntry, Role
from circulation.licences import actions, errors
from circulation.licences.queries import open_loan
from circulation.models import Licence, Loan
from repository.actions import withdraw
from repository.models import IndexChange, Resource
from sharing.viewer import system_viewer
from tests.circulation.lending import a_lent_resource, a_licence
from tests.factories import NOW, a_draft, a_librarian, a_resource, a_viewer, a_visitor
from workers.events import periodic_maintenance

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def later(viewer, **delta):
    """Return the same viewer some time later."""
    return replace(viewer, now=viewer.now + timedelta(**delta))


def test_a_loan_takes_one_of_the_free_seats_of_the_catalogue() -> None:
    resource, teacher = a_lent_resource(seats=2), a_viewer()
    loan = actions.borrow(resource, by=teacher)
    assert (loan.seat, loan.borrower_id, loan.due_at) == (1, teacher.membership, NOW + 14 * DAY)
    assert str(loan) == str(loan.uuid)
    resource.refresh_from_db()
    assert resource.free_seats == 1


def test_a_loan_changes_neither_the_index_nor_the_stored_record() -> None:
    resource, teacher = a_lent_resource(seats=2), a_viewer()
    IndexChange.objects.all().delete()
    loan = actions.borrow(resource, by=teacher)
    actions.return_loan(loan, by=teacher)
    before = resource.revision
    resource.refresh_from_db()
    assert (resource.revision, IndexChange.objects.count()) == (before, 0)


def test_borrowing_is_idempotent_for_each_reader() -> None:
    resource, teacher = a_lent_resource(seats=2), a_viewer()
    assert actions.borrow(resource, by=teacher) == actions.borrow(resource, by=later(teacher, days=1))
    assert actions.borrow(resource, by=a_viewer()).seat == 2
    assert Licence.objects.get().loans_made == 2


def test_the_refusal_names_the_day_on_which_the_next_seat_becomes_free() -> None:
    resource = a_lent_resource(seats=1)
    actions.borrow(resource, by=a_viewer())
    with pytest.raises(errors.NoFreeSeats) as refused:
        actions.borrow(resource, by=a_viewer())
    assert "19/09/2026" in str(refused.value)


def test_only_readers_with_permission_borrow() -> None:
    lent = a_lent_resource(seats=5)
    shown = a_resource(opened={Action.READ: "everyone"})
    a_licence(shown)
    with pytest.raises(errors.SignInToBorrow):
        actions.borrow(lent, by=a_visitor())
    with pytest.raises(errors.BorrowingNotAllowed):
        actions.borrow(shown, by=a_viewer())
    with pytest.raises(NotFound):
        actions.borrow(a_draft(), by=a_viewer())
    assert actions.borrow(lent, by=a_viewer(Role.PUPIL)).seat == 1


def test_a_draft_cannot_be_borrowed_even_by_its_librarian() -> None:
    draft = a_draft()
    a_licence(draft)
    with pytest.raises(errors.BorrowingNotAllowed):
        actions.borrow(draft, by=a_librarian(draft.owner))


def test_a_resource_without_a_licence_cannot_be_borrowed() -> None:
    resource = a_resource(opened={Action.BORROW: "everyone"})
    with pytest.raises(errors.NotLendable):
        actions.borrow(resource, by=a_viewer())


def test_a_returned_seat_is_lent_again_and_the_loan_is_anonymous() -> None:
    resource, first, second = a_lent_resource(seats=1), a_viewer(), a_viewer()
    loan = actions.borrow(resource, by=first)
    actions.save_position(loan, position={"ms": 4000}, by=first)
    actions.return_loan(loan, by=second)
    assert open_loan(first, resource) == loan, "only the borrower returns a loan"
    actions.return_loan(loan, by=first)
    loan.refresh_from_db()
    assert (loan.ended_how, loan.borrower, loan.position) == (Loan.End.RETURNED, None, {})
    assert open_loan(first, resource) is None
    assert actions.borrow(resource, by=second).seat == 1
    assert not AuditEntry.objects.filter(verb__startswith="loan.", by__isnull=False).exists()


def test_an_overdue_loan_frees_its_seat_at_its_due_date() -> None:
    resource, first, second = a_lent_resource(seats=1), a_viewer(), a_viewer()
    loan = actions.borrow(resource, by=first)
    assert open_loan(later(first, days=14, microseconds=-1), resource) == loan
    assert open_loan(later(first, days=14), resource) is None
    taken = actions.borrow(resource, by=later(second, days=14))
    loan.refresh_from_db()
    assert (loan.ended_how, loan.ended_at, loan.borrower) == (Loan.End.EXPIRED, NOW + 14 * DAY, None)
    assert taken.seat == 1


def test_a_loan_never_begins_before_the_seat_was_returned() -> None:
    resource, first, second = a_lent_resource(seats=1), a_viewer(), a_viewer()
    actions.return_loan(actions.borrow(resource, by=first), by=later(first, hours=1))
    loan = actions.borrow(resource, by=second)  # requested an hour ago, and waited for the lock
    assert loan.started_at == NOW + timedelta(hours=1)


def test_loans_of_a_reader_with_two_devices_do_not_overlap() -> None:
    resource, first, second = a_lent_resource(seats=2), a_viewer(), a_viewer()
    earlier = actions.borrow(resource, by=first)
    actions.return_loan(earlier, by=later(first, hours=1))
    actions.borrow(resource, by=later(second, hours=1))
    again = actions.borrow(resource, by=later(first, minutes=30))  # requested earlier, and waited for the lock
    assert again.seat == 2
    assert again.started_at == NOW + timedelta(hours=1)


def test_maintenance_closes_overdue_loans_only() -> None:
    resource, first, second = a_lent_resource(seats=2), a_viewer(), a_viewer()
    actions.borrow(resource, by=first)
    stays = actions.borrow(resource, by=later(second, days=1))
    assert actions.expire_due(now=NOW + 14 * DAY) == 1
    assert list(Loan.objects.filter(ended_at=None)) == [stays]
    resource.refresh_from_db()
    assert resource.free_seats == 1


def test_maintenance_updates_free_seats_of_licences_that_begin_and_end_by_date() -> None:
    resource = a_resource(opened={Action.BORROW: "everyone"})
    a_licence(resource, seats=3, starts_at=NOW + DAY, ends_at=NOW + 2 * DAY)
    for moment, free in ((NOW, None), (NOW + DAY, 3), (NOW + 2 * DAY, None)):
        actions.refresh_free_seats(now=moment)
        resource.refresh_from_db()
        assert resource.free_seats == free


def test_a_licence_with_a_number_of_loans_stops_at_the_last_one() -> None:
    resource = a_lent_resource(seats=5, loans_allowed=1)
    teacher = a_viewer()
    actions.return_loan(actions.borrow(resource, by=teacher), by=teacher)
    with pytest.raises(errors.NotLendable):
        actions.borrow(resource, by=teacher)


def test_seats_can_be_removed_down_to_the_number_of_active_loans() -> None:
    resource, first, second = a_lent_resource(seats=3), a_viewer(), a_viewer()
    librarian = a_librarian(resource.owner)
    licence = Licence.objects.get()
    returned = actions.borrow(resource, by=first)
    actions.borrow(resource, by=second)
    stays = actions.borrow(resource, by=a_viewer())
    actions.return_loan(returned, by=first)
    with pytest.raises(errors.SeatsInUse):
        actions.change_seats(licence, seats=1, by=librarian)
    actions.change_seats(licence, seats=2, by=librarian)
    stays.refresh_from_db()
    resource.refresh_from_db()
    assert (stays.seat, resource.free_seats) == (1, 0)


def test_only_librarians_of_the_owning_school_change_licences() -> None:
    resource = a_lent_resource(seats=1)
    licence, stranger = Licence.objects.get(), a_librarian()
    with pytest.raises(NotFound):
        actions.change_seats(licence, seats=9, by=stranger)
    with pytest.raises(NotFound):
        actions.end_licence(licence, by=stranger)
    with pytest.raises(NotFound):
        actions.add_licence(resource, terms=actions.LicenceTerms(seats=1, starts_at=NOW), by=stranger)
    with pytest.raises(errors.InvalidLicence):
        actions.change_seats(licence, seats=0, by=a_librarian(resource.owner))


def test_an_ended_licence_starts_no_loan_and_ends_none() -> None:
    resource, first = a_lent_resource(seats=2), a_viewer()
    actions.borrow(resource, by=first)
    actions.end_licence(Licence.objects.get(), by=later(a_librarian(resource.owner), days=1))
    assert open_loan(later(first, days=2), resource) is not None
    with pytest.raises(errors.NotLendable):
        actions.borrow(resource, by=later(a_viewer(), days=2))


def test_withdrawal_closes_active_loans(django_capture_on_commit_callbacks) -> None:
    resource, first = a_lent_resource(seats=1), a_viewer()
    loan = actions.borrow(resource, by=first)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(resource, by=system_viewer(resource.owner_id, now=NOW))
    assert open_loan(first, resource) is None
    loan.refresh_from_db()
    assert (loan.ended_how, loan.borrower) == (Loan.End.WITHDRAWN, None)


def test_a_position_is_stored_only_if_it_exists_in_the_borrowed_resource() -> None:
    resource, reader = a_lent_resource(), a_viewer()
    page = resource.pages.create(order_key=1024)
    elsewhere = a_resource().pages.create(order_key=1024)
    loan = actions.borrow(resource, by=reader)
    actions.save_position(loan, position={"page": str(page.uuid)}, by=reader)
    for wrong in ({"page": str(elsewhere.uuid)}, {"ms": -1}, {"page": "x"}, {}):
        with pytest.raises(errors.InvalidPosition):
            actions.save_position(loan, position=wrong, by=reader)
    actions.save_position(loan, position={"ms": 1}, by=a_viewer())
    loan.refresh_from_db()
    assert loan.position == {"page": str(page.uuid)}


@pytest.mark.parametrize("milliseconds", [0, 4000])
def test_a_position_in_a_recording_is_stored_in_milliseconds(milliseconds: int) -> None:
    reader = a_viewer()
    loan, other = (actions.borrow(a_lent_resource(), by=reader) for _ in range(2))
    actions.save_position(loan, position={"ms": milliseconds}, by=reader)
    assert Loan.objects.get(pk=loan.pk).position == {"ms": milliseconds}
    assert Loan.objects.get(pk=other.pk).position == {}


def test_maintenance_counts_resources_with_overdue_loans_once() -> None:
    overdue, current = a_lent_resource(seats=2), a_lent_resource()
    for _ in range(2):
        actions.borrow(overdue, by=a_viewer())
    actions.borrow(current, by=later(a_viewer(), days=1))
    assert actions.expire_due(now=NOW + 14 * DAY) == 1
    assert actions.expire_due(now=NOW + 14 * DAY) == 0


def test_closing_loans_of_a_withdrawn_resource_touches_no_other_loan(django_assert_num_queries) -> None:
    withdrawn, lent, other = (a_lent_resource() for _ in range(3))
    loans = [actions.borrow(resource, by=a_viewer()) for resource in (withdrawn, lent, other)]
    Resource.objects.filter(pk__in=[withdrawn.pk, other.pk]).update(state=Resource.State.WITHDRAWN)
    actions.end_withdrawn(lent.pk)
    assert Loan.objects.filter(ended_at=None).count() == 3
    actions.end_withdrawn(withdrawn.pk)
    assert set(Loan.objects.filter(ended_at=None)) == set(loans[1:])
    closed = Loan.objects.get(pk=loans[0].pk)
    assert closed.ended_at == Resource.objects.get(pk=withdrawn.pk).changed_at
    with django_assert_num_queries(1):
        actions.end_withdrawn(withdrawn.pk)


def test_the_sweeper_closes_loans_and_refreshes_free_seats() -> None:
    resource, upcoming = a_lent_resource(seats=1), a_resource(opened={Action.BORROW: "everyone"})
    a_licence(upcoming, seats=3, starts_at=NOW + DAY)
    loan = actions.borrow(resource, by=a_viewer())
    periodic_maintenance.send(sender=None, now=NOW + 14 * DAY)
    loan.refresh_from_db()
    upcoming.refresh_from_db()
    assert (loan.ended_how, upcoming.free_seats) == (Loan.End.EXPIRED, 3)


def audit_entries(target):
    """Return the audit entries of an object, oldest first, without person and moment."""
    return list(AuditEntry.objects.filter(target=target).order_by("pk").values_list("verb", "school", "details"))


def test_the_audit_trail_of_a_loan_names_both_schools() -> None:
    resource, reader = a_lent_resource(), a_viewer()
    loan = actions.borrow(resource, by=reader)
    actions.return_loan(loan, by=reader)
    schools = (resource.owner_id, {"borrowing_school": reader.school})
    assert audit_entries(loan.uuid) == [("loan.borrow", *schools), ("loan.return", *schools)]


def test_the_audit_trail_of_a_licence_has_its_seats() -> None:
    resource = a_resource(opened={Action.BORROW: "everyone"})
    librarian = a_librarian(resource.owner)
    earlier = len(audit_entries(resource.uuid))
    licence = actions.add_licence(resource, terms=actions.LicenceTerms(seats=2, starts_at=NOW), by=librarian)
    actions.change_seats(licence, seats=3, by=librarian)
    actions.end_licence(licence, by=later(librarian, days=1))
    assert audit_entries(resource.uuid)[earlier:] == [
        ("licence.add", resource.owner_id, {"seats": 2}),
        ("licence.seats", resource.owner_id, {"seats": 3}),
        ("licence.end", resource.owner_id, {}),
    ]


def test_a_return_ends_that_loan_alone() -> None:
    reader, returned, other = a_viewer(), a_lent_resource(seats=2), a_lent_resource()
    actions.borrow(other, by=reader)
    actions.return_loan(actions.borrow(returned, by=reader), by=reader)
    returned.refresh_from_db()
    assert returned.free_seats == 2
    assert open_loan(reader, other) is not None


def test_an_overdue_loan_is_closed_with_its_own_resource_and_once() -> None:
    first, second, other = a_lent_resource(seats=2), a_lent_resource(), a_viewer()
    returned = actions.borrow(first, by=other)
    actions.return_loan(returned, by=other)
    for resource in (first, second):
        actions.borrow(resource, by=a_viewer())
    actions.borrow(first, by=later(a_viewer(), days=15))
    returned.refresh_from_db()
    assert returned.ended_how == Loan.End.RETURNED
    assert Loan.objects.get(resource=second).ended_at is None


def test_a_loan_is_due_when_access_to_the_resource_ends() -> None:
    resource, end = a_lent_resource(), NOW + 3 * DAY
    Resource.objects.filter(pk=resource.pk).update(closes_at=end)
    resource.refresh_from_db()
    assert actions.borrow(resource, by=a_viewer()).due_at == end


@pytest.mark.parametrize(
    "terms", [{"seats": 0}, {"period_days": 0}, {"loans_allowed": 0}, {"ends_at": NOW}, {"ends_at": NOW - DAY}], ids=str
)
def test_a_licence_that_allows_no_loan_is_refused(terms) -> None:
    resource = a_resource()
    with pytest.raises(errors.InvalidLicence):
        a_licence(resource, **terms)


def test_a_licence_that_ends_before_its_first_moment_is_deleted() -> None:
    resource = a_lent_resource()
    actions.end_licence(Licence.objects.get(), by=a_librarian(resource.owner))
    assert not Licence.objects.exists()


def test_seats_are_counted_for_each_licence() -> None:
    resource, other = a_lent_resource(seats=2), a_lent_resource(seats=2)
    for lent in (resource, resource, other):
        actions.borrow(lent, by=a_viewer())
    librarian, licence = a_librarian(resource.owner), resource.licences.get()
    with pytest.raises(errors.SeatsInUse) as refused:
        actions.change_seats(licence, seats=1, by=librarian)
    assert "2" in str(refused.value)
    assert actions.change_seats(licence, seats=2, by=librarian).seats == 2


def test_a_loan_takes_few_queries_while_others_wait(django_assert_num_queries) -> None:
    resource, reader = a_lent_resource(seats=2), a_viewer()
    with django_assert_num_queries(13):
        actions.borrow(resource, by=reader)

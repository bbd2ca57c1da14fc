"""What the desk does with copies: lend, take back, renew, mark; each refusal with its sentence."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.translation import activate

from access.actions import Action
from accounts.errors import NotFound
from accounts.models import Membership, Role
from circulation.copies.actions.states import send_to_repair
from circulation.copies.errors import CopyRemoved
from circulation.desk import actions, errors
from circulation.desk.actions.scanning import Act, DeskScan
from circulation.desk.card_numbers import is_card_number, looks_like_card, new_number
from circulation.holds.actions import place
from circulation.holds.errors import HoldNotAllowed
from circulation.models import Copy, Loan, LoanRule, Scan
from sharing.viewer import viewer_of_membership
from tests.circulation.lent_copies import a_copy, a_reader
from tests.factories import NOW, SchoolFactory, a_librarian, a_resource, a_viewer

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def librarian(school):
    return a_librarian(school)


def a_librarian_at(viewer, days):
    """Return the same librarian some days later."""
    return viewer_of_membership(Membership.objects.get(pk=viewer.membership), now=viewer.now + days * DAY)


def scan(text, by, act=Act.AUTO, **fields):
    return actions.post(DeskScan(uuid=fields.pop("uuid", None) or uuid4(), text=text, act=act, **fields), by=by)


def test_a_copy_is_lent_and_comes_back_without_the_name_of_the_reader(school, librarian):
    copy, reader = a_copy(school), a_reader(school)
    loan = actions.check_out(copy, reader, by=librarian)
    assert (loan.borrower, loan.copy, loan.resource) == (reader, copy, copy.resource)
    assert loan.due_at - NOW <= 15 * DAY
    returned = actions.check_in(copy, by=a_librarian_at(librarian, 20))
    assert returned.loan.pk == loan.pk
    assert returned.days_overdue == 6
    loan.refresh_from_db()
    assert (loan.borrower, loan.ended_how, loan.position) == (None, "returned", {})
    assert actions.check_in(copy, by=librarian).loan is None


def test_a_copy_is_never_lent_twice(school, librarian):
    copy, first, second = a_copy(school), a_reader(school), a_reader(school)
    actions.check_out(copy, first, by=librarian)
    with pytest.raises(errors.HasItAlready):
        actions.check_out(copy, first, by=librarian)
    with pytest.raises(errors.LentToAnother):
        actions.check_out(copy, second, by=librarian)
    loan = actions.check_out(copy, second, by=librarian, allow=frozenset({"lent_to_another"}))
    assert list(Loan.objects.filter(ended_at=None)) == [loan]
    assert Loan.objects.get(ended_how="returned").borrower is None


def test_the_limit_of_the_rules_is_asked_about_and_textbooks_do_not_count(school, librarian):
    reader = a_reader(school)
    actions.check_out(a_copy(school, kind="textbook"), reader, by=librarian)
    for _number in range(3):
        actions.check_out(a_copy(school), reader, by=librarian)
    with pytest.raises(errors.LimitReached) as refused:
        actions.check_out(a_copy(school), reader, by=librarian)
    assert (refused.value.details["number"], refused.value.details["most"]) == (3, 3)
    actions.check_out(a_copy(school, kind="textbook"), reader, by=librarian)
    actions.check_out(a_copy(school), reader, by=librarian, allow=frozenset({"limit_reached"}))


def test_a_reader_with_overdue_books_is_asked_about(school, librarian):
    reader = a_reader(school)
    actions.check_out(a_copy(school), reader, by=librarian)
    late = a_librarian_at(librarian, 30)
    with pytest.raises(errors.HasOverdue):
        actions.check_out(a_copy(school), reader, by=late)
    actions.check_out(a_copy(school), reader, by=late, allow=frozenset({"has_overdue"}))


@pytest.mark.parametrize(
    ("columns", "error"),
    [
        ({"state": Copy.State.REMOVED}, CopyRemoved),
        ({"state": Copy.State.REPAIR}, errors.CopyInRepair),
        ({"on_site_only": True}, errors.OnSiteOnly),
    ],
)
def test_what_is_not_lent_is_refused(school, librarian, columns, error):
    copy = a_copy(school, **columns)
    with pytest.raises(error):
        actions.check_out(copy, a_reader(school), by=librarian)
    assert not Loan.objects.exists()


def test_a_school_lends_nothing_that_its_rules_do_not_name(school, librarian):
    LoanRule.objects.create(school=school, role=Role.TEACHER, days=9)
    with pytest.raises(errors.NotLentByRules):
        actions.check_out(a_copy(school), a_reader(school), by=librarian)
    assert actions.check_out(a_copy(school), a_reader(school, Role.TEACHER), by=librarian).due_at - NOW < 11 * DAY


def test_readers_of_other_schools_and_those_who_left_borrow_nothing(school, librarian):
    with pytest.raises(errors.CardOfAnotherSchool):
        actions.check_out(a_copy(school), a_reader(SchoolFactory()), by=librarian)
    with pytest.raises(errors.ReaderLeft):
        actions.check_out(a_copy(school), a_reader(school, until=NOW - DAY), by=librarian)


@pytest.mark.parametrize("role", [Role.PUPIL, Role.TEACHER, Role.HEAD])
def test_only_librarians_of_the_school_act(school, role):
    copy, reader = a_copy(school), a_reader(school)
    for viewer in (a_viewer(role, school=school), a_librarian()):
        with pytest.raises(NotFound):
            actions.check_out(copy, reader, by=viewer)
        with pytest.raises(NotFound):
            actions.check_in(copy, by=viewer)
        with pytest.raises(NotFound):
            actions.mark_lost(copy, by=viewer)


def test_a_loan_is_renewed_as_often_as_the_rules_allow(school, librarian):
    loan = actions.check_out(a_copy(school), a_reader(school), by=librarian)
    due = loan.due_at
    with pytest.raises(errors.RenewalGainsNothing):
        actions.renew(loan, by=librarian)
    renewed = actions.renew(loan, by=a_librarian_at(librarian, 10))
    assert renewed.due_at - due == 10 * DAY
    with pytest.raises(errors.NoRenewalLeft):
        actions.renew(loan, by=a_librarian_at(librarian, 12))
    assert actions.renew(loan, by=a_librarian_at(librarian, 12), allow=frozenset({"no_renewal_left"})).renewals == 2
    actions.check_in(loan.copy, by=a_librarian_at(librarian, 13))
    with pytest.raises(errors.NotOnLoan):
        actions.renew(loan, by=a_librarian_at(librarian, 14))


def test_a_lost_copy_ends_its_loan_and_a_return_finds_it(school, librarian):
    copy, reader = a_copy(school), a_reader(school)
    loan = actions.check_out(copy, reader, by=librarian)
    actions.mark_lost(copy, by=librarian)
    actions.mark_lost(copy, by=librarian)
    loan.refresh_from_db()
    assert (loan.ended_how, loan.borrower) == ("lost", None)
    returned = actions.check_in(copy, by=librarian)
    assert (returned.loan, returned.state_before) == (None, "lost")
    copy.refresh_from_db()
    assert copy.state == Copy.State.ON_SHELF


def test_repair_and_condition(school, librarian):
    activate("en")
    copy = a_copy(school)
    assert send_to_repair(copy, by=librarian).state == Copy.State.REPAIR
    assert "in repair" in scan(copy.barcode, librarian).notes[0]
    assert actions.change_condition(copy, "damaged", by=librarian).condition == "damaged"
    with pytest.raises(ValueError, match="shiny"):
        actions.change_condition(copy, "shiny", by=librarian)
    actions.check_out(copy, a_reader(school), by=librarian)


def test_a_returned_copy_is_put_aside_for_the_reader_who_waits(school, librarian):
    copy = a_copy(school, resource=a_resource(school, opened={Action.BORROW: "everyone"}))
    reader, waiting = a_reader(school), a_reader(school, person__name="Lê Thị Lan")
    loan = actions.check_out(copy, reader, by=librarian)
    hold = place(copy.resource, wants="copy", school=school.pk, by=viewer_of_membership(waiting, now=NOW))
    with pytest.raises(errors.OthersWait):
        actions.renew(loan, by=a_librarian_at(librarian, 5))
    answer = scan(copy.barcode, librarian)
    assert (answer.code, answer.tone) == ("returned", "note")
    assert "Lê Thị Lan" in answer.notes[0]
    assert "Lan" not in str(Scan.objects.values_list("details"))
    assert scan(copy.barcode, librarian, reader=reader.uuid).code == "waits_for_another"
    assert scan(copy.barcode, librarian, reader=waiting.uuid).code == "lent"
    hold.refresh_from_db()
    assert (hold.state, hold.borrower) == ("collected", None)


def test_a_row_of_the_rules_may_forbid_holds(school, librarian):
    copy = a_copy(school, resource=a_resource(school, opened={Action.BORROW: "everyone"}))
    actions.check_out(copy, a_reader(school), by=librarian)
    rule = LoanRule.objects.create(school=school, holds_allowed=False)
    waiting = viewer_of_membership(a_reader(school), now=NOW)
    with pytest.raises(HoldNotAllowed):
        place(copy.resource, wants="copy", school=school.pk, by=waiting)
    LoanRule.objects.filter(pk=rule.pk).update(holds_allowed=True)
    assert place(copy.resource, wants="copy", school=school.pk, by=waiting).state == "waiting"


def test_a_scan_sent_again_changes_nothing_and_returns_the_first_answer(school, librarian):
    copy, reader, uuid = a_copy(school), a_reader(school), uuid4()
    first = scan(copy.barcode, librarian, uuid=uuid, reader=reader.uuid)
    scan(copy.barcode, librarian, act=Act.IN)
    again = scan(copy.barcode, librarian, uuid=uuid, reader=reader.uuid)
    assert (first.sentence, again.is_repeated) == (again.sentence, True)
    assert not Loan.objects.filter(ended_at=None).exists()


def test_a_refusal_is_an_answer_that_is_repeated_too(school, librarian):
    copy, uuid = a_copy(school, on_site_only=True), uuid4()
    reader = a_reader(school)
    assert scan(copy.barcode, librarian, uuid=uuid, reader=reader.uuid).code == "on_site_only"
    Copy.objects.update(on_site_only=False)
    assert scan(copy.barcode, librarian, uuid=uuid, reader=reader.uuid).code == "on_site_only"
    assert not Loan.objects.exists()


def test_the_id_of_a_scan_of_another_school_is_refused(school, librarian):
    other, uuid = a_copy(), uuid4()
    scan(other.barcode, a_librarian(other.holder), uuid=uuid)
    with pytest.raises(errors.ScanOfAnotherDesk):
        scan(a_copy(school).barcode, librarian, uuid=uuid)


def test_every_text_gets_an_answer_of_its_own(school, librarian):
    foreign, left = a_copy(), a_reader(school, until=NOW - DAY)
    card = actions.issue_card(a_reader(school), by=librarian).number
    other = SchoolFactory()
    others_card = actions.issue_card(a_reader(other), by=a_librarian(other)).number
    wrong = f"{card[:-1]}{(int(card[-1]) + 1) % 10}"
    copy = a_copy(school)
    assert scan("978", librarian).code == "unknown_barcode"
    assert scan("", librarian).code == "unknown_barcode"
    open_to_all = a_copy(resource=a_resource(opened={Action.DISCOVER: "everyone"}))
    assert scan(open_to_all.barcode, librarian).code == "barcode_of_another_school"
    assert scan(foreign.barcode, librarian).code == "unknown_barcode"
    assert scan(wrong, librarian).code == "mistyped_card"
    assert scan(others_card, librarian).code == "card_of_another_school"
    assert scan(card.lower(), librarian).code == "reader"
    assert scan(copy.barcode.lower(), librarian).code == "not_lent"
    assert scan(copy.barcode, librarian, act=Act.OUT).code == "no_reader"
    assert scan(copy.barcode, librarian, act=Act.RENEW).code == "not_on_loan"
    assert scan(copy.barcode, librarian, reader=left.uuid).code == "reader_left"
    assert all(row.code for row in Scan.objects.all())


def test_a_lost_card_is_replaced_and_its_number_is_dead(school, librarian):
    reader = a_reader(school)
    old = actions.issue_card(reader, by=librarian).number
    assert actions.issue_card(reader, by=librarian).number == old
    new = actions.replace_card(reader, lost=old, by=librarian).number
    assert actions.replace_card(reader, lost=old, by=librarian).number == new
    assert scan(old, librarian).code == "revoked_card"
    assert scan(new, librarian).reader == str(reader.uuid)
    with pytest.raises(NotFound):
        actions.issue_card(reader, by=a_librarian())


def test_a_wrong_digit_of_a_card_is_noticed():
    number = new_number()
    assert is_card_number(number)
    for digit in range(1, len(number)):
        wrong = number[:digit] + str((int(number[digit]) + 3) % 10) + number[digit + 1 :]
        assert looks_like_card(wrong)
        assert not is_card_number(wrong)


def test_scans_of_a_cut_line_begin_when_they_were_made(school, librarian):
    copy, reader = a_copy(school), a_reader(school)
    card = actions.issue_card(reader, by=librarian).number
    answer = scan(copy.barcode, librarian, act=Act.OUT, card=card, at=NOW - 2 * DAY)
    assert answer.code == "lent"
    assert Loan.objects.get().started_at == NOW - 2 * DAY
    scan(copy.barcode, librarian, act=Act.IN, at=NOW - 90 * DAY)
    loan = Loan.objects.get()
    assert loan.started_at < loan.ended_at <= NOW


def test_old_scans_are_deleted(school, librarian):
    scan(a_copy(school).barcode, librarian)
    actions.delete_old_scans(now=NOW + 59 * DAY)
    assert Scan.objects.count() == 1
    actions.delete_old_scans(now=NOW + 61 * DAY)
    assert not Scan.objects.exists()

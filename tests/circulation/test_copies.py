"""Copies are entered with numbers that no other copy has, changed, lost, removed and found again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.errors import NotFound
from accounts.models import AuditEntry, Role
from circulation.copies import actions
from circulation.copies.actions import CopyValues, add_copies
from circulation.copies.errors import CopyOnLoan, InvalidCopy, NumberTaken, WrongCopyState
from circulation.copies.numbers import proposed_number
from circulation.models import Copy, Loan
from repository.models import CopyData
from tests.circulation.shelf import a_copy, a_printed_book
from tests.factories import NOW, MembershipFactory, SchoolFactory, a_librarian, a_resource, a_viewer

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]
State = Copy.State


@pytest.fixture
def book():
    return a_printed_book(SchoolFactory())


@pytest.fixture
def librarian(book):
    return a_librarian(book.owner)


def numbers_of(copies):
    return [copy.accession_number for copy in copies]


def add(book, librarian, count=1, **given):
    return add_copies(book, count=count, values=CopyValues(store="Kho A"), by=librarian, **given)


def test_each_copy_gets_the_next_number_as_its_barcode(book, librarian):
    first = add(book, librarian, 2, first_number="TK.")
    assert numbers_of(first) == ["TK.00001", "TK.00002"]
    assert [copy.barcode for copy in first] == numbers_of(first)
    other = a_printed_book(book.owner)
    assert proposed_number(book.owner_id) == "TK.00003"
    assert numbers_of(add(other, librarian)) == ["TK.00003"]
    assert AuditEntry.objects.filter(verb="copies.add").count() == 2


def test_a_number_is_never_given_again(book, librarian):
    [copy] = add(book, librarian, first_number="TK.")
    copy.delete()
    assert numbers_of(add(book, librarian)) == ["TK.00002"]


def test_numbers_go_on_after_those_of_lists_and_those_chosen_by_hand(book, librarian):
    listed = a_printed_book(book.owner)
    CopyData.objects.create(resource=listed, school=book.owner, position=0, number="TK.0412")
    assert numbers_of(add(book, librarian, first_number="TK.")) == ["TK.0413"]
    assert numbers_of(add(book, librarian, 2, first_number="TK.0500")) == ["TK.0500", "TK.0501"]
    assert numbers_of(add(book, librarian)) == ["TK.0502"]


def test_numbers_of_two_schools_are_strangers(book, librarian):
    add(book, librarian, first_number="TK.")
    other = a_printed_book(SchoolFactory())
    assert numbers_of(add(other, a_librarian(other.owner), first_number="TK.")) == ["TK.00001"]


def test_a_taken_number_is_named_with_its_book_and_nothing_is_saved(book, librarian):
    listed = a_printed_book(book.owner, title="Đất rừng phương Nam")
    CopyData.objects.create(resource=listed, school=book.owner, position=0, number="TK.00002")
    with pytest.raises(NumberTaken) as refusal:
        add(book, librarian, 3, first_number="TK.00001")
    assert "TK.00002" in str(refusal.value)
    assert "Đất rừng phương Nam" in str(refusal.value)
    assert not Copy.objects.exists()
    [copy] = add(book, librarian, first_number="A1")
    with pytest.raises(NumberTaken):
        add(book, librarian, first_number="B1", first_barcode=copy.barcode)


@pytest.mark.parametrize("count", [0, 501])
def test_a_number_of_copies_out_of_bounds_is_refused(book, librarian, count):
    with pytest.raises(InvalidCopy):
        add(book, librarian, count)


def test_only_librarians_of_the_school_write(book):
    foreign = a_librarian()
    with pytest.raises(NotFound):
        add(book, foreign)
    copy = a_copy(book)
    for viewer in (foreign, a_viewer(Role.TEACHER, school=book.owner)):
        with pytest.raises(NotFound):
            actions.mark_lost(copy, by=viewer)


def test_a_copy_is_changed_and_keeps_its_own_number(book, librarian):
    copy, other = a_copy(book, barcode="A1", accession_number="A1"), a_copy(book, barcode="A2")
    given = {"values": CopyValues(shelf="Kệ 2", price=45000), "by": librarian}
    changed = actions.change_copy(copy, barcode="893001", accession_number="A1", **given)
    assert (changed.barcode, changed.shelf, changed.price) == ("893001", "Kệ 2", 45000)
    with pytest.raises(NumberTaken):
        actions.change_copy(copy, barcode=other.barcode, accession_number="A1", **given)


def test_states_lead_to_each_other_and_a_removed_copy_comes_back_only_as_found(book, librarian):
    copy = a_copy(book)
    assert actions.mark_lost(copy, by=librarian).state == State.LOST
    assert actions.mark_lost(copy, by=librarian).state == State.LOST  # twice is once
    removed = actions.remove(copy, reason="torn", by=librarian)
    assert (removed.state, removed.removed_reason, removed.removed_at) == (State.REMOVED, "torn", librarian.now)
    with pytest.raises(WrongCopyState):
        actions.send_to_repair(copy, by=librarian)
    found = actions.mark_found(copy, by=librarian)
    assert (found.state, found.removed_reason, found.removed_at) == (State.ON_SHELF, "", None)
    assert AuditEntry.objects.filter(verb="copy.state").count() == 3


def test_a_copy_on_loan_is_not_lost_here(book, librarian):
    copy = a_copy(book)
    borrower = MembershipFactory(school=book.owner)
    due = NOW + timedelta(days=14)
    Loan.objects.create(
        resource=book, copy=copy, borrower=borrower, borrowing_school=book.owner, started_at=NOW, due_at=due
    )
    with pytest.raises(CopyOnLoan):
        actions.mark_lost(copy, by=librarian)


def test_the_form_proposes_the_next_number_and_enters_copies(client, book):
    client.force_login(MembershipFactory(school=book.owner, role=Role.LIBRARIAN).person)
    url = reverse("circulation:copies", args=[book.uuid])
    assert b'value="00001"' in client.get(url).content
    form = {"count": "3", "first_number": "00001", "proposed": "00001", "price": "45.000 đ", "condition": "new"}
    page = client.post(url, form, follow=True).content.decode()
    assert sorted(Copy.objects.values_list("barcode", "price")) == [(f"0000{n}", 45000) for n in (1, 2, 3)]
    assert "45.000\N{NO-BREAK SPACE}₫" in page
    # Another librarian opened the form at the same time: the same proposal leads to the next number.
    client.post(url, {**form, "count": "1"})
    assert Copy.objects.filter(barcode="00004").exists()


def test_a_mistake_in_the_form_saves_nothing_and_keeps_what_was_typed(client, book):
    client.force_login(MembershipFactory(school=book.owner, role=Role.LIBRARIAN).person)
    url = reverse("circulation:copies", args=[book.uuid])
    page = client.post(url, {"count": "2", "price": "45,5", "source": "Nhà sách", "condition": "new"}).content.decode()
    assert "field__error" in page
    assert 'value="Nhà sách"' in page
    assert not Copy.objects.exists()


def test_the_state_is_changed_on_the_page_of_a_copy(client, book):
    client.force_login(MembershipFactory(school=book.owner, role=Role.LIBRARIAN).person)
    copy = a_copy(book)
    url = reverse("circulation:copy_state", args=[copy.uuid])
    client.post(url, {"state": "removed", "reason": "torn"})
    copy.refresh_from_db()
    assert (copy.state, copy.removed_reason) == (State.REMOVED, "torn")
    client.post(url, {"state": "elsewhere"})
    copy.refresh_from_db()
    assert copy.state == State.REMOVED
    assert client.get(reverse("circulation:copy", args=[copy.uuid])).status_code == 200


def test_the_screens_do_not_exist_for_others(client, book):
    copy = a_copy(book)
    for role, school in ((Role.LIBRARIAN, SchoolFactory()), (Role.TEACHER, book.owner)):
        client.force_login(MembershipFactory(school=school, role=role).person)
        assert client.get(reverse("circulation:copies", args=[book.uuid])).status_code == 404
        assert client.get(reverse("circulation:copy", args=[copy.uuid])).status_code == 404
        assert client.post(reverse("circulation:copy_state", args=[copy.uuid]), {"state": "lost"}).status_code == 404
    assert a_resource().copies.count() == 0

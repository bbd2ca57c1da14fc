"""Copies of lists: unique numbers in a school, merged from list to list, part of a record's history, gone with it."""

from dataclasses import replace

import pytest
from django.utils import timezone

from access.viewer import Viewer
from accounts.models import School
from repository.actions import change_record, create_draft, restore_version
from repository.copies import CopyEntry, copies_of, merged_copies
from repository.description import Description, Record
from repository.errors import CopyNumberTaken, InvalidRecord
from repository.models import CopyData, Resource
from tests.factories import a_librarian

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]
ONE = CopyEntry(number="TK.1", store="Kho A", price=45_000, acquired="2026-09-12")
REST = CopyEntry(count=4, store="Kho A")


def a_book(by: Viewer, title: str, *copies: CopyEntry) -> Resource:
    resource = create_draft(owner=School.objects.get(pk=by.school), description=Description(title), by=by)
    return change_record(resource, lambda now: replace(now, copies=copies), by=by)


def test_copies_are_stored_and_stay_when_the_description_changes() -> None:
    by = a_librarian(now=timezone.now())
    book = a_book(by, "Dế Mèn", ONE, REST)
    assert copies_of(book) == [ONE, REST]
    changed = change_record(book, lambda now: Record(replace(now.description, year=2024), now.marc), by=by)
    assert (changed.year, copies_of(changed)) == (2024, [ONE, REST])


def test_an_earlier_version_brings_the_copies_back() -> None:
    by = a_librarian(now=timezone.now())
    book = a_book(by, "Dế Mèn", ONE)
    before = book.changes.count()
    change_record(book, lambda now: replace(now, copies=[REST]), by=by)
    assert copies_of(restore_version(book, number=before, by=by)) == [ONE]


def test_a_number_belongs_to_one_record_of_a_school() -> None:
    by, elsewhere = a_librarian(now=timezone.now()), a_librarian(now=timezone.now())
    a_book(by, "Dế Mèn", ONE)
    a_book(elsewhere, "Dế Mèn", ONE)  # another school may have the same number
    with pytest.raises(CopyNumberTaken) as refusal:
        a_book(by, "Toán 6", CopyEntry(number="TK.1"))
    assert refusal.value.details == {"number": "TK.1", "title": "Dế Mèn"}
    assert CopyData.objects.count() == 2


@pytest.mark.parametrize(
    "entries",
    [
        [ONE, replace(ONE, store="Kho B")],
        [CopyEntry(number="1", count=2)],
        [CopyEntry(count=0)],
        [CopyEntry(price=-1)],
        [CopyEntry(acquired="hôm qua")],
        [CopyEntry(store="x" * 201)],
    ],
)
def test_values_out_of_bounds_are_refused(entries: list[CopyEntry]) -> None:
    by = a_librarian(now=timezone.now())
    with pytest.raises(InvalidRecord):
        a_book(by, "Dế Mèn", *entries)


def test_a_list_adds_to_the_copies_and_the_same_list_changes_nothing() -> None:
    present = [ONE, REST]
    assert merged_copies(present, present) == present
    moved = replace(ONE, store="Kho B", price=None, acquired="")
    assert merged_copies(present, [moved]) == [replace(ONE, store="Kho B"), REST]
    assert merged_copies(present, [replace(REST, count=6)]) == [ONE, replace(REST, count=6)]
    assert merged_copies(present, [replace(REST, store="Kho B")]) == [*present, replace(REST, store="Kho B")]
    assert merged_copies(present, [CopyEntry(number="TK.2")]) == [*present, CopyEntry(number="TK.2")]

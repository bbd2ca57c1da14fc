"""A scanned number finds the copy of the librarian's own school, and says why it finds none."""

import pytest

from accounts.errors import NotFound
from circulation.copies.errors import BarcodeOfAnotherSchool, CopyRemoved, UnknownBarcode
from circulation.copies.queries import copy_by_barcode
from circulation.models import Copy
from tests.circulation.shelf import a_copy, a_printed_book
from tests.factories import a_librarian, a_resource, a_viewer

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]


@pytest.mark.parametrize(
    "noise", ["TK.00412", " tk.00412\r\n", "TK. 00412", "\rTK.00412", "TK.đđô1â".replace("1", "ă")]
)
def test_scanner_noise_is_ignored(noise):
    copy = a_copy(barcode="TK.00412")
    assert copy_by_barcode(a_librarian(copy.holder), noise) == copy


def test_an_accession_number_finds_the_copy_but_a_barcode_comes_first():
    book = a_printed_book()
    numbered = a_copy(book, barcode="893001", accession_number="00412")
    librarian = a_librarian(book.owner)
    assert copy_by_barcode(librarian, "00412") == numbered
    scanned = a_copy(book, barcode="00412")
    assert copy_by_barcode(librarian, "00412") == scanned


def test_an_unknown_number_is_named():
    librarian = a_librarian()
    with pytest.raises(UnknownBarcode) as refusal:
        copy_by_barcode(librarian, "TK.99999\r")
    assert "TK.99999" in str(refusal.value)
    with pytest.raises(UnknownBarcode):
        copy_by_barcode(librarian, " \r\n")


def test_a_foreign_copy_is_named_only_to_those_who_may_know_of_it():
    known, hidden = a_copy(barcode="A1"), a_copy(a_resource(), barcode="B1")
    librarian = a_librarian()
    with pytest.raises(BarcodeOfAnotherSchool) as refusal:
        copy_by_barcode(librarian, "A1")
    assert known.holder.name in str(refusal.value)
    with pytest.raises(UnknownBarcode) as unknown:
        copy_by_barcode(librarian, "B1")
    assert hidden.resource.title not in str(unknown.value)


def test_a_removed_copy_says_so_and_a_lost_one_is_found():
    book = a_printed_book()
    a_copy(book, barcode="A1", state=Copy.State.REMOVED)
    lost = a_copy(book, barcode="A2", state=Copy.State.LOST)
    librarian = a_librarian(book.owner)
    with pytest.raises(CopyRemoved):
        copy_by_barcode(librarian, "A1")
    assert copy_by_barcode(librarian, "A2") == lost


def test_only_librarians_look_copies_up():
    copy = a_copy()
    with pytest.raises(NotFound):
        copy_by_barcode(a_viewer(school=copy.holder), copy.barcode)

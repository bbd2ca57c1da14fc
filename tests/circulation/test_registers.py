"""What lists said enters the register once and can be undone; the registers have their columns, files and protocols."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from openpyxl import load_workbook

from accounts.models import Role
from changesets import actions as changesets
from changesets.actions import running
from changesets.models import ChangeSet
from circulation.copies import actions
from circulation.copies.actions import CopyValues, add_copies
from circulation.copies.errors import NothingToEnter
from circulation.copies.words_of_numbers import in_words
from circulation.models import Accession, Copy, Withdrawal
from repository.models import CopyData
from tests.circulation.shelf import a_copy, a_printed_book
from tests.factories import MembershipFactory, SchoolFactory, a_librarian
from tests.reading.test_printed_copies import lend

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def librarian(school):
    return a_librarian(school)


def listed(book, *entries):
    for position, entry in enumerate(entries):
        CopyData.objects.create(resource=book, school=book.owner, position=position, **entry)


def pairs(book):
    return sorted(book.copies.values_list("accession_number", "barcode"))


def test_entries_of_a_list_become_copies_once(school, librarian):
    book = a_printed_book(school)
    listed(book, {"number": "TK.00005", "price": 45000}, {"number": "TK.00006", "barcode": "893001"}, {"count": 2})
    entered = actions.enter_listed(book, by=librarian)
    assert len(entered.copies) == 4
    assert pairs(book) == [
        ("TK.00005", "TK.00005"),
        ("TK.00006", "893001"),
        ("TK.00007", "TK.00007"),
        ("TK.00008", "TK.00008"),
    ]
    assert Copy.objects.get(barcode="TK.00005").price == 45000
    with pytest.raises(NothingToEnter):
        actions.enter_listed(book, by=librarian)
    CopyData.objects.filter(count=2).update(count=3)
    assert len(actions.enter_listed(book, by=librarian).copies) == 1


def test_a_taken_number_is_listed_and_harms_nothing_else(school, librarian):
    other = a_printed_book(school, title="Đất rừng phương Nam")
    a_copy(other, barcode="TK.00005")
    book = a_printed_book(school)
    listed(book, {"number": "TK.00005"}, {"number": "TK.00006"})
    entered = actions.enter_listed(book, by=librarian)
    assert [copy.barcode for copy in entered.copies] == ["TK.00006"]
    assert "Đất rừng phương Nam" in str(entered.conflicts[0])


def run(change_set):
    while running.advance(change_set.pk):
        pass
    change_set.refresh_from_db()


def test_a_whole_school_is_entered_and_undone_but_what_was_lent_stays(school, librarian):
    first, second, third = (a_printed_book(school) for _ in range(3))
    listed(first, {"number": "TK.00001"})
    listed(second, {"count": 2})
    listed(third, {"number": "TK.00009"}, {"barcode": "TK.00001"})
    started = actions.enter_all_listed(school, title="Vào sổ", by=librarian)
    run(started)
    assert (started.state, started.done, started.changed, started.refused) == (ChangeSet.State.DONE, 3, 3, 1)
    assert Copy.objects.count() == 4
    lend(Copy.objects.get(barcode="TK.00001"))
    changesets.undo(started, by=librarian)
    run(started)
    assert (started.state, started.undone, started.spared) == (ChangeSet.State.UNDONE, 2, 1)
    assert list(Copy.objects.values_list("barcode", flat=True)) == ["TK.00001"]


def test_copies_that_came_in_and_went_out_are_entries_of_the_general_register(school, librarian):
    book = a_printed_book(school)
    add_copies(book, count=2, values=CopyValues(source="Công ty A", price=20000, category="STK"), by=librarian)
    [torn] = add_copies(book, count=1, values=CopyValues(source="Tặng"), by=librarian)
    day = localdate(librarian.now)
    given = {"day": day, "voucher": "118 – 10/9/2026", "note": "", "by": librarian}
    assert actions.enter_accession(source="Công ty A", **given).copies.count() == 2
    assert actions.enter_accession(source=None, **given).number == 2
    with pytest.raises(NothingToEnter):
        actions.enter_accession(source=None, **given)
    assert Accession.objects.count() == 2
    actions.remove(torn, reason="torn", by=librarian)
    assert actions.enter_withdrawal(members="Nguyễn Văn An, hiệu trưởng", **given).copies.get() == torn


def test_the_registers_are_shown_and_leave_as_files(client, school, librarian):
    book = a_printed_book(school, title="=Dế Mèn", publisher="Kim Đồng")
    add_copies(book, count=2, values=CopyValues(source="Công ty A", price=20000), by=librarian)
    [torn] = add_copies(book, count=1, values=CopyValues(), by=librarian)
    actions.remove(torn, reason="torn", by=librarian)
    client.force_login(MembershipFactory(school=school, role=Role.LIBRARIAN).person)
    client.post(reverse("circulation:general_register"), {"source": "*", "day": "2026-09-12", "voucher": "118"})
    client.post(reverse("circulation:withdraw"), {"day": "2027-05-30", "members": "An, hiệu trưởng"})
    page = client.get(reverse("circulation:general_register")).content.decode()
    assert "40.000\N{NO-BREAK SPACE}₫" in page
    assert "rách nát: 1" in page
    assert (
        "=Dế Mèn" in client.get(reverse("circulation:register"), {"first": "00002", "last": "00002"}).content.decode()
    )
    answer = client.get(reverse("circulation:register_file", args=["xlsx"]), {"first": "00002"})
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows())
    assert [row[1].value for row in rows[1:]] == ["00002", "00003"]
    assert (rows[1][2].data_type, rows[1][3].value, rows[1][6].value) == ("s", "Kim Đồng", 20000)
    assert client.get(reverse("circulation:general_file", args=["tong-hop", "pdf"])).content.startswith(b"%PDF")
    protocol = Withdrawal.objects.get()
    assert client.get(reverse("circulation:protocol", args=[protocol.uuid])).content.startswith(b"%PDF")
    assert client.get(reverse("circulation:general_file", args=["nhap", "doc"])).status_code == 404


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (105, "một trăm linh năm"),
        (1055, "một nghìn không trăm năm mươi lăm"),
        (1_000_001, "một triệu không trăm linh một"),
    ],
)
def test_numbers_in_words(number, words):
    assert in_words(number) == words

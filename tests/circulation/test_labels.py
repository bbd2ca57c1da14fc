"""Labels carry bars that a scanner reads, on the label of the sheet at which they begin."""

from unittest.mock import patch

import pytest
from django.urls import reverse

from accounts.models import Role
from accounts.print_pdf import a4, line
from circulation.copies.code128 import _SYMBOLS, can_encode, widths_of
from circulation.copies.labels_pdf import SHEETS
from tests.circulation.shelf import a_copy, a_printed_book
from tests.factories import MembershipFactory

pytestmark = pytest.mark.backend_independent


def read_back(widths):
    """Decode the bars as a scanner does: symbol by symbol, with the check sum and the sets B and C."""
    symbols = ["".join(map(str, widths[start : start + 6])) for start in range(0, len(widths) - 7, 6)]
    *codes, check = [_SYMBOLS.index(symbol) for symbol in symbols]
    assert "".join(map(str, widths[-7:])) == _SYMBOLS[106]
    assert check == (codes[0] + sum(place * code for place, code in enumerate(codes))) % 103
    text, pairs = "", codes[0] == 105
    for code in codes[1:]:
        if code == 99 and not pairs:
            pairs = True
        else:
            text += f"{code:02d}" if pairs else chr(code + 32)
    return text


@pytest.mark.parametrize("text", ["TK.00412", "00001", "123456", "A1", "GK-7~", "893001", "TK.123456"])
def test_bars_read_back_as_the_text(text):
    assert read_back(widths_of(text)) == text


def test_every_symbol_has_its_width_and_is_unlike_the_others():
    assert {sum(map(int, symbol)) for symbol in _SYMBOLS[:-1]} == {11}
    assert len(set(_SYMBOLS)) == 107
    # The published example: "PJJ123C" has the check symbol 54 after the start of set A, whose value is one less.
    assert widths_of("PJJ123C")[-13:-7] == [int(width) for width in _SYMBOLS[55]]


def test_letters_with_marks_have_no_bars():
    assert not can_encode("Đ.001")
    with pytest.raises(ValueError, match="Đ"):
        widths_of("Đ.001")


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_the_labels_of_a_sheet_lie_on_the_paper(sheet):
    left, top = sheet.place(sheet.size - 1)
    assert left + sheet.width <= 210.01
    assert top + sheet.height <= 297.01


def test_a_line_that_does_not_fit_is_cut_off():
    pdf = a4("Nhãn")
    pdf.add_page()
    pdf.set_xy(10, 10)
    with patch.object(pdf, "cell", wraps=pdf.cell) as cell:
        line(pdf, "Dế Mèn phiêu lưu kí", size=6, width=10)
    written = cell.call_args.args[2]
    assert written.startswith("Dế M")
    assert written.endswith("…")
    assert pdf.get_string_width(written) <= 10


@pytest.mark.django_db
def test_labels_of_a_range_leave_as_a_pdf(client):
    book = a_printed_book()
    for number in range(1, 4):
        a_copy(book, barcode=f"TK.0000{number}", accession_number=f"TK.0000{number}", call_number="895.9223 TOH")
    client.force_login(MembershipFactory(school=book.owner, role=Role.LIBRARIAN).person)
    url = reverse("circulation:labels")
    form = {"first": "TK.00001", "last": "TK.00002", "sheet": "3x8", "start": "24", "kind": "spine"}
    assert client.get(url).status_code == 200
    pages = client.get(url, form).content.count(b"/Type /Page\n")
    assert pages == 2  # the second label is on a new sheet
    assert "24 nhãn" in client.get(url, {**form, "start": "25"}).content.decode()
    assert "Không có bản sách nào" in client.get(url, {**form, "first": "ZZ"}).content.decode()

"""Lists of books as schools have them: letterheads, two-line headings, totals, ditto marks, registers, old fonts."""

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from imports.spreadsheets import lists as list_layouts
from imports.spreadsheets.columns import HEADINGS
from imports.spreadsheets.errors import NumberTwice, TitleMissing
from imports.spreadsheets.guess import guess
from imports.spreadsheets.reading import entries_of, layouts_in_file
from ingest.errors import BadInput, EmptyFile
from ingest.parsers import legacy_encodings
from ingest.parsers.errors import NotATable, TooManyRows
from ingest.parsers.list_rows import normalized
from ingest.parsers.spreadsheets import Bounds, sheets_of
from tests.imports.spreadsheets.lists import HEADS, MESSY, entries, values_of, workbook

pytestmark = pytest.mark.backend_independent

TCVN3 = {letter: chr(code) for code, letter in legacy_encodings._FROM_TCVN3.items()}


def tcvn3(text: str) -> str:
    """Return a text as it is typed in a font of TCVN3 and stored as Latin-1."""
    return "".join(TCVN3.get(letter, letter) for letter in text)


def cp1258(text: str) -> bytes:
    """Return a text in the code page of Windows, which has most tones as characters of their own."""
    encoded = b""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323"), "")
        encoded += (unicodedata.normalize("NFC", parts.replace(tone, "")) + tone if tone else letter).encode("cp1258")
    return encoded


def test_a_messy_list_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_bytes(workbook(MESSY, merged=["E4:G4"]))
    (layout,) = layouts_in_file(path)
    assert layout.columns == [
        "", "copy_numbers", "title", "authors", "place", "publisher", "year", "copy_price", "size", "copy_store",
        "copy_shelf", "class_mark", "kind", "grades", "copy_count", "isbn", "notes",
    ]  # fmt: skip
    assert (layout.heads[4], layout.samples[6]) == ("Xuất bản / Nơi", ["2024", "2023"])
    first, maths, literature, empty = entries_of(path, [layout])
    assert first.reading.values == {
        "title": "Dế Mèn phiêu lưu kí", "creators": [{"name": "Tô Hoài", "role": "aut"}], "place": "H.",
        "publisher": "Kim Đồng", "year": 2024, "isbn": "9786042000000", "kind": "book", "ddc": "895.9223",
        "extent": "13x19 cm",
    }  # fmt: skip
    copy = {"store": "Kho STK", "shelf": "Kệ 2", "price": 45_000, "category": "STK"}
    assert first.reading.copies == [{"number": f"TK.0041{last}", **copy} for last in (2, 3, 4, 5)]
    assert maths.reading.values["call_number"] == "53(075)"  # a mark of an older table
    assert maths.reading.copies[0]["count"] == 40
    assert literature.reading.values["creators"] == maths.reading.values["creators"]  # ditto marks
    assert literature.reading.values["grades"] == [6, 7, 8, 9]
    assert isinstance(empty.problem, TitleMissing)
    assert [line for _sheet, line, _text in layout.passed] == [6, 8, 12, 13, 14, 15]
    assert layout.rows + layout.passed_count == 10  # every row below the headings


def test_a_register_with_a_row_for_each_copy_becomes_one_record(tmp_path: Path) -> None:
    rows = [
        HEADS,
        [1, "TK.1", "Dế Mèn", "Tô Hoài", "Kim Đồng", 2024, 45000, None],
        [2, "TK.2", "Dế Mèn", "Tô Hoài", "Kim Đồng", 2024, 45000, None],
        [3, "TK.3", "Kim Đồng", "Tô Hoài", "Kim Đồng", 2024, 45000, None],
        [4, "TK.2", "Kim Đồng", "Tô Hoài", "Kim Đồng", 2024, 45000, None],
    ]
    one, two, twice = entries(workbook(rows), tmp_path)
    assert [copy["number"] for copy in one.reading.copies] == ["TK.1", "TK.2"]
    assert [row.line for row in one.rows] == [2, 3]
    assert len(two.reading.copies) == 1
    assert isinstance(twice.problem, NumberTwice)
    assert twice.problem.details == {"text": "TK.2", "line": 3}


@pytest.mark.parametrize("merged", [["C2:C4", "D2:D4"], []])
def test_a_title_that_stands_once_beside_its_copies(merged: list[str], tmp_path: Path) -> None:
    rows = [
        HEADS[1:4],
        ["TK.1", "Dế Mèn", "Tô Hoài"],
        ["TK.2"],
        ["TK.3"],
        ["TK.4", "Kim Đồng", "Tô Hoài"],
    ]
    merged = [cells.replace("C", "B").replace("D", "C") for cells in merged]
    found = entries(workbook(rows, merged=merged), tmp_path)
    assert [len(entry.reading.copies) for entry in found] == [3, 1]
    assert [entry.problem for entry in found] == [None, None]


def test_titles_that_begin_like_totals_and_sections_are_titles(tmp_path: Path) -> None:
    titles = ["Tổng hợp đề thi Toán 6", "Công nghệ 6", "Tổng tập văn học", "Lớp học mật ngữ", "Cộng hòa xã hội", "Nam"]
    rows = [["Tên sách", "Tác giả", "Năm XB"], *([title] for title in titles), ["Tổng cộng", None, 6]]
    assert [values["title"] for values in values_of(workbook(rows), tmp_path)] == titles


def test_rows_after_a_subtotal_are_read(tmp_path: Path) -> None:
    rows = [
        ["Tên sách", "Tác giả", "Năm XB", "Số lượng"],
        ["I. SÁCH GIÁO KHOA"],
        ["Toán 6", "Ngô A", 2023, 4],
        ["Cộng: 4 cuốn"],
        ["II. SÁCH THAM KHẢO"],
        ["Dế Mèn", "Tô Hoài", 2024, 2],
    ]
    assert [values["title"] for values in values_of(workbook(rows), tmp_path)] == ["Toán 6", "Dế Mèn"]


@pytest.mark.parametrize(
    "heads, cells, columns",
    [
        (["Kho sach", "Kho sach"], [["13x19", "24 cm"], ["Kho A"]], ["size", "copy_store"]),
        (["KHỔ SÁCH", "KHO SÁCH"], [[], []], ["size", "copy_store"]),
        (["Giá", "Giá tiền"], [["Kệ 2"], ["45.000"]], ["copy_shelf", "copy_price"]),
        (["Giá"], [["45.000", "21.000đ"]], ["copy_price"]),
        (["Mã sách", "Số ĐKCB"], [["A1"], ["TK.1"]], ["own_code", "copy_numbers"]),
        (["Mã sách"], [["TK.1"]], ["copy_numbers"]),
        (["Mã vạch", "Số ĐKCB", "Nhan đề"], [[], [], []], ["copy_barcodes", "copy_numbers", "title"]),
        (["Phân loại sách (*)", "Loại sách"], [["8V"], ["SGK"]], ["class_mark", "kind"]),
        (["Phân loại"], [["SGK", "STK"]], ["kind"]),
        (["Năm xuất bản\n(4 chữ số)", "Giá bìa (VNĐ)"], [[], []], ["year", "copy_price"]),
        (["Title", "Author", "Publisher", "Copies"], [[], [], [], []], ["title", "authors", "publisher", "copy_count"]),
        (["Tên sách", "Nhan đề"], [[], []], ["title", ""]),
        (["Số lượng hiện có trong kho"], [["5"]], ["copy_count"]),
    ],
)
def test_columns_are_guessed(heads: list[str], cells: list[list[str]], columns: list[str]) -> None:
    assert guess(heads, cells) == columns


def test_every_known_heading_is_written_as_it_is_compared() -> None:
    assert [word for words in HEADINGS.values() for word in words if normalized(word) != word] == []


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: ("sep=;\n" + text).encode(),
        lambda text: tcvn3(text).encode("latin-1"),
        lambda text: text.replace(";", "\t").encode(),
        lambda text: cp1258(text),
    ],
)
def test_values_with_separators_in_any_encoding(encode: Any, tmp_path: Path) -> None:
    text = "Tên sách;Tác giả;Giá\r\nDế Mèn;Tô Hoài;45000\r\n"
    (values,) = values_of(encode(text), tmp_path)
    assert values == {"title": "Dế Mèn", "creators": [{"name": "Tô Hoài", "role": "aut"}]}


def test_cells_of_a_workbook_in_old_fonts_are_converted_and_others_are_not(tmp_path: Path) -> None:
    titles = ["Truyện Kiều", "Dế Mèn phiêu lưu kí", "Đất rừng phương Nam", "Lê Hoàn"]
    others = ["Les Misérables", "Père Goriot", "Schöne Müllerin", "El Niño", "Tô Hoài", "São Paulo"]
    vni = ["Truyeän Kieàu", "Ñaát röøng phöông Nam"]
    rows = [
        ["Tên sách", "Tác giả"],
        *([tcvn3(title), "A B"] for title in titles),
        *([other, "A B"] for other in others),
    ]
    assert [values["title"] for values in values_of(workbook(rows), tmp_path)] == titles + others
    rows = [["Tên sách", "Tác giả"], *([cell, "A B"] for cell in [*vni, *others])]
    found = [values["title"] for values in values_of(workbook(rows), tmp_path)]
    assert found == ["Truyện Kiều", "Đất rừng phương Nam", *others]


def test_sheets_with_the_same_headings_are_one_list_and_examples_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(workbook([["Tên sách", "Tác giả"], ["Toán 6", "A"]], name="SGK"))
    book = load_workbook(path)
    for name, title in (("STK", "Dế Mèn"), ("Ví dụ", "Ví dụ")):
        sheet = book.create_sheet(name)
        sheet.append(["Tên sách", "Tác giả"])
        sheet.append([title, "B"])
    book.create_sheet("Ghi chép").append(["không có gì"])
    book.save(path)
    (layout,) = layouts_in_file(path)
    assert (layout.sheets, layout.rows) == (["SGK", "STK"], 2)
    assert [entry.reading.values["title"] for entry in entries_of(path, [layout])] == ["Toán 6", "Dế Mèn"]


def test_a_list_without_headings_waits_for_a_person_to_map_it(tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_bytes(workbook([["Dế Mèn", "Tô Hoài"], ["Toán 6", "Ngô A"]]))
    (layout,) = layouts_in_file(path)
    assert (layout.columns, layout.samples[0]) == (["", ""], ["Dế Mèn", "Toán 6"])
    layout.columns = ["title", "authors"]
    assert [entry.reading.values["title"] for entry in entries_of(path, [layout])] == ["Dế Mèn", "Toán 6"]


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"PK\x03\x04broken", b"one word", b"\x00\x01\x02", b""])
def test_what_is_no_table_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises((NotATable, EmptyFile)):
        entries(data, tmp_path)


def test_a_list_of_any_length_is_read_a_row_at_a_time_up_to_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_text("Tên sách;Tác giả\n" + "Toán 6;Ngô A\n" * 40 + "\n" * 500)
    bounds = Bounds(rows=41, columns=5, text=100)
    assert sum(1 for _name, rows in sheets_of(path, bounds) for row in rows if any(row)) == 41
    with pytest.raises(TooManyRows):
        [list(rows) for _name, rows in sheets_of(path, Bounds(rows=40, columns=5, text=100))]


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(texts, max_size=6), max_size=12))
def test_no_table_makes_the_reader_fail_and_no_row_is_lost(table: list[list[str]]) -> None:
    sheet = [["Tên sách", "Tác giả", "Năm XB", "Số ĐKCB"], *table]
    if not any(any(row) for row in table):
        return
    (layout,) = list_layouts.layouts_of([("", sheet)])
    rows = list(list_layouts.rows_of([("", sheet)], [layout]))
    blank = sum(not any(row) for row in table)
    assert layout.rows == len(rows)
    assert layout.rows + layout.passed_count + blank == len(table)


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_fail(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / "list"
    path.write_bytes(data)
    try:
        read = list(entries_of(path, layouts_in_file(path)))
    except BadInput:
        read = []
    assert all(entry.rows for entry in read)

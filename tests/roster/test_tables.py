"""Lists of people as schools have them: titles, merged headings, split names, footers, repeated headings, encodings."""

from datetime import date, datetime
from pathlib import Path

import pytest

from accounts.dates import parsed_date
from ingest.parsers.errors import NotATable, TooManyRows
from ingest.parsers.spreadsheets import sheets_of
from roster.entries import class_key, entry_of, name_key
from roster.errors import BadBirthDate, ClassMissing, NameMissing, NotAName
from roster.headings import Field, field_of, is_private
from roster.matching import _class_before
from roster.tables import Table, table_of
from tests.roster.lists import parse_here, workbook

TODAY = date(2026, 9, 5)
MINISTRY = {
    "Sheet1": [
        ["SỞ GIÁO DỤC VÀ ĐÀO TẠO HOA SEN"],
        ["DANH SÁCH HỌC SINH LỚP 12.6"],
        [],
        ["STT", "Mã định danh Bộ GD&ĐT", "Họ tên", "Ngày sinh", "Giới tính", "Dân tộc", "Trạng thái", "SĐT liên hệ",
         "Tên cha", "Nghề nghiệp cha", "Lớp học", "Khối học", "Số định danh cá nhân"],
        [1, "0900000001", "Lê Thị Mẫu", "05/09/2014", "Nữ", "Kinh", "Đang học", "0912", "A", "B", "12.6", "12", "079"],
        [2, 900000002, "Trần Văn An", datetime(2014, 1, 2), "Nam", "Tày", "Thôi học", "", "A", "B", "12.6", "12", ""],
        ["Tổng số: 2 học sinh"],
        [None, None, None, "Hoa Sen, ngày 5 tháng 9 năm 2026"],
        [None, None, "Nguyễn Văn Hiệu"],
    ]
}  # fmt: skip
A_SHEET_FOR_EACH_CLASS = {
    name: [
        ["TRƯỜNG THCS NGUYỄN DU"],
        [f"Khối 6 - Lớp {name} - (Học kỳ 2)"],
        ["TT", "Họ và tên", None, "Ngày sinh", "Nữ", "Toán"],
        [1, "Lê Thị", "Mẫu", "5.9.14", "x", 8.5],
        ["TT", "Họ và tên", None, "Ngày sinh", "Nữ", "Toán"],
        [2, "Trần Văn", "An", 41641, "", 7],
    ]
    for name in ("6A", "6B")
}


def entries(table: Table) -> list[tuple[str, str, str, str]]:
    found = []
    for row in table.rows:
        layout = table.layouts[row.layout]
        entry = entry_of(row.cells, layout.fields, class_name=layout.classes[row.sheet], wants_class=True, today=TODAY)
        if entry is not None:
            found.append((entry.name, entry.birth_date, entry.class_name, entry.sector_id))
    return found


def test_a_list_of_the_ministry_is_read_and_what_is_private_is_not_stored() -> None:
    table = parse_here(workbook(MINISTRY))
    assert entries(table) == [
        ("Lê Thị Mẫu", "2014-09-05", "12.6", "0900000001"),
        ("Trần Văn An", "2014-01-02", "12.6", "0900000002"),  # Excel took the leading zero away
    ]
    assert table.layouts[0].dropped == [
        "Giới tính", "Dân tộc", "SĐT liên hệ", "Tên cha", "Nghề nghiệp cha", "Số định danh cá nhân",
    ]  # fmt: skip
    assert not {"Kinh", "Tày", "0912", "079"} & {cell for row in table.rows for cell in row.cells}


def test_a_sheet_for_each_class_with_the_name_in_two_columns_below_one_heading() -> None:
    table = parse_here(workbook(A_SHEET_FOR_EACH_CLASS))
    assert entries(table) == [
        (name, born, school_class, "")
        for school_class in ("6A", "6B")
        for name, born in (("Lê Thị Mẫu", "2014-09-05"), ("Trần Văn An", "2014-01-02"))
    ]
    assert len(table.layouts) == 1


def test_two_rows_of_headings() -> None:
    table = table_of(
        [
            (
                "6A1",
                [
                    ["STT", "Mã học sinh", "Họ và tên", "", "Ngày sinh"],
                    ["", "", "Họ đệm", "Tên", ""],
                    ["1", "HS01", "Lê Thị", "Mẫu", "05/09/2014"],
                ],
            )
        ]
    )
    assert table.layouts[0].fields == ["", "code", "family_name", "given_name", "birth_date"]
    assert entries(table) == [("Lê Thị Mẫu", "2014-09-05", "6A1", "")]


def test_a_list_without_headings_is_taken_whole_for_a_person_to_say_what_it_holds() -> None:
    table = table_of([("", [["1", "Lê Thị Mẫu", "05/09/2014"], ["2", "Trần An", "02/01/2014"]])])
    assert (table.layouts[0].fields, len(table.rows)) == (["", "", ""], 2)


@pytest.mark.parametrize(
    "data",
    [
        (
            "<html><meta charset=utf-8><table><tr><th>STT<th colspan=2>Họ và tên<th>Ngày sinh</tr>"
            "<tr><td>1<td>Lê Thị<td>Mẫu<td>05/09/2014</table>"
        ),
        "STT;Họ và tên;Ngày sinh\r\n1;Lê Thị Mẫu;05/09/2014\r\n",
        "\ufeffSTT\tHọ và tên\tNgày sinh\n1\tLê Thị Mẫu\t2014-09-05\n",
        'STT,Họ và tên,Ngày sinh\n1,"Lê Thị Mẫu",="05/09/2014"\n',
        (
            '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
            '<Worksheet ss:Name="6A1">'
            "<Table><Row><Cell><Data>Họ và tên</Data></Cell><Cell ss:Index='3'><Data>Ngày sinh</Data></Cell></Row>"
            "<Row><Cell><Data>Lê Thị Mẫu</Data></Cell><Cell ss:Index='3'><Data>05/09/2014</Data></Cell></Row></Table>"
            "</Worksheet></Workbook>"
        ),
    ],
)
def test_what_is_named_xls_may_be_html_csv_or_xml(data: str) -> None:
    table = parse_here(data.encode())
    table.layouts[0].classes = dict.fromkeys(table.layouts[0].classes, "6A1")
    assert entries(table) == [("Lê Thị Mẫu", "2014-09-05", "6A1", "")]


def test_a_workbook_of_excel_97_with_a_true_date_and_leading_zeros() -> None:
    table = parse_here(Path(__file__).with_name("class_list.xls").read_bytes())
    assert entries(table) == [("Lê Thị Mẫu", "2014-09-05", "6A1", "")]
    assert table.rows[0].cells[1] == "0012"


def test_old_encodings_are_read() -> None:
    table = parse_here("STT;Họ và tên;Ngày sinh\n1;Lê Thị Mẫu;05/09/2014\n".encode("utf-16"))
    assert [row.cells[1] for row in table.rows] == ["Lê Thị Mẫu"]


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"\x00\x01\x02 binary", b"one word", b"PK\x03\x04broken"])
def test_what_is_no_table_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes(data)
    with pytest.raises(NotATable):
        [list(rows) for _name, rows in sheets_of(tmp_path / "list")]


def test_a_table_that_is_too_long_is_refused(tmp_path: Path) -> None:
    (tmp_path / "list").write_text("a;b\n" * 20_001)
    with pytest.raises(TooManyRows):
        [list(rows) for _name, rows in sheets_of(tmp_path / "list")]


@pytest.mark.parametrize(
    "text, day",
    [
        ("05/09/2014", "2014-09-05"), ("5.9.14", "2014-09-05"), ("5-9-2014", "2014-09-05"),
        ("05 / 09 / 2014", "2014-09-05"),
        ("41887", "2014-09-05"), ("2014-09-05", "2014-09-05"), ("05092014", "2014-09-05"), ("5/9/85", "1985-09-05"),
        ("5.IX.2014", "2014-09-05"),
        ("31/02/2014", None), ("2014", None), ("x", None),
    ],
)  # fmt: skip
def test_dates_as_schools_write_them(text: str, day: str | None) -> None:
    found = parsed_date(text)
    assert (found.isoformat() if found else None) == day


def test_bad_rows_say_what_is_wrong() -> None:
    fields = ["name", "birth_date", "class"]

    def entry(*cells: str) -> object:
        return entry_of(cells, fields, class_name="", wants_class=True, today=TODAY)

    assert entry("", "", "") is None
    for error, cells in (
        (NameMissing, ("", "05/09/2014", "6A1")),
        (NotAName, ("1234", "05/09/2014", "6A1")),
        (BadBirthDate, ("Lê Mẫu", "5/13/2014", "6A1")),
        (BadBirthDate, ("Lê Mẫu", "05/09/2034", "6A1")),
        (ClassMissing, ("Lê Mẫu", "05/09/2014", "")),
    ):
        with pytest.raises(error):
            entry(*cells)


def test_headings_names_and_classes_have_one_key_for_each_spelling() -> None:
    assert field_of("HỌ VÀ TÊN (*)") == field_of("ho ten") == Field.NAME
    assert is_private("Tôn giáo")
    assert is_private("Nghề nghiệp mẹ")
    assert not is_private("Mã định danh Bộ GD&ĐT")
    assert name_key("LÊ THUÝ  HOÀ") == name_key("Lê Thúy Hòa") != name_key("Lê Thúy Hoa")
    assert class_key("6a2") == class_key("6A2") < class_key("6A10") < class_key("10A1")
    assert [_class_before(name) for name in ("6A1", "12.6", "1B", "Chồi 2")] == ["5A1", "11.6", "", ""]

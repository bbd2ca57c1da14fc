"""Lists of books as schools have them, made here: messy headings, old fonts, several values in a cell, registers."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from imports.spreadsheets.reading import Entry, entries_of, layouts_in_file

Row = Sequence[Any]
HEADS = ("STT", "Số ĐKCB", "Tên sách", "Tác giả", "Nhà xuất bản", "Năm XB", "Giá tiền", "Số lượng")
MESSY: Sequence[Row] = [
    ["PHÒNG GD&ĐT HOA SEN"],
    ["TRƯỜNG THCS NGUYỄN DU", None, None, None, "DANH MỤC SÁCH THƯ VIỆN"],
    [],
    ["STT", "Số đăng ký cá biệt", "Tên sách (*)", "Tác giả", "Xuất bản", None, None, "Giá tiền\n(VND)", "KHO SACH",
     "Kho sách", "Giá", "Phân loại sách", "Loại sách", "Khối", "Số lượng (*)", "ISBN", "Ghi chú"],
    [None, None, None, None, "Nơi", "NXB", "Năm"],
    ["(1)", "(2)", "(3)", "(4)", "(5)"],
    [1, "TK.00412-TK.00415", "Dế Mèn phiêu lưu kí", "Tô Hoài", "H.", "Kim Đồng", 2024.0, "45.000đ", "13x19", "Kho STK",
     "Kệ 2", "895.9223", "STK", None, 4, 9786042000000.0, None],
    ["I. SÁCH GIÁO KHOA"],
    [2, None, "Toán 6, tập 1", "Trần Nam Dũng (Chủ biên); Ngô A", "H.", "Giáo dục", "2023", "21000", "17 x 24 cm",
     "Kho SGK", "Kệ 1", "53(075)", "SGK - Sách giáo khoa", "Lớp 6", 40, None, "Bộ Chân trời"],
    [3, None, "Ngữ văn 6-9", '"', '"', '"', "2023", "21.000", "17 x 24", "Kho SGK", "Kệ 1", "8V", "SGK", "6-9", 10],
    [4, None, None, "X"],
    ["Cộng:", None, None, None, None, None, None, None, None, None, None, None, None, None, 54],
    [None, None, "Hoa Sen, ngày 5 tháng 9 năm 2026"],
    [None, None, "Người lập"],
    [None, None, "Nguyễn Thị Thư"],
]  # fmt: skip


def workbook(rows: Sequence[Row], *, merged: Sequence[str] = (), name: str = "Sách") -> bytes:
    """Return an .xlsx file of one sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def entries(data: bytes, tmp_path: Path) -> list[Entry]:
    """Return the records of a file with guessed columns."""
    path = tmp_path / "list"
    path.write_bytes(data)
    return list(entries_of(path, layouts_in_file(path)))


def values_of(data: bytes, tmp_path: Path) -> list[dict[str, Any]]:
    """Return what each record of a file says."""
    return [entry.reading.values for entry in entries(data, tmp_path)]

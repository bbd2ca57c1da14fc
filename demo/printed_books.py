"""Printed books of the demo, which have a record and no file: one school's came as MARC, the other's as a list.

The works are old or folk literature; publishers, years and ISBNs of the copies are invented.
"""

import csv
from io import StringIO

from stdnum import ean

from access.labels import EVERYONE
from access.viewer import Viewer
from demo.importing import imported
from repository.actions import Description
from repository.formats import marc

PUBLISHER = "Nhà in Bến Nghé"
MARC_FILE, LIST_FILE = "libol-nguyen-du.mrc", "so-dang-ki-le-quy-don.csv"
# title, author, year, extent, Dewey number, subject heading
AS_MARC = (
    ("Tắt đèn", "Ngô Tất Tố", 2012, "168 tr. ; 21 cm", "895.9223", "Tiểu thuyết"),
    ("Số đỏ", "Vũ Trọng Phụng", 2014, "252 tr. ; 21 cm", "895.9223", "Tiểu thuyết"),
    ("Gió đầu mùa", "Thạch Lam", 2011, "140 tr. ; 19 cm", "895.9223", "Truyện ngắn"),
    ("Chí Phèo và các truyện khác", "Nam Cao", 2016, "232 tr. ; 21 cm", "895.9223", "Truyện ngắn"),
    ("Lục Vân Tiên", "Nguyễn Đình Chiểu", 2009, "96 tr. ; 19 cm", "895.9221", "Truyện thơ Nôm"),
    ("Truyền kì mạn lục", "Nguyễn Dữ", 2010, "280 tr. ; 21 cm", "895.9223", "Văn học trung đại"),
    ("Thơ Bà Huyện Thanh Quan", "Bà Huyện Thanh Quan", 2013, "64 tr. ; 15 cm", "895.9221", "Thơ Đường luật"),
    ("Việt Nam sử lược", "Trần Trọng Kim", 2015, "540 tr. : bản đồ ; 24 cm", "959.7", "Lịch sử Việt Nam"),
)
HEADS = (
    "STT", "Nhan đề", "Tác giả", "Nhà xuất bản", "Năm XB", "ISBN", "Số phân loại", "Môn", "Khối lớp", "Số bản", "Giá",
)  # fmt: skip
AS_LIST = (
    ("Alice ở xứ sở diệu kì", "Lewis Carroll", 2018, "823.8", "Ngữ văn", "6", 3, 58000),
    ("Không gia đình", "Hector Malot", 2017, "843.8", "Ngữ văn", "7", 2, 96000),
    ("Hai vạn dặm dưới biển", "Jules Verne", 2019, "843.8", "Khoa học tự nhiên", "8", 4, 89000),
    ("Truyện cổ Grim", "Anh em Grim", 2015, "398.2", "Ngữ văn", "6", 5, 45000),
    ("Ca dao tục ngữ chọn lọc", "", 2020, "398.9", "Ngữ văn", "7", 6, 32000),
    ("Thạch Sanh và truyện cổ nước Nam", "", 2016, "398.2", "Ngữ văn", "6", 2, 40000),
    # Held by the other school, too: one entry by its ISBN, and one that a librarian may join.
    (AS_MARC[0][0], AS_MARC[0][1], AS_MARC[0][2], "895.9223", "Ngữ văn", "8", 3, 42000),
    (AS_MARC[1][0], AS_MARC[1][1], AS_MARC[1][2], "895.9223", "Ngữ văn", "8", 2, 65000),
)
ISBNS = (*(100 + place for place in range(6)), 0, None)  # numbers of the list; the last book shows none


def isbn(number: int) -> str:
    """Return an invented ISBN of 13 digits with a right check digit; `number` is below 10,000."""
    digits = f"97860499{number:04}"
    return digits + str(ean.calc_check_digit(digits))


def import_printed_books(first: Viewer, second: Viewer) -> None:
    """Import the printed books of two schools as their librarians, everyone may find them. Idempotent."""
    imported(b"".join(map(marc.of, _records())), MARC_FILE, EVERYONE, by=first)
    imported(_list().encode("utf-8-sig"), LIST_FILE, EVERYONE, by=second)


def _records() -> list[Description]:
    return [
        Description(
            title=title,
            creators=[name],
            place="Thành phố Hồ Chí Minh",
            publisher=PUBLISHER,
            year=year,
            extent=extent,
            ddc=ddc,
            ddc_edition="23",
            call_number=f"{ddc} {name[:3].upper().strip()}",
            isbn=isbn(number),
            headings=[heading],
        )
        for number, (title, name, year, extent, ddc, heading) in enumerate(AS_MARC)
    ]


def _list() -> str:
    rows = StringIO()
    table = csv.writer(rows)
    table.writerow(["DANH MỤC SÁCH THƯ VIỆN"])
    table.writerow(HEADS)
    for place, (title, name, year, ddc, subject, grade, copies, price) in enumerate(AS_LIST):
        number = ISBNS[place]
        shown = "" if number is None else isbn(number)
        row = (place + 1, title, name, PUBLISHER, year, shown, ddc, subject, grade, copies, price)
        table.writerow(row)
    return rows.getvalue()

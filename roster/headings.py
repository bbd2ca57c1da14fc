"""What a column holds, by its heading as schools and their software write it, in Vietnamese or English.

To teach a heading, add it to HEADINGS in lower case without marks and signs.
"""

import re
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ingest.parsers.list_rows import normalized


class Field(StrEnum):
    """What the import takes from a list; nothing else is stored."""

    NAME = "name"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    BIRTH_DATE = "birth_date"
    CLASS = "class"
    SECTOR_ID = "sector_id"
    CODE = "code"
    STATUS = "status"


LABELS: dict[Field, str | Promise] = {
    Field.NAME: _("Full name"),
    Field.FAMILY_NAME: _("Family and middle name"),
    Field.GIVEN_NAME: _("Given name"),
    Field.BIRTH_DATE: _("Date of birth"),
    Field.CLASS: pgettext_lazy("of pupils", "Class"),
    Field.SECTOR_ID: _("Sector identifier"),
    Field.CODE: _("School's own code"),
    Field.STATUS: _("Status"),
}
HEADINGS: dict[Field, frozenset[str]] = {
    Field.NAME: frozenset(
        {
            "ho va ten", "ho ten", "ho va ten hoc sinh", "ho ten hoc sinh", "ten hoc sinh", "hoc sinh", "ho va ten hs",
            "ho ten hs", "ho va ten giao vien", "ho ten giao vien", "ho va ten gv", "ho ten gv", "ho ten can bo",
            "ho va ten can bo", "ho ten cbgvnv", "ho va ten khai sinh", "ho ten khai sinh", "full name", "name",
            "student name", "pupil", "teacher",
        }
    ),
    Field.FAMILY_NAME: frozenset(
        {
            "ho", "ho dem", "ho lot", "ho va dem", "ho va lot", "ho va chu dem", "ho va chu lot", "ho va ten dem",
            "ho ten dem", "ho va ten lot", "ho chu dem", "ho chu lot", "family name", "last name", "surname",
        }
    ),
    Field.GIVEN_NAME: frozenset({"ten", "given name", "first name"}),
    Field.BIRTH_DATE: frozenset(
        {
            "ngay sinh", "ngay thang nam sinh", "ngay thang sinh", "ngay thang ns", "sinh ngay", "ns", "ngay sinh hs",
            "ngay sinh dd mm yyyy", "date of birth", "birth date", "birthday", "dob",
        }
    ),
    Field.CLASS: frozenset({"lop", "lop hoc", "ten lop", "ma lop", "hoc lop", "class", "class name"}),
    Field.SECTOR_ID: frozenset(
        {
            "ma dinh danh", "ma dinh danh bo gd dt", "ma dinh danh bo gddt", "ma dinh danh bo giao duc",
            "ma dinh danh bo gd dt tren csdl nganh", "ma dinh danh hoc sinh", "ma dinh danh hs", "ma dinh danh csdl",
            "ma dinh danh bo", "ma moet", "ma so dinh danh", "ma csdl", "ma csdl nganh", "sector identifier",
        }
    ),
    Field.CODE: frozenset(
        {
            "ma hoc sinh", "ma hs", "ma so hoc sinh", "ma so hs", "mshs", "ma so", "ma giao vien", "ma gv",
            "ma can bo", "ma nhan vien", "ma cbgvnv", "ma cb", "ma so gv", "student id", "student code", "code", "id",
        }
    ),
    Field.STATUS: frozenset({"trang thai", "tinh trang", "trang thai hoc", "trang thai hoc sinh", "status"}),
}  # fmt: skip
# Columns with a word of these are never stored: sensitive or simply not needed to lend a book.
_PRIVATE = re.compile(
    r"\b(dan toc|ton giao|cha|me|bo me|bo|nguoi giam ho|giam ho|phu huynh|phhs|nghe nghiep|dia chi|ho khau|que quan|"
    r"thuong tru|tam tru|noi sinh|noi o|cho o|cmnd|cccd|can cuoc|so dinh danh|dien thoai|sdt|dt|email|gmail|mail|"
    r"ngay cap|noi cap|quoc tich|chinh sach|khuyet tat|gioi tinh|gt|nu|nam nu|phai|xa|phuong|huyen|tinh|thon|to|"
    r"ethnic\w*|religion|parents?|father|mother|address|phone|nationality|gender|sex|benh|suc khoe|ho ngheo|"
    r"hoan canh|doi vien|doan vien|dang vien)\b"
)


def field_of(heading: str) -> Field | None:
    """Return what a column with this heading holds."""
    text = normalized(heading)
    return next((field for field, known in HEADINGS.items() if text in known), None)


def is_private(heading: str) -> bool:
    """Return whether a column with this heading must not be stored."""
    return field_of(heading) is None and bool(_PRIVATE.search(normalized(heading)))

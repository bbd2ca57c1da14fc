"""What a column of a list of books may hold, with its headings as schools and their software write them.

To teach a heading, add it to HEADINGS in lower case, without marks, signs and what stands in brackets.
"""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Column(StrEnum):
    """What an import takes from a list of books, in the order of the template."""

    RECORD = "record"
    TITLE = "title"
    VOLUME = "volume"
    SUBTITLE = "subtitle"
    AUTHORS = "authors"
    EDITORS = "editors"
    TRANSLATORS = "translators"
    ILLUSTRATORS = "illustrators"
    EDITION = "edition_statement"
    PLACE = "place"
    PUBLISHER = "publisher"
    YEAR = "year"
    PAGES = "pages"
    SIZE = "size"
    EXTENT = "extent"
    SERIES = "series"
    SERIES_NUMBER = "series_number"
    ISBN = "isbn"
    ISSN = "issn"
    OWN_CODE = "own_code"
    KIND = "kind"
    SUBJECTS = "subjects"
    GRADES = "grades"
    LANGUAGES = "languages"
    CLASS_MARK = "class_mark"
    DDC = "ddc"
    CALL_NUMBER = "call_number"
    HEADINGS = "headings"
    AUDIENCE = "audience"
    DESCRIPTION = "description"
    CONTENTS = "contents"
    NOTES = "notes"
    RIGHTS = "rights"
    RIGHTS_NOTE = "rights_note"
    COUNT = "copy_count"
    NUMBERS = "copy_numbers"
    NUMBERS_TO = "copy_numbers_to"
    BARCODES = "copy_barcodes"
    STORE = "copy_store"
    SHELF = "copy_shelf"
    PRICE = "copy_price"
    SOURCE = "copy_source"
    ACQUIRED = "copy_acquired"
    COPY_NOTE = "copy_note"
    AUTHOR_TITLE = "author_title"


LABELS: dict[Column, str | Promise] = {
    Column.RECORD: _("Record identifier"),
    Column.TITLE: pgettext_lazy("of a resource", "Title"),
    Column.VOLUME: pgettext_lazy("part of a title", "Volume"),
    Column.SUBTITLE: _("Subtitle"),
    Column.AUTHORS: _("Authors"),
    Column.EDITORS: _("Editors"),
    Column.TRANSLATORS: _("Translators"),
    Column.ILLUSTRATORS: _("Illustrators"),
    Column.EDITION: _("Edition statement"),
    Column.PLACE: _("Place of publication"),
    Column.PUBLISHER: _("Publisher"),
    Column.YEAR: _("Year"),
    Column.PAGES: _("Number of pages"),
    Column.SIZE: pgettext_lazy("of a book", "Size"),
    Column.EXTENT: _("Physical description"),
    Column.SERIES: _("Series"),
    Column.SERIES_NUMBER: _("Number in the series"),
    Column.ISBN: _("ISBN"),
    Column.ISSN: _("ISSN"),
    Column.OWN_CODE: _("School's own code"),
    Column.KIND: _("Kind"),
    Column.SUBJECTS: _("Subjects"),
    Column.GRADES: _("Grades"),
    Column.LANGUAGES: _("Languages"),
    Column.CLASS_MARK: _("Class mark"),
    Column.DDC: _("Dewey number"),
    Column.CALL_NUMBER: _("Call number"),
    Column.HEADINGS: _("Subject headings"),
    Column.AUDIENCE: _("Audience"),
    Column.DESCRIPTION: _("Description"),
    Column.CONTENTS: _("Contents note"),
    Column.NOTES: _("Notes"),
    Column.RIGHTS: _("Rights"),
    Column.RIGHTS_NOTE: _("Note on rights"),
    Column.COUNT: _("Number of copies"),
    Column.NUMBERS: _("Copy numbers"),
    Column.NUMBERS_TO: _("Last copy number"),
    Column.BARCODES: _("Barcodes"),
    Column.STORE: pgettext_lazy("of a copy", "Store"),
    Column.SHELF: pgettext_lazy("of a copy", "Shelf"),
    Column.PRICE: pgettext_lazy("of a copy", "Price"),
    Column.SOURCE: pgettext_lazy("of a copy", "Source"),
    Column.ACQUIRED: _("Date of acquisition"),
    Column.COPY_NOTE: _("Note on the copies"),
    Column.AUTHOR_TITLE: _("Author – title in one cell"),
}
HEADINGS: dict[Column, frozenset[str]] = {
    Column.RECORD: frozenset({"ma bieu ghi", "ma ban ghi", "record identifier", "record id"}),
    Column.TITLE: frozenset(
        {
            "ten sach", "nhan de", "nhan de chinh", "ten tai lieu", "ten an pham", "ten sach tai lieu", "tua sach",
            "tua de", "ten dau sach", "dau sach", "ten tac pham", "ten sach bao", "ten bao tap chi", "ten bao",
            "ten tap chi", "ten truyen", "ten sach truyen", "ten sach thiet bi", "danh muc sach", "noi dung sach",
            "ten hoc lieu", "title", "book title", "name of book", "book name", "main title",
        }
    ),
    Column.SUBTITLE: frozenset({"nhan de phu", "phu de", "ten phu", "phan con lai cua nhan de", "subtitle"}),
    Column.VOLUME: frozenset({"tap", "tap so", "so tap", "quyen so", "tap quyen", "volume", "vol", "part"}),
    Column.AUTHORS: frozenset(
        {
            "tac gia", "ten tac gia", "tac gia chinh", "ho ten tac gia", "ho va ten tac gia", "cac tac gia",
            "nhom tac gia", "tac gia bien soan", "nguoi soan", "soan gia", "nguoi bien soan", "bien soan", "chu bien",
            "tac gia chu bien", "tong chu bien", "tg", "author", "authors", "writer", "creator", "creators",
        }
    ),
    Column.EDITORS: frozenset({"hieu dinh", "nguoi hieu dinh", "bien tap", "nguoi bien tap", "editor", "editors"}),
    Column.TRANSLATORS: frozenset({"nguoi dich", "dich gia", "dich", "bien dich", "translator", "translators"}),
    Column.ILLUSTRATORS: frozenset(
        {"minh hoa", "nguoi minh hoa", "ve tranh", "tranh minh hoa", "hoa si", "illustrator", "illustrators"}
    ),
    Column.EDITION: frozenset(
        {"lan xuat ban", "lan tai ban", "tai ban", "lan in", "thong tin lan xuat ban", "edition", "edition statement"}
    ),
    Column.PLACE: frozenset(
        {"noi xuat ban", "noi xb", "xuat ban noi", "dia chi xuat ban", "place of publication", "place"}
    ),
    Column.PUBLISHER: frozenset(
        {
            "nha xuat ban", "nxb", "nha xb", "ten nha xuat ban", "ten nxb", "don vi xuat ban", "co quan xuat ban",
            "publisher", "nha xuat ban nxb",
        }
    ),
    Column.YEAR: frozenset(
        {
            "nam xuat ban", "nam xb", "nxb nam", "nam in", "nam", "nam sx", "nam phat hanh", "year",
            "publication year", "year of publication",
        }
    ),
    Column.PAGES: frozenset({"so trang", "trang", "st", "pages", "number of pages", "page count"}),
    Column.SIZE: frozenset({"kho sach", "kho", "kho cm", "kich thuoc", "kich co", "size", "dimensions", "format"}),
    Column.EXTENT: frozenset(
        {"mo ta vat ly", "mo ta vat li", "dac diem vat ly", "so trang kho", "so trang kho sach", "physical description"}
    ),
    Column.SERIES: frozenset(
        {"tung thu", "bo sach", "thuoc bo sach", "ten bo sach", "ten tung thu", "series", "series title"}
    ),
    Column.SERIES_NUMBER: frozenset(
        {"so tung thu", "so trong tung thu", "number in the series", "series number"}
    ),
    Column.ISBN: frozenset({"isbn", "ma isbn", "so isbn", "chi so isbn", "isbn 13", "isbn 10", "ma so isbn"}),
    Column.ISSN: frozenset({"issn", "ma issn", "so issn"}),
    Column.KIND: frozenset(
        {
            "loai sach", "loai tai lieu", "dang tai lieu", "loai", "loai an pham", "loai hinh", "loai hinh tai lieu",
            "the loai", "nhom sach", "phan loai", "phan loai sach", "phan loai tai lieu", "kieu tai lieu",
            "dang hoc lieu", "loai hoc lieu", "kind", "type", "material type", "category",
        }
    ),
    Column.SUBJECTS: frozenset({"mon", "mon hoc", "bo mon", "ten mon", "subjects", "school subject"}),
    Column.GRADES: frozenset(
        {"lop", "khoi", "khoi lop", "lop khoi", "danh cho lop", "dung cho lop", "grade", "grades", "class"}
    ),
    Column.LANGUAGES: frozenset({"ngon ngu", "ngon ngu tai lieu", "tieng", "language", "languages"}),
    Column.CLASS_MARK: frozenset(
        {
            "phan loai", "phan loai sach", "ky hieu phan loai", "ki hieu phan loai", "so phan loai", "ma phan loai",
            "khpl", "kh phan loai", "ky hieu pl", "ki hieu pl", "pl", "chi so phan loai", "mon loai", "mon loai sach",
            "class mark", "classification",
        }
    ),
    Column.DDC: frozenset(
        {"ddc", "chi so ddc", "so ddc", "ki hieu ddc", "ky hieu ddc", "ma ddc", "dewey", "phan loai ddc",
         "dewey number"}
    ),
    Column.CALL_NUMBER: frozenset(
        {
            "ky hieu xep gia", "ki hieu xep gia", "khxg", "so xep gia", "ky hieu kho", "ki hieu kho", "ky hieu",
            "ki hieu", "ma xep gia", "call number", "call no",
        }
    ),
    Column.HEADINGS: frozenset(
        {
            "tu khoa", "chu de", "de muc chu de", "tieu de chu de", "de muc", "tu khoa chu de", "keywords", "subject",
            "subject headings", "keyword",
        }
    ),
    Column.AUDIENCE: frozenset(
        {
            "doi tuong", "doi tuong su dung", "doi tuong ban doc", "danh cho", "trinh do doc", "trinh do", "ban doc",
            "lua tuoi", "audience", "target audience",
        }
    ),
    Column.DESCRIPTION: frozenset(
        {"tom tat", "mo ta", "noi dung", "tom tat noi dung", "noi dung tom tat", "gioi thieu", "gioi thieu sach",
         "description", "summary", "abstract"}
    ),
    Column.CONTENTS: frozenset({"muc luc", "phu chu noi dung", "contents", "table of contents", "contents note"}),
    Column.NOTES: frozenset({"ghi chu", "phu chu", "phu chu chung", "chu thich", "luu y", "notes", "note", "remarks"}),
    Column.RIGHTS: frozenset({"ban quyen", "quyen", "tinh trang ban quyen", "quyen su dung", "rights", "licence",
                              "license", "copyright"}),
    Column.RIGHTS_NOTE: frozenset({"ghi chu ban quyen", "ghi chu ve ban quyen", "note on rights", "rights note"}),
    Column.COUNT: frozenset(
        {
            "so luong", "sl", "so ban", "so cuon", "so quyen", "tong so", "tong so ban", "so luong ban", "so ban sach",
            "tong so cuon", "so luong nhap", "sl nhap", "tong sl", "copies", "quantity", "number of copies", "qty",
            "count",
        }
    ),
    Column.NUMBERS: frozenset(
        {
            "so dkcb", "dkcb", "so dang ky ca biet", "so dang ki ca biet", "dang ky ca biet", "dang ki ca biet",
            "ma dkcb", "so ca biet", "ca biet", "ma ca biet", "so kcb", "dksgk", "so dksgk", "so dang ky", "so dang ki",
            "so dkcb tu", "so dkcb tu den", "tu so", "accession number", "accession no", "copy numbers", "ma sach",
        }
    ),
    Column.NUMBERS_TO: frozenset({"den so", "so dkcb den", "den so dkcb", "last copy number"}),
    Column.BARCODES: frozenset({"ma vach", "ma vach sach", "so ma vach", "barcode", "barcodes", "ma ban sach"}),
    Column.OWN_CODE: frozenset(
        {"ma sach", "ma so sach", "ma tai lieu", "ma dau sach", "ma an pham", "ma hoc lieu", "own code",
         "ma cua truong", "schools own code", "school s own code", "book code"}
    ),
    Column.STORE: frozenset(
        {"kho sach", "kho", "kho tai lieu", "ten kho", "ma kho", "diem luu", "kho luu tru", "noi luu tru", "dia diem",
         "store", "collection location", "location"}
    ),
    Column.SHELF: frozenset(
        {"gia sach", "gia ke", "ke", "ke sach", "vi tri", "tu", "ngan", "tu ke", "gia", "so ke", "vi tri sach",
         "vi tri xep gia", "tu sach", "shelf"}
    ),
    Column.PRICE: frozenset(
        {
            "gia", "gia tien", "gia bia", "don gia", "gia sach", "gia ban", "gia nhap", "gia tien vnd", "price",
            "unit price", "don gia dong", "don gia vnd",
        }
    ),
    Column.SOURCE: frozenset(
        {
            "nguon", "nguon nhap", "nguon bo sung", "nguon cung cap", "nha cung cap", "nguon kinh phi", "nguon goc",
            "don vi cung cap", "nguon sach", "kinh phi", "source", "supplier", "vendor", "hinh thuc bo sung",
            "hinh thuc", "so chung tu", "chung tu", "so vao so tong quat", "so vao so tq",
        }
    ),
    Column.ACQUIRED: frozenset(
        {
            "ngay nhap", "ngay vao so", "ngay bo sung", "ngay nhap kho", "ngay mua", "ngay dang ky", "ngay dang ki",
            "ngay nhap sach", "ngay thang vao so", "ngay thang nhap", "date of acquisition", "acquired",
            "date acquired", "acquisition date",
        }
    ),
    Column.COPY_NOTE: frozenset(
        {"tinh trang", "tinh trang sach", "hien trang", "chat luong", "ghi chu ban sach", "condition",
         "note on the copies"}
    ),
    Column.AUTHOR_TITLE: frozenset(
        {"tac gia ten sach", "tac gia va ten sach", "tac gia nhan de", "ten tac gia va ten sach", "author title",
         "tac gia ten tai lieu", "author title in one cell"}
    ),
}  # fmt: skip
REQUIRED = frozenset({Column.TITLE, Column.AUTHOR_TITLE})
COPY_COLUMNS = frozenset(
    {Column.COUNT, Column.NUMBERS, Column.NUMBERS_TO, Column.BARCODES, Column.STORE, Column.SHELF, Column.PRICE,
     Column.SOURCE, Column.ACQUIRED, Column.COPY_NOTE}
)  # fmt: skip
# Columns of which a list may have several, whose texts are joined.
REPEATABLE = frozenset(
    {Column.AUTHORS, Column.EDITORS, Column.TRANSLATORS, Column.ILLUSTRATORS, Column.SUBJECTS, Column.GRADES,
     Column.HEADINGS, Column.NOTES, Column.SOURCE, Column.COPY_NOTE, Column.LANGUAGES}
)  # fmt: skip

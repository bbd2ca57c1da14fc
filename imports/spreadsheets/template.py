"""The template of a list of books: headings with notes, drop-down lists for coded columns, a sheet with examples."""

from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from imports.spreadsheets.columns import LABELS, REQUIRED, Column
from imports.spreadsheets.export import COLUMNS
from repository.curriculum import GRADES, subject_choices
from repository.languages import frequent_languages
from repository.models import Resource

LAST_ROW = 5_000  # with drop-down lists
_WIDE = {Column.TITLE: 40, Column.AUTHORS: 28, Column.PUBLISHER: 22, Column.DESCRIPTION: 40, Column.NOTES: 28}
_EXAMPLES: tuple[dict[Column, object], ...] = (
    {
        Column.TITLE: "Dế Mèn phiêu lưu kí", Column.AUTHORS: "Tô Hoài; Tạ Huy Long (minh họa)", Column.PLACE: "H.",
        Column.PUBLISHER: "Kim Đồng", Column.YEAR: 2024, Column.EXTENT: "148 tr. : tranh vẽ ; 21 cm",
        Column.LANGUAGES: "Tiếng Việt", Column.DDC: "895.9223", Column.HEADINGS: "Truyện đồng thoại; Văn học thiếu nhi",
        Column.COUNT: 4, Column.NUMBERS: "TN.00412-TN.00415", Column.STORE: "Kho thiếu nhi", Column.SHELF: "Kệ 2",
        Column.PRICE: 45000, Column.SOURCE: "Nhà sách huyện", Column.ACQUIRED: "12/09/2026",
    },
    {
        Column.TITLE: "Toán 6. Tập 1", Column.AUTHORS: "Trần Nam Dũng; Nguyễn Văn A", Column.PUBLISHER: "Giáo dục",
        Column.YEAR: 2023, Column.KIND: "SGK", Column.SUBJECTS: "Toán", Column.GRADES: "6",
        Column.SERIES: "Chân trời sáng tạo", Column.COUNT: 40, Column.STORE: "Kho SGK", Column.PRICE: 21000,
    },
    {
        Column.TITLE: "Tài liệu ôn tập môn Khoa học tự nhiên", Column.AUTHORS: "Tổ Khoa học tự nhiên",
        Column.YEAR: 2026, Column.SUBJECTS: "Khoa học tự nhiên", Column.GRADES: "6-9", Column.KIND: "Phiếu học tập",
        Column.RIGHTS: "Trường tự làm", Column.NOTES: "Lưu hành nội bộ",
    },
)  # fmt: skip


def template() -> bytes:
    """Return the template as an .xlsx file, in the language of the request."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = _("Books")
    codes = book.create_sheet(_("Codes"))
    codes.sheet_state = "hidden"
    examples = book.create_sheet(_("Example"))
    for one in (sheet, examples):
        _headings(one)
    for number, (column, words) in enumerate(_choices().items(), start=1):
        _drop_down(sheet, codes, column, number, words)
    for example in _EXAMPLES:
        examples.append([example.get(column) for column in COLUMNS])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _choices() -> dict[Column, list[str]]:
    return {
        Column.KIND: [str(label) for label in Resource.Kind.labels],
        Column.SUBJECTS: [name for _code, name in subject_choices()],
        Column.GRADES: [str(grade) for grade in GRADES],
        Column.LANGUAGES: [name for _code, name in frequent_languages()],
        Column.RIGHTS: [str(label) for label in Resource.Rights.labels],
    }


def _notes() -> dict[Column, str]:
    """Return what the heading of a column explains."""
    several = _("Separate several with semicolons.")
    return {
        Column.TITLE: _("The only cell that must be filled."),
        Column.AUTHORS: _("Separate several with semicolons; others than authors with what they did: Tạ Lan (dịch)."),
        Column.EXTENT: _("Pages, pictures, size: 148 tr., tranh vẽ, 21 cm"),
        Column.SUBJECTS: several,
        Column.HEADINGS: several,
        Column.GRADES: _("6, or 6-9, or 6; 8"),
        Column.COUNT: _("How many copies the library has."),
        Column.NUMBERS: _("TK.00412-TK.00415, or TK.00412; TK.00420"),
        Column.PRICE: _("In đồng, of one copy."),
        Column.ACQUIRED: _("Day/month/year."),
        Column.RECORD: _("Leave it empty for new books; exports fill it, so that corrections meet the same record."),
    }


def _headings(sheet: Worksheet) -> None:
    notes = _notes()
    for place, column in enumerate(COLUMNS, start=1):
        cell = sheet.cell(
            row=1, column=place, value=f"{LABELS[column]} (*)" if column in REQUIRED else str(LABELS[column])
        )
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        cell.fill = PatternFill("solid", fgColor="D9ECEA")
        if column in notes:
            cell.comment = Comment(notes[column], "Tủ Sách", height=90, width=260)
        sheet.column_dimensions[get_column_letter(place)].width = _WIDE.get(column, 14)
    for column in (Column.ISBN, Column.NUMBERS, Column.BARCODES, Column.DDC, Column.CALL_NUMBER, Column.ACQUIRED):
        sheet.column_dimensions[get_column_letter(COLUMNS.index(column) + 1)].number_format = "@"
    sheet.freeze_panes = "B2"


def _drop_down(sheet: Worksheet, codes: Worksheet, column: Column, number: int, words: list[str]) -> None:
    """Offer the words in a column without refusing others: a cell may hold several."""
    for row, word in enumerate(words, start=1):
        codes.cell(row=row, column=number, value=word)
    letter = get_column_letter(number)
    choice = DataValidation(
        type="list",
        formula1=f"'{codes.title}'!${letter}$1:${letter}${len(words)}",
        allow_blank=True,
        showErrorMessage=False,
    )
    own = get_column_letter(COLUMNS.index(column) + 1)
    choice.add(f"{own}2:{own}{LAST_ROW}")
    sheet.add_data_validation(choice)

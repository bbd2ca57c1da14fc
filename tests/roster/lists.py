"""Lists as schools have them, as files, and what a librarian does with one until it is imported."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook

from access.viewer import Viewer
from accounts.models import Role
from ingest.parsers.spreadsheets import sheets_of
from roster.actions import importing, running
from roster.models import ListImport, ListRow
from roster.tables import Table, table_of

HEADS = ("STT", "Mã định danh Bộ GD&ĐT", "Họ và tên", "Ngày sinh", "Lớp")
Row = Sequence[object]


def workbook(sheets: dict[str, Sequence[Row]]) -> bytes:
    """Return an .xlsx file."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def pupils(*rows: Row) -> bytes:
    """Return a list with the usual headings; a row is (identifier, name, date of birth, class)."""
    return workbook({"Sheet1": [HEADS, *((number, *row) for number, row in enumerate(rows, start=1))]})


def parse_here(data: bytes) -> Table:
    """Read a file without a process of its own."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "list")
        path.write_bytes(data)
        return table_of([(name, list(rows)) for name, rows in sheets_of(path)])


def read(
    data: bytes, *, by: Viewer, role: Role = Role.PUPIL, year: str = "2026-2027", whole: bool = False
) -> ListImport:
    """Upload a list and let a worker read and compare it."""
    made = importing.start(data=data, name="lop.xlsx", role=role, year=year, whole_school=whole, by=by)
    running.run(made.pk)
    made.refresh_from_db()
    return made


def imported(data: bytes, *, by: Viewer, role: Role = Role.PUPIL, year: str = "2026-2027") -> ListImport:
    """Import a list as it is proposed."""
    made = read(data, by=by, role=role, year=year)
    apply(made, by=by)
    return made


def apply(made: ListImport, *, by: Viewer) -> None:
    """Press “Import”, and let a worker do it."""
    importing.apply(made, by=by)
    running.run(made.pk)
    made.refresh_from_db()


def outcomes(made: ListImport) -> dict[str, str]:
    """Return the outcome of each row by the name in it."""
    return dict(ListRow.objects.filter(list_import=made).exclude(outcome="").values_list("name", "outcome"))

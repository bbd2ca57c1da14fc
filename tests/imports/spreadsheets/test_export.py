"""What is exported is read again unchanged; no cell is run as a formula; the template is read as it is written."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from imports.spreadsheets import export, rejected
from imports.spreadsheets.columns import LABELS, Column
from imports.spreadsheets.guess import guess
from imports.spreadsheets.lists import layouts_of, rows_of
from imports.spreadsheets.reading import layouts_in_file
from imports.spreadsheets.rows import read_row
from imports.spreadsheets.template import template
from repository.description import Credit, Description, SubjectHeading
from tests.imports.spreadsheets.lists import MESSY, entries, workbook

pytestmark = pytest.mark.backend_independent
UUID = "6f0a1e52-7a54-4c39-9c9a-0d2d1c0e8f11"
BOOK = Description(
    title="Truyện : thử / sách",
    subtitle="=1+1",
    creators=[Credit("Rowling, J. K."), Credit("Lê Văn A", "trl"), Credit("Hội (dịch)"), Credit("Vũ B", "aui")],
    description="Đoạn một\n\nĐoạn hai",
    publisher="'=Kim Đồng",
    year=2024,
    isbn="9786042000000",
    identifiers=[("isbn", "9780306406157"), ("isbn", "không rõ"), ("local", "A1")],
    extent="120",
    ddc="895.9223",
    call_number="53(075)",
    headings=[SubjectHeading("Toán, lí"), SubjectHeading("Văn học", "btkqg"), SubjectHeading("Đề [A]")],
    notes="Một\nHai",
    kind="periodical",
    subjects=["toan", "lich-su-dia-li"],
    grades=[6, 8],
    languages=["vi", "en"],
    rights="cc_by_sa",
    rights_note="-",
)
COPIES = [
    {"number": "TK.1", "store": "Kho A", "price": 45_000, "acquired": "2026-09-12"},
    {"number": "TK.2", "store": "Kho A", "price": 45_000, "acquired": "2026-09-12"},
    {"count": 3, "store": "Kho B", "source": "Quỹ; phụ huynh"},
]


def written_and_read(description: Description, copies: list[dict[str, Any]]) -> tuple[dict[str, Any], Any]:
    """Export a record, and return what its rows say: the filled values, the copies."""
    heads = [str(LABELS[column]) for column in export.COLUMNS]
    sheet = [heads, *([str(cell) for cell in row] for row in export.rows_of(UUID, description.values(), copies))]
    (layout,) = layouts_of([("", sheet)])
    readings = [read_row(row.cells, layout.columns) for row in rows_of([("", sheet)], [layout])]
    assert {reading.record for reading in readings} == {UUID}
    assert all(reading.values == readings[0].values for reading in readings)
    return readings[0].values, [copy for reading in readings for copy in reading.copies]


def filled(description: Description) -> dict[str, Any]:
    """Return the values that a list says anything of."""
    empty, always = Description(title="").values(), ("kind", "rights")
    return {name: value for name, value in description.values().items() if name in always or value != empty[name]}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_record_is_read_again_as_it_was(language: str) -> None:
    with override(language):
        values, copies = written_and_read(BOOK, COPIES)
    expected = {**filled(BOOK), "rights_note": ""}
    assert {**values, "rights_note": ""} == expected
    assert copies == COPIES


words = st.text(st.sampled_from("aAáĐươ ,.:/-()[]'=+@0123456789"), max_size=20).map(lambda text: " ".join(text.split()))
names = words.filter(lambda text: any(map(str.isalpha, text)) and text == text.strip(" ,"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(names, st.lists(names, max_size=3, unique=True), st.lists(names, max_size=3, unique=True), names)
def test_names_headings_and_texts_are_read_again(title: str, people: list[str], about: list[str], note: str) -> None:
    book = Description(
        title=title,
        creators=[Credit(name, role) for name, role in zip(people, ("aut", "trl", "ill"), strict=False)],
        headings=about,
        notes=note,
    )
    values, _copies = written_and_read(book, [])
    assert values == filled(book)


def test_cells_of_an_export_are_texts_that_no_program_runs(tmp_path: Path) -> None:
    written = BytesIO()
    export.write([(UUID, BOOK.values(), COPIES)], written)
    sheet = load_workbook(BytesIO(written.getvalue())).active
    assert sheet is not None
    cell = sheet.cell(row=2, column=export.COLUMNS.index(Column.SUBTITLE) + 1)
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", "=1+1", True)
    (entry,) = entries(written.getvalue(), tmp_path)  # two rows, one record
    assert (entry.reading.record, entry.reading.copies) == (UUID, COPIES)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_template_is_understood_and_its_examples_are_no_books(language: str, tmp_path: Path) -> None:
    with override(language):
        data = template()
    assert entries(data, tmp_path) == []
    book = load_workbook(BytesIO(data))
    heads = [cell.value for cell in book.worksheets[0][1]]
    assert guess(heads, [[]] * len(heads)) == list(export.COLUMNS)
    examples = [[str(cell or "") for cell in row] for row in book.worksheets[2].values]
    first = read_row(examples[1], guess(examples[0], [[]] * len(heads)))
    assert (first.values["title"], len(first.copies)) == ("Dế Mèn phiêu lưu kí", 4)
    assert len(book.worksheets[0].data_validations.dataValidation) == 5


def test_rejected_rows_come_back_in_their_columns_with_the_reason(tmp_path: Path) -> None:
    found = entries(workbook(MESSY, merged=["E4:G4"]), tmp_path)
    layouts = layouts_in_file(tmp_path / "list")
    written = BytesIO()
    rejected.write([(one.raw(), str(one.problem)) for one in found if one.problem], layouts, written)
    rows = list(load_workbook(BytesIO(written.getvalue())).worksheets[0].values)
    assert [row[0] for row in rows] == ["STT", "4"]
    assert str(rows[1][-1]) == str(found[-1].problem)
    corrected = [list(rows[0]), ["4", None, "Đã sửa", *rows[1][3:]]]
    (again,) = entries(workbook(corrected), tmp_path)
    assert (again.problem, again.reading.values["title"]) == (None, "Đã sửa")

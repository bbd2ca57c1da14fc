"""A list of books on its way into the catalogue: columns, copies, rejected rows, exported and brought again, undone."""

from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import Person
from imports.actions import loading, mapping
from imports.models import ImportBatch, SavedMapping
from imports.spreadsheets import export
from imports.spreadsheets.errors import ColumnTwice, MissingColumn, NoTitleColumn, NumberTaken, UnknownColumn
from repository.copies import copies_of
from repository.description import Record
from repository.models import Resource
from tests.factories import a_librarian
from tests.imports.files import actions, commit, decide, load, outcomes, undo
from tests.imports.spreadsheets.lists import HEADS, MESSY, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here"), pytest.mark.backend_independent]


def list_of(*rows: list[object], heads: tuple[str, ...] = HEADS) -> bytes:
    return workbook([heads, *rows])


def own(viewer: Viewer) -> dict[str, Resource]:
    return {one.title: one for one in Resource.objects.filter(owner=viewer.school)}


def read_again(batch: ImportBatch) -> None:
    loading.run(batch.pk)
    batch.refresh_from_db()


def exported(viewer: Viewer) -> bytes:
    written = BytesIO()
    records = ((one.uuid, Record.of(one).values()) for one in own(viewer).values())
    export.write([(str(uuid), values, values["copies"]) for uuid, values in records], written)
    return written.getvalue()


def test_a_messy_list_is_imported_and_brought_again_nothing_changes(librarian: Viewer) -> None:
    batch = load(workbook(MESSY, merged=["E4:G4"]), by=librarian, name="sách.xlsx")
    assert (batch.state, actions(batch)) == ("review", ["new", "new", "new", "refused"])
    commit(batch, by=librarian)
    assert outcomes(batch) == ["created", "created", "created", "refused"]
    de_men = own(librarian)["Dế Mèn phiêu lưu kí"]
    assert (de_men.isbn, de_men.ddc, de_men.year) == ("9786042000000", "895.9223", 2024)
    assert [copy.number for copy in copies_of(de_men)] == ["TK.00412", "TK.00413", "TK.00414", "TK.00415"]
    assert [copy.count for copy in copies_of(own(librarian)["Toán 6, tập 1"])] == [40]
    again = load(workbook(MESSY, merged=["E4:G4"]), by=librarian)
    assert actions(again) == ["same", "same", "same", "refused"]


def test_what_is_exported_is_the_same_and_a_correction_meets_its_record(librarian: Viewer) -> None:
    commit(load(workbook(MESSY, merged=["E4:G4"]), by=librarian), by=librarian)
    data = exported(librarian)
    assert set(actions(load(data, by=librarian))) == {"same"}
    book = load_workbook(BytesIO(data))
    sheet = book.worksheets[0]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "Dế Mèn phiêu lưu kí")
    row[0].value = "Dế Mèn phiêu lưu ký"
    corrected = BytesIO()
    book.save(corrected)
    batch = load(corrected.getvalue(), by=librarian)
    assert sorted(actions(batch)) == ["changed", "same", "same"]
    commit(batch, by=librarian, on_match="overwrite")
    assert "Dế Mèn phiêu lưu ký" in own(librarian)
    assert len(own(librarian)) == 3


def test_undo_takes_records_and_copies_back(librarian: Viewer) -> None:
    rows = list_of([1, "TK.1", "Dế Mèn", "Tô Hoài", "Kim Đồng", 2024, 45000, 1])
    first = commit(load(rows, by=librarian), by=librarian)
    undo(first, by=librarian)
    assert own(librarian) == {}
    commit(load(rows, by=librarian), by=librarian)
    more = load(list_of([1, "TK.2", "Dế Mèn", "Tô Hoài", "Kim Đồng", 2024, 45000, 1]), by=librarian)
    assert actions(more) == ["doubtful"]  # nothing but title and author says that it is the same
    (record,) = more.records.all()
    decide(more, record.number, "match", record.candidates[0], by=librarian)
    commit(more, by=librarian)
    assert [copy.number for copy in copies_of(own(librarian)["Dế Mèn"])] == ["TK.1", "TK.2"]
    undo(more, by=librarian)
    assert [copy.number for copy in copies_of(own(librarian)["Dế Mèn"])] == ["TK.1"]


def test_a_number_of_another_record_is_refused_before_and_during_the_import(librarian: Viewer) -> None:
    rows = [[1, "TK.1", "Toán 6", "Ngô A", "Giáo dục", 2023, None, None], [2, "TK.9", "Văn 6", "", "", "", None, None]]
    waiting = load(list_of(*rows), by=librarian)
    assert actions(waiting) == ["new", "new"]
    commit(load(list_of([1, "TK.1", "Dế Mèn", "Tô Hoài", "", 2024, None, None]), by=librarian), by=librarian)
    refused = load(list_of(*rows), by=librarian)
    assert actions(refused) == ["refused", "new"]
    assert refused.records.first().details == {"text": "TK.1", "title": "Dế Mèn"}  # type: ignore[union-attr]
    commit(waiting, by=librarian)
    assert outcomes(waiting) == ["refused", "created"]
    assert waiting.records.first().reason == NumberTaken.code  # type: ignore[union-attr]


def test_columns_are_mapped_by_a_person(librarian: Viewer) -> None:
    unnamed = workbook([["Cột A", "Cột B"], ["Dế Mèn", "Tô Hoài"], ["Toán 6", "Ngô A"]])
    batch = load(unnamed, by=librarian)
    assert (batch.state, batch.problem, batch.loaded) == ("review", NoTitleColumn.code, 0)
    with pytest.raises(NoTitleColumn):
        mapping.set_columns(batch, columns={0: ["", "authors"]}, by=librarian)
    with pytest.raises(ColumnTwice):
        mapping.set_columns(batch, columns={0: ["title", "title"]}, by=librarian)
    with pytest.raises(UnknownColumn):
        mapping.set_columns(batch, columns={0: ["title", "<b>"]}, by=librarian)
    mapping.set_columns(batch, columns={0: ["title", "authors"]}, by=librarian)
    read_again(batch)
    assert (batch.problem, [row.title for row in batch.records.all()]) == ("", ["Cột A", "Dế Mèn", "Toán 6"])


def test_a_saved_mapping_is_used_for_the_same_headings_and_names_a_missing_column(librarian: Viewer) -> None:
    heads = ("Tên sách", "Tác giả", "Mã riêng")
    batch = load(list_of(["Dế Mèn", "Tô Hoài", "X1"], heads=heads), by=librarian)
    assert batch.mapping["layouts"][0]["columns"] == ["title", "authors", ""]
    mapping.set_columns(batch, columns={0: ["title", "authors", "own_code"]}, by=librarian)
    read_again(batch)
    again = load(list_of(["Toán 6", "Ngô A", "X2"], heads=tuple(map(str.upper, heads))), by=librarian)
    assert again.mapping["layouts"][0]["columns"] == ["title", "authors", "own_code"]
    saved = SavedMapping.objects.get()
    fewer = load(list_of(["Toán 6", "Ngô A"], heads=heads[:2]), by=librarian)
    with pytest.raises(MissingColumn) as missing:
        mapping.use_saved(fewer, saved=saved.pk, by=librarian)
    assert "Mã riêng" in str(missing.value)
    stranger = a_librarian(now=timezone.now())
    with pytest.raises(NotFound):
        mapping.use_saved(load(list_of(["A", "B"], heads=heads[:2]), by=stranger), saved=saved.pk, by=stranger)
    with pytest.raises(NotFound):
        mapping.set_columns(again, columns={}, by=stranger)


def test_the_screen_shows_columns_and_gives_the_refused_rows_back(client: Client, librarian: Viewer) -> None:
    client.force_login(Person.objects.get(pk=librarian.person))
    batch = load(workbook(MESSY, merged=["E4:G4"]), by=librarian, name="sách.xlsx")
    page = client.get(f"/nhap-bieu-ghi/{batch.uuid}/", follow=True).content.decode()
    assert "Xuất bản / Nơi" in page
    assert "Người lập" in page  # what was passed over
    refused = client.get(f"/nhap-bieu-ghi/{batch.uuid}/bi-loai/")
    rows = list(load_workbook(BytesIO(b"".join(refused))).worksheets[0].values)
    assert (len(rows), rows[1][0]) == (2, "4")
    template = client.get("/nhap-bieu-ghi/mau-danh-muc.xlsx")
    assert load_workbook(BytesIO(template.content)).worksheets[0]["A1"].value

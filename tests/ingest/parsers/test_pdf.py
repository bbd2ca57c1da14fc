"""PDFs as schools have them: wrong page counts, forms, locks, faulty pictures, columns, long pages, old encodings."""

from collections.abc import Sequence
from pathlib import Path

import pymupdf
import pytest
from fpdf import FPDF

from demo.fonts import family
from ingest.errors import BadInput
from ingest.parsers import images, notes, pages, pdf
from tests.ingest import material

pytestmark = pytest.mark.backend_independent

CATALOG, PAGE = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>"
JAPANESE = "図書館（二階）で、本・新聞を読みます。"
LEFT = ["Cột trái bắt đầu với", "con trâu đi trước cái", "cày theo sau trên đồng"]
RIGHT = ["Cột phải kể chuyện về", "dòng sông uốn khúc quanh", "làng chài nhỏ ven biển"]
TABLE = [
    ("Họ và tên học sinh", "Điểm môn Ngữ văn"),
    ("Nguyễn Văn An", "Chín điểm rưỡi"),
    ("Trần Thị Bình", "Mười điểm"),
]


def a_sheet(*, height: int = 595) -> FPDF:
    """Return a PDF of one page, 420 points wide, with the book's font."""
    sheet = FPDF(unit="pt", format=(420, height))
    sheet.set_auto_page_break(auto=False)
    sheet.add_font("book", fname=str(family().serif))
    sheet.add_page()
    sheet.set_font("book", size=12)
    return sheet


def saved(sheet: FPDF, path: Path) -> Path:
    sheet.output(str(path))
    return path


def first_page(path: Path) -> dict:
    """Return the values of the first page, read in this process."""
    ((values, _blobs),) = pages.read_pdf(path, [0])
    return values


@pytest.mark.parametrize(
    ("kids", "count", "pages_in_it"), [("[3 0 R]", 5000, 1), ("[3 0 R]", 3, 1), ("[3 0 R 4 0 R 5 0 R]", 1, 3)]
)
def test_the_pages_are_counted_and_not_the_number_believed(
    kids: str, count: int, pages_in_it: int, tmp_path: Path
) -> None:
    tree = f"<</Type/Pages/Kids{kids}/Count {count}>>".encode()
    (tmp_path / "a.pdf").write_bytes(material.raw_pdf([CATALOG, tree, PAGE, PAGE, PAGE]))
    assert pdf.facts(tmp_path / "a.pdf").pages == pages_in_it
    answers = list(pages.read_pdf(tmp_path / "a.pdf", list(range(pages_in_it))))
    assert [values["problem"] for values, _blobs in answers] == [""] * pages_in_it


def test_a_page_tree_that_leads_back_to_itself_ends(tmp_path: Path) -> None:
    tree = b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>"
    (tmp_path / "a.pdf").write_bytes(material.raw_pdf([CATALOG, tree, PAGE]))
    assert pdf.facts(tmp_path / "a.pdf").pages >= 1


@pytest.mark.parametrize(
    ("extra", "code", "found"),
    [
        (b"/Filter/EBX_HANDLER/V 4", "copy_protected", "PDF, EBX_HANDLER"),
        (b"/Filter/FOPN_fLock/V 1", "copy_protected", "PDF, FOPN_fLock"),
    ],
)
def test_drm_is_named(extra: bytes, code: str, found: str, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(_locked(extra))
    with pytest.raises(BadInput) as refused:
        pdf.facts(tmp_path / "a.pdf")
    assert (refused.value.code, refused.value.details) == (code, {"found": found})


def test_a_pdf_of_which_only_the_attachment_is_locked_is_taken(tmp_path: Path) -> None:
    standard = b"/Filter/Standard/V 4/R 4/Length 128/P -3904/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">"
    filters = b"/CF<</StdCF<</AuthEvent/EFOpen/CFM/AESV2/Length 16>>>>"
    only_attachments = standard + filters + b"/StmF/Identity/StrF/Identity/EFF/StdCF"
    in_trailer = material.raw_pdf([CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE]).replace(
        b"/Root 1 0 R", b"/Root 1 0 R/ID[<00><00>]/Encrypt<<" + only_attachments + b">>"
    )
    for data in (_locked(only_attachments), in_trailer):
        (tmp_path / "a.pdf").write_bytes(data)
        assert pdf.facts(tmp_path / "a.pdf").pages == 1
    (tmp_path / "b.pdf").write_bytes(_locked(standard + filters + b"/StmF/StdCF/StrF/StdCF"))
    with pytest.raises(BadInput) as refused:
        pdf.facts(tmp_path / "b.pdf")
    assert refused.value.code == "encrypted"


def test_a_form_of_adobe_is_refused_by_its_name_and_other_forms_are_not(tmp_path: Path) -> None:
    tree = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    for name, catalog in (
        ("a", b"/AcroForm<</XFA 3 0 R/Fields[]>>/NeedsRendering true"),
        ("b", b"/AcroForm<</Fields[]>>"),
    ):
        objects = [CATALOG[:-2] + catalog + b">>", tree, PAGE]
        (tmp_path / f"{name}.pdf").write_bytes(material.raw_pdf(objects))
    with pytest.raises(BadInput) as refused:
        pdf.facts(tmp_path / "a.pdf")
    assert refused.value.code == "form_of_adobe"
    assert pdf.facts(tmp_path / "b.pdf").pages == 1


def test_the_files_of_a_portfolio_are_named(tmp_path: Path) -> None:
    portfolio = pymupdf.open(material.a_pdf(tmp_path / "a.pdf", pages=1))
    portfolio.embfile_add("1", b"x", filename="phu luc.xlsx")
    portfolio.save(tmp_path / "b.pdf")
    assert pdf.facts(tmp_path / "b.pdf").left_out == ["phu luc.xlsx"]


def test_a_faulty_picture_does_not_cost_the_page_its_text(tmp_path: Path) -> None:
    document = pymupdf.open(material.a_pdf(tmp_path / "a.pdf", pages=1))
    material.a_picture(tmp_path / "a.png", material.a_page(size=(100, 100)))
    xref = document[0].insert_image(document[0].rect, filename=str(tmp_path / "a.png"))
    document.xref_set_key(xref, "Width", "0")
    document.save(tmp_path / "b.pdf")
    values = first_page(tmp_path / "b.pdf")
    assert (values["problem"], values["source"]) == ("", "layer")
    assert "làng Gióng" in values["text"]


def test_a_scan_that_is_too_large_does_not_cost_the_page_its_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    material.a_page().convert("RGB").save(tmp_path / "a.pdf", "PDF", resolution=150)
    document = pymupdf.open(tmp_path / "a.pdf")
    lines = " ".join(material.LINES)
    document[0].insert_textbox((20, 20, 500, 400), lines, fontname="book", fontfile=str(family().serif), render_mode=3)
    document.save(tmp_path / "b.pdf")
    monkeypatch.setattr(images, "MAX_PIXELS", 1000)
    values = first_page(tmp_path / "b.pdf")
    assert (values["problem"], values["source"], values["text"].split()) == ("", "layer", lines.split())
    ((values, _blobs),) = pages.read_pdf(tmp_path / "a.pdf", [0])
    assert values["problem"] == "too_many_pixels"


def test_a_page_that_cannot_be_drawn_still_has_its_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_arguments: object) -> None:
        raise RuntimeError("no memory for the drawing")

    monkeypatch.setattr(pdf, "_render", fails)
    values = first_page(material.a_pdf(tmp_path / "a.pdf", pages=1))
    assert (values["problem"], values["source"], values["notes"]) == ("", "layer", [notes.DRAWING_UNREADABLE])
    assert "làng Gióng" in values["text"]


def test_columns_of_prose_drawn_row_by_row_are_read_one_after_the_other(tmp_path: Path) -> None:
    sheet = a_sheet()
    _draw_rows(sheet, list(zip(LEFT, RIGHT, strict=True)))
    sheet.text(30, 200, "Nhà trường tổ chức buổi sinh hoạt đầu tuần.")
    lines = first_page(saved(sheet, tmp_path / "a.pdf"))["text"].splitlines()
    assert lines == [*LEFT, *RIGHT, "Nhà trường tổ chức buổi sinh hoạt đầu tuần."]


def test_a_table_is_read_row_by_row(tmp_path: Path) -> None:
    sheet = a_sheet()
    _draw_rows(sheet, TABLE)
    words = first_page(saved(sheet, tmp_path / "a.pdf"))["text"].split()
    assert words == [word for row in TABLE for cell in row for word in cell.split()]


def test_text_drawn_twice_is_read_once(tmp_path: Path) -> None:
    sheet = a_sheet()
    for apart in (0, 0.35):
        for number, line in enumerate([*LEFT, "Xoong canh có hai vung vung"]):
            sheet.text(30 + apart, 60 + number * 20, line)
    lines = first_page(saved(sheet, tmp_path / "a.pdf"))["text"].splitlines()
    assert lines == [*LEFT, "Xoong canh có hai vung vung"]


def test_a_long_page_is_wide_enough_to_be_read(tmp_path: Path) -> None:
    sheet = a_sheet(height=5_000)
    for number in range(200):
        sheet.text(30, 40 + number * 24, f"Dòng {number} của một trang rất dài")
    values = first_page(saved(sheet, tmp_path / "a.pdf"))
    assert values["width"] >= 1000
    assert len(values["text"].splitlines()) == 200


def test_an_old_encoding_is_converted_in_text_title_and_outline(tmp_path: Path) -> None:
    sheet = a_sheet()
    sheet.set_title("Bµi tËp Ho¸ häc")
    sheet.text(30, 60, "Bµi tËp Ho¸ häc")
    sheet.text(30, 90, "líp m\u00adêi")
    path = saved(sheet, tmp_path / "a.pdf")
    document = pymupdf.open(path)
    document.set_toc([[1, "Bµi tËp mét", 1]])
    document.saveIncr()
    assert first_page(path)["text"].splitlines() == ["Bài tập Hoá học", "lớp mười"]
    assert first_page(path)["notes"] == [notes.TCVN3]
    assert pdf.facts(path).metadata["title"] == "Bài tập Hoá học"
    assert pdf.facts(path).outline == [(1, "Bài tập một", 0)]


def test_a_page_in_japanese_keeps_its_text_and_stands_upright(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page(width=420, height=595)
    for number in range(12):
        page.insert_text((40, 60 + number * 30), JAPANESE, fontname="japan", fontsize=12)
    document.save(tmp_path / "a.pdf")
    values = first_page(tmp_path / "a.pdf")
    assert values["source"] == "layer"
    assert values["text"].splitlines() == [JAPANESE] * 12
    assert values["height"] > values["width"]


def _draw_rows(sheet: FPDF, rows: Sequence[tuple[str, str]]) -> None:
    for number, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet.text(30 + 190 * column, 60 + number * 20, cell)


def _locked(dictionary: bytes) -> bytes:
    """Return a PDF of one page with this encryption dictionary."""
    tree = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    data = material.raw_pdf([CATALOG, tree, PAGE, b"<<" + dictionary + b">>"])
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]")

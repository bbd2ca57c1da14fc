"""Cells as people fill them: several values, prices, years, ranges of copy numbers, words for codes."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.errors import RecordProblem
from imports.spreadsheets import values
from imports.spreadsheets.errors import BadCount, BadDay, BadNumbers, BadPrice, BadYear
from repository.curriculum import subject_choices
from repository.languages import language_choices
from repository.models import Resource

pytestmark = pytest.mark.backend_independent


@pytest.mark.parametrize(
    "read, text, value",
    [
        (values.price, "45.000đ", 45_000), (values.price, "45,000 VND", 45_000), (values.price, "45000", 45_000),
        (values.price, "1.320.000 ₫", 1_320_000), (values.price, "45k", 45_000), (values.price, "20.000đ/cuốn", 20_000),
        (values.price, "45.000,00", 45_000), (values.price, "45 nghìn", 45_000), (values.price, "0", 0),
        (values.year, "2024", 2024), (values.year, "c2024.", 2024), (values.year, "Hà Nội, 2024", 2024),
        (values.year, "Quý I/2024", 2024), (values.year, "2024-03-01", 2024),
        (values.count, "5", 5), (values.count, "05 cuốn", 5), (values.count, "12 bản", 12), (values.count, "3.0", 3),
        (values.day, "12.IX.2026", date(2026, 9, 12)), (values.day, "12/9/2026", date(2026, 9, 12)),
        (values.isbn, "9786042000000", ("9786042000000", "")),
        (values.isbn, "ISBN 978-604-2-00000-0", ("9786042000000", "")),
        (values.isbn, "0 306 40615 2", ("9780306406157", "")), (values.isbn, "306406152", ("9780306406157", "")),
        (values.isbn, "9786042000003", ("", "9786042000003")), (values.isbn, "9.78604E+12", ("", "9.78604E+12")),
        (values.grades, "6", [6]), (values.grades, "Lớp 6", [6]), (values.grades, "6-9", [6, 7, 8, 9]),
        (values.grades, "6, 7 và 8", [6, 7, 8]), (values.grades, "Khối VI", [6]), (values.grades, "6A1", [6]),
        (values.grades, "Lớp 10 đến 12", [10, 11, 12]), (values.grades, "mẫu giáo", []), (values.grades, "13", []),
        (values.kind, "SGK - Sách giáo khoa", "textbook"), (values.kind, "STK", "book"),
        (values.kind, "Báo", "periodical"),
        (values.kind, "từ điển", ""), (values.subject, "TOÁN 6", "toan"), (values.subject, "Lý", "vat-li"),
        (values.subject, "Môn Hoá học", "hoa-hoc"), (values.subject, "TA - Tiếng Anh", "ngoai-ngu-1"),
        (values.subject, "Nấu ăn", ""), (values.language, "VIE - Tiếng Việt", "vi"),
        (values.language, "Tiếng Lào", "lo"),
        (values.language, "fre", "fr"), (values.language, "tiếng Elf", ""),
        (values.rights, "Hết hạn bảo hộ", "public_domain"), (values.rights, "CC BY-SA 4.0", "cc_by_sa"),
        (values.numbers, "TK.00412-TK.00415", ["TK.00412", "TK.00413", "TK.00414", "TK.00415"]),
        (values.numbers, "00009 đến 00011", ["00009", "00010", "00011"]),
        (values.numbers, "TK.1 – 3", ["TK.1", "TK.2", "TK.3"]),
        (values.numbers, "TK-00412", ["TK-00412"]), (values.numbers, "2019-001", ["2019-001"]),
        (values.numbers, "STK-01; STK-02\nSTK-05", ["STK-01", "STK-02", "STK-05"]),
        (values.numbers, "SGK1-005", ["SGK1-005"]),
        (values.parts, "Toán, Lí", ["Toán", "Lí"]), (values.parts, "Rowling, J. K.;", ["Rowling, J. K."]),
        (values.parts, "Tô Hoài\nKim Lân", ["Tô Hoài", "Kim Lân"]),
        (values.parts, "Tô Hoài / Kim Lân", ["Tô Hoài", "Kim Lân"]),
        (values.parts, "3,5 điểm", ["3,5 điểm"]), (values.parts, "Tô Hoài; tô hoài; Tô Hoài", ["Tô Hoài", "tô hoài"]),
    ],
)  # fmt: skip
def test_a_cell_is_read(read: Callable[[str], Any], text: str, value: object) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    "read, text, problem",
    [
        (values.price, "miễn phí", BadPrice), (values.price, "45.00.000", BadPrice), (values.year, "mới", BadYear),
        (values.year, "2019-2024", BadYear), (values.year, "20244", BadYear), (values.count, "vài", BadCount),
        (values.count, "99999", BadCount), (values.count, "-3", BadCount), (values.day, "31/02/2026", BadDay),
        (values.day, "năm ngoái", BadDay), (values.numbers, "1-99999", BadNumbers),
        (values.numbers, "x" * 50, BadNumbers),
    ],
)  # fmt: skip
def test_what_is_no_such_value_is_refused(read: Callable[[str], Any], text: str, problem: type[RecordProblem]) -> None:
    with pytest.raises(problem) as refusal:
        read(text)
    assert text[:20] in str(refusal.value)


def test_names_have_the_role_that_stands_beside_them() -> None:
    assert values.names("Nguyễn Nhật Ánh; Đỗ Hoàng Tường (minh họa)", "aut") == [
        {"name": "Nguyễn Nhật Ánh", "role": "aut"},
        {"name": "Đỗ Hoàng Tường", "role": "ill"},
    ]
    assert values.names("Dịch: Trần A", "aut") == [{"name": "Trần A", "role": "trl"}]
    assert values.names("Trần Nam Dũng (Chủ biên), Ngô A", "aut")[0] == {"name": "Trần Nam Dũng", "role": "aut"}
    assert values.names("Hội Nhà văn (Hà Nội)", "aut") == [{"name": "Hội Nhà văn (Hà Nội)", "role": "aut"}]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_word_of_the_screens_is_read_again(language: str) -> None:
    with override(language):
        words = [(values.kind, code, str(label)) for code, label in Resource.Kind.choices]
        words += [(values.rights, code, str(label)) for code, label in Resource.Rights.choices]
        words += [(values.subject, code, name) for code, name in subject_choices()]
        words += [(values.language, code, name) for code, name in language_choices()]
    assert [(word, code) for read, code, word in words if read(word) != code] == []


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_no_cell_makes_a_reader_fail(text: str) -> None:
    for read in (values.price, values.year, values.count, values.day, values.numbers, values.isbn, values.grades,
                 values.kind, values.subject, values.rights, values.language, values.parts):  # fmt: skip
        with suppress(RecordProblem):
            read(text)


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 99_000), st.integers(0, 200), st.sampled_from(["", "TK.", "PM ", "SGK-"]), st.integers(5, 6))
def test_a_range_of_numbers_has_every_number(first: int, more: int, prefix: str, width: int) -> None:
    written = [f"{prefix}{number:0{width}d}" for number in range(first, first + more + 1)]
    assert values.numbers(f"{written[0]} - {written[-1]}" if more else written[0]) == written
    assert values.numbers("; ".join(written)) == written

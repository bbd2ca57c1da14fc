"""A spreadsheet runs no exported cell as a formula."""

import pytest

from portal.scoped_admin.spreadsheet_safe import cell_text, escape_formula


@pytest.mark.parametrize(
    "text", ["=1+1", "+84 90", "-2", "@SUM(A1)", "\t=1", "\r=1", " =cmd|' /C calc'!A0", "\u00a0=1", "＝1+1"]
)
def test_what_would_be_run_is_text(text: str) -> None:
    assert escape_formula(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Đất rừng phương Nam", "", 2026, -3, None, "a=b"])
def test_all_else_stays_what_it_is(value: object) -> None:
    assert escape_formula(value) == value


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ud800", "\uffff"])
def test_what_no_file_can_hold_is_left_out(character: str) -> None:
    assert cell_text(f"Đất{character} rừng") == "Đất rừng"
    assert cell_text(f"{character}=1") == "'=1"

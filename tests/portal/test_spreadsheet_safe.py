"""A spreadsheet runs no exported cell as a formula."""

import pytest

from portal.scoped_admin.spreadsheet_safe import escape_formula


@pytest.mark.parametrize("text", ["=1+1", "+84 90", "-2", "@SUM(A1)", "\t=1", "\r=1", " =cmd|' /C calc'!A0"])
def test_what_would_be_run_is_text(text: str) -> None:
    assert escape_formula(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Đất rừng phương Nam", "", 2026, -3, None, "a=b"])
def test_all_else_stays_what_it_is(value: object) -> None:
    assert escape_formula(value) == value

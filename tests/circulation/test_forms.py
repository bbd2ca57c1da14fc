"""The forms of licences."""

from datetime import UTC, datetime

import pytest

from circulation.licences.actions import LicenceTerms
from circulation.licences.forms import LicenceForm, SeatsForm
from tests.factories import NOW


def test_a_licence_form_becomes_terms_from_now_to_the_end_of_the_last_day() -> None:
    form = LicenceForm({"seats": "3", "period_days": "21", "last_day": "2027-05-31", "loans_allowed": "26"})
    assert form.is_valid(), form.errors
    ends_at = datetime(2027, 5, 31, 17, tzinfo=UTC)  # 01/06/2027 00:00 at the schools
    assert form.terms(NOW) == LicenceTerms(3, NOW, period_days=21, ends_at=ends_at, loans_allowed=26)


def test_a_licence_without_end_date_and_number_of_loans_is_unlimited() -> None:
    form = LicenceForm({"seats": "1", "period_days": "14"})
    assert form.is_valid(), form.errors
    assert form.terms(NOW) == LicenceTerms(1, NOW, period_days=14, ends_at=None, loans_allowed=None)


@pytest.mark.parametrize(
    ("field", "value"),
    [("seats", "0"), ("seats", "5001"), ("period_days", "0"), ("period_days", "401"), ("loans_allowed", "0")],
)
def test_numbers_have_limits(field: str, value: str) -> None:
    data = {"seats": "5000", "period_days": "400", "loans_allowed": "1"}
    assert LicenceForm(data).is_valid()
    assert list(LicenceForm({**data, field: value}).errors) == [field]


@pytest.mark.parametrize(("seats", "valid"), [("0", False), ("1", True), ("5000", True), ("5001", False)])
def test_seats_have_limits(seats: str, valid: bool) -> None:
    assert SeatsForm({"seats": seats}).is_valid() is valid

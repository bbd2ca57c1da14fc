"""The accent colour of a school is readable."""

import pytest
from django.core.exceptions import ValidationError

from accounts.contrast import contrast, validate_accent


def test_black_on_white_has_the_highest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colour", ["#0b5d57", "#8a1c3c", "#1A237E"])
def test_dark_colours_pass(colour: str) -> None:
    validate_accent(colour)


@pytest.mark.parametrize("colour", ["#ffcc00", "#777777", "red", "#fff", "#0b5d57;}body{display:none", ""])
def test_pale_and_malformed_colours_are_refused(colour: str) -> None:
    with pytest.raises(ValidationError):
        validate_accent(colour)

"""The contrast ratio of two colours (WCAG 2.2), and the validation of a school's accent colour."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

HEX = re.compile(r"#[0-9a-fA-F]{6}")
PAPER = "#faf8f3"  # --paper in static/theme/tokens.css
MIN_RATIO = 4.5  # WCAG 2.2, 1.4.3: ordinary text


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb, from 0 (black) to 1 (white)."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def validate_accent(colour: str) -> None:
    """Raise ValidationError unless links and headings in this colour are readable on the page background."""
    if not HEX.fullmatch(colour):
        raise ValidationError(_("Enter the colour as # and six digits, for example #0b5d57."))
    ratio = contrast(colour, PAPER)
    if ratio < MIN_RATIO:
        raise ValidationError(
            _(
                "This colour is too light for the page background (contrast %(ratio)s : 1; at least 4.5 : 1 is "
                "needed). Choose a darker one."
            ),
            params={"ratio": f"{ratio:.1f}"},
        )

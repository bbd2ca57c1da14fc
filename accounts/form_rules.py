"""Rules for the form fields of every library: no invisible characters in text, no date that a screen cannot show.

Wagtail builds its forms of pages and pictures, and allauth those of accounts, from the fields of Django, which have no
setting for this: `install` changes three of its classes. Passwords stay as they were typed.
"""

import datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.text import visible

FIRST_DAY, LAST_DAY = datetime.date(1900, 1, 1), datetime.date(2200, 12, 31)
OUT_OF_RANGE = _("Enter a date between 01/01/1900 and 31/12/2200, or leave the field empty if there is no date.")

_to_python = forms.CharField.to_python


def install() -> None:
    """Apply the rules to Django's fields. A time zone moves the last moments by hours, never beyond year 9999."""
    forms.CharField.to_python = _clean_text  # type: ignore[assignment,method-assign]
    forms.DateField.default_validators = _between(FIRST_DAY, LAST_DAY)
    first, last = (datetime.datetime.combine(day, datetime.time.min, datetime.UTC) for day in (FIRST_DAY, LAST_DAY))
    forms.DateTimeField.default_validators = _between(first, last)


def is_too_long(text: str, max_length: int | None) -> bool:
    """Return whether the text is so long that it is refused without being cleaned."""
    return max_length is not None and len(text) > 4 * max_length + 1000


def _between(first: datetime.date, last: datetime.date) -> list[Any]:
    return [MinValueValidator(first, OUT_OF_RANGE), MaxValueValidator(last, OUT_OF_RANGE)]


def _clean_text(field: forms.CharField, value: Any) -> Any:
    text = _to_python(field, value)
    if (
        not isinstance(text, str)
        or isinstance(field.widget, forms.PasswordInput)
        or is_too_long(text, field.max_length)
    ):
        return text
    clean = visible(text)
    return (clean.strip() if field.strip else clean) or field.empty_value

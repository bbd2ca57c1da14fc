"""A price as people type it in Vietnam: 45.000, 45 000, 45000 ₫."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_PRICE = re.compile(r"\d{1,3}(?:[.,\s]\d{3})+|\d+")


class PriceField(forms.IntegerField):
    """Whole đồng; points, commas and spaces between thousands, and the sign of the currency, are ignored."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    default_error_messages = {"invalid": _("Enter a price in whole đồng, such as 45000 or 45.000.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, **kwargs)

    def to_python(self, value: Any) -> int | None:
        """Return đồng. Raise ValidationError for a fraction or anything else."""
        text = re.sub(r"(?:₫|đ|đồng|vnd|vnđ)\s*\Z", "", str(value or "").strip()[:40], flags=re.IGNORECASE).strip()
        if text and not _PRICE.fullmatch(text):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        number: int | None = super().to_python(re.sub(r"\D", "", text))
        return number

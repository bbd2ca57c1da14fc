"""What differs between two forms of an authority, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

NAMES = {
    "heading": pgettext_lazy("of an authority", "Heading"),
    "dates": _("Years of life"),
    "variants": _("Variants"),
    "note": _("Note"),
}


@dataclass(frozen=True)
class Line:
    """A field that differs, with its value before and after."""

    name: str
    before: str
    after: str


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Line]:
    """Return the fields that differ, in words."""
    return [
        Line(str(name), text_of(before.get(key)), text_of(after.get(key)))
        for key, name in NAMES.items()
        if before.get(key) != after.get(key)
    ]


def text_of(value: Any) -> str:
    """Return a value in one line."""
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value or "")

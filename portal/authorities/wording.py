"""Changes of authorities in words: the lines of a difference, and the entries of the history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import AuditEntry

VERBS = {
    "authority.create": _("created"),
    "authority.change": _("changed for all schools"),
    "authority.restore": _("changed back"),
    "authority.propose": _("proposed by a school"),
    "authority.withdraw": _("proposal withdrawn"),
    "authority.use_again": _("the school uses its form again"),
    "authority.reopen": _("proposal waits again"),
    "authority.decline": _("proposal declined"),
    "authority.merge": _("another one was merged into it"),
    "authority.unmerge": _("separated again"),
    "authority.unsplit": _("put together again"),
    "authority.keep_apart": _("confirmed as different from another one"),
}
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


@dataclass(frozen=True)
class Event:
    """An entry of the history in words."""

    at: datetime
    by: str
    what: str
    why: str
    lines: tuple[Line, ...]


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Line]:
    """Return the fields that differ, in words."""
    return [
        Line(str(name), _text(before.get(key)), _text(after.get(key)))
        for key, name in NAMES.items()
        if before.get(key) != after.get(key)
    ]


def history(entry: AuditEntry) -> Event:
    """Return an entry in words."""
    changed = {key: entry.details[key] for key in NAMES if isinstance(entry.details.get(key), list)}
    lines = [Line(str(NAMES[key]), _text(values[0]), _text(values[1])) for key, values in changed.items()]
    by, why = entry.by.name if entry.by else "", str(entry.details.get("why", ""))
    return Event(entry.at, by, str(VERBS.get(entry.verb, entry.verb)), why, tuple(lines))


def _text(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value or "")

"""The entries of the history of an authority in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry
from repository.authorities.differences import NAMES, Line, text_of

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


@dataclass(frozen=True)
class Event:
    """An entry of the history in words."""

    at: datetime
    by: str
    what: str
    why: str
    lines: tuple[Line, ...]


def history(entry: AuditEntry) -> Event:
    """Return an entry in words."""
    changed = {key: entry.details[key] for key in NAMES if isinstance(entry.details.get(key), list)}
    lines = [Line(str(NAMES[key]), text_of(values[0]), text_of(values[1])) for key, values in changed.items()]
    by, why = entry.by.name if entry.by else "", str(entry.details.get("why", ""))
    return Event(entry.at, by, str(VERBS.get(entry.verb, entry.verb)), why, tuple(lines))

"""What the record of the school becomes when a file describes the same book."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from repository.description import Credit, Description, SubjectHeading, as_credit, as_heading

EMPTY = Description(title="").values()
JOINED = ("identifiers", "links")  # what the file has is added to what the school has


class OnMatch(TextChoices):
    """What happens to a record that the school has already."""

    FILL = "fill", _("Fill their empty fields; what you have stays")
    OVERWRITE = "overwrite", _("Take over every field that the file fills")
    SKIP = "skip", _("Leave them as they are")


def filled(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values without those that are empty or what a record has when nobody says anything."""
    return {name: value for name, value in values.items() if value != EMPTY[name]}


def merged(present: Description, incoming: Description, on_match: str) -> Description:
    """Return the description of the school with what the file adds to it; what the file leaves empty stays.

    Names and headings that stay the same keep their authorities.
    """
    if on_match == OnMatch.SKIP:
        return present
    now, new = present.values(), filled(incoming.values())
    if on_match == OnMatch.FILL:
        new = {name: value for name, value in new.items() if name in JOINED or now[name] == EMPTY[name]}
    taken: dict[str, Any] = {name: getattr(incoming, name) for name in new}
    if "creators" in taken:
        taken["creators"] = _with_authorities(present.creators, incoming.creators)
    if "headings" in taken:
        taken["headings"] = _with_heading_authorities(present.headings, incoming.headings)
    if taken.get("series", present.series) != present.series:
        taken["series_authority"] = None
    for name in JOINED:
        if name in taken:
            taken[name] = list(dict.fromkeys([*getattr(present, name), *taken[name]]))
    return replace(present, **taken)


def differing(present: Description, incoming: Description) -> dict[str, list[Any]]:
    """Return, for each field that the file would change if it overwrote, the school's value and the new one."""
    before, after = present.values(), merged(present, incoming, OnMatch.OVERWRITE).values()
    return {name: [before[name], after[name]] for name in before if before[name] != after[name]}


def _with_authorities(present: Sequence[Credit | str], incoming: Sequence[Credit | str]) -> list[Credit]:
    known = {(credit.name, credit.role): credit for credit in map(as_credit, present)}
    return [known.get((credit.name, credit.role), credit) for credit in map(as_credit, incoming)]


def _with_heading_authorities(
    present: Sequence[SubjectHeading | str], incoming: Sequence[SubjectHeading | str]
) -> list[SubjectHeading]:
    known = {(heading.text, heading.scheme): heading for heading in map(as_heading, present)}
    return [known.get((heading.text, heading.scheme), heading) for heading in map(as_heading, incoming)]

"""Dewey numbers and what they mean: numbers of records, captions that a library imports, the tree of numbers.

The captions belong to OCLC and are never shipped: each library imports those of the edition that it has a right to. A
class mark of another scheme, such as `53(075)`, is no number here and stays free text in the record.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, F, QuerySet
from django.db.models.functions import Left

from access.actions import Action
from access.viewer import Viewer
from accounts.audit import record
from accounts.errors import NotAllowed
from accounts.locks import lock
from accounts.models import School
from repository.curriculum.queries import edits_lessons, units_above
from repository.errors import NoCaptions, TooManyCaptions
from repository.models import ClassCaption, Resource
from repository.queries import resources_allowed

MAX_CAPTIONS, MAX_CAPTION, MAX_EDITION = 20_000, 300, 20
_NUMBER = re.compile(r"[0-9]{3}(\.[0-9]{1,50})?")
_MARKS = re.compile(r"[/'’′ ]")  # where a number may be cut: MARC writes 959.7/043
_LEVEL = re.compile(r"[0-9]|[0-9]{2}|[0-9]{3}(\.[0-9]{1,50})?")


@dataclass(frozen=True)
class NumberInTree:
    """A place of the tree: its number as shown, its key in addresses, its caption, how many resources it holds."""

    number: str
    key: str
    caption: str
    found: int


@dataclass(frozen=True)
class SavedCaptions:
    """How many captions were written, and the lines that hold no number with a caption."""

    saved: int
    refused: tuple[int, ...] = ()


def dewey_number(text: str) -> str:
    """Return the number of a class mark, without marks of segmentation; empty for a mark of another scheme."""
    number = _MARKS.sub("", text)
    return number if _NUMBER.fullmatch(number) else ""


def is_level(key: str) -> bool:
    """Return whether this is a place of the tree: “9”, “95”, “959” or “959.7”."""
    return _LEVEL.fullmatch(key) is not None


def shown(key: str) -> str:
    """Return a key of the tree as Dewey writes it: 900 for “9”, 950 for “95”."""
    return key.ljust(3, "0")


def broader(key: str) -> list[str]:
    """Return the keys above a key of the tree or a number, the broadest first; 900 stands above 959, and not itself."""
    whole, _point, decimals = key.partition(".")
    keys = [whole[:length] for length in range(1, len(whole) + 1)]
    keys += [f"{whole}.{decimals[:length]}" for length in range(1, len(decimals) + 1)]
    return [above for above in keys[:-1] if shown(above) != shown(key)]


def captions_of(viewer: Viewer, keys: Iterable[str]) -> dict[str, str]:
    """Return, by key of the tree, the captions that the viewer's school or a unit above imported; its own first."""
    wanted = {shown(key): key for key in keys}
    rows = ClassCaption.objects.filter(owner__in=units_above(viewer), number__in=list(wanted))
    found = dict[str, str]()
    for owner, number, caption in rows.values_list("owner", "number", "caption"):
        key = wanted[number]
        if key not in found or owner == viewer.school:
            found[key] = caption
    return found


def class_path(viewer: Viewer, text: str) -> list[tuple[str, str]]:
    """Return number and caption of a record's number and of those above it, as far as captions are known."""
    number = dewey_number(text)
    if not number:
        return []
    keys = [*broader(number), number]
    known = captions_of(viewer, keys)
    return [(shown(key), known[key]) for key in keys if key in known]


def below(viewer: Viewer, key: str = "") -> list[NumberInTree]:
    """Return the places directly below a key that hold resources which the viewer may discover."""
    length = len(key) + (2 if len(key) == 3 else 1)
    held = _held(viewer, key).annotate(prefix=Left("ddc", length)).order_by()
    counts = dict(held.values_list("prefix").annotate(number=Count("pk")))
    places = sorted(place for place in counts if is_level(place) and len(place) == length)
    known = captions_of(viewer, places)
    return [NumberInTree(shown(place), place, known.get(place, ""), counts[place]) for place in places]


def resources_at(viewer: Viewer, key: str) -> QuerySet[Resource]:
    """Return the resources with this number or one below it that the viewer may discover, by number."""
    return _held(viewer, key).order_by(F("ddc"), "sort_title")


def _held(viewer: Viewer, key: str) -> QuerySet[Resource]:
    return resources_allowed(viewer, Action.DISCOVER).filter(ddc__startswith=key, ddc__regex=r"^[0-9]{3}")


def read_captions(rows: Sequence[Sequence[str]]) -> tuple[dict[str, str], tuple[int, ...]]:
    """Return captions by number, and the lines without one; a first line without a number is taken as headings.

    Raise NoCaptions if no line has a number, TooManyCaptions for more than MAX_CAPTIONS.
    """
    found, refused = dict[str, str](), list[int]()
    for line, row in enumerate(rows, start=1):
        cells = [cell for cell in row if cell]
        place = next((place for place, cell in enumerate(cells) if dewey_number(cell)), None)
        if place is not None and place + 1 < len(cells):
            found[dewey_number(cells[place])] = cells[place + 1][:MAX_CAPTION]
        elif cells and line > 1:
            refused.append(line)
    if not found:
        raise NoCaptions
    if len(found) > MAX_CAPTIONS:
        raise TooManyCaptions(number=len(found), limit=MAX_CAPTIONS)
    return found, tuple(refused)


@transaction.atomic
def save_captions(
    captions: dict[str, str], *, edition: str, by: Viewer, refused: tuple[int, ...] = ()
) -> SavedCaptions:
    """Write captions of the viewer's school or department; one of the same number is replaced, others stay.

    Raise NotAllowed for those who enter none.
    """
    if not edits_lessons(by) or by.school is None:
        raise NotAllowed
    owner = lock(School.objects.get(pk=by.school))
    rows = [ClassCaption(owner=owner, number=n, caption=text, edition=edition) for n, text in captions.items()]
    ClassCaption.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["owner", "number"],
        update_fields=["caption", "edition"],
    )
    record("captions.import", by=by, target=owner.uuid, number=len(rows), edition=edition)
    return SavedCaptions(len(rows), refused)
